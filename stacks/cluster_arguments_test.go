package stacks

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/network"
)

// environmentOf is a committed stack with a changed cluster.
func environmentOf(t *testing.T, stack string, change func(*ClusterSpec)) *Environment {
	t.Helper()
	environment, err := LoadFile(filepath.Join("..", "Pulumi."+stack+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	change(environment.Eks)
	return environment
}

// fullCluster sets everything that the spec can say of a cluster.
func fullCluster(spec *ClusterSpec) {
	*spec = ClusterSpec{
		KubernetesVersion: "1.34", SupportType: eks.SupportExtended, AvailabilityZones: spec.AvailabilityZones, ServiceCidr: "172.30.0.0/16", LogRetentionDays: 90,
		Protect: true, PrefixDelegation: true, SecurityGroupsForPods: true, InstanceIDNodeNames: true, SessionManager: true, OidcProvider: true,
		SecretsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/a", DataKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/b", WebhookPorts: []int{8443},
		Controllers: map[eks.Controller]ControllerSpec{eks.ExternalSecrets: {
			Namespace: "secrets", ImageRepository: "registry.example/eso", ImageTag: "v1", SecretArns: []string{"arn"},
		}},
		AddOns: map[eks.AddOn]AddOnSpec{eks.CoreDNS: {Version: "v1.13.2-eksbuild.1", Configuration: "{}"}},
		NodePools: map[string]NodePoolSpec{"all": {
			InstanceTypes: []string{"m7g.large"}, Architecture: eks.ArchitectureArm, OperatingSystem: eks.Bottlerocket, AmiID: "ami-1", ReleaseVersion: "r",
			KubernetesVersion: "1.33", Spot: true, MinSize: 1, MaxSize: 3, DesiredSize: 2, Autoscaled: true, Labels: map[string]string{"a": "b"},
			Taints: []TaintSpec{{"k", "v", eks.NoSchedule}}, Zones: []string{"eu-central-1a"}, DiskSizeGiB: 80, MaxPods: 58, MaxUnavailablePercentage: 50,
			OmitNodeRepair: true,
		}},
		Access: AccessSpec{
			PlatformAdmins: map[string]string{"p": "arn:p"}, Developers: map[string]string{"d": "arn:d"},
			Deployers: map[string]DeployerSpec{"c": {"arn:c", []string{"shop"}}},
			Roles:     &AccessRolesSpec{[]string{"arn:1"}, []string{"arn:2"}, []string{"shop"}},
		},
		APIClients: map[string]string{"office": "10.99.0.0/16"}, EgressRanges: map[string]EgressRangeSpec{"db": {"10.40.0.0/24", "tcp", 5432, 5433}},
	}
}

func TestEverySettingOfTheClusterReachesItsComponent(t *testing.T) {
	t.Parallel()
	environment := environmentOf(t, "dev", fullCluster)
	spec := reflect.ValueOf(*environment.Eks)
	for i := range spec.NumField() {
		if spec.Field(i).IsZero() {
			t.Errorf("this test leaves setting %s out", spec.Type().Field(i).Name)
		}
	}
	args := environment.clusterArgs(environment.plannedHandles(), nil)
	// The set is made later, and the name follows from the environment.
	elsewhere := []string{"Endpoints", "ClusterName"}
	for i, value := 0, reflect.ValueOf(*args); i < value.NumField(); i++ {
		if name := value.Type().Field(i).Name; value.Field(i).IsZero() && !slices.Contains(elsewhere, name) {
			t.Errorf("argument %s cannot be set by the spec", name)
		}
	}
	want := eks.NodePool{
		InstanceTypes: []string{"m7g.large"}, Architecture: eks.ArchitectureArm, OperatingSystem: eks.Bottlerocket, AmiID: pulumi.String("ami-1"), ReleaseVersion: "r",
		KubernetesVersion: "1.33", Spot: true, MinSize: 1, MaxSize: 3, DesiredSize: 2, Autoscaled: true, Labels: map[string]string{"a": "b"},
		Taints: []eks.Taint{{Key: "k", Value: "v", Effect: eks.NoSchedule}}, Zones: []string{"eu-central-1a"}, DiskSizeGiB: 80, MaxPods: 58,
		MaxUnavailablePercentage: 50, OmitNodeRepair: true,
	}
	if diff := cmp.Diff(want, args.NodePools["all"]); diff != "" {
		t.Errorf("the pool differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(eks.PodNetwork{PrefixDelegation: true, SecurityGroupsForPods: true}, *args.PodNetwork); diff != "" {
		t.Errorf("the network of pods differs (-want +got):\n%s", diff)
	}
	wanted := eks.ControllerArgs{Namespace: "secrets", ImageRepository: "registry.example/eso", ImageTag: "v1", SecretArns: []string{"arn"}}
	if diff := cmp.Diff(wanted, args.Controllers[eks.ExternalSecrets]); diff != "" {
		t.Errorf("the controller differs (-want +got):\n%s", diff)
	}
	if args.SecretsKeyArn != pulumi.String("arn:aws:kms:eu-central-1:111122223333:key/a") || args.DataKeyArn != pulumi.String("arn:aws:kms:eu-central-1:111122223333:key/b") {
		t.Errorf("the keys are %v and %v", args.SecretsKeyArn, args.DataKeyArn)
	}
}

func TestControllersBringTheirCapabilitiesStatementsAndTags(t *testing.T) {
	t.Parallel()
	environment := environmentOf(t, "dev", func(spec *ClusterSpec) {
		spec.Controllers = map[eks.Controller]ControllerSpec{
			eks.Karpenter: {ImageRepository: "444455556666.dkr.ecr.eu-central-1.amazonaws.com/mirror/karpenter", ImageTag: "v1"},
		}
	})
	args := environment.endpointsArgs(environment.plannedHandles())
	if err := args.Validate(); err != nil {
		t.Fatal(err)
	}
	admitted := map[catalog.Service]bool{}
	for _, f := range args.Fragments {
		admitted[f.Service] = f.ResourceAccounts[0] == "444455556666"
	}
	if !admitted[catalog.ECRAPI] || !admitted[catalog.ECRDkr] {
		t.Errorf("the endpoint policies lack the image of another account: %+v", args.Fragments)
	}
	if !slices.Contains(args.Capabilities, capability.Karpenter) {
		t.Errorf("the endpoints serve %v, not Karpenter", args.Capabilities)
	}
	tags := environment.networkArgs().Tiers[network.TierNodes].SubnetTags
	if diff := cmp.Diff(pulumi.StringMap{eks.KarpenterDiscoveryTag: pulumi.String("dev-eks")}, tags); diff != "" {
		t.Errorf("the subnets of nodes have other tags (-want +got):\n%s", diff)
	}
	plain := environmentOf(t, "dev", func(*ClusterSpec) {})
	if tags := plain.networkArgs().Tiers[network.TierNodes].SubnetTags; len(tags) != 0 {
		t.Errorf("without Karpenter the subnets of nodes have the tags %v", tags)
	}
}
