package stacks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access"
)

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
	ctx.Export(OutputBreakGlassSteps, a.BreakGlassSteps)
}

// deployAccess makes the access to the clusters.
func (e *Environment) deployAccess(ctx *pulumi.Context, vpc handles, reached clusters) error {
	made, err := access.NewZeroTrustAccess(ctx, e.accessName(), e.accessArgs(vpc, reached))
	if err != nil {
		return err
	}
	exportAccess(ctx, made)
	return nil
}
