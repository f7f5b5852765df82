package stacks_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/rehearsal"
)

func TestThePolicyConfigurationDeclaresThePinnedEdgeAndNothingElse(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", rehearsal.PolicyConfigFile))
	if err != nil {
		t.Fatal(err)
	}
	settings, err := gate.ParseSettings(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(edge.Routes(edge.Global, edge.IPv6), settings.Network.TunnelEdge, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("declared edge differs from the pinned one (-pinned +declared):\n%s", diff)
	}
}

func TestOnlyTheAccessVPCRoutesToTheEdge(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			resources, err := isolation.ReadState(bytes.NewReader(deployed(t, stack).state))
			if err != nil {
				t.Fatal(err)
			}
			var shapes []string
			for _, v := range isolation.Build(resources, isolation.Config{TunnelEdge: edge.Routes(edge.Global, edge.IPv6)}).VPCs() {
				if v.Access.Holds {
					shapes = append(shapes, v.Name())
				}
			}
			if want := []string{stack + "-access-vpc-vpc"}; !slices.Equal(shapes, want) {
				t.Errorf("VPCs with the shape of an access VPC are %q, want %q", shapes, want)
			}
			// Without the declaration the same stack is refused, so that the shape is what permits it.
			if len(isolation.Build(resources, isolation.Config{}).WaysOf(isolation.RouteEIGW)) == 0 {
				t.Error("expected the routes to the edge to be refused where no edge is declared")
			}
		})
	}
}

func TestNoTokenOfATunnelLeavesTheSecretInPlainText(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			var state struct {
				Deployment struct {
					Resources []struct {
						URN             string
						Inputs, Outputs map[string]any
					}
				}
			}
			if err := json.Unmarshal(deployed(t, stack).state, &state); err != nil {
				t.Fatal(err)
			}
			kept := false
			for _, r := range state.Deployment.Resources {
				for _, properties := range []map[string]any{r.Inputs, r.Outputs} {
					for _, key := range []string{"secretString", "tunnelToken", "secret", "clientSecret"} {
						if _, plain := properties[key].(string); plain {
							t.Errorf("%s keeps %s in plain text", r.URN, key)
						}
						kept = kept || properties[key] != nil
					}
				}
				checkUserData(t, r.URN, r.Inputs)
			}
			if !kept {
				t.Error("found no secret at all")
			}
		})
	}
}

// checkUserData fails for user data of connectors that name an address other than in S3.
func checkUserData(t *testing.T, urn string, inputs map[string]any) {
	t.Helper()
	data, ok := inputs["userData"].(string)
	if !ok || !strings.Contains(urn, access.TypeToken) {
		return
	}
	text, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	if rest := strings.ReplaceAll(string(text), "s3://", ""); strings.Contains(rest, "://") {
		t.Errorf("%s names an address outside of S3:\n%s", urn, text)
	}
}

func TestUsersAreToldHowToReachTheCluster(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			state := string(deployed(t, stack).state)
			steps := []string{"aws eks update-kubeconfig --region eu-central-1 --name " + stack + "-eks", "warp-cli registration new example", "aws ssm start-session"}
			if stack == "prod" {
				steps = append(steps, "nslookup rke2.prod.corp.example", "kubectl --server https://rke2.prod.corp.example:6443")
			}
			for _, step := range steps {
				if !strings.Contains(state, step) {
					t.Errorf("expected the step %q among the outputs", step)
				}
			}
		})
	}
}
