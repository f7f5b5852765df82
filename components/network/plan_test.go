package network

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestNewPlanReportsEveryProblemWithPathValueAndRemedy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args *ZeroEgressVpcArgs
		want []string
	}{
		{"no arguments", nil, []string{
			`region: the Region is required, got nothing; write the provider's Region, for example "eu-central-1"`,
			`cidrBlock: an IPv4 CIDR block is required, got nothing; write one such as "10.20.0.0/16"`,
			`availabilityZones: zones are required, got nothing; name two to six, or set count`,
		}},
		{"a Region that is none", with(func(a *ZeroEgressVpcArgs) {
			a.Region, a.AvailabilityZones = "Frankfurt", AvailabilityZones{Count: 2}
		}), []string{
			`region: not the name of a Region, got "Frankfurt"; write a name such as "eu-central-1"`,
		}},
		{"a public block", with(func(a *ZeroEgressVpcArgs) { a.CidrBlock = "54.0.0.0/16" }), []string{
			`cidrBlock: not a private range, got "54.0.0.0/16"; use a range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
		}},
		{"an IPv6 block", with(func(a *ZeroEgressVpcArgs) { a.CidrBlock = "fd00::/56" }), []string{
			`cidrBlock: not an IPv4 CIDR block, got "fd00::/56"; write an address and a prefix length such as "10.20.0.0/16"`,
		}},
		{"host bits", with(func(a *ZeroEgressVpcArgs) { a.CidrBlock = "10.20.1.0/16" }), []string{
			`cidrBlock: the address has bits beyond the prefix length, got "10.20.1.0/16"; write "10.20.0.0/16"`,
		}},
		{"a block too small", with(func(a *ZeroEgressVpcArgs) { a.CidrBlock = "10.20.0.0/25" }), []string{
			`cidrBlock: the prefix length has to be between 16 and 24, got "10.20.0.0/25"; choose a block of such a size`,
		}},
		{"pods outside of the shared space", with(func(a *ZeroEgressVpcArgs) { a.PodCidrBlock = "10.30.0.0/16" }), []string{
			`podCidrBlock: not a private range, got "10.30.0.0/16"; use a range in 100.64.0.0/10`,
		}},
		{"pods on top of the VPC", with(func(a *ZeroEgressVpcArgs) { a.CidrBlock, a.PodCidrBlock = "100.64.0.0/18", "100.64.0.0/16" }), []string{
			`podCidrBlock: overlaps cidrBlock 100.64.0.0/18, got "100.64.0.0/16"; choose a block that does not`,
		}},
		{"names and count", with(func(a *ZeroEgressVpcArgs) { a.AvailabilityZones.Count = 2 }), []string{
			`availabilityZones: names and count exclude each other, got "2 names and count 2"; keep one of them`,
		}},
		{"one zone", with(func(a *ZeroEgressVpcArgs) { a.AvailabilityZones.Names = []string{"eu-central-1a"} }), []string{
			`availabilityZones.names: a VPC spans two to six zones, got ["eu-central-1a"]; name two to six`,
		}},
		{"seven zones", with(func(a *ZeroEgressVpcArgs) { a.AvailabilityZones = AvailabilityZones{Count: 7} }), []string{
			`availabilityZones.count: a VPC spans two to six zones, got 7; choose a number from 2 to 6`,
		}},
		{"zones of elsewhere", with(func(a *ZeroEgressVpcArgs) {
			a.AvailabilityZones.Names = []string{"eu-central-1a", "eu-central-1a", "us-east-1a", "eu-central-1-waw-1a"}
		}), []string{
			`availabilityZones.names[1]: named before, got "eu-central-1a"; name each zone once`,
			`availabilityZones.names[2]: not an availability zone of the Region, got "us-east-1a"; write a name such as "eu-central-1a"; local zones are not supported`,
			`availabilityZones.names[3]: not an availability zone of the Region, got "eu-central-1-waw-1a"; write a name such as "eu-central-1a"; local zones are not supported`,
		}},
		{"a zone without a slot", with(func(a *ZeroEgressVpcArgs) {
			a.CidrBlock = "10.0.0.0/23"
			a.AvailabilityZones.Names = []string{"eu-central-1a", "eu-central-1e"}
		}), []string{
			`availabilityZones.names[1]: a VPC of /23 has room for zones a to d, got "eu-central-1e"; use a cidrBlock of /22 or wider, or another zone`,
		}},
		{"more zones than slots", with(func(a *ZeroEgressVpcArgs) {
			a.CidrBlock, a.AvailabilityZones = "10.0.0.0/24", AvailabilityZones{Count: 5}
		}), []string{
			`availabilityZones.count: a VPC of /24 has room for four zones, got 5; use a cidrBlock of /22 or wider, or fewer zones`,
		}},
		{"no tier", with(func(a *ZeroEgressVpcArgs) { a.Tiers = map[Tier]TierArgs{} }), []string{
			`tiers: a VPC needs at least one tier, got nothing; name one, or leave tiers out for nodes, controlPlane, endpoints`,
		}},
		{"tiers that are none", with(func(a *ZeroEgressVpcArgs) { a.Tiers = map[Tier]TierArgs{"public": {}, TierPods: {}} }), []string{
			`tiers.pods: not a tier of the VPC's own block, got "pods"; use one of nodes, controlPlane, endpoints, data, transit; podCidrBlock makes the pods tier`,
			`tiers.public: not a tier of the VPC's own block, got "public"; use one of nodes, controlPlane, endpoints, data, transit; podCidrBlock makes the pods tier`,
		}},
		{"tiers that do not fit", with(func(a *ZeroEgressVpcArgs) {
			a.CidrBlock = "10.0.0.0/24"
			a.Tiers = map[Tier]TierArgs{TierData: {}, TierTransit: {PrefixLength: 28}, TierNodes: {PrefixLength: 26}, TierEndpoints: {PrefixLength: 29}, TierControlPlane: {PrefixLength: 16}}
		}), []string{
			`tiers.controlPlane.prefixLength: wider than the tier's /28 slots in a VPC of /24, got 16; use 28 to 28`,
			`tiers.data: has no room in a VPC of /24, got "10.0.0.0/24"; use a cidrBlock of /23 or wider, or leave the tier out`,
			`tiers.endpoints.prefixLength: AWS has no subnets narrower than /28, got 29; use 28 to 28`,
			`tiers.nodes.prefixLength: wider than the tier's /27 slots in a VPC of /24, got 26; use 27 to 28, or a cidrBlock of /23 or wider`,
			`tiers.transit: has no room in a VPC of /24, got "10.0.0.0/24"; use a cidrBlock of /23 or wider, or leave the tier out`,
		}},
		{"tags that AWS refuses", with(func(a *ZeroEgressVpcArgs) {
			a.Tags = pulumi.StringMap{"aws:team": pulumi.String("x"), "": pulumi.String("x")}
			a.Tiers = map[Tier]TierArgs{TierNodes: {SubnetTags: pulumi.StringMap{"AWS:x": pulumi.String("x")}}}
			a.PodSubnetTags = pulumi.StringMap{"k": pulumi.String("v")}
		}), []string{
			`tags: a tag's key has 1 to 128 characters, got ""; choose another key`,
			`tags: keys that begin with aws: are reserved, got "aws:team"; choose another key`,
			`tiers.nodes.subnetTags: keys that begin with aws: are reserved, got "AWS:x"; choose another key`,
			`podSubnetTags: there is no pods tier to tag, got "1 tags"; set podCidrBlock or leave the tags out`,
		}},
		{"too many tags", with(func(a *ZeroEgressVpcArgs) { a.Tags = manyTags(48) }), []string{
			`tags: AWS allows 50 tags, of which the component needs 3, got 48; drop some`,
		}},
		{"DHCP options that lead out", with(func(a *ZeroEgressVpcArgs) {
			a.DhcpOptions = &DhcpOptionsArgs{DomainName: "*.corp", NtpServers: []string{"pool.ntp.org", "17.253.14.125", "10.0.0.5", "fd00::1", amazonTimeSync}}
		}), []string{
			`dhcpOptions.domainName: not a domain, got "*.corp"; write one such as "corp.example"`,
			`dhcpOptions.ntpServers: AWS allows 4, got ["pool.ntp.org" "17.253.14.125" "10.0.0.5" "fd00::1" "169.254.169.123"]; drop some`,
			`dhcpOptions.ntpServers[0]: not a private IPv4 address, and no other is reachable, got "pool.ntp.org"; write a private address or 169.254.169.123`,
			`dhcpOptions.ntpServers[1]: not a private IPv4 address, and no other is reachable, got "17.253.14.125"; write a private address or 169.254.169.123`,
			`dhcpOptions.ntpServers[3]: not a private IPv4 address, and no other is reachable, got "fd00::1"; write a private address or 169.254.169.123`,
		}},
		{"ranges that lead out", with(func(a *ZeroEgressVpcArgs) {
			a.PrivateRanges = []string{"10.0.0.0/8", "0.0.0.0/0", "8.8.8.0/24"}
			a.GatewayEndpointRanges = []string{"52.0.0.0/8", "0.0.0.0/1", "52.216.0.0/15"}
		}), []string{
			`privateRanges[1]: not a private range, got "0.0.0.0/0"; use a range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
			`privateRanges[2]: not a private range, got "8.8.8.0/24"; use a range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
			`gatewayEndpointRanges[0]: wider than any range of a service, got "52.0.0.0/8"; write the ranges of the prefix lists of Amazon S3 and DynamoDB`,
			`gatewayEndpointRanges[1]: wider than any range of a service, got "0.0.0.0/1"; write the ranges of the prefix lists of Amazon S3 and DynamoDB`,
		}},
		{"more ranges than rules", with(func(a *ZeroEgressVpcArgs) {
			for i := range 40 {
				a.PrivateRanges = append(a.PrivateRanges, fmt.Sprintf("10.200.%d.0/25", i))
			}
		}), []string{
			`privateRanges: together with gatewayEndpointRanges they need more than the 40 rules that a network ACL can have, got 41; merge neighbouring ranges into wider ones`,
		}},
		{"logs that AWS refuses", with(func(a *ZeroEgressVpcArgs) {
			a.FlowLogs = &FlowLogsArgs{RetentionInDays: 100, TrafficType: "all"}
			a.QueryLog = &QueryLogArgs{RetentionInDays: -1}
		}), []string{
			`flowLogs.retentionInDays: not a period that CloudWatch Logs offers, got 100; use one of 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653`,
			`flowLogs.trafficType: not a type of traffic, got "all"; use one of ALL, ACCEPT, REJECT`,
			`queryLog.retentionInDays: not a period that CloudWatch Logs offers, got -1; use one of 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653`,
		}},
		{"a DNS Firewall that opens", with(func(a *ZeroEgressVpcArgs) {
			a.DnsFirewall = &DnsFirewallArgs{
				PrivateDomains: []string{"*", "*.", "*.com", "corp.example.", "a b", "internal", "*.Corp.Example"},
				AwsDomains:     []string{"*.net"}, BlockResponse: "OVERRIDE", Priority: 100,
			}
		}), []string{
			`dnsFirewall.privateDomains[0]: admits every name on the internet, got "*"; name the private domains one by one`,
			`dnsFirewall.privateDomains[1]: admits every name on the internet, got "*."; name the private domains one by one`,
			`dnsFirewall.privateDomains[2]: admits a whole top-level domain, got "*.com"; name a domain below it, or one of the private top-level names corp, home, internal, intranet, lan, local, private, test`,
			`dnsFirewall.privateDomains[3]: not a domain, got "corp.example."; write "corp.example" or "*.corp.example", without a trailing dot`,
			`dnsFirewall.privateDomains[4]: not a domain, got "a b"; write "corp.example" or "*.corp.example", without a trailing dot`,
			`dnsFirewall.awsDomains[0]: admits a whole top-level domain, got "*.net"; name a domain below it, or one of the private top-level names corp, home, internal, intranet, lan, local, private, test`,
			`dnsFirewall.blockResponse: not an answer to a blocked query, got "OVERRIDE"; use one of NXDOMAIN, NODATA`,
			`dnsFirewall.priority: outside of what AWS leaves to customers, got 100; use 101 to 9899`,
		}},
		{"a mode that lets traffic out", with(func(a *ZeroEgressVpcArgs) { a.BlockPublicAccess = "block-ingress" }), []string{
			`blockPublicAccess: not a mode that isolates, got "block-ingress"; write "block-bidirectional", or nothing to leave the account's setting alone`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantProblems(t, test.args, test.want)
		})
	}
}

func TestNewPlanReportsAComponentNameThatItsChildrenCannotCarry(t *testing.T) {
	t.Parallel()
	for name, ok := range map[string]bool{
		"net": true, "Prod-Network-1": true, strings.Repeat("n", 30): true, strings.Repeat("n", 31): false, "1net": false, "a_b": false, "": false,
	} {
		if _, err := newPlan(name, twoZones()); (err == nil) != ok {
			t.Errorf("the name %q gives %v, want it accepted: %t", name, err, ok)
		}
	}
}

func TestNewPlanErrorNamesItsSubjectAndReadsAsAList(t *testing.T) {
	t.Parallel()
	_, err := newPlan("net", &ZeroEgressVpcArgs{Region: "eu-central-1", CidrBlock: "10.0.0.0/8", AvailabilityZones: AvailabilityZones{Count: 1}})
	if err == nil {
		t.Fatal("wrong arguments are accepted")
	}
	golden.Equal(t, "problems.txt", []byte(err.Error()+"\n"))
}

func TestNewPlanAppliesDefaults(t *testing.T) {
	t.Parallel()
	p, err := newPlan("net", twoZones())
	if err != nil {
		t.Fatalf("the smallest arguments are refused: %v", err)
	}
	if diff := cmp.Diff(map[Tier]int{TierNodes: 20, TierControlPlane: 28, TierEndpoints: 26}, p.tiers); diff != "" {
		t.Errorf("other tiers are planned (-want +got):\n%s", diff)
	}
	if p.flowLogs == nil || p.flowLogs.retentionInDays != 365 || p.flowLogs.trafficType != "ALL" {
		t.Errorf("the flow logs are %+v, want all traffic for 365 days", p.flowLogs)
	}
	if p.dnsFirewall == nil || p.dnsFirewall.blockResponse != BlockResponseNxdomain || p.dnsFirewall.priority != 101 || p.dnsFirewall.mutationProtection {
		t.Errorf("the DNS Firewall is %+v, want NXDOMAIN at priority 101 without mutation protection", p.dnsFirewall)
	}
	if p.queryLog == nil || p.queryLog.retentionInDays != 365 {
		t.Errorf("the query log is %+v, want 365 days", p.queryLog)
	}
	if p.dhcpDomain != "eu-central-1.compute.internal" || !cmp.Equal(p.ntpServers, []string{amazonTimeSync}) {
		t.Errorf("the DHCP options are %q and %v, want the Region's domain and the Amazon Time Sync Service", p.dhcpDomain, p.ntpServers)
	}
	if !p.lookUpGatewayRanges || p.blockPublicAccess != "" {
		t.Errorf("gateway ranges are looked up: %t, want true; Block Public Access is %q, want it left alone", p.lookUpGatewayRanges, p.blockPublicAccess)
	}
}

func TestNewPlanLeavesTheArgumentsAlone(t *testing.T) {
	t.Parallel()
	args := with(func(a *ZeroEgressVpcArgs) {
		a.DnsFirewall = &DnsFirewallArgs{PrivateDomains: []string{"z.example", "a.example"}}
	})
	if _, err := newPlan("net", args); err != nil {
		t.Fatalf("valid arguments are refused: %v", err)
	}
	if diff := cmp.Diff([]string{"eu-central-1b", "eu-central-1a"}, args.AvailabilityZones.Names); diff != "" {
		t.Errorf("the zones of the caller changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"z.example", "a.example"}, args.DnsFirewall.PrivateDomains); diff != "" {
		t.Errorf("the domains of the caller changed (-want +got):\n%s", diff)
	}
}

// wantProblems fails unless the arguments give exactly the wanted problems.
func wantProblems(t *testing.T, args *ZeroEgressVpcArgs, want []string) {
	t.Helper()
	_, err := newPlan("net", args)
	var listed *problems.Error
	if !errors.As(err, &listed) {
		t.Fatalf("the error is %v, want a list of problems", err)
	}
	if diff := cmp.Diff(want, listed.Problems); diff != "" {
		t.Errorf("other problems are reported (-want +got):\n%s", diff)
	}
}

func manyTags(n int) pulumi.StringMap {
	tags := pulumi.StringMap{}
	for i := range n {
		tags[fmt.Sprintf("tag-%d", i)] = pulumi.String("v")
	}
	return tags
}
