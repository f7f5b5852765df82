package stacks_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

// serversOnly leaves the RKE2 cluster of prod and the network that it needs.
func serversOnly(edit func(rke2 map[string]any)) func(map[string]any) {
	return func(spec map[string]any) {
		delete(spec, "eks")
		delete(spec, "access")
		unprotectRke2(spec)
		edit(spec["rke2"].(map[string]any))
	}
}

func unprotectRke2(spec map[string]any) { spec["rke2"].(map[string]any)["protect"] = false }

func asItIs(map[string]any) {}

// changed lists what a deployment does to resources of AWS, sorted.
func changed(result *rehearsal.StepResult) []string {
	var list []string
	for _, p := range result.Planned {
		if p.Operation != "same" && strings.HasPrefix(p.Type, "aws:") {
			list = append(list, p.Operation+" "+p.URN[strings.LastIndex(p.URN, ":")+1:])
		}
	}
	slices.Sort(list)
	return list
}

// rke2Outputs are the outputs of a stack with RKE2 after an up.
func rke2Outputs(t *testing.T, session *rehearsal.Session) map[string]any {
	t.Helper()
	resources, err := session.Resources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stack := ofType(resources, "pulumi:pulumi:Stack")
	if len(stack) != 1 {
		t.Fatalf("expected one stack, got %d", len(stack))
	}
	outputs := maps.Clone(stack[0].Outputs)
	maps.DeleteFunc(outputs, func(name string, _ any) bool { return !strings.HasPrefix(name, "rke2") })
	return outputs
}

// again deploys a stack with RKE2, then with an edit and with faults, and returns what the second deployment changed and both
// outputs.
func again(t *testing.T, edit func(rke2 map[string]any), faults ...cloud.Fault) (changes []string, before, after map[string]any, err error) {
	t.Helper()
	options := rehearsaltest.Options(t, project(t, "prod", serversOnly(asItIs)), "prod", stacks.Deploy)
	step := func(faults ...cloud.Fault) (*rehearsal.StepResult, map[string]any, error) {
		session, err := rehearsal.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		session.Cloud().Inject(cloud.NewFaults(faults...))
		result, err := session.Up(t.Context())
		var outputs map[string]any
		if err == nil {
			outputs = rke2Outputs(t, session)
		}
		if err := session.Close(); err != nil {
			t.Fatal(err)
		}
		return result, outputs, err
	}
	_, before, err = step()
	if err != nil {
		t.Fatal(err)
	}
	options.ProjectDir = project(t, "prod", serversOnly(edit))
	result, after, err := step(faults...)
	return changed(result), before, after, err
}

func TestAChangeOfTheServersTemplateReplacesServersAndChangesNeitherNameNorKubeconfig(t *testing.T) {
	t.Parallel()
	changes, before, after, err := again(t, patched)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"update prod-rke2-pool-batch", "update prod-rke2-pool-batch", "update prod-rke2-pool-general", "update prod-rke2-pool-general",
		"update prod-rke2-servers", "update prod-rke2-servers-a", "update prod-rke2-servers-b", "update prod-rke2-servers-c",
	}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("changes differ; templates and groups are all that may change (-want +got):\n%s", diff)
	}
	if before[stacks.OutputRke2Kubeconfig] == nil {
		t.Fatalf("expected a kubeconfig among the outputs, got %v", slices.Collect(maps.Keys(before)))
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("outputs change when servers are replaced (-before +after):\n%s", diff)
	}
}

// patched pins a newer release of the operating system, which every node has in its user data.
func patched(rke2 map[string]any) { rke2["releasever"] = "2023.9.20260915" }

func TestAChangeOfTheServersTemplateReachesOneGroupAfterTheOther(t *testing.T) {
	t.Parallel()
	changes, _, _, err := again(t, patched, cloud.Fault{Operation: "Update", Type: "aws:autoscaling/group:Group", Name: "prod-rke2-servers-b"})
	if err == nil {
		t.Fatal("expected the update of the second group to fail")
	}
	for change, want := range map[string]bool{"update prod-rke2-servers-a": true, "update prod-rke2-servers-c": false} {
		if got := slices.Contains(changes, change); got != want {
			t.Errorf("%s: expected %t where the second group fails, got %t", change, want, got)
		}
	}
}

func TestAChangeThatTheClusterWouldNotSurviveIsRefused(t *testing.T) {
	t.Parallel()
	changes, _, _, err := again(t, func(rke2 map[string]any) {
		rke2["version"], rke2["network"] = "v1.34.4+rke2r1", map[string]any{"cni": "flannel"}
		renamed := map[string]any{}
		for key, hash := range rke2["artifacts"].(map[string]any)["hashes"].(map[string]any) {
			renamed[strings.NewReplacer("v1.35.7+", "v1.34.4+", "-canal.", "-flannel.").Replace(key)] = hash
		}
		rke2["artifacts"].(map[string]any)["hashes"] = renamed
	})
	for _, says := range []string{
		`network.cni: is fixed once the cluster exists, which has "canal"`, "version: is a minor below the running v1.35.7+rke2r1",
	} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("expected an error that says %q, got %v", says, err)
		}
	}
	for _, change := range changes {
		if strings.Contains(change, "prod-rke2-servers-") {
			t.Errorf("expected no group of servers to be changed, got %s", change)
		}
	}
}

func TestEveryCallOfTheRKE2NodesHasAWay(t *testing.T) {
	t.Parallel()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, project(t, "prod", serversOnly(asItIs)), "prod", stacks.Deploy))
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := session.Resources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var resources []resource.Resource
	for _, r := range found {
		resources = append(resources, resource.Resource{URN: r.URN, Type: r.Type, Parent: r.Parent, Inputs: r.Inputs, Outputs: r.Outputs})
	}
	report, err := doctor.Check(resources)
	if err != nil {
		t.Fatal(err)
	}
	if gaps := report.Gaps(); len(gaps) > 0 {
		t.Errorf("expected no gap, got:\n%s", strings.Join(gaps, "\n"))
	}
	if !slices.ContainsFunc(report.Rows, func(row doctor.Row) bool { return row.Owner == "prod-rke2" }) {
		t.Error("expected the needs of the RKE2 cluster among those that were checked")
	}
}

func TestDevCanSwitchRKE2On(t *testing.T) {
	t.Parallel()
	var prod map[string]any
	project(t, "prod", func(spec map[string]any) { prod = spec["rke2"].(map[string]any) })
	dir := project(t, "dev", func(spec map[string]any) {
		delete(spec, "access")
		network := spec["network"].(map[string]any)
		network["availabilityZones"] = []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"}
		cluster := maps.Clone(prod)
		cluster["endpointName"], cluster["protect"] = "rke2.dev.corp.example", false
		delete(cluster, "apiClients")
		spec["rke2"] = cluster
	})
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, dir, "dev", stacks.Deploy))
	if _, err := session.Preview(t.Context()); err != nil {
		t.Errorf("expected a preview without a violation, got %v", err)
	}
}
