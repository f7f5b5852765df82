// Package edge knows where the edge of Cloudflare Tunnel is: the addresses that connectors dial, the prefixes that they are
// routed to, and the names that they resolve. It is pure.
//
// The addresses are written down, not looked up: a route or a rule that follows DNS would let whoever answers decide where
// traffic may go. Source: the Cloudflare Zero Trust documentation, "Tunnel with firewall".
package edge

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// AsOf is the day on which the addresses and names were last compared with Cloudflare's documentation.
const AsOf = "2026-11-21"

// Port is where the edge listens, UDP for QUIC and TCP for HTTP/2.
const Port = 7844

// Region is a part of the edge.
type Region string

// The regions of the edge.
const (
	// Global is the nearest data centres anywhere.
	Global Region = "global"
	// US is data centres in the United States only.
	US Region = "us"
	// FedRAMP is data centres that are authorised for FedRAMP High. The tunnel's token selects it, no flag does.
	FedRAMP Region = "fedramp"
)

// Regions returns the regions, the default one first.
func Regions() []Region { return []Region{Global, US, FedRAMP} }

// Family is a version of the Internet Protocol.
type Family int

// The families.
const (
	IPv4 Family = 4
	IPv6 Family = 6
)

// half is one of the two halves of a region. A connector needs both: it keeps two connections to each.
type half struct {
	name string
	// route4 and route6 are the prefixes that hold the hosts and nothing that Cloudflare documents as something else.
	route4, route6 string
	// hosts4 are the last octets of the IPv4 hosts. The IPv6 hosts are the same in every half.
	hosts4 []int
}

// hosts6 are the last groups of the IPv6 hosts, in hexadecimal digits: the tenth is ::10, not ::a.
var hosts6 = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}

var oneToTen = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

// region is what is known of a Region.
type region struct {
	halves [2]half
	// service is the label under which the region's hosts are found by SRV.
	service string
	// flag is what cloudflared is told; empty where it must not be told anything.
	flag string
}

var regions = map[Region]region{
	Global: {service: "v2-origintunneld", halves: [2]half{
		{name: "region1", route4: "198.41.192.0/24", route6: "2606:4700:a0::/48", hosts4: []int{7, 27, 37, 47, 57, 67, 77, 107, 167, 227}},
		{name: "region2", route4: "198.41.200.0/24", route6: "2606:4700:a8::/48", hosts4: []int{13, 23, 33, 43, 53, 63, 73, 113, 193, 233}},
	}},
	US: {service: "us-v2-origintunneld", flag: "us", halves: [2]half{
		{name: "us-region1", route4: "198.41.218.0/24", route6: "2606:4700:a1::/48", hosts4: oneToTen},
		{name: "us-region2", route4: "198.41.219.0/24", route6: "2606:4700:a9::/48", hosts4: oneToTen},
	}},
	FedRAMP: {service: "fed-v2-origintunneld", halves: [2]half{
		{name: "fed-region1", route4: "162.159.234.0/24", route6: "2a06:98c1:4d::/48", hosts4: oneToTen},
		{name: "fed-region2", route4: "172.64.234.0/24", route6: "2606:4700:f6::/48", hosts4: oneToTen},
	}},
}

// Known tells whether a region exists.
func (r Region) Known() bool { _, ok := regions[r]; return ok }

// Flag is the value of cloudflared's --region, empty where the flag is left out.
func (r Region) Flag() string { return regions[r].flag }

// Routes returns the two prefixes that hold the hosts of a region: the only destinations outside the private ranges that a
// connector is routed to.
func Routes(r Region, f Family) []netip.Prefix {
	var list []netip.Prefix
	for _, h := range regions[r].halves {
		list = append(list, h.route(f))
	}
	return list
}

// AllRoutes returns the prefixes of every region and family, sorted, for a policy that does not care which one is used.
func AllRoutes() []netip.Prefix {
	var list []netip.Prefix
	for r := range regions {
		list = append(list, slices.Concat(Routes(r, IPv4), Routes(r, IPv6))...)
	}
	slices.SortFunc(list, func(a, b netip.Prefix) int { return a.Addr().Compare(b.Addr()) })
	return list
}

// Hosts returns the addresses of a region, sorted, each as a prefix of its own.
func Hosts(r Region, f Family) []netip.Prefix {
	var list []netip.Prefix
	for _, h := range regions[r].halves {
		list = append(list, h.hosts(f)...)
	}
	slices.SortFunc(list, func(a, b netip.Prefix) int { return a.Addr().Compare(b.Addr()) })
	return list
}

func (h half) route(f Family) netip.Prefix {
	if f == IPv4 {
		return netip.MustParsePrefix(h.route4)
	}
	return netip.MustParsePrefix(h.route6)
}

func (h half) hosts(f Family) []netip.Prefix {
	var list []netip.Prefix
	if f == IPv6 {
		for _, group := range hosts6 {
			list = append(list, netip.MustParsePrefix(strings.TrimSuffix(h.route6, "/48")+group+"/128"))
		}
		return list
	}
	network := strings.TrimSuffix(h.route4, "0/24")
	for _, octet := range h.hosts4 {
		list = append(list, netip.MustParsePrefix(fmt.Sprintf("%s%d/32", network, octet)))
	}
	return list
}

// Names returns the names that a connector of a region resolves, sorted: where the hosts are, and two records with which
// Cloudflare steers the protocol and features. TLS server names are not among them, because nothing resolves those.
func Names(r Region) []string {
	names := []string{"cfd-features.argotunnel.com", "protocol-v2.argotunnel.com", "_" + regions[r].service + "._tcp.argotunnel.com"}
	for _, h := range regions[r].halves {
		names = append(names, h.name+".v2.argotunnel.com")
	}
	slices.Sort(names)
	return names
}
