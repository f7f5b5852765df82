package catalog

import (
	"slices"
	"strings"
)

// Kind is how an endpoint is attached to a VPC.
type Kind string

// Kinds of endpoints.
const (
	// Gateway endpoints are routes to a prefix list; they cost nothing and are reachable from their own VPC only.
	Gateway Kind = "Gateway"
	// Interface endpoints are network interfaces in subnets.
	Interface Kind = "Interface"
)

// PriceClass is how an endpoint is charged.
type PriceClass string

// Price classes of endpoints.
const (
	// Free is the class of gateway endpoints.
	Free PriceClass = "free"
	// PerZone is charged per availability zone and hour and per gigabyte.
	PerZone PriceClass = "per zone"
	// PerZoneCrossRegion is charged like PerZone plus the data transfer between the two regions.
	PerZoneCrossRegion PriceClass = "per zone, cross-region"
)

// Entry is what is known of one endpoint service. Fields that hold the usual value are left out; the methods give the
// effective ones.
type Entry struct {
	// Service is the name under which users and other packages ask for the service.
	Service Service
	// Title is the name that a reader knows the service by.
	Title string
	// Gateway is set for the two services with a gateway endpoint.
	Gateway bool
	// Name replaces Service in the service name.
	Name string
	// Vendor replaces the partition's prefix of the service name.
	Vendor string
	// Global is set where the service name has no region in it.
	Global bool
	// Home tells the region in which the service lives when it does not live in every region.
	Home func(Region) (string, bool)
	// DNS replaces the usual private DNS name; a leading "*." stands for one more label.
	DNS []string
	// NoPrivateDNS is set where AWS offers no private DNS name.
	NoPrivateDNS bool
	// InboundOnly is set where private DNS must answer inbound resolver endpoints only, because in the VPC the gateway
	// endpoint serves the same name.
	InboundOnly bool
	// NoPolicy is set where the endpoint takes no policy.
	NoPolicy bool
	// IAM replaces the first label of the service as the prefixes of its IAM actions.
	IAM []string
	// Ports replaces TCP 443.
	Ports []int
	// Only lists the regions that offer the service, where it is known to be few.
	Only []string
	// Missing lists regions that are known not to offer the service.
	Missing []string
	// Limited says what is known of a service that not every region offers, without a list that could be relied on.
	Limited string
	// Note says what to mind when the service is used.
	Note string
	// Workaround says what to do where the service is missing.
	Workaround string
}

// Kind returns whether the endpoint is a gateway or an interface.
func (e Entry) Kind() Kind {
	if e.Gateway {
		return Gateway
	}
	return Interface
}

// Key is the service as a word of resource names: dots become dashes.
func (e Entry) Key() string { return strings.ReplaceAll(string(e.Service), ".", "-") }

// TakesPolicy tells whether the endpoint takes a policy.
func (e Entry) TakesPolicy() bool { return !e.NoPolicy }

// TCPPorts returns the ports that clients connect to; gateway endpoints have none of their own.
func (e Entry) TCPPorts() []int {
	switch {
	case e.Gateway:
		return nil
	case len(e.Ports) > 0:
		return slices.Clone(e.Ports)
	default:
		return []int{443}
	}
}

// ActionPrefixes returns the prefixes of the service's IAM actions, for example "ecr".
func (e Entry) ActionPrefixes() []string {
	if len(e.IAM) > 0 {
		return slices.Clone(e.IAM)
	}
	first, _, _ := strings.Cut(string(e.Service), ".")
	return []string{first}
}

// Price returns how an endpoint in the region is charged.
func (e Entry) Price(r Region) PriceClass {
	switch home, cross := e.HomeRegion(r); {
	case e.Gateway:
		return Free
	case cross && home != r.Name:
		return PerZoneCrossRegion
	default:
		return PerZone
	}
}

// HomeRegion returns the region in which the service lives when that is not the caller's own, and whether it is so.
func (e Entry) HomeRegion(r Region) (string, bool) {
	if e.Home == nil {
		return "", false
	}
	home, ok := e.Home(r)
	if !ok || home == r.Name {
		return "", false
	}
	return home, true
}

// Gap says why a region does not offer the service, or "" where nothing speaks against it. Offers change: the catalog
// holds what is known, DescribeVpcEndpointServices is the authority.
func (e Entry) Gap(r Region) string {
	if e.Home != nil {
		if _, ok := e.Home(r); !ok {
			return "partition " + r.Partition + " has no known endpoint service for it"
		}
		return ""
	}
	switch {
	case slices.Contains(e.Missing, r.Name):
		return "it is not offered in " + r.Name
	case len(e.Only) > 0 && !slices.Contains(e.Only, r.Name):
		return "it is not offered in " + r.Name + ", only in " + strings.Join(e.Only, ", ")
	}
	return ""
}
