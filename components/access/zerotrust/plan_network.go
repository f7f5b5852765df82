package zerotrust

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// planRoutes checks the private ranges and the resolvers, which are routes of their own where no range covers them.
func planRoutes(list *problems.List, p *plan, args *Args) {
	if len(args.PrivateCidrs) == 0 {
		list.Add("privateCidrs", "the tunnel leads nowhere", problems.Missing, "list the private ranges of the environment")
	}
	for i, text := range args.PrivateCidrs {
		path := fmt.Sprintf("privateCidrs[%d]", i)
		cidr, ok := parsePrivate(list, path, text)
		switch {
		case !ok:
		case isWide(cidr) && !args.AllowWideRoutes:
			list.Add(path, fmt.Sprintf("wider than /%d or /%d", widestIPv4, widestIPv6), text, "list narrower ranges, or set allowWideRoutes")
		case overlapsAny(p.routes, cidr):
			list.Add(path, "overlaps another of the ranges", text, "list each address once")
		default:
			p.routes = append(p.routes, cidr)
		}
	}
	for i, text := range args.Resolvers {
		path := fmt.Sprintf("resolvers[%d]", i)
		address, err := netip.ParseAddr(text)
		if err != nil {
			list.Add(path, "not an address", text, `write one such as "10.60.0.2"`)
			continue
		}
		host := netip.PrefixFrom(address, address.BitLen())
		if _, ok := parsePrivate(list, path, host.String()); ok && !overlapsAny(p.routes, host) {
			p.routes = append(p.routes, host)
		}
	}
}

// resolverPorts is where DNS answers.
var resolverPorts = []int{53}

// resolverReach is the way to the resolvers, which everybody who gets in has.
func resolverReach(args *Args) []reach {
	var hosts []netip.Prefix
	for _, text := range args.Resolvers {
		if address, err := netip.ParseAddr(text); err == nil {
			hosts = append(hosts, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []reach{{hosts, resolverPorts}}
}

// fallbackPlan is one DNS suffix that a device resolves outside Gateway; without servers, by its own means.
type fallbackPlan struct {
	suffix  string
	servers []string
}

// defaultFallbacks are what a device profile resolves outside Gateway unless a list is given, which replaces them.
// Source: the example of all default entries in the documentation of cloudflare_fallback_domain, v4.51.0.
var defaultFallbacks = []string{
	"corp", "domain", "home", "home.arpa", "host", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "private", "test",
}

// publicZones are zones of AWS that must stay with public DNS: with them in the fallback list, consoles and the API of EKS stop
// resolving, for everybody on the device. endpointZone is the part of them that may be private.
var publicZones = []string{"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "aws.dev", "aws", "on.aws"}

const endpointZone = "vpce.amazonaws.com"

var zonePattern = regexp.MustCompile(`^([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// planZones lists what is resolved where. Without private zones there is no list, and the profile keeps the default one.
func planZones(list *problems.List, p *plan, args *Args) {
	if len(args.PrivateZones) > 0 && len(args.Resolvers) == 0 {
		list.Add("resolvers", "private zones need a resolver", problems.Missing, "pass the +2 address of the access VPC")
	}
	if len(args.PrivateZones) == 0 && len(args.Resolvers) > 0 {
		list.Add("privateZones", "resolvers without zones answer nobody", problems.Missing, "list the private zones, or drop the resolvers")
	}
	var seen []string
	for i, zone := range args.PrivateZones {
		path := fmt.Sprintf("privateZones[%d]", i)
		switch {
		case takesPublicNames(zone):
			list.Add(path, "takes public names of AWS with it, and with them the console", zone, "list your own private zones, at most "+endpointZone)
		case !zonePattern.MatchString(zone):
			list.Add(path, "not the name of a DNS zone with two labels or more", zone, `write one such as "platform.internal"`)
		case slices.Contains(seen, zone):
			list.Add(path, "listed twice", zone, "list each zone once")
		default:
			seen = append(seen, zone)
			p.fallbacks = append(p.fallbacks, fallbackPlan{zone, args.Resolvers})
		}
	}
	if len(p.fallbacks) == 0 {
		return
	}
	for _, suffix := range defaultFallbacks {
		if !slices.Contains(seen, suffix) {
			p.fallbacks = append(p.fallbacks, fallbackPlan{suffix: suffix})
		}
	}
	slices.SortFunc(p.fallbacks, func(a, b fallbackPlan) int { return strings.Compare(a.suffix, b.suffix) })
}

// takesPublicNames tells whether a suffix covers names that AWS serves publicly.
func takesPublicNames(zone string) bool {
	zone = strings.TrimSuffix(strings.ToLower(zone), ".")
	if under(zone, endpointZone) {
		return false
	}
	return slices.ContainsFunc(publicZones, func(public string) bool { return under(zone, public) || under(public, zone) })
}

// under tells whether a name is the zone or below it.
func under(name, zone string) bool { return name == zone || strings.HasSuffix(name, "."+zone) }
