package endpoints

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxIngressRules is the number of inbound rules that a security group takes (Amazon VPC quotas, default).
const maxIngressRules = 60

// plan is what an EndpointSet will make, decided from plain values before anything is registered.
type plan struct {
	region        catalog.Region
	set           capability.Set
	addOnRegistry string
	gateways      []catalog.Entry
	interfaces    []interfacePlan
	// ports are the TCP ports of the interface endpoints, sorted.
	ports []int
	// cidrs are the ingress ranges, sorted, each once.
	cidrs []string
	// securityGroups are the keys of the ingress security groups, sorted.
	securityGroups []string
	// zones are the hosted zones of a central set.
	zones []zonePlan
	// remote are the services that the VPC uses from a central set, sorted.
	remote []catalog.Service
}

// interfacePlan is one interface endpoint.
type interfacePlan struct {
	entry catalog.Entry
	// zones are the names of the availability zones that it stands in, sorted.
	zones      []string
	privateDNS bool
}

// Validate reports everything that is wrong with the arguments, without registering anything, so that a program can check
// all its components before it makes the first.
func (args *EndpointSetArgs) Validate() error {
	_, err := newPlan(args)
	return err
}

// newPlan decides what to make, or reports everything that is wrong with the arguments.
func newPlan(args *EndpointSetArgs) (*plan, error) {
	if args == nil {
		args = &EndpointSetArgs{}
	}
	var found problems.List
	region, err := catalog.ParseRegion(args.Region)
	if err != nil {
		found.Add("region", "is not the name of an AWS region", args.Region, `write it like "eu-central-1"`)
		return nil, found.Err("endpoints: invalid EndpointSetArgs")
	}
	set, unresolved := capability.Resolve(region, args.Capabilities, args.ExtraServices)
	found.Merge("", unresolved)
	p := &plan{
		region: region, set: set, addOnRegistry: addOnRegistry(args, set, region, &found),
		cidrs: sortedSet(args.IngressCidrs), securityGroups: slices.Sorted(maps.Keys(args.IngressSecurityGroups)),
	}
	checkNetwork(args, &found)
	checkCentral(args, &found)
	checkPolicies(args, set.Services, &found)
	for _, service := range set.Services {
		e, known := catalog.Lookup(service)
		switch {
		case !known:
		case e.Gateway:
			p.gateways = append(p.gateways, e)
		case args.UseCentralEndpoints != nil && slices.Contains(args.UseCentralEndpoints.Services, service):
			p.remote = append(p.remote, service)
		default:
			zones := zonesOf(args, e, region, &found)
			p.interfaces = append(p.interfaces, interfacePlan{entry: e, zones: zones, privateDNS: args.Central == nil && !e.NoPrivateDNS})
			p.ports = append(p.ports, e.TCPPorts()...)
		}
	}
	p.ports = sortedSet(p.ports)
	checkZoneNames(args, p, &found)
	checkPrivateDNS(args, p, &found)
	checkRemoteZones(args, p, &found)
	if rules := len(p.ports) * (len(p.cidrs) + len(p.securityGroups)); rules > maxIngressRules {
		found.Add("ingressCidrs", fmt.Sprintf("with the ports and security groups makes more than %d rules", maxIngressRules), rules,
			"merge ranges or admit security groups in their place")
	}
	if len(p.interfaces) > 0 && len(p.cidrs)+len(p.securityGroups) == 0 {
		found.Add("ingressCidrs", "nobody may reach the interface endpoints", problems.Missing, "pass ingressCidrs or ingressSecurityGroups")
	}
	if args.Central != nil {
		p.zones = centralZones(p.interfaces, region)
	}
	if err := found.Err("endpoints: invalid EndpointSetArgs"); err != nil {
		return nil, err
	}
	return p, nil
}

// addOnRegistry is the account of the EKS add-on registry, where a capability pulls from it.
func addOnRegistry(args *EndpointSetArgs, set capability.Set, region catalog.Region, found *problems.List) string {
	if args.AddOnRegistryAccount != "" || !slices.Contains(set.Exceptions, policy.EksAddOnImages) {
		return args.AddOnRegistryAccount
	}
	account, known := policy.AddOnRegistry(region.Name)
	if !known {
		found.Add("addOnRegistryAccount", "AWS publishes no account of the EKS add-on registry for "+region.Name, problems.Missing,
			"look the account up in the image names of an add-on and pass it")
	}
	return account
}

// zonesOf returns the zones that an interface endpoint stands in: the caller's choice, or else every zone with a subnet
// except those that are known not to offer the service.
func zonesOf(args *EndpointSetArgs, e catalog.Entry, region catalog.Region, found *problems.List) []string {
	if chosen, ok := args.Zones[e.Service]; ok {
		return sortedSet(chosen)
	}
	zones := slices.Sorted(maps.Keys(args.Subnets))
	missing := e.MissingZoneIDs(region)
	if len(missing) == 0 {
		if len(zones) == 0 {
			found.Add("subnets", "no subnet for the endpoint of "+string(e.Service), problems.Missing, "pass one subnet for each availability zone")
		}
		return zones
	}
	offered := zones[:0:0]
	for _, zone := range zones {
		id, known := args.ZoneIDs[zone]
		if !known {
			found.Add("zoneIds."+zone, fmt.Sprintf("is needed because %s is missing from %s", e.Service, strings.Join(missing, ", ")),
				problems.Missing, fmt.Sprintf("pass the zone's id, or choose zones.%s", e.Service))
			continue
		}
		if !slices.Contains(missing, id) {
			offered = append(offered, zone)
		}
	}
	if len(offered) == 0 && len(args.ZoneIDs) > 0 {
		found.Add("subnets", fmt.Sprintf("no zone with a subnet offers %s, which is missing from %s", e.Service, strings.Join(missing, ", ")),
			zones, "add a subnet in another zone, or choose zones."+string(e.Service))
	}
	return offered
}

// checkZoneNames reports zone choices that name zones without a subnet, or services without an endpoint.
func checkZoneNames(args *EndpointSetArgs, p *plan, found *problems.List) {
	for _, service := range slices.Sorted(maps.Keys(args.Zones)) {
		path := "zones." + string(service)
		if !slices.ContainsFunc(p.interfaces, func(i interfacePlan) bool { return i.entry.Service == service }) {
			found.Add(path, "the set has no interface endpoint of that service", string(service), "remove the entry")
		}
		if len(args.Zones[service]) == 0 {
			found.Add(path, "has no zone", problems.Missing, "name one or remove the entry")
		}
		for _, zone := range args.Zones[service] {
			if _, ok := args.Subnets[zone]; !ok {
				found.Add(path, "zone has no subnet", zone, "add a subnet for it or choose another zone")
			}
		}
	}
	for _, zone := range slices.Sorted(maps.Keys(args.ZoneIDs)) {
		if _, ok := args.Subnets[zone]; !ok {
			found.Add("zoneIds", "zone has no subnet", zone, "remove the entry or add a subnet")
		}
	}
}

// checkPrivateDNS reports domain names that two endpoints, or an endpoint and something else in the VPC, would answer. AWS
// refuses the second one only while it is created.
func checkPrivateDNS(args *EndpointSetArgs, p *plan, found *problems.List) {
	owners := map[string]string{}
	for _, name := range args.ReservedDNSNames {
		owners[strings.TrimSuffix(strings.ToLower(name), ".")] = "reservedDnsNames"
	}
	for _, i := range p.interfaces {
		for _, name := range i.entry.PrivateDNSNames(p.region) {
			if owner, taken := owners[name]; taken {
				found.Add("capabilities", fmt.Sprintf("private DNS name of %s is taken by %s", i.entry.Service, owner), name,
					"remove one of the two, or take the service from a central set")
			}
			owners[name] = string(i.entry.Service)
		}
	}
}

// ingressKey is the word for a range in the names of rules, for example "10-0-0-0-16".
func ingressKey(cidr string) string {
	return strings.NewReplacer(".", "-", "/", "-").Replace(cidr)
}

// portKey names a rule by who may connect and to which port.
func portKey(key string, port int) string { return key + "-" + strconv.Itoa(port) }

func sortedSet[T string | int](list []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}
