package stacks_test

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/components/rke2/credentials"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

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

// rke2Outputs are the outputs about RKE2 of a stack.
func rke2Outputs(t *testing.T, resources []rehearsal.Resource) map[string]any {
	t.Helper()
	stack := ofType(resources, "pulumi:pulumi:Stack")
	if len(stack) != 1 {
		t.Fatalf("expected one stack, got %d", len(stack))
	}
	outputs := maps.Clone(stack[0].Outputs)
	maps.DeleteFunc(outputs, func(name string, _ any) bool { return !strings.HasPrefix(name, "rke2") })
	return outputs
}

// rke2Alone leaves out the parts of a stack that have tests of their own.
func rke2Alone(spec map[string]any) {
	delete(spec, "eks")
	delete(spec, "access")
}

// again deploys the RKE2 cluster once more, with an edit and with faults, and returns what changed and the outputs before and
// after.
func again(t *testing.T, edit func(rke2 map[string]any), faults ...cloud.Fault) (changes []string, before, after map[string]any, err error) {
	t.Helper()
	options := continued(t, rke2OfProd, func(spec map[string]any) { edit(spec["rke2"].(map[string]any)) })
	session := rehearsaltest.Open(t, options)
	session.Cloud().Inject(cloud.NewFaults(faults...))
	result, err := session.Up(t.Context())
	resources, exportErr := session.Resources(t.Context())
	if exportErr != nil {
		t.Fatal(exportErr)
	}
	return changed(result), rke2Outputs(t, deployed(t, rke2OfProd).resources), rke2Outputs(t, resources), err
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

// The group would be replaced with all its agents if the hook were part of it.
func TestAnotherTimeToLeaveChangesHooksAndReplacesNoGroup(t *testing.T) {
	t.Parallel()
	changes, _, _, err := again(t, func(rke2 map[string]any) {
		rke2["agentPools"].(map[string]any)["batch"].(map[string]any)["leaveMinutes"] = 40
		rke2["servers"].(map[string]any)["leaveMinutes"] = 90
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"update prod-rke2-pool-batch", "update prod-rke2-pool-batch", "update prod-rke2-pool-batch-leave",
		"update prod-rke2-servers", "update prod-rke2-servers-a", "update prod-rke2-servers-b", "update prod-rke2-servers-c",
	}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("changes differ; templates, groups and the hook are updated, and nothing is replaced (-want +got):\n%s", diff)
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
		rke2["network"] = map[string]any{"cni": "flannel"}
		renamed(rke2, "v1.34.4+rke2r1", "-canal.", "-flannel.")
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

// renamed moves a cluster and the hashes of its artifacts to another version.
func renamed(rke2 map[string]any, version string, more ...string) {
	old := rke2["version"].(string)
	rke2["version"] = version
	names := strings.NewReplacer(append(more, old+"/", version+"/")...)
	hashes := map[string]any{}
	for key, hash := range rke2["artifacts"].(map[string]any)["hashes"].(map[string]any) {
		hashes[names.Replace(key)] = hash
	}
	rke2["artifacts"].(map[string]any)["hashes"] = hashes
}

func TestAgentsGetANewMinorAfterTheServers(t *testing.T) {
	t.Parallel()
	_, _, _, err := again(t, func(rke2 map[string]any) { renamed(rke2, "v1.36.1+rke2r1") })
	for _, pool := range []string{"batch", "general"} {
		says := "agentPools." + pool + ".version: is a minor ahead of v1.35.7+rke2r1, which the servers run until this deployment is through"
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("expected an error that says %q, got %v", says, err)
		}
	}
}

func TestEveryNeedOfTheRKE2NodesIsChecked(t *testing.T) {
	t.Parallel()
	var resources []resource.Resource
	for _, r := range deployed(t, "prod").resources {
		resources = append(resources, resource.Resource{URN: r.URN, Type: r.Type, Parent: r.Parent, Inputs: r.Inputs, Outputs: r.Outputs})
	}
	report, err := doctor.Check(resources)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(report.Rows, func(row doctor.Row) bool { return row.Owner == "prod-rke2" }) {
		t.Error("expected the needs of the RKE2 cluster among those that were checked")
	}
}

func TestNoSecretOfTheRKE2ClusterIsInTheStateInTheClear(t *testing.T) {
	t.Parallel()
	d := deployed(t, "prod")
	var seeds, templates []string
	for _, object := range d.objects {
		value := object.Properties.String("secretString")
		switch {
		case strings.HasPrefix(value, `{"created":`):
			seeds = append(seeds, value)
		case object.Kind == "launch-template" && object.Properties.String("userData") != "":
			data, err := base64.StdEncoding.DecodeString(object.Properties.String("userData"))
			if err != nil {
				t.Fatal(err)
			}
			templates = append(templates, string(data))
		}
	}
	if len(seeds) != 1 || len(templates) < 3 {
		t.Fatalf("expected one seed and the templates of three groups, got %d and %d", len(seeds), len(templates))
	}
	seed, err := credentials.Parse(seeds[0])
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := seed.Derive()
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := cluster.Kubeconfig("prod-rke2", "rke2.prod.corp.example")
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile("client-key-data: (.*)").FindStringSubmatch(kubeconfig)[1]
	secrets := append([]string{base64.StdEncoding.EncodeToString(seed.Key), key}, strings.Split(cluster.AdminKey, "\n")[1])
	for _, token := range []string{cluster.ServerToken, cluster.AgentToken} {
		secrets = append(secrets, token[strings.LastIndex(token, ":")+1:])
	}
	places := map[string]string{"the state": string(d.state), "user data": strings.Join(templates, "\n")}
	for _, message := range d.result.Diagnostics {
		places["messages"] += message.Text
	}
	for place, text := range places {
		for i, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("expected no secret in %s, found the one with number %d", place, i)
			}
		}
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
