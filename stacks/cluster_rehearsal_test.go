package stacks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
	"github.com/cloudgap/cloudgap/stacks"
)

// deployed are the resources of a stack after an up, by the engine's own account.
func deployed(t *testing.T, stack string) []rehearsal.Resource {
	t.Helper()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, "..", stack, stacks.Deploy))
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	resources, err := session.Resources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return resources
}

// ofType are the resources of a type.
func ofType(resources []rehearsal.Resource, token string) []rehearsal.Resource {
	return slices.DeleteFunc(slices.Clone(resources), func(r rehearsal.Resource) bool { return r.Type != token })
}

func TestEveryCallOfTheClusterHasAWay(t *testing.T) {
	t.Parallel()
	for _, stack := range stackNames {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			var resources []resource.Resource
			for _, r := range deployed(t, stack) {
				resources = append(resources, resource.Resource{URN: r.URN, Type: r.Type, Parent: r.Parent, Inputs: r.Inputs, Outputs: r.Outputs})
			}
			report, err := doctor.Check(resources)
			if err != nil {
				t.Fatal(err)
			}
			if gaps := report.Gaps(); len(gaps) > 0 {
				t.Errorf("expected no gap, got:\n%s", strings.Join(gaps, "\n"))
			}
			owned := false
			for _, row := range report.Rows {
				owned = owned || row.Owner == stack+"-eks"
			}
			if !owned {
				t.Error("expected the needs of the cluster among those that were checked")
			}
		})
	}
}

func TestTheClusterThatPulumiEksRegistersIsHardened(t *testing.T) {
	t.Parallel()
	clusters := ofType(deployed(t, "prod"), "aws:eks/cluster:Cluster")
	if len(clusters) != 1 {
		t.Fatalf("expected one cluster, got %d", len(clusters))
	}
	inputs := clusters[0].Inputs
	got := map[string]any{
		"accessConfig": inputs["accessConfig"], "bootstrapSelfManagedAddons": inputs["bootstrapSelfManagedAddons"], "upgradePolicy": inputs["upgradePolicy"],
		"public": inputs["vpcConfig"].(map[string]any)["endpointPublicAccess"], "private": inputs["vpcConfig"].(map[string]any)["endpointPrivateAccess"],
	}
	want := map[string]any{
		"accessConfig":               map[string]any{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
		"bootstrapSelfManagedAddons": false, "upgradePolicy": map[string]any{"supportType": "STANDARD"}, "public": false, "private": true,
	}
	for _, settings := range []any{got["accessConfig"], got["upgradePolicy"]} {
		delete(settings.(map[string]any), "__defaults")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the cluster has other settings (-want +got):\n%s", diff)
	}
}

func TestOnlyTheNodesAndWhoIsNamedAreAdmittedToTheCluster(t *testing.T) {
	t.Parallel()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, "..", "prod", stacks.Deploy))
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, o := range session.Cloud().Objects() {
		if o.Kind == "eks-access-entry" {
			if o.URN == "" {
				t.Errorf("EKS made the entry %s by itself", o.ID)
			}
			types = append(types, o.Properties.String("type"))
		}
	}
	slices.Sort(types)
	if diff := cmp.Diff([]string{"EC2_LINUX", "STANDARD", "STANDARD", "STANDARD"}, types); diff != "" {
		t.Errorf("other entries admit to the cluster (-want +got):\n%s", diff)
	}
}

func TestChangingAPoolTouchesNeitherTheClusterNorAnotherPool(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(pool map[string]any)
		want []string
	}{
		"its size, labels and version": {
			func(pool map[string]any) {
				pool["maxSize"], pool["kubernetesVersion"], pool["labels"] = 40, "1.33", map[string]any{"team": "shop"}
			},
			[]string{"update prod-eks-pool-workload"},
		},
		"its disk": {func(pool map[string]any) { pool["diskSizeGiB"] = 80 }, []string{"update prod-eks-pool-workload", "update prod-eks-pool-workload"}},
		"its zones": {func(pool map[string]any) { pool["zones"] = []string{"eu-central-1a", "eu-central-1b"} }, []string{
			"create-replacement prod-eks-pool-workload", "delete-replaced prod-eks-pool-workload", "replace prod-eks-pool-workload",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, after := upTwice(t, "prod", func(spec map[string]any) {
				test.edit(spec["eks"].(map[string]any)["nodePools"].(map[string]any)["workload"].(map[string]any))
			})
			var changed []string
			for _, p := range after.Planned {
				if p.Operation != "same" && strings.HasPrefix(p.Type, "aws:") {
					changed = append(changed, p.Operation+" "+p.URN[strings.LastIndex(p.URN, ":")+1:])
				}
			}
			slices.Sort(changed)
			if diff := cmp.Diff(test.want, changed); diff != "" {
				t.Errorf("changes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAStackWithoutAClusterMakesNone(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", func(spec map[string]any) { delete(spec, "eks") }), "dev", stacks.Deploy)
	session := rehearsaltest.Open(t, options)
	result, err := session.Preview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Planned {
		if strings.Contains(p.Type, "eks") {
			t.Errorf("rejects %s without a section eks", p.URN)
		}
	}
}
