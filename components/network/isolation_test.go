package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/internal/check"
)

// allowedTypes are all the types that the component may register. A type that is not listed, a gateway or a route above
// all, fails the test.
var allowedTypes = []string{
	"index.ZeroEgressVpc", "cloudwatch.LogGroup", "iam.Role", "iam.RolePolicy", "kms.Key",
	"ec2.DefaultNetworkAcl", "ec2.DefaultRouteTable", "ec2.DefaultSecurityGroup", "ec2.FlowLog", "ec2.NetworkAcl",
	"ec2.RouteTable", "ec2.RouteTableAssociation", "ec2.Subnet", "ec2.Vpc", "ec2.VpcBlockPublicAccessOptions",
	"ec2.VpcDhcpOptions", "ec2.VpcDhcpOptionsAssociation", "ec2.VpcIpv4CidrBlockAssociation",
	"route53.ResolverFirewallConfig", "route53.ResolverFirewallDomainList", "route53.ResolverFirewallRule",
	"route53.ResolverFirewallRuleGroup", "route53.ResolverFirewallRuleGroupAssociation",
	"route53.ResolverQueryLogConfig", "route53.ResolverQueryLogConfigAssociation",
}

// forbiddenWords occur in properties that give a public address, an IPv6 address or a path out.
var forbiddenWords = []string{"ipv6", "gateway", "propagating", "eip", "peering", "associatepublic"}

func TestZeroEgressVpcNeverRegistersAPathOutWhateverTheArguments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		args := drawArgs(t)
		r := newRecorder()
		r.preview = rapid.Bool().Draw(t, "preview")
		if _, err := r.deploy(args); err != nil {
			t.Fatalf("valid arguments are refused: %v", err)
		}
		for _, reg := range r.Registered {
			if !slices.Contains(allowedTypes, shortType(reg.Token)) {
				t.Fatalf("%s %s is registered, which this component has no business with", reg.Token, reg.Name)
			}
			if reg.Token != TypeToken {
				if leak := findLeak(reg.Name, resource.NewProperty(reg.Inputs)); leak != "" {
					t.Fatal(leak)
				}
			}
		}
	})
}

// blockMode is the one property about gateways that closes instead of opening.
const blockMode = "internetgatewayblockmode"

// findLeak says which property, if any, could be a path out.
func findLeak(path string, value resource.PropertyValue) string {
	switch {
	case value.IsObject():
		for key, inner := range value.ObjectValue() {
			name := strings.ToLower(string(key))
			for _, word := range forbiddenWords {
				if strings.Contains(name, word) && name != blockMode {
					return fmt.Sprintf("%s.%s is set, to %v", path, key, inner)
				}
			}
			if name == "mappubliciponlaunch" && inner.V != false {
				return fmt.Sprintf("%s.%s is %v", path, key, inner)
			}
			if name == "routes" && len(inner.ArrayValue()) > 0 {
				return fmt.Sprintf("%s.%s holds routes: %v", path, key, inner)
			}
			if leak := findLeak(path+"."+string(key), inner); leak != "" {
				return leak
			}
		}
	case value.IsArray():
		for i, inner := range value.ArrayValue() {
			if leak := findLeak(fmt.Sprintf("%s[%d]", path, i), inner); leak != "" {
				return leak
			}
		}
	case value.IsString():
		if p, err := netip.ParsePrefix(value.StringValue()); err == nil && p.Bits() < 8 {
			return fmt.Sprintf("%s is %s, which covers more than any private range", path, p)
		}
		if strings.Contains(value.StringValue(), "0.0.0.0/0") || strings.Contains(value.StringValue(), "::/0") {
			return fmt.Sprintf("%s mentions the whole internet: %s", path, value.StringValue())
		}
	}
	return ""
}

func TestFindLeakSeesEachWayOut(t *testing.T) {
	t.Parallel()
	route := func(key, value string) resource.PropertyMap {
		return resource.PropertyMap{"routes": resource.NewProperty([]resource.PropertyValue{
			resource.NewProperty(resource.PropertyMap{resource.PropertyKey(key): resource.NewProperty(value)}),
		})}
	}
	leaks := map[string]resource.PropertyMap{
		"an inline route":           route("cidrBlock", "10.0.0.0/8"),
		"a default route":           {"cidrBlock": resource.NewProperty("0.0.0.0/0")},
		"half of the internet":      {"cidrBlock": resource.NewProperty("128.0.0.0/1")},
		"an IPv6 default":           {"destination": resource.NewProperty("::/0")},
		"a document that opens up":  {"policy": resource.NewProperty(`{"cidr":"0.0.0.0/0"}`)},
		"a gateway":                 {"gatewayId": resource.NewProperty("igw-1")},
		"a public address":          {"mapPublicIpOnLaunch": resource.NewProperty(true)},
		"an IPv6 block":             {"assignGeneratedIpv6CidrBlock": resource.NewProperty(true)},
		"a propagated VPN gateway":  {"propagatingVgws": resource.NewProperty([]resource.PropertyValue{resource.NewProperty("vgw-1")})},
		"an association with a NAT": {"natGatewayId": resource.NewProperty("nat-1")},
	}
	for name, inputs := range leaks {
		if findLeak("x", resource.NewProperty(inputs)) == "" {
			t.Errorf("%s is not seen", name)
		}
	}
	if leak := findLeak("x", resource.NewProperty(resource.PropertyMap{"cidrBlock": resource.NewProperty("10.0.0.0/8")})); leak != "" {
		t.Errorf("a private range is taken for a leak: %s", leak)
	}
}

// drawArgs draws valid arguments.
func drawArgs(t *rapid.T) *ZeroEgressVpcArgs {
	p, zones := drawPlan(t)
	args := &ZeroEgressVpcArgs{
		Region:            testRegion,
		CidrBlock:         p.vpcBlock.String(),
		AvailabilityZones: AvailabilityZones{Names: zones},
		Tiers:             map[Tier]TierArgs{TierNodes: {}},
	}
	for _, tier := range Tiers() {
		if size, ok := p.tiers[tier]; ok {
			args.Tiers[tier] = TierArgs{PrefixLength: size}
		}
	}
	if p.podBlock.IsValid() {
		args.PodCidrBlock = p.podBlock.String()
	}
	args.PrivateRanges = rapid.SliceOfN(rapid.SampledFrom([]string{"10.0.0.0/8", "172.16.0.0/12", "192.168.7.0/24", "100.64.0.0/10"}), 0, 4).Draw(t, "private ranges")
	if rapid.Bool().Draw(t, "writes gateway ranges out") {
		args.GatewayEndpointRanges = rapid.SliceOfN(rapid.SampledFrom([]string{"52.216.0.0/15", "3.5.0.0/19"}), 0, 2).Draw(t, "gateway ranges")
	}
	if rapid.Bool().Draw(t, "tunes the DNS Firewall") {
		args.DnsFirewall = &DnsFirewallArgs{
			Omit:               rapid.Bool().Draw(t, "omits the DNS Firewall"),
			PrivateDomains:     rapid.SliceOfN(rapid.SampledFrom([]string{"corp.example", "*.corp.example", "*.internal"}), 0, 3).Draw(t, "private domains"),
			BlockResponse:      rapid.SampledFrom([]BlockResponse{"", BlockResponseNodata, BlockResponseNxdomain}).Draw(t, "block response"),
			MutationProtection: rapid.Bool().Draw(t, "mutation protection"),
		}
	}
	if rapid.Bool().Draw(t, "tunes the logs") {
		args.FlowLogs = &FlowLogsArgs{Omit: rapid.Bool().Draw(t, "omits the flow logs"), RetentionInDays: rapid.SampledFrom(check.RetentionPeriods).Draw(t, "retention")}
		args.QueryLog = &QueryLogArgs{Omit: rapid.Bool().Draw(t, "omits the query log")}
	}
	if rapid.Bool().Draw(t, "gives a key") {
		args.KmsKeyArn = pulumi.String("arn:aws:kms:eu-central-1:111122223333:key/own")
	}
	if rapid.Bool().Draw(t, "blocks public access") {
		args.BlockPublicAccess = BlockPublicAccessBidirectional
	}
	args.Tags = rapid.MapOfN(rapid.StringMatching(`[a-z]{1,8}`), rapid.Just[pulumi.StringInput](pulumi.String("v")), 0, 3).Draw(t, "tags")
	return args
}
