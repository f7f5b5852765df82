package stacks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

// placements are the sections of dev that change it from its own placement, without packages, which an image holds.
var placements = map[access.Placement]map[string]any{
	access.PlacementPrivateLink:    {},
	access.PlacementTransitGateway: {"transitGatewayId": "tgw-0123456789abcdef0"},
	access.PlacementConnectorSubnet: {
		"cidrBlock": nil,
		"connectorSubnets": map[string]any{
			"cidrBlocks":        map[string]any{"eu-central-1a": "10.20.60.0/27", "eu-central-1b": "10.20.60.32/27"},
			"gatewayCidrBlocks": map[string]any{"eu-central-1a": "10.20.60.64/28", "eu-central-1b": "10.20.60.80/28"},
		},
	},
}

// placed edits a stack so that its connectors have another placement.
func placed(p access.Placement) func(spec map[string]any) {
	return func(spec map[string]any) {
		section := spec["access"].(map[string]any)
		section["placement"] = string(p)
		delete(section["connectors"].(map[string]any), "packages")
		for key, value := range placements[p] {
			if section[key] = value; value == nil {
				delete(section, key)
			}
		}
	}
}

// declaring writes the policy configuration of a project anew, with the edge of a family.
func declaring(t *testing.T, options rehearsal.Options, family edge.Family) rehearsal.Options {
	t.Helper()
	options.PolicyPacks = slices.Clone(options.PolicyPacks)
	options.PolicyPacks[0].ConfigFile = filepath.Join(t.TempDir(), "policy.json")
	var routes []string
	for _, route := range edge.Routes(edge.Global, family) {
		routes = append(routes, route.String())
	}
	config := map[string]any{"tunnelEdge": routes}
	copyFile(t, filepath.Join("..", rehearsal.PolicyConfigFile), options.PolicyPacks[0].ConfigFile, func([]byte) []byte {
		data, err := json.Marshal(map[string]any{rules.PackSelf: config})
		if err != nil {
			t.Fatal(err)
		}
		return data
	})
	return options
}

func TestAStackReachedByPrivateLinkIsWithoutAViolationAndWithoutARoute(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", placed(access.PlacementPrivateLink)), "dev", stacks.Deploy)
	session := rehearsaltest.Open(t, options)
	for _, step := range []func(context.Context) (*rehearsal.StepResult, error){session.Preview, session.Up, session.UpAgain} {
		if _, err := step(t.Context()); err != nil {
			t.Fatalf("expected preview, up and up again to succeed without a violation, got: %v", err)
		}
	}
	state, err := session.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	resources, err := isolation.ReadState(bytes.NewReader(state))
	if err != nil {
		t.Fatal(err)
	}
	model := isolation.Build(resources, isolation.Config{TunnelEdge: edge.Routes(edge.Global, edge.IPv6)})
	for _, row := range model.Subnets() {
		for _, d := range row.Destinations {
			if strings.HasPrefix(row.Name, "dev-network") && d.Via != "local" && d.Via != "gateway endpoint" {
				t.Errorf("%s has a route to %s via %s, want none", row.Name, d.Addresses, d.Via)
			}
		}
	}
	if len(model.Resources("aws:vpclattice/resourceConfiguration:ResourceConfiguration")) != 1 || len(model.Resources("aws:ec2/vpcPeeringConnection:VpcPeeringConnection")) != 0 {
		t.Error("expected one resource configuration, that of the cluster, and no peering")
	}
	if text := string(state); !strings.Contains(text, "kubectl config set-cluster") {
		t.Error("expected the steps to lead to the endpoint of the cluster")
	}
}

func TestStacksOfPlacementsThatGiveSomethingUpAreWarnedOfAndRefused(t *testing.T) {
	t.Parallel()
	for placement, test := range map[access.Placement]struct {
		family edge.Family
		rules  []string
	}{
		access.PlacementTransitGateway:  {edge.IPv6, []string{"ROUTE-EIGW", "ROUTE-TGW"}},
		access.PlacementConnectorSubnet: {edge.IPv4, []string{"ROUTE-NAT", "GW-NAT", "GW-IGW"}},
	} {
		t.Run(string(placement), func(t *testing.T) {
			t.Parallel()
			options := rehearsaltest.Options(t, project(t, "dev", placed(placement)), "dev", stacks.Deploy)
			result, err := rehearsaltest.Open(t, declaring(t, options, test.family)).Preview(t.Context())
			var failed *rehearsal.StepError
			if !errors.As(err, &failed) {
				t.Fatalf("expected the policy pack to refuse the placement, got %v", err)
			}
			for _, rule := range test.rules {
				if !strings.Contains(err.Error(), rule) {
					t.Errorf("expected %s to refuse the placement, got: %v", rule, err)
				}
			}
			for _, concession := range access.Concessions(placement) {
				warned := func(m rehearsal.Message) bool { return m.Severity == "warning" && strings.Contains(m.Text, concession) }
				if result == nil || !slices.ContainsFunc(result.Diagnostics, warned) {
					t.Errorf("expected a warning that %s", concession)
				}
			}
		})
	}
}

// TestTheReportSaysWhatConnectorsBesideTheWorkloadGiveUp deploys such a stack without the pack, as waivers would let it pass.
func TestTheReportSaysWhatConnectorsBesideTheWorkloadGiveUp(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", placed(access.PlacementConnectorSubnet)), "dev", stacks.Deploy)
	options.PolicyPacks = nil
	session := rehearsaltest.Open(t, options)
	for _, step := range []func(context.Context) (*rehearsal.StepResult, error){session.Up, session.UpAgain} {
		if _, err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	state, err := session.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	edges := edge.Routes(edge.Global, edge.IPv4)
	judged := gate.JudgeState("dev", state, rules.Settings{Network: isolation.Config{TunnelEdge: edges}}, gate.Sources{})
	want := append(access.Concessions(access.PlacementConnectorSubnet), `"dev-network-vpc": routes to the tunnel edge and is no access VPC`)
	for _, text := range want {
		if !slices.ContainsFunc(judged.Snapshot.Concessions, func(c string) bool { return strings.Contains(c, text) }) {
			t.Errorf("expected the report to say %q, got %q", text, judged.Snapshot.Concessions)
		}
	}
	if len(judged.Snapshot.Concessions) != len(want) {
		t.Errorf("expected %d concessions, got %q", len(want), judged.Snapshot.Concessions)
	}
	if judged.Outcome() != gate.Violated {
		t.Errorf("expected the pack to refuse it all the same, got %s", judged.Outcome())
	}
}
