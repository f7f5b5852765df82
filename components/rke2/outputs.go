package rke2

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/autoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/credentials"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// built is everything that the component made.
type built struct {
	nodeParts
	servers, agents map[string]*autoscaling.Group
	sessions        map[string]pulumi.StringOutput
	zone            pulumi.StringInput
}

// setOutputs fills the component in.
func (b *builder) setOutputs(m built) error {
	c, p := b.component, b.plan
	c.ClusterName = pulumi.String(p.cluster).ToStringOutput()
	c.Endpoint = pulumi.String("https://" + p.endpoint + ":" + strconv.Itoa(documents.APIPort)).ToStringOutput()
	derived := m.secrets.derived
	c.CertificateAuthority = derived.public(func(d derivedSeed) (string, error) { return d.AuthorityCertificate, nil })
	c.CertificateAuthorityEnds = derived.public(func(d derivedSeed) (string, error) { return d.Ends().Format(time.RFC3339), nil })
	c.Kubeconfig = derived.secret(func(d credentials.Cluster) (string, error) { return d.Kubeconfig(p.cluster, p.endpoint) })
	c.OperatorKubeconfig = derived.public(func(d derivedSeed) (string, error) { return d.OperatorKubeconfig(p.cluster, p.endpoint) })
	c.Commands = pulumi.All(m.sessions[shellSession], m.sessions[certificateSession]).ApplyT(func(values []any) map[string]string {
		text := texts(values)
		return commands(p.region.Name, p.cluster, map[string]string{shellSession: text[0], certificateSession: text[1]})
	}).(pulumi.StringMapOutput)
	c.OperatorPolicy = b.document(func(at place, about []string) iamdoc.Document {
		return operatorPolicy(at, p.cluster, about[1:], about[0])
	}, m.keys.data, m.sessions[certificateSession], m.sessions[shellSession])
	c.ZoneID = m.zone.ToStringOutput()
	c.LoadBalancerDNSName = m.balancer.loadBalancer.DnsName
	c.ServerSecurityGroupID, c.AgentSecurityGroupID, c.LoadBalancerSecurityGroupID = m.groups[servers], m.groups[agents], m.groups[balancers]
	c.ServerRoleArn = m.roles[""].arn
	roles, groups, pools, logs := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for pool, group := range m.agents {
		roles[pool], pools[pool] = m.roles[pool].arn, group.Name
	}
	for zone, group := range m.servers {
		groups[zone] = group.Name
	}
	for role, group := range m.logs {
		logs[role] = group.Name
	}
	c.AgentRoleArns, c.AgentGroupNames = roles.ToStringMapOutput(), pools.ToStringMapOutput()
	c.ServerGroupNames, c.LogGroupNames = groups.ToStringMapOutput(), logs.ToStringMapOutput()
	c.ArtifactBucket, c.SnapshotBucket, c.SeedSecretArn = m.buckets.artifacts, m.buckets.snapshots, m.secrets.seed
	c.Images = pulumi.ToStringArray([]string{b.args.CloudController.Image + ":" + b.args.CloudController.Tag}).ToStringArrayOutput()
	manifest, err := json.Marshal(p.manifest)
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	c.Artifacts = pulumi.String(string(manifest)).ToStringOutput()
	var needs []string
	for _, capability := range p.capabilities() {
		needs = append(needs, string(capability))
	}
	c.RequiredCapabilities = pulumi.ToStringArray(needs).ToStringArrayOutput()
	return nil
}

// outputs returns the outputs as they are recorded in state.
func (c *Rke2ControlPlane) outputs() pulumi.Map {
	return pulumi.Map{
		"clusterName":                 c.ClusterName,
		"endpoint":                    c.Endpoint,
		"certificateAuthority":        c.CertificateAuthority,
		"certificateAuthorityEnds":    c.CertificateAuthorityEnds,
		"kubeconfig":                  c.Kubeconfig,
		"operatorKubeconfig":          c.OperatorKubeconfig,
		"commands":                    c.Commands,
		"operatorPolicy":              c.OperatorPolicy,
		"zoneId":                      c.ZoneID,
		"loadBalancerDnsName":         c.LoadBalancerDNSName,
		"serverSecurityGroupId":       c.ServerSecurityGroupID,
		"agentSecurityGroupId":        c.AgentSecurityGroupID,
		"loadBalancerSecurityGroupId": c.LoadBalancerSecurityGroupID,
		"serverRoleArn":               c.ServerRoleArn,
		"agentRoleArns":               c.AgentRoleArns,
		"serverGroupNames":            c.ServerGroupNames,
		"agentGroupNames":             c.AgentGroupNames,
		"artifactBucket":              c.ArtifactBucket,
		"snapshotBucket":              c.SnapshotBucket,
		"seedSecretArn":               c.SeedSecretArn,
		"logGroupNames":               c.LogGroupNames,
		"images":                      c.Images,
		"artifacts":                   c.Artifacts,
		"requiredCapabilities":        c.RequiredCapabilities,
	}
}
