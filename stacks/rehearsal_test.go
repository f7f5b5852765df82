package stacks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

var stackNames = []string{"dev", "prod"}

// The whole life of dev is what the tests of the tool rehearse.
func TestProdGoesThroughItsWholeLifeWithoutAViolation(t *testing.T) {
	t.Parallel()
	options := deletable(t, rehearsaltest.Options(t, project(t, "prod", unprotected), "prod", stacks.Deploy))
	options.Destroy = true
	report, err := rehearsal.Run(t.Context(), options)
	if err != nil {
		t.Fatalf("expected preview, up, up again, refresh and destroy to succeed, got: %v", err)
	}
	var steps []rehearsal.Step
	for _, step := range report.Steps {
		steps = append(steps, step.Step)
	}
	want := []rehearsal.Step{rehearsal.StepPrepare, rehearsal.StepPreview, rehearsal.StepUp, rehearsal.StepUpAgain, rehearsal.StepRefresh, rehearsal.StepDestroy}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Errorf("steps differ (-want +got):\n%s", diff)
	}
	if len(report.Packs) != 1 || report.Packs[0].Name != pack.Name || len(report.Packs[0].Rules) != pack.RuleCount() {
		t.Errorf("expected the pack %s with %d rules to run, got %+v", pack.Name, pack.RuleCount(), report.Packs)
	}
}

// unprotected lifts the protection that has to be lifted before a stack can be destroyed.
func unprotected(spec map[string]any) {
	delete(spec["network"].(map[string]any)["dns"].(map[string]any), "mutationProtection")
	for _, part := range []string{"access", "eks", "rke2"} {
		if described, ok := spec[part].(map[string]any); ok {
			described["protect"] = false
		}
	}
}

// deletable tells the policy pack, beside what the project does, that the clusters of no stack need protection.
func deletable(t *testing.T, options rehearsal.Options) rehearsal.Options {
	t.Helper()
	options.PolicyPacks = slices.Clone(options.PolicyPacks)
	file := &options.PolicyPacks[0].ConfigFile
	*file = filepath.Join(t.TempDir(), "policy.json")
	copyFile(t, filepath.Join("..", rehearsal.PolicyConfigFile), *file, func(data []byte) []byte {
		config := map[string]map[string]any{}
		if err := json.Unmarshal(data, &config); err != nil {
			t.Fatal(err)
		}
		if config[rules.PackSelf] == nil {
			config[rules.PackSelf] = map[string]any{}
		}
		config[rules.PackSelf]["protectedStacks"] = []string{}
		edited, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		return edited
	})
	return options
}

func TestNoStackCanBeDestroyedBeforeItsDNSFirewallIsUnprotected(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", func(spec map[string]any) {
		networkAlone(spec)
		spec["network"].(map[string]any)["dns"].(map[string]any)["mutationProtection"] = true
	}), "dev", stacks.Deploy)
	up(t, options)
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	_, err = session.Destroy(t.Context())
	if err == nil || !strings.Contains(err.Error(), "mutation protection") {
		t.Errorf("expected destroy to be refused for the mutation protection, got: %v", err)
	}
	if err := session.Close(); err != nil {
		t.Fatal(err)
	}

	options.ProjectDir = project(t, "dev", func(spec map[string]any) {
		networkAlone(spec)
		unprotected(spec)
	})
	up(t, options)
	session = rehearsaltest.Open(t, options)
	if _, err := session.Destroy(t.Context()); err != nil {
		t.Fatalf("expected destroy to succeed without the protection, got: %v", err)
	}
	if left := session.Cloud().Objects(); len(left) != 0 {
		t.Errorf("expected nothing to remain, got %d objects, the first is %s %s", len(left), left[0].Kind, left[0].ID)
	}
}

// networkAlone leaves a stack its network and endpoints.
func networkAlone(spec map[string]any) {
	for _, part := range []string{"access", "eks", "rke2"} {
		delete(spec, part)
	}
}

// gateways are the resources that only a VPC with a way to the internet has.
var gateways = map[string]bool{
	"aws:ec2/internetGateway:InternetGateway":                     true,
	"aws:ec2/natGateway:NatGateway":                               true,
	"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": true,
	"aws:ec2/eip:Eip":     true,
	"aws:ec2/route:Route": true,
}

func TestEverySubnetOfEveryStackIsIsolated(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			resources, err := isolation.ReadState(bytes.NewReader(deployed(t, stack).state))
			if err != nil {
				t.Fatal(err)
			}
			rows := isolation.Build(resources, isolation.Config{TunnelEdge: edge.Routes(edge.Global, edge.IPv6)}).Subnets()
			if len(rows) < 6 {
				t.Fatalf("expected at least three tiers in two zones, got %d subnets", len(rows))
			}
			for _, row := range rows {
				if row.Verdict != isolation.Isolated || !row.Explicit || row.Tier == "" {
					t.Errorf("expected subnet %s to be isolated by a table of its own, got %s (explicit %t, tier %q)", row.Name, row.Verdict, row.Explicit, row.Tier)
				}
			}
			for _, r := range resources {
				if gateways[r.Token()] && !strings.Contains(r.URN, access.TypeToken+"$") {
					t.Errorf("rejects %s in a stack whose only way out is that of the connectors", r.URN)
				}
			}
		})
	}
}

func TestPreviewHoldsWhenTheProviderDropsUnknownOutputs(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, "..", "prod", stacks.Deploy)
	options.PreviewShape = cloud.OmittedKeys
	session := rehearsaltest.Open(t, options)
	if _, err := session.Preview(t.Context()); err != nil {
		t.Errorf("expected no violation where computed keys are missing in preview, got: %v", err)
	}
}

func TestChangingOneTagUpdatesAndReplacesNothing(t *testing.T) {
	t.Parallel()
	before, after := upTwice(t, "dev", func(spec map[string]any) {
		spec["tags"].(map[string]any)["owner"] = "someone-else@example.com"
	})
	for operation, count := range after.Changes {
		if count > 0 && operation != "same" && operation != "update" {
			t.Errorf("rejects %d %s for a changed tag", count, operation)
		}
	}
	if after.Changes["update"] == 0 {
		t.Errorf("expected the tagged resources to be updated, got %v after %v", after.Changes, before.Changes)
	}
}

func TestChangingAnEndpointPolicyIsOneUpdate(t *testing.T) {
	t.Parallel()
	_, after := upTwice(t, "dev", func(spec map[string]any) {
		spec["endpoints"].(map[string]any)["buckets"] = map[string]any{"artifacts": map[string]any{"name": "dev-artifacts.example"}}
	})
	var changed []string
	for _, p := range after.Planned {
		if p.Operation != "same" && p.Type != "pulumi:pulumi:Stack" && !strings.HasPrefix(p.Type, "cloudgap:") {
			changed = append(changed, p.Operation+" "+p.URN[strings.LastIndex(p.URN, ":")+1:])
		}
	}
	if diff := cmp.Diff([]string{"update dev-endpoints-gateway-s3"}, changed); diff != "" {
		t.Errorf("changes differ (-want +got):\n%s", diff)
	}
}

func TestAddingAZoneMovesNothing(t *testing.T) {
	t.Parallel()
	_, after := upTwice(t, "dev", func(spec map[string]any) {
		network := spec["network"].(map[string]any)
		network["availabilityZones"] = []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"}
	})
	for _, p := range after.Planned {
		if strings.Contains(p.Operation, "replace") || strings.Contains(p.Operation, "delete") {
			t.Errorf("rejects %s of %s when a zone is added", p.Operation, p.URN)
		}
		if p.Type == "aws:ec2/subnet:Subnet" && p.Operation != "same" && !strings.HasSuffix(p.URN, "-c") {
			t.Errorf("rejects %s of subnet %s when another zone is added", p.Operation, p.URN)
		}
	}
	if after.Changes["create"] == 0 {
		t.Errorf("expected subnets to be created in the new zone, got %v", after.Changes)
	}
}

func TestABadSpecStopsBeforeTheFirstResource(t *testing.T) {
	t.Parallel()
	dir := project(t, "dev", func(spec map[string]any) {
		spec["network"].(map[string]any)["cidrBlock"] = "8.8.0.0/16"
		spec["endpoints"].(map[string]any)["extraServices"] = []string{"route53"}
		spec["endpoints"].(map[string]any)["repositories"] = map[string]any{"//": "read"}
	})
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, dir, "dev", stacks.Deploy))
	result, err := session.Preview(t.Context())
	var failed *rehearsal.StepError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), `cidrBlock: `) || !strings.Contains(err.Error(), "epositories") {
		t.Fatalf("expected the preview to name the bad values of both components, got: %v", err)
	}
	for _, p := range result.Planned {
		if p.Type != "pulumi:pulumi:Stack" {
			t.Errorf("rejects registering %s before the spec is valid", p.URN)
		}
	}
}

// upTwice edits the spec of a deployment and deploys again.
func upTwice(t *testing.T, name string, edit func(spec map[string]any)) (before, after *rehearsal.StepResult) {
	t.Helper()
	options := continued(t, name, edit)
	return deployed(t, name).result, up(t, options)
}

func up(t *testing.T, options rehearsal.Options) *rehearsal.StepResult {
	t.Helper()
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	result, err := session.Up(t.Context())
	if err := errors.Join(err, session.Close()); err != nil {
		t.Fatal(err)
	}
	return result
}

// project copies the project with an edited spec of one stack.
func project(t *testing.T, stack string, edit func(spec map[string]any)) string {
	t.Helper()
	dir := t.TempDir()
	copyFile(t, filepath.Join("..", "Pulumi.yaml"), filepath.Join(dir, "Pulumi.yaml"), nil)
	copyFile(t, filepath.Join("..", rehearsal.PolicyConfigFile), filepath.Join(dir, rehearsal.PolicyConfigFile), nil)
	name := "Pulumi." + stack + ".yaml"
	copyFile(t, filepath.Join("..", name), filepath.Join(dir, name), func(data []byte) []byte {
		var file map[string]any
		if err := yaml.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		edit(file["config"].(map[string]any)[stacks.SpecKey].(map[string]any))
		edited, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		return edited
	})
	return dir
}

func copyFile(t *testing.T, from, to string, edit func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		data = edit(data)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
