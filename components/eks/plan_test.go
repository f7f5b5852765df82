package eks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestEveryMistakeIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	err := (&PrivateEksClusterArgs{
		Region: "frankfurt", KubernetesVersion: "1.19", SupportType: "FOREVER", ClusterName: "-x", VpcCidrs: []string{"172.20.0.0/16", "8.8.8.0/24"},
		ControlPlaneSubnets: map[string]pulumi.StringInput{"eu-central-1a": pulumi.String("subnet-a")},
		NodeSubnets:         map[string]pulumi.StringInput{"eu-central-1a": pulumi.String("subnet-n")},
		NodePools: map[string]NodePool{
			"Pool": {InstanceTypes: []string{"m7g.large", "big"}, MinSize: 5, MaxSize: 2, Zones: []string{"eu-central-1z"}, DiskSizeGiB: 1, MaxPods: 999},
			"arm":  {Architecture: ArchitectureArm, MaxSize: 1, OperatingSystem: "Windows", Labels: map[string]string{"kubernetes.io/role": "node", "a b": "c"}},
			"old": {
				InstanceTypes: []string{"m7i.large"}, MaxSize: 1, KubernetesVersion: "1.14", ReleaseVersion: "latest", AmiID: pulumi.String("ami-1"), MaxUnavailablePercentage: 101,
				Taints: []Taint{{Key: "-", Effect: "Never"}},
			},
		},
		PodNetwork: &PodNetwork{Subnets: map[string]pulumi.StringInput{}},
		AddOns: map[AddOn]AddOnArgs{
			VpcCni: {Version: "latest", Configuration: `{"eniConfig": {}}`}, CoreDNS: {Version: "v1.13.2-eksbuild.1", Configuration: `{"replicaCount": `}, "istio": {},
		},
		Controllers: map[Controller]ControllerArgs{
			Karpenter: {ImageRepository: "public.ecr.aws/karpenter/controller", ImageTag: "v 1"}, ExternalSecrets: {ImageRepository: "registry.example/eso", ImageTag: "v1"}, "argo": {},
			ClusterAutoscaler: {ImageRepository: "111122223333.dkr.ecr.us-east-1.amazonaws.com/mirror/autoscaler", ImageTag: "v1", SecretArns: []string{"arn:aws:sns:::x"}},
		},
		Access: Access{
			PlatformAdmins: map[string]pulumi.StringInput{"root": nil},
			Deployers:      map[string]Deployer{"ci": {PrincipalArn: pulumi.String("arn"), Namespaces: []string{"*"}}},
			Roles:          &AccessRoles{DeveloperPrincipals: []string{"*"}},
		},
		APIClients:         map[string]APIClient{"all": {CidrBlock: "0.0.0.0/0"}, "none": {}},
		EgressRanges:       map[string]EgressRange{"world": {CidrBlock: "0.0.0.0/1", Protocol: "icmp"}},
		WebhookPorts:       []int{70000},
		LogRetentionInDays: 2,
		Tags:               pulumi.StringMap{"aws:x": pulumi.String("y")},
	}).Validate("a-name-that-is-much-too-long")
	if err == nil {
		t.Fatal("rejects nothing, expected an error")
	}
	golden.Equal(t, "problems.txt", []byte(err.Error()+"\n"))
}

func TestArgumentsThatAreRightAreAccepted(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*PrivateEksClusterArgs{"small": small(), "everything": everything()} {
		if err := args.Validate(testName); err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
}

func TestServiceRangeOverlapsNothingThatPodsTalkTo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cidr string
		want string
	}{
		{"10.20.128.0/20", "overlaps 10.20.0.0/16 (vpcCidrs[0])"},
		{"10.40.0.0/16", "overlaps 10.40.0.0/24 (egressRanges.database)"},
		{"172.16.0.0/11", "the address has bits beyond the prefix length"},
		{"10.0.0.0/25", "prefix length has to be between 12 and 24"},
		{"100.64.0.0/16", "not a private range"},
		{"172.30.0.0/16", ""},
	} {
		err := with(func(args *PrivateEksClusterArgs) {
			args.ServiceCidr = test.cidr
			args.EgressRanges = map[string]EgressRange{"database": {CidrBlock: "10.40.0.0/24", FromPort: 5432}}
		}).Validate(testName)
		if got := err == nil; got != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: expected %q, got: %v", test.cidr, test.want, err)
		}
	}
}

func TestTheNamesOfInstanceTypesTellTheirArchitecture(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Architecture{
		"m7i.large": ArchitectureX86, "t3a.medium": ArchitectureX86, "g5.xlarge": ArchitectureX86, "g4dn.xlarge": ArchitectureX86, "g6e.xlarge": ArchitectureX86,
		"u-6tb1.metal": ArchitectureX86, "p4d.24xlarge": ArchitectureX86, "m7i-flex.large": ArchitectureX86, "mac1.metal": ArchitectureX86,
		"m7g.large": ArchitectureArm, "c6gn.xlarge": ArchitectureArm, "t4g.small": ArchitectureArm, "x2gd.large": ArchitectureArm, "im4gn.large": ArchitectureArm,
		"is4gen.large": ArchitectureArm, "g5g.xlarge": ArchitectureArm, "a1.large": ArchitectureArm, "hpc7g.4xlarge": ArchitectureArm, "r8gd.metal-24xl": ArchitectureArm,
		"large": "", "m7i": "", "": "",
	} {
		if got, ok := architectureOf(name); got != want || ok != (want != "") {
			t.Errorf("%s is taken for %q, want %q", name, got, want)
		}
	}
}

func TestNodesMayBeThreeMinorVersionsBehindAndNoneAhead(t *testing.T) {
	t.Parallel()
	for version, ok := range map[string]bool{"": true, "1.34": true, "1.33": true, "1.31": true, "1.30": false, "1.35": false, "2.34": false} {
		err := with(func(args *PrivateEksClusterArgs) {
			pool := args.NodePools["general"]
			pool.KubernetesVersion = version
			args.NodePools["general"] = pool
		}).Validate(testName)
		if (err == nil) != ok {
			t.Errorf("nodes of version %q beside 1.34 are accepted: %t, want %t", version, err == nil, ok)
		}
	}
}

func TestCapabilitiesFollowFromWhatRuns(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]capability.Capability{capability.EksNodes, capability.PodIdentity, capability.VpcCni}, small().Capabilities()); diff != "" {
		t.Errorf("a small cluster needs something else (-want +got):\n%s", diff)
	}
	got := everything().Capabilities()
	for _, need := range []capability.Capability{
		capability.EksAPI, capability.EbsCsi, capability.EfsCsi, capability.Irsa, capability.SessionManager, capability.Karpenter, capability.ClusterAutoscaler,
		capability.LoadBalancerController, capability.SecretsManager, capability.CloudWatchLogs, capability.CloudWatchMetrics,
	} {
		if !strings.Contains(strings.Join(texted(got), " "), string(need)) {
			t.Errorf("%s is missing from %v", need, got)
		}
	}
}

func texted[T ~string](list []T) []string {
	var result []string
	for _, v := range list {
		result = append(result, string(v))
	}
	return result
}

func TestConflictsInConfigurationAreNamed(t *testing.T) {
	t.Parallel()
	user := map[string]any{"env": map[string]any{"A": "1", "B": "2"}, "x": 1.0}
	own := map[string]any{"env": map[string]any{"B": "3", "C": "4"}}
	if diff := cmp.Diff([]string{"env.B"}, overlap("", user, own)); diff != "" {
		t.Errorf("other conflicts are named (-want +got):\n%s", diff)
	}
}
