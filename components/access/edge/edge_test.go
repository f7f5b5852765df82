package edge_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/internal/golden"
)

// TestEdgeIsWhatWasComparedWithTheDocumentation pins every address and name. Whoever changes one compares all of them with
// Cloudflare's page and moves AsOf.
func TestEdgeIsWhatWasComparedWithTheDocumentation(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	fmt.Fprintf(&text, "as of %s, port %d\n", edge.AsOf, edge.Port)
	for _, r := range edge.Regions() {
		fmt.Fprintf(&text, "%s: flag %q\n", r, r.Flag())
		for _, f := range []edge.Family{edge.IPv4, edge.IPv6} {
			fmt.Fprintf(&text, "  routes %d: %v\n  hosts %d: %v\n", f, edge.Routes(r, f), f, edge.Hosts(r, f))
		}
		fmt.Fprintf(&text, "  names: %v\n", edge.Names(r))
	}
	golden.Equal(t, "edge.txt", []byte(text.String()))
	if _, err := time.Parse(time.DateOnly, edge.AsOf); err != nil {
		t.Errorf("AsOf is not a day: %v", err)
	}
}

func TestRoutesHoldTheHostsAndNothingIsRoutedTwice(t *testing.T) {
	t.Parallel()
	var all []netip.Prefix
	for _, r := range edge.Regions() {
		for _, f := range []edge.Family{edge.IPv4, edge.IPv6} {
			routes, hosts := edge.Routes(r, f), edge.Hosts(r, f)
			if len(routes) != 2 || len(hosts) != 20 {
				t.Fatalf("%s: expected 2 routes and 20 hosts of IPv%d, got %d and %d", r, f, len(routes), len(hosts))
			}
			held := map[netip.Prefix]int{}
			for _, h := range hosts {
				for _, route := range routes {
					if route.Overlaps(h) {
						held[route]++
					}
				}
			}
			for _, route := range routes {
				if held[route] != 10 || route.Addr().Is4() != (f == edge.IPv4) || route.Bits() < 24 {
					t.Errorf("%s: expected %s to be a narrow prefix of IPv%d with ten hosts, got %d", r, route, f, held[route])
				}
			}
			all = append(all, routes...)
		}
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.Overlaps(b) {
				t.Errorf("routes %s and %s overlap", a, b)
			}
		}
	}
	if got := edge.AllRoutes(); len(got) != len(all) {
		t.Errorf("expected all %d routes for a policy, got %d", len(all), len(got))
	}
}

func TestAnUnknownRegionIsNowhere(t *testing.T) {
	t.Parallel()
	if edge.Region("eu").Known() || !edge.FedRAMP.Known() {
		t.Error("expected the regions that exist to be known, and no others")
	}
}
