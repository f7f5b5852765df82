package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/internal/problems"
)

func (e *Environment) clusterName() string { return e.Environment + "-eks" }

// clusterArgs are the arguments of the cluster, without its endpoints, which are made later.
func (e *Environment) clusterArgs(vpc handles, set *endpoints.EndpointSet) *eks.PrivateEksClusterArgs {
	spec := e.Eks
	args := &eks.PrivateEksClusterArgs{
		Region:              e.Region,
		KubernetesVersion:   spec.KubernetesVersion,
		SupportType:         spec.SupportType,
		VpcID:               vpc.vpcID,
		VpcCidrs:            vpc.cidrs,
		ControlPlaneSubnets: map[string]pulumi.StringInput{},
		NodeSubnets:         vpc.nodes,
		ServiceCidr:         spec.ServiceCidr,
		Endpoints:           set,
		NodePools:           map[string]eks.NodePool{},
		InstanceIDNodeNames: spec.InstanceIDNodeNames,
		AddOns:              map[eks.AddOn]eks.AddOnArgs{},
		Access:              spec.Access.arguments(),
		APIClients:          map[string]eks.APIClient{},
		EgressRanges:        map[string]eks.EgressRange{},
		Controllers:         map[eks.Controller]eks.ControllerArgs{},
		WebhookPorts:        spec.WebhookPorts,
		SecretsKeyArn:       optional(spec.SecretsKeyArn),
		DataKeyArn:          optional(spec.DataKeyArn),
		SessionManager:      spec.SessionManager,
		OidcProvider:        spec.OidcProvider,
		LogRetentionInDays:  spec.LogRetentionDays,
		Protect:             spec.Protect,
		Tags:                e.tags(),
	}
	if len(vpc.pods) > 0 || spec.PrefixDelegation || spec.SecurityGroupsForPods {
		args.PodNetwork = &eks.PodNetwork{PrefixDelegation: spec.PrefixDelegation, SecurityGroupsForPods: spec.SecurityGroupsForPods}
		if len(vpc.pods) > 0 {
			args.PodNetwork.Subnets = vpc.pods
		}
	}
	for _, zone := range spec.AvailabilityZones {
		if subnet, ok := vpc.controlPlane[zone]; ok {
			args.ControlPlaneSubnets[zone] = subnet
		}
	}
	for key, pool := range spec.NodePools {
		args.NodePools[key] = pool.arguments()
	}
	for name, addOn := range spec.AddOns {
		args.AddOns[name] = eks.AddOnArgs{Version: addOn.Version, Configuration: addOn.Configuration}
	}
	for name, c := range spec.Controllers {
		args.Controllers[name] = eks.ControllerArgs{Namespace: c.Namespace, ImageRepository: c.ImageRepository, ImageTag: c.ImageTag, SecretArns: c.SecretArns}
	}
	for key, cidr := range e.apiClients(vpc, spec.APIClients) {
		args.APIClients[key] = eks.APIClient{CidrBlock: cidr}
	}
	for key, r := range spec.EgressRanges {
		args.EgressRanges[key] = eks.EgressRange(r)
	}
	return args
}

// apiClients are the ranges that a cluster admits to its API: the declared ones and those of the connectors.
func (e *Environment) apiClients(vpc handles, declared map[string]string) map[string]string {
	clients := map[string]string{}
	maps.Copy(clients, declared)
	maps.Copy(clients, e.connectorClients(vpc))
	return clients
}

func (p NodePoolSpec) arguments() eks.NodePool {
	pool := eks.NodePool{
		InstanceTypes: p.InstanceTypes, Architecture: p.Architecture, OperatingSystem: p.OperatingSystem, ReleaseVersion: p.ReleaseVersion,
		KubernetesVersion: p.KubernetesVersion, Spot: p.Spot, MinSize: p.MinSize, MaxSize: p.MaxSize, DesiredSize: p.DesiredSize, Autoscaled: p.Autoscaled,
		Labels: p.Labels, Zones: p.Zones, DiskSizeGiB: p.DiskSizeGiB, MaxPods: p.MaxPods,
		MaxUnavailablePercentage: p.MaxUnavailablePercentage, OmitNodeRepair: p.OmitNodeRepair,
	}
	if p.AmiID != "" {
		pool.AmiID = pulumi.String(p.AmiID)
	}
	for _, t := range p.Taints {
		pool.Taints = append(pool.Taints, eks.Taint{Key: t.Key, Value: t.Value, Effect: t.Effect})
	}
	return pool
}

func (a AccessSpec) arguments() eks.Access {
	access := eks.Access{PlatformAdmins: map[string]pulumi.StringInput{}, Developers: map[string]eks.Developer{}, Deployers: map[string]eks.Deployer{}}
	for key, arn := range a.PlatformAdmins {
		access.PlatformAdmins[key] = pulumi.String(arn)
	}
	for key, arn := range a.Developers {
		access.Developers[key] = eks.Developer{PrincipalArn: pulumi.String(arn)}
	}
	for key, d := range a.Deployers {
		access.Deployers[key] = eks.Deployer{PrincipalArn: pulumi.String(d.PrincipalArn), Namespaces: d.Namespaces}
	}
	if a.Roles != nil {
		access.Roles = &eks.AccessRoles{
			DeveloperPrincipals: a.Roles.DeveloperPrincipals, DeployPrincipals: a.Roles.DeployPrincipals, DeployNamespaces: a.Roles.DeployNamespaces,
		}
	}
	return access
}

// optional is the input of a text that may be left out.
func optional(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}

// fragments are the statements that the endpoint policies need for the cluster.
func (e *Environment) fragments() []endpoints.Fragment {
	if e.Eks == nil {
		return nil
	}
	return e.clusterArgs(e.plannedHandles(), nil).EndpointFragments()
}

// nodeSubnetTags let Karpenter find the subnets of nodes, where the cluster is prepared for it.
func (e *Environment) nodeSubnetTags() pulumi.StringMap {
	if e.Eks == nil {
		return nil
	}
	if _, ok := e.Eks.Controllers[eks.Karpenter]; !ok {
		return nil
	}
	return pulumi.StringMap{eks.KarpenterDiscoveryTag: pulumi.String(e.clusterName())}
}

// checkClusterZones reports zones of the control plane that the network does not have.
func (e *Environment) checkClusterZones() error {
	var list problems.List
	checkZones(&list, "eks", e.Eks.AvailabilityZones, e.plannedHandles().controlPlane,
		"the network has no control plane subnet in this zone", "use zones of network.availabilityZones, and the tier controlPlane")
	return list.Err("invalid zones of the cluster")
}

// checkZones reports the zones of a cluster that are without a subnet.
func checkZones(list *problems.List, cluster string, zones []string, subnets map[string]pulumi.StringInput, what, remedy string) {
	for i, zone := range zones {
		if _, ok := subnets[zone]; !ok {
			list.Add(fmt.Sprintf("%s.%s.availabilityZones[%d]", SpecKey, cluster, i), what, zone, remedy)
		}
	}
}

// capabilities are those that the spec names and those that the cluster needs.
func (e *Environment) capabilities() []capability.Capability {
	list := slices.Clone(e.Endpoints.Capabilities)
	if e.Eks != nil {
		list = append(list, e.clusterArgs(e.plannedHandles(), nil).Capabilities()...)
	}
	list = append(list, e.rke2Capabilities()...)
	list = append(list, e.accessCapabilities()...)
	slices.Sort(list)
	return slices.Compact(list)
}
