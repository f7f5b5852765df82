package access

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
)

// built is everything that the component made.
type built struct {
	people     *zerotrust.Edge
	key, topic pulumi.StringOutput
	logs       logGroups
	home       home
	group      *ec2.SecurityGroup
	secret     *secretsmanager.Secret
	scaling    *autoscaling.Group
	glass      breakGlass
}

// setOutputs fills the component in.
func (b *builder) setOutputs(m built) {
	c := b.component
	c.TunnelID, c.VirtualNetworkID = m.people.TunnelID, m.people.VirtualNetworkID
	c.AccessVpcID = noString()
	if m.home.vpc != nil {
		c.AccessVpcID = m.home.vpcID
	}
	c.ConnectorSecurityGroupID, c.ConnectorGroupName = m.group.ID().ToStringOutput(), m.scaling.Name
	c.ConnectorCidrs = pulumi.ToStringArray(b.plan.connectorCidrs()).ToStringArrayOutput()
	var routes []string
	for _, route := range edge.Routes(b.plan.edgeRegion, b.plan.family) {
		routes = append(routes, route.String())
	}
	c.EdgeCidrs = pulumi.ToStringArray(routes).ToStringArrayOutput()
	c.TokenSecretArn, c.AlarmTopicArn, c.BreakGlassRoleArn = m.secret.Arn, m.topic, m.glass.role.Arn
	c.ConnectorLogGroupName, c.SessionLogGroupName = m.logs.connectors.Name, m.logs.sessions.Name
	ids, secrets := pulumi.StringMap{}, pulumi.StringMap{}
	for key, credential := range m.people.ServiceTokens {
		ids[key], secrets[key] = credential.ClientID, pulumi.ToSecret(credential.ClientSecret).(pulumi.StringOutput)
	}
	c.ServiceTokenIDs, c.ServiceTokenSecrets = ids.ToStringMapOutput(), secrets.ToStringMapOutput()
	c.LogpushChallenges = m.people.LogpushChallenges
	c.ClusterSteps = b.clusterSteps().ToStringArrayMapOutput()
	c.BreakGlassSteps = pulumi.All(m.glass.role.Arn, m.glass.document.Name).ApplyT(func(values []any) []string {
		role, _ := values[0].(string)
		document, _ := values[1].(string)
		return breakGlassSteps(b.plan.region.Name, b.name, role, document)
	}).(pulumi.StringArrayOutput)
	c.Concessions = pulumi.ToStringArray(append(Concessions(b.plan.placement), publicNames(b.plan.cloudflare)...)).ToStringArrayOutput()
}

// clusterSteps are what users do, by the key of the cluster's application.
func (b *builder) clusterSteps() pulumi.StringArrayMap {
	steps := pulumi.StringArrayMap{}
	team := b.plan.cloudflare.TeamName
	for key, c := range b.args.Clusters {
		name, endpoint, host := noString(), noString(), noString()
		if c.EksName != nil {
			name = c.EksName.ToStringOutput()
		}
		if made, ok := b.resourceNames[key]; ok {
			endpoint = made
			if domain := b.args.PrivateLink.Resources[key].DomainName; domain != nil {
				host = domain.ToStringOutput()
			}
		}
		steps[key] = pulumi.All(name, endpoint, host).ApplyT(func(values []any) []string {
			name, _ := values[0].(string)
			by := detour{}
			by.endpoint, _ = values[1].(string)
			by.host, _ = values[2].(string)
			return clusterSteps(team, b.plan.region.Name, name, c.Endpoint, by)
		}).(pulumi.StringArrayOutput)
	}
	return steps
}

// outputs returns the outputs as they are recorded in state.
func (c *ZeroTrustAccess) outputs() pulumi.Map {
	return pulumi.Map{
		"tunnelId":                 c.TunnelID,
		"virtualNetworkId":         c.VirtualNetworkID,
		"accessVpcId":              c.AccessVpcID,
		"connectorSecurityGroupId": c.ConnectorSecurityGroupID,
		"connectorGroupName":       c.ConnectorGroupName,
		"connectorCidrs":           c.ConnectorCidrs,
		"edgeCidrs":                c.EdgeCidrs,
		"tokenSecretArn":           c.TokenSecretArn,
		"connectorLogGroupName":    c.ConnectorLogGroupName,
		"sessionLogGroupName":      c.SessionLogGroupName,
		"breakGlassRoleArn":        c.BreakGlassRoleArn,
		"alarmTopicArn":            c.AlarmTopicArn,
		"serviceTokenIds":          c.ServiceTokenIDs,
		"serviceTokenSecrets":      c.ServiceTokenSecrets,
		"logpushChallenges":        c.LogpushChallenges,
		"clusterSteps":             c.ClusterSteps,
		"breakGlassSteps":          c.BreakGlassSteps,
		"concessions":              c.Concessions,
	}
}
