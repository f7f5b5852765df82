package zerotrust

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// askedPlan is an application as Access sees it.
type askedPlan struct {
	key   string
	place reach
	// hostnames are the names of a web application; others are known by their addresses.
	hostnames []string
	// public is the public name, empty where there is none, and origin is what it leads to.
	public, origin string
	// personas and tokens are the keys of those who get in, sorted.
	personas, tokens []string
}

// asksAccess tells whether Access decides about the application too.
func (a Application) asksAccess() bool { return a.AskAccess || a.Kind == Web }

// askedOf checks what only applications of Access have and completes the plan of one.
func askedOf(list *problems.List, path string, a Application, p askedPlan) askedPlan {
	p.hostnames, p.tokens = a.Hostnames, slices.Sorted(slices.Values(a.ServiceTokens))
	if a.Kind != Web && len(a.ServiceTokens) > 0 {
		list.Add(path+".askAccess", "a pipeline cannot sign in to what a device opens for Access", true, "drop askAccess, or make an application of its own for pipelines")
	}
	if a.PublicHostname != "" && len(a.Hostnames) > 0 && len(p.place.ports) > 0 {
		p.public, p.origin = a.PublicHostname, fmt.Sprintf("https://%s:%d", a.Hostnames[0], p.place.ports[0])
	}
	return p
}

// destination is one thing that Access recognises an application by: a name or a range, and a port.
type destination struct {
	hostname string
	cidr     netip.Prefix
	port     int
}

// destinations are those of an application, sorted as they were given. Access takes one port for each.
func (p askedPlan) destinations() []destination {
	var all []destination
	for _, port := range p.place.ports {
		for _, host := range p.hostnames {
			all = append(all, destination{hostname: host, port: port})
		}
		if len(p.hostnames) > 0 {
			continue
		}
		for _, cidr := range p.place.cidrs {
			all = append(all, destination{cidr: cidr, port: port})
		}
	}
	return all
}

// planPublicNames checks the names that anybody may look up.
func planPublicNames(list *problems.List, args *Args) {
	var seen []string
	for _, key := range slices.Sorted(maps.Keys(args.Applications)) {
		a, path := args.Applications[key], "applications."+key+".publicHostname"
		if a.PublicHostname == "" {
			continue
		}
		private := func(zone string) bool { return under(a.PublicHostname, strings.ToLower(zone)) }
		switch {
		case a.Kind != Web:
			list.Add(path, "only a web application has a public name, because Access reads its requests", a.PublicHostname, "drop it; people reach the application through WARP")
		case !hostPattern.MatchString(a.PublicHostname):
			list.Add(path, "not a host name", a.PublicHostname, `write one such as "grafana.example.com"`)
		case slices.ContainsFunc(args.PrivateZones, private) || slices.Contains(a.Hostnames, a.PublicHostname):
			list.Add(path, "also a private name, so that devices and the tunnel resolve it inside", a.PublicHostname, "use a name outside privateZones and hostnames")
		case slices.Contains(seen, a.PublicHostname):
			list.Add(path, "the name of another application", a.PublicHostname, "give each application a name of its own")
		}
		seen = append(seen, a.PublicHostname)
	}
	switch {
	case len(seen) > 0 && args.ZoneID == "":
		list.Add("zoneId", "is missing: a public name is a record of a Cloudflare zone", problems.Missing, "copy it from the zone's overview page, or drop every publicHostname")
	case len(seen) == 0 && args.ZoneID != "":
		list.Add("zoneId", "belongs to public names, and no application has one", args.ZoneID, "drop it, or give an application a publicHostname")
	}
}
