package stacks_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// graph are the resources that each resource of a stack waits for, directly or not. Destroying goes the other way.
type graph map[string]map[string]bool

// graphOf reads the graph that the engine keeps in a state.
func graphOf(t *testing.T, state []byte) graph {
	t.Helper()
	resources, err := isolation.ReadState(bytes.NewReader(state))
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string][]string{}
	for _, r := range resources {
		direct[r.URN] = append(slices.Clone(r.Dependencies), r.Parent)
		for _, urns := range r.PropertyDependencies {
			direct[r.URN] = append(direct[r.URN], urns...)
		}
	}
	g := graph{}
	var follow func(urn string) map[string]bool
	follow = func(urn string) map[string]bool {
		if known, ok := g[urn]; ok {
			return known
		}
		g[urn] = map[string]bool{}
		for _, next := range direct[urn] {
			g[urn][next] = true
			for further := range follow(next) {
				g[urn][further] = true
			}
		}
		return g[urn]
	}
	for urn := range direct {
		follow(urn)
	}
	return g
}

// named are the resources of a type whose names begin so.
func (g graph) named(token, prefix string) []string {
	var urns []string
	for urn := range g {
		parts := strings.Split(urn, "::")
		if len(parts) == 4 && strings.HasSuffix(parts[2], token) && strings.HasPrefix(parts[3], prefix) {
			urns = append(urns, urn)
		}
	}
	slices.Sort(urns)
	return urns
}

// TestTheWayInOpensLastAndClosesFirst looks at the graph by which the engine creates and destroys.
func TestTheWayInOpensLastAndClosesFirst(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			g, own := graphOf(t, deployed(t, stack).state), stack+"-access-"
			for _, order := range []struct{ later, name, earlier, before string }{
				{"ZeroTrustTunnelRoute", own, "ZeroTrustGatewayPolicy", own + "deny"},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustGatewayPolicy", own + "allow-"},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustDevicePostureRule", own},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustAccessApplication", own},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustAccessPolicy", own},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustDeviceProfiles", own},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustSplitTunnel", own},
				{"ZeroTrustTunnelRoute", own, "ZeroTrustTunnelCloudflaredConfig", own},
				{"ZeroTrustTunnelRoute", own, "autoscaling/group:Group", own + "connectors"},
				{"ZeroTrustGatewayPolicy", own + "allow-", "ZeroTrustGatewayPolicy", own + "deny"},
				{"ZeroTrustGatewayPolicy", own + "deny", "ZeroTrustTunnelVirtualNetwork", own},
				{"ZeroTrustTunnelCloudflaredConfig", own, "ZeroTrustTunnelCloudflared", own},
				{"autoscaling/group:Group", own + "connectors", "secretVersion:SecretVersion", own + "token"},
				{"secretVersion:SecretVersion", own + "token", "ZeroTrustTunnelCloudflared", own},
				{"ZeroTrustSplitTunnel", own, "ZeroTrustDeviceProfiles", own},
			} {
				later, earlier := g.named(order.later, order.name), g.named(order.earlier, order.before)
				if len(later) == 0 || len(earlier) == 0 {
					t.Errorf("expected %s and %s, got %d and %d", order.later, order.earlier, len(later), len(earlier))
				}
				for _, urn := range later {
					for _, before := range earlier {
						if urn != before && !g[urn][before] {
							t.Errorf("%s does not wait for %s, so that destroying may take the latter first", urn, before)
						}
						if g[before][urn] {
							t.Errorf("%s waits for %s", before, urn)
						}
					}
				}
			}
		})
	}
}
