package endpoints

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// zonePlan is one hosted zone of a central set.
type zonePlan struct {
	// name is the zone's domain name, for example "sts.eu-central-1.amazonaws.com".
	name string
	// key is the word for the zone in resource names.
	key string
	// service is the one whose endpoint the records lead to.
	service catalog.Service
	// wildcard adds a record for one more label.
	wildcard bool
}

// centralZones returns the hosted zones that stand in for the private DNS names of the endpoints, sorted by name. A service
// that VPCs reach through gateway endpoints of their own has none, because its zone would take them past those.
func centralZones(interfaces []interfacePlan, region catalog.Region) []zonePlan {
	zones := map[string]zonePlan{}
	for _, i := range interfaces {
		if i.entry.InboundOnly {
			continue
		}
		for _, dns := range i.entry.PrivateDNSNames(region) {
			name, wildcard := strings.CutPrefix(dns, "*.")
			zone := zones[name]
			zones[name] = zonePlan{
				name: name, key: zoneKey(i.entry, name, region), service: i.entry.Service, wildcard: zone.wildcard || wildcard,
			}
		}
	}
	sorted := make([]zonePlan, 0, len(zones))
	for _, zone := range zones {
		sorted = append(sorted, zone)
	}
	slices.SortFunc(sorted, func(a, b zonePlan) int { return strings.Compare(a.name, b.name) })
	return sorted
}

// zoneKey is the service's own word; of a service that has names under both suffixes of the region, the zone of the
// dual-stack one says so.
func zoneKey(e catalog.Entry, name string, region catalog.Region) string {
	dual := func(name string) bool { return strings.HasSuffix(name, "."+region.DualStackSuffix) }
	single := func(name string) bool { return !dual(name) }
	if dual(name) && slices.ContainsFunc(e.PrivateDNSNames(region), single) {
		return e.Key() + "-dualstack"
	}
	return e.Key()
}

// checkCentral reports what is wrong with the sharing of endpoints across VPCs.
func checkCentral(args *EndpointSetArgs, found *problems.List) {
	if args.Central != nil && args.UseCentralEndpoints != nil {
		found.Add("central", "a set cannot offer central endpoints and use others", "both", "keep one of central and useCentralEndpoints")
	}
	if c := args.Central; c != nil {
		checkInputs("central.zoneVpcs", c.ZoneVpcs, found)
		for key, vpc := range c.ZoneVpcs {
			if vpc.VpcID == nil {
				found.Add("central.zoneVpcs."+key+".vpcId", "is required", problems.Missing, "pass the VPC's id")
			}
		}
		others := len(c.ZoneVpcs)
		if c.Profile != nil {
			checkInputs("central.profile.principals", c.Profile.Principals, found)
			others += len(c.Profile.Principals)
		}
		if others > 0 && args.Trust.OrganizationID == nil {
			found.Add("trust.organizationId", "is required to serve VPCs of other accounts, whose principals the policies would deny",
				problems.Missing, "trust the organization")
		}
	}
	u := args.UseCentralEndpoints
	if u == nil {
		return
	}
	if len(u.Services) == 0 {
		found.Add("useCentralEndpoints.services", "is required", problems.Missing, "pass what the central set offers")
	}
	for _, service := range u.Services {
		if e, ok := catalog.Lookup(service); !ok || e.Gateway {
			found.Add("useCentralEndpoints.services", "is not an interface endpoint service", string(service), "gateway endpoints are always local")
		}
	}
	if len(u.Cidrs) == 0 {
		found.Add("useCentralEndpoints.cidrs", "is required", problems.Missing, "pass the ranges of the central endpoints' subnets")
	}
	for i, cidr := range u.Cidrs {
		check.PrivateRange(found, fmt.Sprintf("useCentralEndpoints.cidrs[%d]", i), cidr)
	}
	if (u.ProfileID == nil) == (len(u.ZoneIDs) == 0) {
		found.Add("useCentralEndpoints", "needs either profileId or zoneIds", problems.Missing, "pass the one that the central set offers")
	}
}

// checkRemoteZones reports names of central services that no hosted zone given answers.
func checkRemoteZones(args *EndpointSetArgs, p *plan, found *problems.List) {
	if args.UseCentralEndpoints == nil || len(args.UseCentralEndpoints.ZoneIDs) == 0 {
		return
	}
	var remote []interfacePlan
	for _, service := range p.remote {
		e, _ := catalog.Lookup(service)
		remote = append(remote, interfacePlan{entry: e})
	}
	for _, zone := range centralZones(remote, p.region) {
		if args.UseCentralEndpoints.ZoneIDs[zone.name] == nil {
			found.Add("useCentralEndpoints.zoneIds", "has no hosted zone for "+string(zone.service), zone.name, "pass the zone's id, as in zoneIds of the central set")
		}
	}
}

// remotePorts are the TCP ports of the services that the VPC uses from a central set, sorted.
func (p *plan) remotePorts() []int {
	var ports []int
	for _, service := range p.remote {
		if e, ok := catalog.Lookup(service); ok {
			ports = append(ports, e.TCPPorts()...)
		}
	}
	return sortedSet(ports)
}
