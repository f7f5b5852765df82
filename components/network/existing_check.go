package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// foundVpc is what AWS says of a VPC to adopt.
type foundVpc struct {
	ipv6Block                string
	blocks                   []string
	dnsSupport, dnsHostnames bool
}

// foundSubnet is what AWS says of a subnet to adopt.
type foundSubnet struct {
	vpcID, zone, cidr, ipv6Block string
	publicAddress                bool
}

// foundTable is what AWS says of a route table to adopt.
type foundTable struct {
	id, vpcID string
	subnetIDs []string
	routes    []foundRoute
}

// foundRoute is a route of a table to adopt.
type foundRoute struct{ destination, target string }

// checkFoundVpc compares a VPC with what the user said of it.
func checkFoundVpc(p plan, found foundVpc) error {
	var list problems.List
	given := slices.Sorted(slices.Values(rangeTexts(p.blocks)))
	if blocks := slices.Sorted(slices.Values(found.blocks)); !slices.Equal(blocks, given) {
		list.Add("existing.cidrBlocks", "AWS reports "+strings.Join(blocks, ", "), given, "list all blocks of the VPC")
	}
	if found.ipv6Block != "" {
		list.Add("existing.vpcId", "the VPC has an IPv6 block, and public addresses with it", found.ipv6Block, "adopt a VPC with IPv4 only")
	}
	if !found.dnsSupport || !found.dnsHostnames {
		list.Add("existing.vpcId", "private DNS names of endpoints need enableDnsSupport and enableDnsHostnames",
			fmt.Sprintf("%t and %t", found.dnsSupport, found.dnsHostnames), "switch both on")
	}
	return list.Err(subject)
}

// checkFoundSubnet compares a subnet with what the user said of it.
func checkFoundSubnet(list *problems.List, path string, s adoptedSubnet, vpcID string, found foundSubnet) {
	if found.vpcID != vpcID {
		list.Add(path+".subnetId", "the subnet belongs to another VPC", found.vpcID, "adopt subnets of "+vpcID)
	}
	if found.zone != s.zone {
		list.Add(path, "the subnet lies in another zone", found.zone, "list it under its own zone")
	}
	if found.cidr != s.cidr.String() {
		list.Add(path+".cidrBlock", "AWS reports "+found.cidr, s.cidr.String(), "correct it")
	}
	if found.publicAddress {
		list.Add(path+".subnetId", "the subnet gives public addresses to instances", "mapPublicIpOnLaunch true", "switch it off")
	}
	if found.ipv6Block != "" {
		list.Add(path+".subnetId", "the subnet has an IPv6 block, and public addresses with it", found.ipv6Block, "adopt a subnet with IPv4 only")
	}
}

// internetGateways are the beginnings of the ids of gateways that lead to the internet, whatever the destination.
var internetGateways = []string{"igw-", "eigw-", "nat-", "cagw-"}

const (
	localTarget           = "local"
	endpointPrefix        = "vpce-"
	prefixListPrefix      = "pl-"
	routeTableIDKey       = ".routeTableId"
	makePrivateRouteTable = "remove the route, or adopt another table"
)

// checkFoundTable checks that a route table is explicitly associated with its subnet and leads nowhere but to private
// ranges and gateway endpoints.
func checkFoundTable(list *problems.List, path, vpcID, subnetID string, found foundTable) {
	if found.vpcID != vpcID {
		list.Add(path+routeTableIDKey, "the route table belongs to another VPC", found.vpcID, "adopt route tables of "+vpcID)
	}
	if !slices.Contains(found.subnetIDs, subnetID) {
		list.Add(path+routeTableIDKey, "the route table is not explicitly associated with "+subnetID, found.id, "associate it, or name the table that is")
	}
	for _, r := range found.routes {
		if reason := leak(r); reason != "" {
			list.Add(path+routeTableIDKey, fmt.Sprintf("%s has a route %s", found.id, reason), r.destination+" to "+r.target, makePrivateRouteTable)
		}
	}
}

// leak says why a route can lead to the internet, or nothing where it cannot.
func leak(r foundRoute) string {
	for _, prefix := range internetGateways {
		if strings.HasPrefix(r.target, prefix) {
			return "to a gateway of the internet"
		}
	}
	if r.target == localTarget || strings.HasPrefix(r.target, endpointPrefix) && strings.HasPrefix(r.destination, prefixListPrefix) {
		return ""
	}
	destination, err := netip.ParsePrefix(r.destination)
	if err != nil || !check.Within(check.PrivateSpace, destination) {
		return "to a destination that is not a private range"
	}
	return ""
}
