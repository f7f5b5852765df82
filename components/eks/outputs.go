package eks

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// built is everything that the component made.
type built struct {
	keys        keyArns
	logs        *cloudwatch.LogGroup
	roles       roleSet
	groups      groupSet
	cluster     builtCluster
	pods        podRoles
	pools       poolSet
	controllers controllerSet
	oidc        pulumi.StringOutput
}

// setOutputs fills the component in.
func (b *builder) setOutputs(m built) {
	c := b.component
	c.Cluster, c.ControllerNamespaces = m.cluster.component, map[Controller]string{}
	for _, planned := range b.plan.controllers {
		c.ControllerNamespaces[planned.name] = planned.namespace
	}
	c.ClusterName, c.ClusterArn, c.Endpoint = m.cluster.name, m.cluster.arn, m.cluster.endpoint
	c.CertificateAuthority, c.OidcIssuer, c.OidcProviderArn = m.cluster.authority, m.cluster.oidcIssue, m.oidc
	c.KubernetesVersion = pulumi.String(b.plan.version).ToStringOutput()
	c.Kubeconfig = pulumi.All(c.ClusterName, c.Endpoint, c.CertificateAuthority).ApplyT(func(values []any) (string, error) {
		name, _ := values[0].(string)
		endpoint, _ := values[1].(string)
		authority, _ := values[2].(string)
		return kubeconfig(b.plan.region.Name, name, endpoint, authority)
	}).(pulumi.StringOutput)
	c.ControlPlaneSecurityGroupID, c.NodeSecurityGroupID = m.groups.of(controlPlane), m.groups.of(nodes)
	c.NodeRoleArn, c.PodRoleArns = m.roles.node.Arn, m.pods.arns.ToStringMapOutput()
	access := pulumi.StringMap{}
	if m.roles.developer != nil {
		access["developer"], access["deploy"] = m.roles.developer.Arn, m.roles.deploy.Arn
	}
	c.AccessRoleArns, c.NodeGroupNames = access.ToStringMapOutput(), m.pools.names.ToStringMapOutput()
	c.LogGroupName, c.SecretsKeyArn, c.DataKeyArn = m.logs.Name, m.keys.secrets, m.keys.data
	c.KarpenterInstanceProfile, c.HelmValues = m.controllers.instanceProfile, m.controllers.values.ToStringMapOutput()
	var copied, ofAddOns pulumi.StringArray
	for _, image := range b.plan.images() {
		if image.Copied {
			copied = append(copied, pulumi.String(image.String()))
		} else {
			ofAddOns = append(ofAddOns, pulumi.String(image.String()))
		}
	}
	c.Images, c.AddOnImages = copied.ToStringArrayOutput(), ofAddOns.ToStringArrayOutput()
	var needs pulumi.StringArray
	for _, capability := range b.plan.capabilities(&b.args) {
		needs = append(needs, pulumi.String(string(capability)))
	}
	c.RequiredCapabilities = needs.ToStringArrayOutput()
	c.ControlPlaneEgress = pulumi.String(AwsManagedEgress).ToStringOutput()
}

// outputs returns the outputs as they are recorded in state.
func (c *PrivateEksCluster) outputs() pulumi.Map {
	return pulumi.Map{
		"clusterName":                 c.ClusterName,
		"clusterArn":                  c.ClusterArn,
		"endpoint":                    c.Endpoint,
		"certificateAuthority":        c.CertificateAuthority,
		"kubernetesVersion":           c.KubernetesVersion,
		"kubeconfig":                  c.Kubeconfig,
		"controlPlaneSecurityGroupId": c.ControlPlaneSecurityGroupID,
		"nodeSecurityGroupId":         c.NodeSecurityGroupID,
		"nodeRoleArn":                 c.NodeRoleArn,
		"podRoleArns":                 c.PodRoleArns,
		"accessRoleArns":              c.AccessRoleArns,
		"nodeGroupNames":              c.NodeGroupNames,
		"oidcIssuer":                  c.OidcIssuer,
		"oidcProviderArn":             c.OidcProviderArn,
		"logGroupName":                c.LogGroupName,
		"secretsKeyArn":               c.SecretsKeyArn,
		"dataKeyArn":                  c.DataKeyArn,
		"karpenterInstanceProfile":    c.KarpenterInstanceProfile,
		"helmValues":                  c.HelmValues,
		"images":                      c.Images,
		"addOnImages":                 c.AddOnImages,
		"requiredCapabilities":        c.RequiredCapabilities,
		"controlPlaneEgress":          c.ControlPlaneEgress,
	}
}
