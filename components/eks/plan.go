package eks

import (
	"net/netip"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/internal/reach"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// plan is what a component is going to make, with every default applied and every argument checked.
type plan struct {
	region      catalog.Region
	clusterName string
	version     string
	support     SupportType
	serviceCidr netip.Prefix
	// controlPlaneZones and nodeZones are the zones with subnets of each kind, sorted.
	controlPlaneZones, nodeZones []string
	// pools, addOns, controllers, entries, clients and egress are in a fixed order.
	pools       []poolPlan
	addOns      []addOnPlan
	controllers []controllerPlan
	entries     []accessPlan
	clients     []reach.Client
	egress      []reach.Range
	// webhookPorts are the ports on which the control plane calls pods, sorted.
	webhookPorts  []int
	retentionDays int
}

// subject names what a list of problems is about.
const subject = "eks: invalid PrivateEksClusterArgs"

// Validate reports everything that is wrong with the arguments of a component with the given name, without registering
// anything, so that a program can check all its components before it makes the first. Endpoints may still be missing,
// because the set is made before the cluster.
func (args *PrivateEksClusterArgs) Validate(name string) error {
	_, err := newPlan(name, args)
	return err
}

// newPlan checks the arguments of the component with the given name and applies the defaults. The error lists every
// problem.
func newPlan(name string, args *PrivateEksClusterArgs) (plan, error) {
	var list problems.List
	if args == nil {
		args = &PrivateEksClusterArgs{}
	}
	check.Name(&list, name, maxNameLength)
	check.Tags(&list, "tags", args.Tags, addedTags)
	p := plan{version: args.KubernetesVersion, support: args.SupportType}
	region, err := catalog.ParseRegion(args.Region)
	if err != nil {
		list.Add("region", "not the name of a Region", args.Region, `write the provider's Region, for example "eu-central-1"`)
	}
	p.region = region
	checkVersion(&list, "kubernetesVersion", args.KubernetesVersion)
	planSupport(&list, &p)
	planClusterName(&list, &p, name, args.ClusterName)
	planNetwork(&list, &p, args)
	planPools(&list, &p, args)
	planAddOns(&list, &p, args)
	planControllers(&list, &p, args)
	planAccess(&list, &p, args.Access)
	planReach(&list, &p, args)
	p.retentionDays = check.RetentionInDays(&list, "logRetentionInDays", args.LogRetentionInDays)
	return p, list.Err(subject)
}

func planSupport(list *problems.List, p *plan) {
	if p.support == "" {
		p.support = SupportStandard
	}
	if !slices.Contains([]SupportType{SupportStandard, SupportExtended}, p.support) {
		list.Add("supportType", "not a support type", string(p.support), "use STANDARD or EXTENDED")
	}
}

func planClusterName(list *problems.List, p *plan, name, given string) {
	p.clusterName = given
	if given == "" {
		p.clusterName = name
	} else if !clusterNamePattern.MatchString(given) {
		list.Add("clusterName", "a cluster's name has a letter or digit first, then letters, digits, dashes and underscores, 100 characters at most",
			given, "choose another name")
	}
}

// usesSpot tells whether a pool takes spare capacity.
func (p plan) usesSpot() bool {
	return slices.ContainsFunc(p.pools, func(pool poolPlan) bool { return pool.spot })
}

// runs tells whether a pool runs an operating system.
func (p plan) runs(system OperatingSystem) bool {
	return slices.ContainsFunc(p.pools, func(pool poolPlan) bool { return pool.system == system })
}
