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
	// documents are the names of the documents of Systems Manager by their role.
	documents map[string]pulumi.StringOutput
	zone      pulumi.StringInput
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
	names := pulumi.StringMap{}
	for role, name := range m.documents {
		names[role] = name
	}
	c.Commands = names.ToStringMapOutput().ApplyT(func(document map[string]string) map[string]string {
		return commands(p.region.Name, p.cluster, p.endpoint, document)
	}).(pulumi.StringMapOutput)
	c.OperatorPolicy = b.document(func(at place, about []string) iamdoc.Document {
		return operatorPolicy(at, p.cluster, about[1:], about[0])
	}, m.keys.data, m.documents[certificateSession], m.documents[portSession], m.documents[shellSession])
	c.RestorePolicy = b.document(func(at place, about []string) iamdoc.Document {
		return restorePolicy(at, p.cluster, about[0], about[1])
	}, m.documents[restoreCommand], m.buckets.snapshots)
	c.ZoneID = m.zone.ToStringOutput()
	c.LoadBalancerDNSName = m.balancer.loadBalancer.DnsName
	c.ServerSecurityGroupID, c.AgentSecurityGroupID, c.LoadBalancerSecurityGroupID = m.groups[servers], m.groups[agents], m.groups[balancers]
	c.ServerRoleArn = m.roles[""].arn
	agentRoles, groups, pools, logs := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for pool, group := range m.agents {
		agentRoles[pool], pools[pool] = m.roles[pool].arn, group.Name
	}
	for zone, group := range m.servers {
		groups[zone] = group.Name
	}
	for role, group := range m.logs {
		logs[role] = group.Name
	}
	c.AgentRoleArns, c.AgentGroupNames = agentRoles.ToStringMapOutput(), pools.ToStringMapOutput()
	c.ServerGroupNames, c.LogGroupNames = groups.ToStringMapOutput(), logs.ToStringMapOutput()
	c.ArtifactBucket, c.SnapshotBucket, c.SeedSecretArn = m.buckets.artifacts, m.buckets.snapshots, m.secrets.seed
	c.Images = pulumi.ToStringArray(images(&b.args)).ToStringArrayOutput()
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

// images are those that have to be in the private registry.
func images(args *Rke2ControlPlaneArgs) []string {
	list := []string{args.CloudController.Image + ":" + args.CloudController.Tag}
	if v := args.Volumes; !v.None {
		for _, name := range documents.VolumeImages() {
			list = append(list, v.Registry+"/"+name+":"+v.Tags[name])
		}
	}
	return list
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
		"restorePolicy":               c.RestorePolicy,
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
