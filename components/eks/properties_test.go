package eks

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	endpointresource "github.com/cloudgap/cloudgap/components/endpoints/resource"
)

// drawArgs draws arguments that are valid.
func drawArgs(t *rapid.T) *PrivateEksClusterArgs {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	full := everything()
	args := small()
	args.KubernetesVersion = rapid.SampledFrom(minors()).Draw(t, "version")
	args.AddOns[KubeProxy] = AddOnArgs{Version: "v" + args.KubernetesVersion + ".1-eksbuild.1"}
	for _, name := range AddOns() {
		if flag("add-on " + string(name)) {
			args.AddOns[name] = cmp.Or(args.AddOns[name], AddOnArgs{Version: "v1.2.3-eksbuild.1"})
		}
	}
	args.Controllers = map[Controller]ControllerArgs{}
	for _, name := range Controllers() {
		if flag("controller " + string(name)) {
			args.Controllers[name] = full.Controllers[name]
		}
	}
	if flag("pod network") {
		args.PodNetwork = &PodNetwork{PrefixDelegation: flag("prefixes"), SecurityGroupsForPods: flag("pod groups")}
		if flag("pod subnets") {
			args.PodNetwork.Subnets = subnets("pod")
		}
	}
	args.InstanceIDNodeNames, args.SessionManager, args.OidcProvider = flag("instance ids"), flag("sessions"), flag("oidc")
	args.NodePools = map[string]NodePool{}
	for i := range rapid.IntRange(1, 3).Draw(t, "pools") {
		args.NodePools[fmt.Sprintf("pool-%d", i)] = drawPool(t, args.InstanceIDNodeNames)
	}
	if flag("access") {
		args.Access = full.Access
	}
	if flag("reach") {
		args.APIClients, args.EgressRanges = full.APIClients, full.EgressRanges
	}
	return args
}

func drawPool(t *rapid.T, instanceIDNames bool) NodePool {
	pool := NodePool{
		InstanceTypes: []string{"m7i.large"}, Spot: rapid.Bool().Draw(t, "spot"), MinSize: rapid.IntRange(0, 3).Draw(t, "min"), MaxSize: rapid.IntRange(3, 9).Draw(t, "max"),
		Autoscaled: rapid.Bool().Draw(t, "autoscaled"), MaxPods: rapid.SampledFrom([]int{0, 58, 110}).Draw(t, "pods"),
		Zones: rapid.SampledFrom([][]string{nil, {"eu-central-1a"}, {"eu-central-1a", "eu-central-1b"}}).Draw(t, "zones"),
	}
	if rapid.Bool().Draw(t, "arm") {
		pool.Architecture, pool.InstanceTypes = ArchitectureArm, []string{"m7g.large", "c7gn.xlarge"}
	}
	if !instanceIDNames && rapid.Bool().Draw(t, "bottlerocket") {
		pool.OperatingSystem = Bottlerocket
	}
	if rapid.Bool().Draw(t, "own AMI") {
		pool.AmiID = pulumi.String("ami-0123456789abcdef0")
	}
	return pool
}

// allowedTypes are all the types that the component may register. Any other, a gateway, a public load balancer or an object
// of Kubernetes above all, fails the test.
var allowedTypes = []string{
	"cloudwatch.LogGroup", "ec2.LaunchTemplate", "ec2.SecurityGroup", "eks.Addon", "eks.NodeGroup", "eks.PodIdentityAssociation", "iam.InstanceProfile",
	"iam.OpenIdConnectProvider", "iam.Role", "iam.RolePolicy", "iam.RolePolicyAttachment", "index.Cluster", "kms.Key", "vpc.SecurityGroupEgressRule",
	"vpc.SecurityGroupIngressRule",
}

func TestWhateverIsAskedForNothingIsOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		args := drawArgs(t)
		r := &recorder{preview: rapid.Bool().Draw(t, "preview")}
		if _, err := r.deploy(args); err != nil {
			t.Fatalf("valid arguments are refused, or the endpoints for their capabilities do not suffice: %v", err)
		}
		for _, reg := range r.own() {
			checkClosed(t, reg)
		}
		if !r.preview {
			checkReachable(t, r, args)
		}
	})
}

// checkReachable fails where the doctor finds a call of the cluster that has no endpoint, policy statement, name or rule.
func checkReachable(t *rapid.T, r *recorder, args *PrivateEksClusterArgs) {
	var stack []endpointresource.Resource
	var set string
	for _, reg := range r.Registered {
		if strings.Contains(reg.Parent, endpoints.TypeToken) {
			set = reg.Parent
			id := map[string]any{"id": reg.Name + "-id"}
			stack = append(stack, endpointresource.Resource{URN: reg.Parent + "$::" + reg.Name, Type: reg.Token, Parent: reg.Parent, Inputs: reg.Inputs.Mappable(), Outputs: id})
		}
	}
	served, err := internals.UnsafeAwaitOutput(context.Background(), r.set.Capabilities)
	if err != nil {
		t.Fatalf("await the capabilities of the endpoints: %v", err)
	}
	stack = append(stack,
		endpointresource.Resource{URN: set, Type: endpoints.TypeToken, Outputs: map[string]any{
			"region": testRegion, "trustedAccountId": testAccount, "securityGroupId": "ends-security-group-id", "capabilities": anything(served.Value.([]string)),
		}},
		endpointresource.Resource{URN: "urn:pulumi:dev::project::" + TypeToken + "::" + testName, Type: TypeToken, Outputs: map[string]any{
			"requiredCapabilities": anything(texted(args.Capabilities())),
		}})
	report, err := doctor.Check(stack)
	if err != nil {
		t.Fatalf("ask the doctor: %v", err)
	}
	if gaps := report.Gaps(); len(gaps) > 0 {
		t.Errorf("the doctor finds gaps:\n%s", strings.Join(gaps, "\n"))
	}
	if !slices.ContainsFunc(report.Rows, func(row doctor.Row) bool { return row.Owner == testName }) {
		t.Error("the doctor does not see what the cluster needs")
	}
}

func anything(list []string) []any {
	result := make([]any, len(list))
	for i, text := range list {
		result[i] = text
	}
	return result
}

// checkClosed fails for a resource that opens anything.
func checkClosed(t *rapid.T, reg registration) {
	short := shortType(reg.Token)
	if !slices.Contains(allowedTypes, short) {
		t.Errorf("%s is of type %s, which the component may not register", reg.Name, short)
	}
	text := resource.NewProperty(reg.Inputs).String()
	for _, admitted := range wide {
		if strings.Contains(text, admitted) {
			t.Errorf("%s mentions %s", reg.Name, admitted)
		}
	}
	switch short {
	case "index.Cluster":
		if reg.Inputs["endpointPublicAccess"].BoolValue() || !reg.Inputs["endpointPrivateAccess"].BoolValue() || !reg.Inputs.HasValue("encryptionConfigKeyArn") {
			t.Errorf("the API of %s is public, or its secrets are not encrypted", reg.Name)
		}
	case "ec2.LaunchTemplate":
		metadata := reg.Inputs["metadataOptions"].ObjectValue()
		if metadata["httpTokens"].StringValue() != "required" || metadata["httpPutResponseHopLimit"].NumberValue() != 1 {
			t.Errorf("%s gives metadata without a token or beyond the node", reg.Name)
		}
		for _, device := range reg.Inputs["blockDeviceMappings"].ArrayValue() {
			if ebs := device.ObjectValue()["ebs"].ObjectValue(); ebs["encrypted"].StringValue() != "true" || !ebs.HasValue("kmsKeyId") {
				t.Errorf("%s has a volume that is not encrypted with a key", reg.Name)
			}
		}
	case "eks.NodeGroup":
		if reg.Inputs.HasValue("remoteAccess") || !reg.Inputs.HasValue("launchTemplate") {
			t.Errorf("%s has remote access, or no launch template", reg.Name)
		}
	}
}
