package access

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/internal/inputs"
)

// TypeToken is the type of ZeroTrustAccess in state. It is contract: changing it would replace every tunnel.
const TypeToken = "cloudgap:index:ZeroTrustAccess"

// ZeroTrustAccess lets people and pipelines into a private VPC by identity and posture.
type ZeroTrustAccess struct {
	pulumi.ResourceState

	// TunnelID is the id of the tunnel.
	TunnelID pulumi.StringOutput `pulumi:"tunnelId"`
	// VirtualNetworkID is the Cloudflare virtual network that the tunnel's routes are in.
	VirtualNetworkID pulumi.StringOutput `pulumi:"virtualNetworkId"`
	// AccessVpcID is the VPC of the connectors; empty where they are in the workload VPC.
	AccessVpcID pulumi.StringOutput `pulumi:"accessVpcId"`
	// ConnectorSecurityGroupID is the security group of the connectors. It has no ingress rule.
	ConnectorSecurityGroupID pulumi.StringOutput `pulumi:"connectorSecurityGroupId"`
	// ConnectorGroupName is the Auto Scaling group of the connectors.
	ConnectorGroupName pulumi.StringOutput `pulumi:"connectorGroupName"`
	// ConnectorCidrs are the blocks that connectors dial the workload from.
	ConnectorCidrs pulumi.StringArrayOutput `pulumi:"connectorCidrs"`
	// EdgeCidrs are the only destinations outside the private ranges that connectors are routed to.
	EdgeCidrs pulumi.StringArrayOutput `pulumi:"edgeCidrs"`
	// TokenSecretArn is the secret that holds the tunnel's token.
	TokenSecretArn pulumi.StringOutput `pulumi:"tokenSecretArn"`
	// ConnectorLogGroupName is the log group of the connectors.
	ConnectorLogGroupName pulumi.StringOutput `pulumi:"connectorLogGroupName"`
	// SessionLogGroupName is the log group of break-glass sessions.
	SessionLogGroupName pulumi.StringOutput `pulumi:"sessionLogGroupName"`
	// BreakGlassRoleArn is the role that opens break-glass sessions.
	BreakGlassRoleArn pulumi.StringOutput `pulumi:"breakGlassRoleArn"`
	// AlarmTopicArn is the topic that is told of alarms and sessions.
	AlarmTopicArn pulumi.StringOutput `pulumi:"alarmTopicArn"`
	// ServiceTokenIDs are the client ids of the service tokens by key.
	ServiceTokenIDs pulumi.StringMapOutput `pulumi:"serviceTokenIds"`
	// ServiceTokenSecrets are the client secrets of the service tokens by key, as secrets.
	ServiceTokenSecrets pulumi.StringMapOutput `pulumi:"serviceTokenSecrets"`
	// LogpushChallenges are the files with which Cloudflare asks who owns the buckets of its logs, by data set.
	LogpushChallenges pulumi.StringMapOutput `pulumi:"logpushChallenges"`
	// ClusterSteps are what users do to reach each cluster, by the key of its application.
	ClusterSteps pulumi.StringArrayMapOutput `pulumi:"clusterSteps"`
	// BreakGlassSteps are what the holders of the break-glass role do while Cloudflare is out of reach.
	BreakGlassSteps pulumi.StringArrayOutput `pulumi:"breakGlassSteps"`
	// Concessions are what the placement and public names give up against a proof without exceptions; empty for PlacementAccessVpc
	// without a public name.
	Concessions pulumi.StringArrayOutput `pulumi:"concessions"`
}

// NewZeroTrustAccess makes the access to a private VPC. The error lists everything that is wrong with the arguments, and then
// nothing has been registered.
func NewZeroTrustAccess(ctx *pulumi.Context, name string, args *ZeroTrustAccessArgs, opts ...pulumi.ResourceOption) (*ZeroTrustAccess, error) {
	plan, err := newPlan(name, args)
	if err != nil {
		return nil, err
	}
	if err := requireEndpoints(name, plan, args); err != nil {
		return nil, err
	}
	component := &ZeroTrustAccess{}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, inputs.Of(args), component, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	b := &builder{ctx: ctx, name: name, component: component, args: *args, plan: plan, resourceNames: map[string]pulumi.StringOutput{}}
	if err := b.build(); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(component, component.outputs()); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return component, nil
}

// build makes the children. The tunnel's routes come last: until then nobody gets in, and destroying begins with them.
func (b *builder) build() error {
	if err := b.warn(); err != nil {
		return err
	}
	people, err := zerotrust.New(b.ctx, b.name, &b.plan.cloudflare, b.options()...)
	if err != nil {
		return fmt.Errorf("create the Cloudflare half: %w", err)
	}
	made := built{people: people}
	if made.key, err = b.buildKey(); err != nil {
		return err
	}
	if made.logs, err = b.buildLogGroups(made.key); err != nil {
		return err
	}
	if made.topic, err = b.buildTopic(made.key); err != nil {
		return err
	}
	if err := b.buildPlace(&made); err != nil {
		return err
	}
	if err := b.buildHosts(&made); err != nil {
		return err
	}
	if err := b.buildAlarms(made.logs, made.scaling, made.topic); err != nil {
		return err
	}
	if made.glass, err = b.buildBreakGlass(made.key, made.topic); err != nil {
		return err
	}
	if err := people.OpenRoutes(made.scaling); err != nil {
		return fmt.Errorf("open the tunnel's routes: %w", err)
	}
	b.setOutputs(made)
	return nil
}

// warn says what is given up. PrivateLink gives up nothing of the isolation, so that its limits are in the output alone.
func (b *builder) warn() error {
	var warnings []string
	if b.plan.placement != PlacementPrivateLink {
		for _, concession := range Concessions(b.plan.placement) {
			warnings = append(warnings, "placement "+string(b.plan.placement)+": "+concession)
		}
	}
	for _, warning := range append(warnings, publicNames(b.plan.cloudflare)...) {
		if err := b.ctx.Log.Warn(warning, &pulumi.LogArgs{Resource: b.component}); err != nil {
			return fmt.Errorf("warn of what is given up: %w", err)
		}
	}
	return nil
}

// buildPlace makes where the connectors are: VPC, way out, subnets, security group, endpoints, and the link to the workload.
func (b *builder) buildPlace(made *built) error {
	h, err := b.buildHome()
	if err != nil {
		return err
	}
	way, err := b.buildWayOut(h)
	if err != nil {
		return err
	}
	if err := b.buildSubnets(&h, way); err != nil {
		return err
	}
	if made.group, err = b.buildGroup(h); err != nil {
		return err
	}
	set, err := b.buildEndpoints(h, made.group)
	if err != nil {
		return err
	}
	routes, err := b.buildLink(h)
	if err != nil {
		return err
	}
	h.ready = append(append(h.ready, routes...), set)
	made.home = h
	return nil
}

// buildHosts makes the connectors.
func (b *builder) buildHosts(made *built) error {
	secret, version, err := b.buildSecret(made.key, made.people.TunnelToken)
	if err != nil {
		return err
	}
	made.secret = secret
	profile, policy, err := b.buildRole(made.home, made.key, secret.Arn)
	if err != nil {
		return err
	}
	template, err := b.buildTemplate(made.key, secret.Arn, made.group, profile)
	if err != nil {
		return err
	}
	ready := append([]pulumi.Resource{version, policy, made.logs.connectors}, made.home.ready...)
	made.scaling, err = b.buildScaling(made.home, template, ready)
	return err
}
