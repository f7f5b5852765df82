package stacks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/rke2"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/internal/problems"
)

func (e *Environment) rke2Name() string { return e.Environment + "-rke2" }

// rke2Args are the arguments of the RKE2 cluster. The endpoints are made later than they are needed for validation.
func (e *Environment) rke2Args(vpc handles, set *endpoints.EndpointSet) *rke2.Rke2ControlPlaneArgs {
	spec := e.Rke2
	args := &rke2.Rke2ControlPlaneArgs{
		Region:        e.Region,
		Version:       spec.Version,
		VpcID:         vpc.vpcID,
		VpcCidrs:      vpc.cidrs,
		ServerSubnets: map[string]pulumi.StringInput{},
		AgentSubnets:  vpc.nodes,
		Endpoints:     set,
		EndpointName:  spec.EndpointName,
		Network:       rke2.Network(spec.Network),
		Servers: rke2.Servers{
			InstanceType: spec.Servers.InstanceType, Architecture: spec.Servers.Architecture, Image: spec.Servers.Image.argument(),
			RootDiskGiB: spec.Servers.RootDiskGiB, DataDiskGiB: spec.Servers.DataDiskGiB, LeaveMinutes: spec.Servers.LeaveMinutes,
		},
		AgentPools: map[string]rke2.AgentPool{},
		Artifacts: rke2.Artifacts{
			Hashes: spec.Artifacts.Hashes, ProgramVersion: spec.Artifacts.ProgramVersion, SELinuxPackage: spec.Artifacts.SELinuxPackage,
			CredentialProviderVersion: spec.Artifacts.CredentialProviderVersion, Charts: spec.Artifacts.Charts, Writers: spec.Artifacts.Writers,
		},
		System:             rke2.System{Releasever: spec.Releasever, Packages: spec.Packages},
		CloudController:    rke2.CloudController(spec.CloudController),
		Volumes:            rke2.VolumeDriver(spec.Volumes),
		PodRoles:           map[string]rke2.PodRole{},
		Snapshots:          rke2.Snapshots(spec.Snapshots),
		FIPS:               spec.FIPS,
		APIClients:         map[string]rke2.APIClient{},
		EgressRanges:       map[string]rke2.EgressRange{},
		LogRetentionInDays: spec.LogRetentionDays,
		Protect:            spec.Protect,
		Tags:               e.tags(),
	}
	if spec.ZoneID != "" {
		args.ZoneID = pulumi.String(spec.ZoneID)
	}
	if b := spec.Artifacts.Bucket; b != nil {
		args.Artifacts.Bucket = &rke2.ArtifactBucket{Name: b.Name, KeyArn: pulumi.String(b.KeyArn)}
	}
	for _, zone := range spec.AvailabilityZones {
		if subnet, ok := vpc.nodes[zone]; ok {
			args.ServerSubnets[zone] = subnet
		}
	}
	for key, pool := range spec.AgentPools {
		args.AgentPools[key] = pool.argument()
	}
	for key, cidr := range e.apiClients(vpc, spec.APIClients) {
		args.APIClients[key] = rke2.APIClient{CidrBlock: cidr}
	}
	for key, r := range spec.EgressRanges {
		args.EgressRanges[key] = rke2.EgressRange(r)
	}
	for _, arn := range spec.AlarmTopics {
		args.AlarmTopics = append(args.AlarmTopics, pulumi.String(arn))
	}
	return args
}

func (i Rke2ImageSpec) argument() rke2.Image {
	image := rke2.Image{Parameter: i.Parameter}
	if i.ID != "" {
		image.ID = pulumi.String(i.ID)
	}
	return image
}

func (p Rke2PoolSpec) argument() rke2.AgentPool {
	pool := rke2.AgentPool{
		InstanceTypes: p.InstanceTypes, Architecture: p.Architecture, Image: p.Image.argument(), Version: p.Version, MinSize: p.MinSize, MaxSize: p.MaxSize,
		Spot: p.Spot, OnDemandBase: p.OnDemandBase, Labels: p.Labels, Zones: p.Zones, RootDiskGiB: p.RootDiskGiB, LeaveMinutes: p.LeaveMinutes,
	}
	for _, t := range p.Taints {
		pool.Taints = append(pool.Taints, rke2.Taint(t))
	}
	return pool
}

// validateRke2 reports what is wrong with the RKE2 cluster.
func (e *Environment) validateRke2() error {
	var list problems.List
	checkZones(&list, "rke2", e.Rke2.AvailabilityZones, e.plannedHandles().nodes,
		"the network has no subnet for nodes in this zone", "use zones of network.availabilityZones, and the tier nodes")
	if err := list.Err("invalid zones of the RKE2 cluster"); err != nil {
		return err
	}
	return e.rke2Args(e.plannedHandles(), nil).Validate(e.rke2Name())
}

// rke2Capabilities are those that the RKE2 cluster needs.
func (e *Environment) rke2Capabilities() []capability.Capability {
	if e.Rke2 == nil {
		return nil
	}
	return e.rke2Args(e.plannedHandles(), nil).Capabilities()
}

// rke2Buckets are the buckets of the RKE2 cluster, which the S3 endpoint has to let through.
func (e *Environment) rke2Buckets(vpc handles) map[string]endpoints.Bucket {
	if e.Rke2 == nil {
		return nil
	}
	return e.rke2Args(vpc, nil).Buckets(e.rke2Name(), vpc.account)
}

// rke2Domains is the name of the API, which the DNS Firewall has to let be resolved, unless the spec admits it already.
func (e *Environment) rke2Domains() []string {
	if e.Rke2 == nil || slices.ContainsFunc(e.Network.DNS.PrivateDomains, func(domain string) bool {
		parent, wildcard := strings.CutPrefix(domain, "*")
		return domain == e.Rke2.EndpointName || wildcard && strings.HasSuffix(e.Rke2.EndpointName, parent)
	}) {
		return nil
	}
	return []string{e.Rke2.EndpointName}
}

// Artifacts lists what has to be in the artifact bucket of the RKE2 cluster, with hashes. It fails where there is none.
func (e *Environment) Artifacts() (artifacts.Manifest, error) {
	if e.Rke2 == nil {
		return artifacts.Manifest{}, fmt.Errorf("the stack has no RKE2 cluster: add %s.rke2", SpecKey)
	}
	return e.rke2Args(e.plannedHandles(), nil).Manifest(e.rke2Name())
}
