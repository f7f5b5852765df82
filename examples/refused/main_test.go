package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

// refusals are the rules that have to refuse each resource of the program, by its logical name and type.
var refusals = map[string][]string{
	"internet InternetGateway":              {"GW-IGW"},
	"nat NatGateway":                        {"GW-NAT"},
	"egress-only EgressOnlyInternetGateway": {"GW-EIGW"},
	"nat Eip":                               {"ADDR-EIP"},
	"public Subnet":                         {"ADDR-SUBNET"},
	"lower-half Route":                      {"ROUTE-IGW"},
	"upper-half Route":                      {"ROUTE-IGW"},
	"translated RouteTable":                 {"ROUTE-EIGW", "ROUTE-NAT"},
	"main DefaultRouteTable":                {"ROUTE-IGW"},
	"forgotten Subnet":                      {"ROUTE-MAIN"},
}

func TestEveryWayOutIsRefusedInPreviewAndNothingIsCreated(t *testing.T) {
	t.Parallel()
	for name, shape := range map[string]cloud.PreviewShape{
		"unknown gateway ids":           cloud.ComputedValues,
		"gateway ids missing in answer": cloud.OmittedKeys,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := rehearsaltest.Options(t, ".", "dev", deploy)
			options.PreviewShape = shape
			session := rehearsaltest.Open(t, options)
			_, err := session.Preview(t.Context())
			var failed *rehearsal.StepError
			if !errors.As(err, &failed) || !errors.Is(err, rehearsal.ErrViolated) {
				t.Fatalf("expected the policies to stop the preview, got: %v", err)
			}
			if !strings.Contains(failed.Err.Error(), "code: 1\n") {
				t.Errorf("expected the engine to end with exit status 1, got: %v", failed.Err)
			}
			refused := map[string][]string{}
			for _, v := range failed.Violations {
				parts := strings.Split(v.URN, "::")
				key := parts[3] + parts[2][strings.LastIndex(parts[2], ":"):]
				key = strings.ReplaceAll(key, ":", " ")
				if !slices.Contains(refused[key], v.Policy) {
					refused[key] = append(refused[key], v.Policy)
				}
				for _, want := range []string{"fix: ", "controls: NIST 800-53 r5 "} {
					if !strings.Contains(v.Message, want) {
						t.Errorf("expected the message to contain %q, got:\n%s", want, v.Message)
					}
				}
			}
			for key, rules := range refusals {
				for _, rule := range rules {
					if !slices.Contains(refused[key], rule) {
						t.Errorf("expected %s to refuse %s, refused by %v", rule, key, refused[key])
					}
				}
			}
			if created := session.Cloud().Objects(); len(created) != 0 {
				t.Errorf("expected nothing to be created, got %d objects", len(created))
			}
		})
	}
}

// TestThePackRefusesAsAnExecutableAndAsADirectory runs the pack in the two forms in which the Pulumi CLI takes it. For a
// directory the engine uses Pulumi's Go language host where one is installed, and otherwise the program with this name.
func TestThePackRefusesAsAnExecutableAndAsADirectory(t *testing.T) {
	t.Parallel()
	programs := t.TempDir()
	executable := filepath.Join(programs, "pulumi-analyzer-policy-go")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", executable, "github.com/cloudgap/cloudgap/policy")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the policy pack: %v\n%s", err, out)
	}
	for name, path := range map[string]string{
		"executable": executable,
		"directory":  filepath.Join("..", "..", "policy"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := rehearsaltest.Options(t, ".", "dev", deploy)
			options.PolicyPacks = []rehearsal.PolicyPack{{
				Path: path, Name: pack.Name, Version: pack.Version,
				Env: map[string]string{"PATH": programs + string(os.PathListSeparator) + os.Getenv("PATH")},
			}}
			result, err := rehearsaltest.Open(t, options).Preview(t.Context())
			if !errors.Is(err, rehearsal.ErrViolated) {
				t.Fatalf("expected the policies to stop the preview, got: %v", err)
			}
			if len(result.Packs) != 1 || result.Packs[0].Name != pack.Name || result.Packs[0].Version != pack.Version {
				t.Errorf("expected %s %s to have run, got %+v", pack.Name, pack.Version, result.Packs)
			}
		})
	}
}

func TestUpIsStoppedAsWellWhenNobodyPreviews(t *testing.T) {
	t.Parallel()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, ".", "dev", deploy))
	if _, err := session.Up(t.Context()); !errors.Is(err, rehearsal.ErrViolated) {
		t.Fatalf("expected the policies to stop the update, got: %v", err)
	}
	var gateways []string
	for _, object := range session.Cloud().Objects() {
		if strings.Contains(object.Kind, "gateway") || object.Kind == "elastic-ip" {
			gateways = append(gateways, object.Kind)
		}
	}
	if diff := cmp.Diff([]string(nil), gateways); diff != "" {
		t.Errorf("gateways were created (-want +got):\n%s", diff)
	}
}
