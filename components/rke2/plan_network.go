package rke2

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// minServers is the smallest number of servers of which one may fail.
const minServers = 3

// dnsIndex is the address of the DNS service within the range of services, by custom the tenth.
const dnsIndex = 10

var (
	endpointForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
	// zoneForm is the name of an availability zone proper: the letter at its end tells the servers apart.
	zoneForm = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+[a-z]$`)
)

// planNetwork checks the VPC, the name of the endpoint and the ranges.
func planNetwork(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	if args.VpcID == nil {
		list.Add("vpcId", "the VPC is required", problems.Missing, "pass the id of the VPC")
	}
	p.endpoint = args.EndpointName
	if !endpointForm.MatchString(args.EndpointName) || len(args.EndpointName) > 253 {
		list.Add("endpointName", "not a domain name with a dot in it, in small letters", args.EndpointName, "write for example rke2.prod.corp.example")
	}
	n := args.Network
	p.network = documents.NetworkSettings{
		CNI: cmp.Or(n.CNI, artifacts.Canal), PodCIDR: cmp.Or(n.PodCidr, "10.42.0.0/16"), ServiceCIDR: cmp.Or(n.ServiceCidr, "10.43.0.0/16"),
		Domain: cmp.Or(n.Domain, "cluster.local"),
	}
	if !slices.Contains(artifacts.CNIs(), p.network.CNI) {
		list.Add("network.cni", "not a network plugin of RKE2", string(p.network.CNI), fmt.Sprintf("choose one of %q", artifacts.CNIs()))
	}
	if args.FIPS && p.network.CNI != artifacts.Canal {
		list.Add("network.cni", "not covered by RKE2's FIPS build", string(p.network.CNI), "choose canal, or leave fips out")
	}
	pods, podsOK := check.PrivateRange(list, "network.podCidr", p.network.PodCIDR)
	services, servicesOK := check.PrivateRange(list, "network.serviceCidr", p.network.ServiceCIDR)
	if servicesOK {
		p.network.DNS = nth(services, dnsIndex).String()
	}
	if podsOK && servicesOK && pods.Overlaps(services) {
		list.Add("network.serviceCidr", "overlaps the pods' "+pods.String(), services.String(), "choose a range of its own")
	}
	taken := takenRanges(list, args)
	for _, path := range slices.Sorted(maps.Keys(taken)) {
		if podsOK && pods.Overlaps(taken[path]) {
			list.Add("network.podCidr", fmt.Sprintf("overlaps %s (%s), which pods could not reach", taken[path], path), pods.String(),
				"choose a range that is used nowhere else")
		}
		if servicesOK && services.Overlaps(taken[path]) {
			list.Add("network.serviceCidr", fmt.Sprintf("overlaps %s (%s), which pods could not reach", taken[path], path), services.String(),
				"choose a range that is used nowhere else")
		}
	}
}

// takenRanges are the ranges of hosts by the argument that names them. What is no range among the clients and ways out is
// reported where those are planned.
func takenRanges(list *problems.List, args *Rke2ControlPlaneArgs) map[string]netip.Prefix {
	taken := map[string]netip.Prefix{}
	if len(args.VpcCidrs) == 0 {
		list.Add("vpcCidrs", "the blocks of the VPC are required", problems.Missing, "pass all IPv4 blocks of the VPC")
	}
	for i, block := range args.VpcCidrs {
		path := fmt.Sprintf("vpcCidrs[%d]", i)
		if r, ok := check.PrivateRange(list, path, block); ok {
			taken[path] = r
		}
	}
	for key, e := range args.EgressRanges {
		if r, err := netip.ParsePrefix(e.CidrBlock); err == nil {
			taken["egressRanges."+key] = r
		}
	}
	for key, c := range args.APIClients {
		if r, err := netip.ParsePrefix(c.CidrBlock); err == nil {
			taken["apiClients."+key] = r
		}
	}
	return taken
}

// planZones checks where servers and agents are.
func planZones(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	p.serverZones = slices.Sorted(maps.Keys(args.ServerSubnets))
	if count := len(p.serverZones); count < minServers {
		list.Add("serverSubnets", fmt.Sprintf("a cluster that survives the loss of a zone has servers in %d or more", minServers), p.serverZones,
			"pass a subnet for each of three zones")
	} else if count%2 == 0 {
		list.Add("serverSubnets", "an even number of servers has no more faults to spare than one less, and one more that can fail", p.serverZones,
			"pass an odd number of zones")
	}
	letters := map[byte]string{}
	for _, zone := range p.serverZones {
		if !zoneForm.MatchString(zone) {
			list.Add("serverSubnets", "not an availability zone", zone, "name zones such as eu-central-1a; a local zone can hold agents only")
			continue
		}
		letter := zone[len(zone)-1]
		if other, ok := letters[letter]; ok {
			list.Add("serverSubnets", "servers are told apart by the letter of their zone, which "+other+" has too", zone, "choose zones of one Region")
		}
		letters[letter] = zone
	}
	p.agentZones = p.serverZones
	if len(args.AgentSubnets) > 0 {
		p.agentZones = slices.Sorted(maps.Keys(args.AgentSubnets))
	}
}

// nth returns an address of a range by its index.
func nth(r netip.Prefix, index int) netip.Addr {
	address := r.Addr()
	for range index {
		address = address.Next()
	}
	return address
}
