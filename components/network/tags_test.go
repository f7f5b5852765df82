package network

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// untaggable are the types for which AWS has no tags.
var untaggable = []string{
	"ec2.VpcDhcpOptionsAssociation", "ec2.RouteTableAssociation", "ec2.VpcIpv4CidrBlockAssociation",
	"ec2.VpcBlockPublicAccessOptions", "iam.RolePolicy", "route53.ResolverFirewallConfig", "route53.ResolverFirewallRule",
	"route53.ResolverQueryLogConfigAssociation",
}

func TestZeroEgressVpcTagsEveryChildThatCanBeTagged(t *testing.T) {
	t.Parallel()
	args := everything()
	args.Tags = pulumi.StringMap{"team": pulumi.String("platform")}
	r := newRecorder()
	r.mustDeploy(t, args)
	for _, reg := range r.Registered {
		if reg.Token == TypeToken || slices.Contains(untaggable, shortType(reg.Token)) {
			continue
		}
		tags := reg.Inputs["tags"]
		if !tags.IsObject() {
			t.Errorf("%s %s has no tags", reg.Token, reg.Name)
			continue
		}
		got := tags.ObjectValue()
		if got["team"].V != "platform" || got["Name"].V != reg.Name {
			t.Errorf("%s %s has the tags %v, want the user's and its name", reg.Token, reg.Name, got)
		}
	}
}

func TestZeroEgressVpcTagsSubnetsForTheSoftwareThatLooksForThem(t *testing.T) {
	t.Parallel()
	args := everything()
	args.Tiers[TierNodes] = TierArgs{SubnetTags: pulumi.StringMap{"karpenter.sh/discovery": pulumi.String("dev")}}
	args.PodSubnetTags = pulumi.StringMap{"purpose": pulumi.String("pods")}
	r := newRecorder()
	r.mustDeploy(t, args)
	want := map[string]map[string]any{
		"subnet-nodes-a":         {tierTag: "nodes", "karpenter.sh/discovery": "dev", internalLoadBalancerTag: "1"},
		"subnet-control-plane-a": {tierTag: "controlPlane"},
		"subnet-endpoints-a":     {tierTag: "endpoints"},
		"subnet-data-a":          {tierTag: "data"},
		"subnet-transit-a":       {tierTag: "transit"},
		"subnet-pods-a":          {tierTag: "pods", "purpose": "pods"},
	}
	for role, tags := range want {
		tags["Name"] = testName + "-" + role
		if diff := cmp.Diff(tags, r.find(t, "ec2.Subnet", role).Inputs["tags"].ObjectValue().Mappable()); diff != "" {
			t.Errorf("%s has other tags (-want +got):\n%s", role, diff)
		}
	}
}
