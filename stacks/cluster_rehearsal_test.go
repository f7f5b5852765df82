package stacks_test

import (
	"fmt"
	"maps"
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
			for _, r := range deployed(t, stack).resources {
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

// everyOption sets what the committed stacks leave out.
func everyOption(spec map[string]any) {
	const registry = "444455556666.dkr.ecr.eu-central-1.amazonaws.com/mirror/"
	controllers := map[string]any{}
	for _, name := range []string{"aws-load-balancer-controller", "cluster-autoscaler", "karpenter", "external-secrets"} {
		controllers[name] = map[string]any{"imageRepository": registry + name, "imageTag": "v1.2.3"}
	}
	controllers["external-secrets"].(map[string]any)["secretArns"] = []string{"arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/*"}
	cluster := spec["eks"].(map[string]any)
	cluster["controllers"], cluster["securityGroupsForPods"], cluster["webhookPorts"] = controllers, true, []int{8443}
	cluster["prefixDelegation"], cluster["instanceIdNodeNames"], cluster["oidcProvider"] = true, true, true
	for _, name := range []string{"aws-efs-csi-driver", "snapshot-controller", "metrics-server", "eks-node-monitoring-agent", "amazon-cloudwatch-observability"} {
		cluster["addOns"].(map[string]any)[name] = map[string]any{"version": "v1.2.3-eksbuild.1"}
	}
	pool := cluster["nodePools"].(map[string]any)["general"].(map[string]any)
	pool["maxUnavailablePercentage"], pool["omitNodeRepair"], pool["autoscaled"] = 50, true, true
	clusterAlone(spec)
}

// clusterAlone leaves out the parts of a stack that have tests of their own.
func clusterAlone(spec map[string]any) {
	delete(spec, "rke2")
	delete(spec, "access")
}

func TestAStackWithEveryOptionOfTheClusterIsCleanAndEveryCallHasAWay(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", everyOption), "dev", stacks.Deploy)
	options.Destroy = true
	report, err := rehearsal.Run(t.Context(), options)
	if err != nil {
		t.Fatalf("expected the whole life of the stack without a violation, got: %v", err)
	}
	var found []resource.Resource
	for _, r := range report.Resources {
		found = append(found, resource.Resource{URN: r.URN, Type: r.Type, Parent: r.Parent, Inputs: r.Inputs, Outputs: r.Outputs})
		if tags, _ := r.Inputs["tags"].(map[string]any); r.Type == "aws:ec2/subnet:Subnet" {
			if got := tags["karpenter.sh/discovery"] == "dev-eks"; got != strings.Contains(r.URN, "subnet-nodes-") {
				t.Errorf("Karpenter takes subnet %s: %t", r.URN, got)
			}
		}
	}
	examined, err := doctor.Check(found)
	if err != nil {
		t.Fatal(err)
	}
	if gaps := examined.Gaps(); len(gaps) > 0 {
		t.Errorf("expected no gap, got:\n%s", strings.Join(gaps, "\n"))
	}
	for output, want := range map[string]string{
		stacks.OutputImages: "444455556666.dkr.ecr.eu-central-1.amazonaws.com/mirror/karpenter:v1.2.3", stacks.OutputHelmValues: `"isolatedVPC":true`,
		stacks.OutputKarpenterInstanceProfile: "dev-eks-karpenter-nodes", stacks.OutputPodRoleArns: "role/dev-eks-pod-external-secrets",
		stacks.OutputAddOnImages: "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/csi-provisioner",
	} {
		if !strings.Contains(fmt.Sprint(report.Outputs[output]), want) {
			t.Errorf("output %s lacks %s: %v", output, want, report.Outputs[output])
		}
	}
}

func TestTheClusterThatPulumiEksRegistersIsHardened(t *testing.T) {
	t.Parallel()
	clusters := ofType(deployed(t, "prod").resources, "aws:eks/cluster:Cluster")
	if len(clusters) != 1 {
		t.Fatalf("expected one cluster, got %d", len(clusters))
	}
	inputs := clusters[0].Inputs
	got := map[string]any{
		"accessConfig": given(inputs["accessConfig"]), "bootstrapSelfManagedAddons": inputs["bootstrapSelfManagedAddons"],
		"upgradePolicy": given(inputs["upgradePolicy"]),
		"public":        inputs["vpcConfig"].(map[string]any)["endpointPublicAccess"], "private": inputs["vpcConfig"].(map[string]any)["endpointPrivateAccess"],
	}
	want := map[string]any{
		"accessConfig":               map[string]any{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
		"bootstrapSelfManagedAddons": false, "upgradePolicy": map[string]any{"supportType": "STANDARD"}, "public": false, "private": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the cluster has other settings (-want +got):\n%s", diff)
	}
}

// given are the settings of an object without the engine's own mark.
func given(settings any) map[string]any {
	object := maps.Clone(settings.(map[string]any))
	delete(object, "__defaults")
	return object
}

// TestTheRealPulumiEksRegistersTheSameHardenedChildren runs the program of pulumi-eks itself in place of its simulation.
func TestTheRealPulumiEksRegistersTheSameHardenedChildren(t *testing.T) {
	t.Parallel()
	port := rehearsaltest.RealPulumiEks(t)
	for _, stack := range stackNames {
		simulated := rehearsaltest.Options(t, project(t, stack, clusterAlone), stack, stacks.Deploy)
		attached := simulated
		attached.StateDir, attached.Attach = t.TempDir(), map[string]int{"eks": port}
		if diff := cmp.Diff(rehearsaltest.ChildrenOfPulumiEks(t, attached), rehearsaltest.ChildrenOfPulumiEks(t, simulated)); diff != "" {
			t.Errorf("%s: the rehearsal shows other children (-real +simulated):\n%s", stack, diff)
		}
	}
}

func TestAStackWithTheRealPulumiEksConverges(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "prod", clusterAlone), "prod", stacks.Deploy)
	options.Attach = map[string]int{"eks": rehearsaltest.RealPulumiEks(t)}
	if _, err := rehearsal.Run(t.Context(), options); err != nil {
		t.Errorf("expected preview, up, up again and refresh to succeed without a violation, got: %v", err)
	}
}

func TestOnlyTheNodesAndWhoIsNamedAreAdmittedToTheCluster(t *testing.T) {
	t.Parallel()
	var types []string
	for _, o := range deployed(t, "prod").objects {
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
			_, after := upTwice(t, eksOfProd, func(spec map[string]any) {
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

func TestAChangeThatWouldReplaceAProtectedClusterIsRefusedByThePreview(t *testing.T) {
	t.Parallel()
	options := continued(t, eksOfProd, func(spec map[string]any) {
		spec["eks"].(map[string]any)["serviceCidr"] = "172.30.0.0/16"
	})
	_, err := rehearsaltest.Open(t, options).Preview(t.Context())
	if err == nil || !strings.Contains(err.Error(), "prod-eks-cluster-eksCluster") || !strings.Contains(err.Error(), "marked for protection") {
		t.Errorf("expected the replacement of the protected cluster to be refused, got: %v", err)
	}
}

func TestTheClusterOfAProductiveStackIsRefusedWithoutProtection(t *testing.T) {
	t.Parallel()
	session := rehearsaltest.Open(t, rehearsaltest.Options(t, project(t, "prod", func(spec map[string]any) {
		clusterAlone(spec)
		spec["eks"].(map[string]any)["protect"] = false
	}), "prod", stacks.Deploy))
	_, err := session.Preview(t.Context())
	if err == nil || !strings.Contains(err.Error(), "prod-eks-cluster-eksCluster: EKS-PROTECT") {
		t.Errorf("expected the unprotected cluster to be refused, got: %v", err)
	}
}

func TestAStackWithoutAClusterMakesNone(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, project(t, "dev", networkAlone), "dev", stacks.Deploy)
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
