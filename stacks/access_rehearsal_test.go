package stacks_test

import (
	"bytes"
	"context"
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
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
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

func TestPeopleResolveAndReachTheWebApplicationOfProd(t *testing.T) {
	t.Parallel()
	resources := deployed(t, "prod").resources
	named := func(name string) map[string]any {
		for _, r := range resources {
			if strings.HasSuffix(r.URN, "::"+name) {
				return r.Outputs
			}
		}
		t.Fatalf("no resource %s", name)
		return nil
	}
	vpcs := map[string]bool{}
	for _, entry := range named("prod-zone-web")["vpcs"].([]any) {
		vpcs[entry.(map[string]any)["vpcId"].(string)] = true
	}
	association := named("prod-access-zone-web")
	if home := named("prod-network-vpc")["id"]; !vpcs[home.(string)] || association["zoneId"] != named("prod-zone-web")["zoneId"] || association["vpcId"] != named("prod-access-vpc-vpc")["id"] {
		t.Errorf("the zone is of the environment's VPC and associated with the connectors', got %v and %v", vpcs, association)
	}
	served := map[string]bool{}
	for _, domain := range named("prod-access-fallback")["domains"].([]any) {
		entry := domain.(map[string]any)
		servers, _ := entry["dnsServers"].([]any)
		served[entry["suffix"].(string)] = slices.Contains(servers, any("10.41.0.2"))
	}
	if !served["web.prod.corp.example"] || !served["rke2.prod.corp.example"] {
		t.Errorf("devices ask the resolver of the connectors' VPC for both zones, got %v", served)
	}
	places := map[string]string{
		"prod-access-app-wiki": "hostname wiki.web.prod.corp.example 443", "prod-access-app-databases": "cidr 10.40.128.0/19 5432", "prod-access-app-rke2": "cidr 10.40.0.0/20 6443",
	}
	for name, want := range places {
		kind, rest, _ := strings.Cut(want, " ")
		place, port, _ := strings.Cut(rest, " ")
		application := named(name)
		first := application["destinations"].([]any)[0].(map[string]any)
		if first[kind] != place || first["portRange"] != port || len(application["policies"].([]any)) == 0 || application["sessionDuration"] != "8h" {
			t.Errorf("%s is asked for at %s, got %v", name, want, application)
		}
	}
}

func TestAPublicNameIsWarnedOfAndInTheReport(t *testing.T) {
	t.Parallel()
	named := func(spec map[string]any) {
		cloudflare := spec["access"].(map[string]any)["cloudflare"].(map[string]any)
		cloudflare["zoneId"] = "0000000000000000000000000000002e"
		cloudflare["applications"].(map[string]any)["wiki"] = map[string]any{
			"kind": "web", "cidrs": []string{"10.20.0.0/20"}, "hostnames": []string{"wiki.dev.corp.example"}, "publicHostname": "wiki.example.com",
		}
		cloudflare["personas"].(map[string]any)["developers"].(map[string]any)["applications"] = []string{"kubernetes", "wiki"}
	}
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, project(t, "dev", named), "dev", stacks.Deploy))
	preview, err := session.Preview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const gives = "application wiki has the public name wiki.example.com"
	if !slices.ContainsFunc(preview.Diagnostics, func(m rehearsal.Message) bool { return m.Severity == "warning" && strings.Contains(m.Text, gives) }) {
		t.Errorf("expected a warning that %s", gives)
	}
	for _, step := range []func(context.Context) (*rehearsal.StepResult, error){session.Up, session.UpAgain} {
		if _, err := step(t.Context()); err != nil {
			t.Fatal(err)
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
	given := isolation.Build(resources, isolation.Config{TunnelEdge: edge.Routes(edge.Global, edge.IPv6)}).Concessions()
	if len(given) != 1 || !strings.Contains(given[0].String(), gives) {
		t.Errorf("expected the public name to be all that the report says is given up, got %v", given)
	}
}
