package eks

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestPrivateEksClusterRegistersExactlyTheChildrenOfItsContract(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*PrivateEksClusterArgs{
		"small": small(), "everything": everything(),
		"keys_of_the_user": with(func(args *PrivateEksClusterArgs) {
			args.SecretsKeyArn, args.DataKeyArn = pulumi.String("arn:aws:kms:::key/a"), pulumi.String("arn:aws:kms:::key/b")
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			r.mustDeploy(t, args)
			golden.Equal(t, "children/"+name+".txt", []byte(strings.Join(r.children(), "\n")+"\n"))
		})
	}
}

func TestEveryChildHasTheComponentAsParentItsNameAsPrefixAndItsTags(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	untagged := []string{"iam.RolePolicy", "iam.RolePolicyAttachment"}
	for _, reg := range r.own() {
		if !strings.HasSuffix(reg.Parent, "::"+TypeToken+"::"+testName) {
			t.Errorf("%s has the parent %q, want the component", reg.Name, reg.Parent)
		}
		if !strings.HasPrefix(reg.Name, testName+"-") {
			t.Errorf("%s does not begin with the component's name", reg.Name)
		}
		if slices.Contains(untagged, shortType(reg.Token)) {
			continue
		}
		if tags := reg.Inputs["tags"]; !tags.IsObject() || tags.ObjectValue()["owner"].StringValue() != "platform" {
			t.Errorf("%s has the tags %v, want those of the user among them", reg.Name, tags)
		}
	}
}

func TestPulumiEksGetsItsLeanArgumentsAndNoOthers(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	got := r.find(t, "index.Cluster", "cluster").Inputs
	want := map[string]any{
		"name": "main", "version": "1.34", "vpcId": "vpc-1", "subnetIds": []any{"control-a", "control-b"}, "skipDefaultSecurityGroups": true,
		"skipDefaultNodeGroup": true, "useDefaultVpcCni": true, "authenticationMode": "API", "endpointPrivateAccess": true, "endpointPublicAccess": false,
		"encryptionConfigKeyArn": "arn:aws:test:::main-secrets-key", "kubernetesServiceIpAddressRange": "172.20.0.0/16",
		"enabledClusterLogTypes": []any{"api", "audit", "authenticator", "controllerManager", "scheduler"},
		"kubeProxyAddonOptions":  map[string]any{"enabled": false, "resolveConflictsOnCreate": "OVERWRITE", "resolveConflictsOnUpdate": "OVERWRITE"},
		"corednsAddonOptions":    map[string]any{"enabled": false, "resolveConflictsOnCreate": "OVERWRITE", "resolveConflictsOnUpdate": "OVERWRITE"},
		"providerCredentialOpts": map[string]any{},
		"accessEntries": map[string]any{"node": map[string]any{
			"principalArn": "arn:aws:test:::main-node-role", "type": "EC2_LINUX", "tags": map[string]any{"Name": "main-cluster-node"},
		}},
		"tags": map[string]any{"Name": "main-cluster"},
	}
	for _, reference := range []resource.PropertyKey{"serviceRole", "clusterSecurityGroup"} {
		if !got[reference].IsResourceReference() {
			t.Errorf("%s is %v, want a reference to a resource of the component", reference, got[reference])
		}
		delete(got, reference)
	}
	if diff := cmp.Diff(want, got.Mappable()); diff != "" {
		t.Errorf("pulumi-eks gets other arguments (-want +got):\n%s", diff)
	}
}

func TestClusterWaitsForItsLogGroupAndPermissionsByItsName(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	cluster := r.find(t, "index.Cluster", "cluster")
	for _, role := range []string{"logs", "cluster-role-cluster", "cluster-role-secrets"} {
		if !dependsOn(cluster, role) {
			t.Errorf("the cluster does not wait for %s; it waits for %v", role, cluster.Dependencies)
		}
	}
}

func TestNetworkAddOnsComeBeforeNodesAndTheOthersAfter(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, a := range addOnTable {
		addOn := r.find(t, "eks.Addon", "addon-"+string(a.name))
		for _, pool := range []string{"general", "arm", "own"} {
			group := r.find(t, "eks.NodeGroup", "pool-"+pool)
			if got := dependsOn(group, "addon-"+string(a.name)); got != a.beforeNodes {
				t.Errorf("pool %s waits for %s: %t, want %t", pool, a.name, got, a.beforeNodes)
			}
			if got := dependsOn(addOn, "pool-"+pool); got == a.beforeNodes {
				t.Errorf("%s waits for pool %s: %t, want %t", a.name, pool, got, !a.beforeNodes)
			}
		}
	}
}

func TestAddOnsTakeTheirPinnedVersionConfigurationAndRole(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	cni := r.find(t, "eks.Addon", "addon-vpc-cni").Inputs
	golden.Equal(t, "vpc-cni.json", []byte(cni["configurationValues"].StringValue()+"\n"))
	association := cni["podIdentityAssociations"].ArrayValue()[0].ObjectValue()
	if got := association["roleArn"].StringValue(); got != "arn:aws:test:::main-pod-vpc-cni" {
		t.Errorf("the VPC CNI has the role %q, want its own", got)
	}
	dns := r.find(t, "eks.Addon", "addon-coredns").Inputs
	if dns["configurationValues"].StringValue() != `{"replicaCount":3}` || dns["addonVersion"].StringValue() != "v1.13.2-eksbuild.1" {
		t.Errorf("CoreDNS has configuration %v and version %v", dns["configurationValues"], dns["addonVersion"])
	}
	for _, a := range addOnTable {
		inputs := r.find(t, "eks.Addon", "addon-"+string(a.name)).Inputs
		if inputs["resolveConflictsOnCreate"].StringValue() != "NONE" || !inputs.HasValue("addonVersion") {
			t.Errorf("%s overwrites what is there, or has no version", a.name)
		}
	}
}

func TestNodesAreEncryptedWithoutPublicAddressAndKeepTheirMetadataToThemselves(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, pool := range []string{"general", "arm", "own"} {
		template := r.find(t, "ec2.LaunchTemplate", "pool-"+pool).Inputs
		want := map[string]any{"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0}
		if diff := cmp.Diff(want, template["metadataOptions"].ObjectValue().Mappable()); diff != "" {
			t.Errorf("pool %s has other metadata options (-want +got):\n%s", pool, diff)
		}
		for _, device := range template["blockDeviceMappings"].ArrayValue() {
			ebs := device.ObjectValue()["ebs"].ObjectValue()
			if ebs["encrypted"].StringValue() != "true" || ebs["kmsKeyId"].StringValue() != "arn:aws:test:::main-data-key" || ebs["volumeType"].StringValue() != "gp3" {
				t.Errorf("pool %s has the volume %v, want an encrypted gp3 one with the data key", pool, ebs)
			}
		}
		card := template["networkInterfaces"].ArrayValue()[0].ObjectValue()
		if card["associatePublicIpAddress"].StringValue() != "false" || card["securityGroups"].ArrayValue()[0].StringValue() != "main-nodes-id" {
			t.Errorf("pool %s has the network interface %v", pool, card)
		}
	}
	spot := r.find(t, "eks.NodeGroup", "pool-arm")
	if spot.Inputs["capacityType"].StringValue() != "SPOT" || !slices.Contains(spot.Ignored, ignoredWhenAutoscaled) {
		t.Errorf("the autoscaled spot pool is %v and ignores %v", spot.Inputs["capacityType"], spot.Ignored)
	}
	if own := r.find(t, "eks.NodeGroup", "pool-own").Inputs; own.HasValue("amiType") || own.HasValue("version") {
		t.Error("a pool with an AMI of its own names a type or version, which EKS refuses")
	}
}

// wide are texts that admit every address.
var wide = []string{"0.0.0.0/0", "::/0"}

func TestNoRuleAdmitsEveryAddressAndNodesHaveNoOtherWayOut(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	var out []string
	for _, reg := range r.own() {
		if !strings.HasPrefix(shortType(reg.Token), "vpc.SecurityGroup") {
			continue
		}
		for _, text := range wide {
			if strings.Contains(resource.NewProperty(reg.Inputs).String(), text) {
				t.Errorf("%s admits %s", reg.Name, text)
			}
		}
		if strings.HasPrefix(reg.Name, "main-nodes-egress-") {
			out = append(out, strings.TrimPrefix(reg.Name, "main-nodes-egress-"))
		}
	}
	slices.Sort(out)
	if diff := cmp.Diff([]string{"among-nodes", "api", "dynamodb", "endpoints-443", "range-database", "s3"}, out); diff != "" {
		t.Errorf("nodes have other ways out (-want +got):\n%s", diff)
	}
	for _, group := range []string{"control-plane", "nodes"} {
		if inputs := r.find(t, "ec2.SecurityGroup", group).Inputs; inputs.HasValue("egress") || inputs.HasValue("ingress") {
			t.Errorf("security group %s has rules inside, which fight with those beside it", group)
		}
	}
}

func TestOutputsAreRegisteredAsTheirTagsSay(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	component := r.mustDeploy(t, everything())
	registered := component.outputs()
	fields := reflect.TypeFor[PrivateEksCluster]()
	count := 0
	for i := range fields.NumField() {
		if name := fields.Field(i).Tag.Get("pulumi"); name != "" {
			count++
			if registered[name] == nil {
				t.Errorf("output %s is not registered", name)
			}
		}
	}
	if count != len(registered) {
		t.Errorf("%d outputs have a tag and %d are registered", count, len(registered))
	}
	if r.OutputsCalled != 3 {
		t.Errorf("outputs are registered %d times, want once each for the stack, the endpoints and the cluster", r.OutputsCalled)
	}
}

func TestHelmValuesAndImagesAreThoseOfAnIsolatedVpc(t *testing.T) {
	t.Parallel()
	component := (&recorder{}).mustDeploy(t, everything())
	values := await(t, component.HelmValues).(map[string]string)
	var text strings.Builder
	for _, name := range Controllers() {
		text.WriteString(string(name) + " " + values[string(name)] + "\n")
	}
	golden.Equal(t, "helm-values.txt", []byte(text.String()))
	if images := await(t, component.Images).([]string); len(images) != len(controllerTable) {
		t.Errorf("expected an image for each controller, got %v", images)
	}
	golden.Equal(t, "kubeconfig.json", []byte(await(t, component.Kubeconfig).(string)+"\n"))
}

func await(t *testing.T, output pulumi.Output) any {
	t.Helper()
	result, err := internals.UnsafeAwaitOutput(t.Context(), output)
	if err != nil {
		t.Fatal(err)
	}
	return result.Value
}

func TestAPreviewInWhichNothingIsKnownRegistersTheSameChildren(t *testing.T) {
	t.Parallel()
	deployed, previewed := &recorder{}, &recorder{preview: true}
	deployed.mustDeploy(t, everything())
	previewed.mustDeploy(t, everything())
	if diff := cmp.Diff(deployed.children(), previewed.children()); diff != "" {
		t.Errorf("the preview shows other children (-deployed +previewed):\n%s", diff)
	}
}

func TestTheClusterIsRefusedWithoutTheEndpointsThatItNeeds(t *testing.T) {
	t.Parallel()
	if err := requireEndpoints(testName, plan{}, small()); err == nil || !strings.Contains(err.Error(), "endpoints: the VPC endpoints are required") {
		t.Errorf("without endpoints the error is %v", err)
	}
	r := &recorder{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		args := small()
		set, err := endpointSet(ctx, []capability.Capability{capability.EcrPull})
		if err != nil {
			return err
		}
		args.Endpoints = set
		_, err = NewPrivateEksCluster(ctx, testName, args)
		return err
	}, pulumi.WithMocks("project", "dev", r))
	if err == nil || !strings.Contains(err.Error(), `PrivateEksCluster "main" needs more`) || !strings.Contains(err.Error(), "eks-auth") {
		t.Errorf("with too few endpoints the error is %v", err)
	}
	if len(r.own()) != 0 {
		t.Errorf("%d children are registered, want none", len(r.own()))
	}
}

func TestTheTransformHardensTheClusterAndNothingElse(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	transforms := r.find(t, "index.Cluster", "cluster").Transforms
	if len(transforms) != 1 {
		t.Fatalf("pulumi-eks gets %d transforms, want one", len(transforms))
	}
	given := pulumi.Map{
		"accessConfig": pulumi.Map{"authenticationMode": pulumi.String("API"), "bootstrapClusterCreatorAdminPermissions": pulumi.Bool(true)},
		"vpcConfig":    pulumi.Map{"endpointPublicAccess": pulumi.Bool(true), "publicAccessCidrs": pulumi.Array{}, "subnetIds": pulumi.Array{}},
		"name":         pulumi.String("main"),
	}
	result := transforms[0](context.Background(), &pulumi.ResourceTransformArgs{Type: clusterToken, Props: given})
	want := pulumi.Map{
		"accessConfig":               pulumi.Map{"authenticationMode": pulumi.String("API"), "bootstrapClusterCreatorAdminPermissions": pulumi.Bool(false)},
		"vpcConfig":                  pulumi.Map{"endpointPrivateAccess": pulumi.Bool(true), "endpointPublicAccess": pulumi.Bool(false), "subnetIds": pulumi.Array{}},
		"bootstrapSelfManagedAddons": pulumi.Bool(false), "upgradePolicy": pulumi.Map{"supportType": pulumi.String("EXTENDED")}, "name": pulumi.String("main"),
	}
	if diff := cmp.Diff(want, result.Props); diff != "" {
		t.Errorf("the cluster gets other properties (-want +got):\n%s", diff)
	}
	if !result.Opts.Protect {
		t.Error("the cluster is not protected, although the user asked for it")
	}
	if other := transforms[0](context.Background(), &pulumi.ResourceTransformArgs{Type: "aws:eks/accessEntry:AccessEntry", Props: given}); other != nil {
		t.Errorf("an access entry is changed to %v, want it left alone", other.Props)
	}
}
