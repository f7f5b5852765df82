package stacks

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
)

// hostOf is the host of the URL of an API.
func hostOf(url pulumi.StringOutput) pulumi.StringOutput {
	return url.ApplyT(func(url string) string { return strings.TrimPrefix(url, "https://") }).(pulumi.StringOutput)
}

// prove adds the proofs of a configuration to the destinations of logs.
func prove(logs map[zerotrust.Dataset]zerotrust.LogDestination, configured string) error {
	if configured == "" {
		return nil
	}
	tokens := map[zerotrust.Dataset]string{}
	// The text is a secret, so that the error says nothing of it.
	if err := json.Unmarshal([]byte(configured), &tokens); err != nil {
		return fmt.Errorf(`%s: is not a JSON object of texts, got a secret; set it to one such as {"audit_logs": "<token>"}`, LogpushTokensKey)
	}
	for dataset, token := range tokens {
		destination, ok := logs[dataset]
		if !ok {
			return fmt.Errorf("%s.%s: logpush has no such data set, got a secret; remove it, or describe the data set", LogpushTokensKey, dataset)
		}
		destination.OwnershipToken = pulumi.ToSecret(pulumi.String(token)).(pulumi.StringOutput)
		logs[dataset] = destination
	}
	return nil
}

// Names of the outputs of a stack that lets people in.
const (
	// OutputAccessVpcID is the VPC of the connectors.
	OutputAccessVpcID = "accessVpcId"
	// OutputAccessTunnelID is the Cloudflare tunnel.
	OutputAccessTunnelID = "accessTunnelId"
	// OutputAccessEdgeCidrs are the only destinations outside the private ranges that connectors are routed to.
	OutputAccessEdgeCidrs = "accessEdgeCidrs"
	// OutputAccessSteps are the steps that users take to reach a cluster, by the key of its application.
	OutputAccessSteps = "accessSteps"
	// OutputAccessTokenSecretArn is the secret that holds the tunnel's token.
	OutputAccessTokenSecretArn = "accessTokenSecretArn"
	// OutputAccessConnectorGroup is the Auto Scaling group of the connectors.
	OutputAccessConnectorGroup = "accessConnectorGroup"
	// OutputAccessAlarmTopicArn is the topic that is told of alarms and sessions.
	OutputAccessAlarmTopicArn = "accessAlarmTopicArn"
	// OutputAccessServiceTokenIDs and OutputAccessServiceTokenSecrets are the credentials of pipelines by key; the latter are
	// secret.
	OutputAccessServiceTokenIDs     = "accessServiceTokenIds"
	OutputAccessServiceTokenSecrets = "accessServiceTokenSecrets"
	// OutputAccessConcessions are what placement and public names give up against a proof without exceptions.
	OutputAccessConcessions = "accessConcessions"
	// OutputAccessLogpushChallenges are the files with which Cloudflare asks who owns the buckets of its logs, by data set.
	OutputAccessLogpushChallenges = "accessLogpushChallenges"
	// OutputBreakGlassSteps are the steps that holders of the break-glass role take while Cloudflare is out of reach.
	OutputBreakGlassSteps = "breakGlassSteps"
)

func exportAccess(ctx *pulumi.Context, a *access.ZeroTrustAccess) {
	ctx.Export(OutputAccessVpcID, a.AccessVpcID)
	ctx.Export(OutputAccessTunnelID, a.TunnelID)
	ctx.Export(OutputAccessEdgeCidrs, a.EdgeCidrs)
	ctx.Export(OutputAccessSteps, a.ClusterSteps)
	ctx.Export(OutputAccessTokenSecretArn, a.TokenSecretArn)
	ctx.Export(OutputAccessConnectorGroup, a.ConnectorGroupName)
	ctx.Export(OutputAccessAlarmTopicArn, a.AlarmTopicArn)
	ctx.Export(OutputAccessServiceTokenIDs, a.ServiceTokenIDs)
	ctx.Export(OutputAccessServiceTokenSecrets, a.ServiceTokenSecrets)
	ctx.Export(OutputAccessConcessions, a.Concessions)
	ctx.Export(OutputAccessLogpushChallenges, a.LogpushChallenges)
	ctx.Export(OutputBreakGlassSteps, a.BreakGlassSteps)
}

// LogpushTokensKey is a secret of the stack's configuration: a JSON object of the proof that a bucket is ours, by data set. The proof
// is in the file that the output accessLogpushChallenges names.
const LogpushTokensKey = "cloudgap:logpushTokens"

// deployAccess makes the access to the clusters.
func (e *Environment) deployAccess(ctx *pulumi.Context, vpc handles, set *endpoints.EndpointSet, reached clusters) error {
	zones, err := e.deployPrivateZones(ctx, vpc)
	if err != nil {
		return err
	}
	reached.zones = zones
	args := e.accessArgs(vpc, reached)
	if args.Placement == access.PlacementConnectorSubnet {
		args.Workload.Endpoints = set
	}
	if err := prove(args.Cloudflare.Logpush, config.Get(ctx, LogpushTokensKey)); err != nil {
		return err
	}
	made, err := access.NewZeroTrustAccess(ctx, e.accessName(), args)
	if err != nil {
		return err
	}
	exportAccess(ctx, made)
	return nil
}
