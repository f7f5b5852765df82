package network

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// adopted are arguments that adopt two subnets of one VPC.
func adopted() *ZeroEgressVpcArgs {
	return &ZeroEgressVpcArgs{Region: testRegion, Existing: &ExistingVpc{
		VpcID:      pulumi.String("vpc-1"),
		CidrBlocks: []string{"10.9.0.0/16"},
		Subnets: map[Tier]map[string]ExistingSubnet{
			TierNodes: {
				"eu-central-1a": {SubnetID: pulumi.String("subnet-a"), CidrBlock: "10.9.0.0/24", RouteTableID: pulumi.String("rtb-a")},
				"eu-central-1b": {SubnetID: pulumi.String("subnet-b"), CidrBlock: "10.9.1.0/24", RouteTableID: pulumi.String("rtb-b")},
			},
		},
	}}
}

// adoptedRecorder is a recorder that knows the VPC of adopted, with the given changes to what AWS says.
func adoptedRecorder(changes map[string]map[string]any) *recorder {
	found := map[string]map[string]any{
		"aws:ec2/getVpc:getVpc vpc-1": {
			"id": "vpc-1", "arn": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1", "ipv6CidrBlock": "", "enableDnsSupport": true, "enableDnsHostnames": true,
			"cidrBlockAssociations": []any{
				map[string]any{"cidrBlock": "10.9.0.0/16", "state": "associated"},
				map[string]any{"cidrBlock": "10.8.0.0/16", "state": "disassociated"},
			},
		},
		"aws:ec2/getSubnet:getSubnet subnet-a":          {"id": "subnet-a", "vpcId": "vpc-1", "availabilityZone": "eu-central-1a", "cidrBlock": "10.9.0.0/24"},
		"aws:ec2/getSubnet:getSubnet subnet-b":          {"id": "subnet-b", "vpcId": "vpc-1", "availabilityZone": "eu-central-1b", "cidrBlock": "10.9.1.0/24"},
		"aws:ec2/getRouteTable:getRouteTable rtb-a":     {"routeTableId": "rtb-a", "vpcId": "vpc-1", "associations": []any{map[string]any{"subnetId": "subnet-a"}}},
		"aws:ec2/getRouteTable:getRouteTable rtb-b":     {"routeTableId": "rtb-b", "vpcId": "vpc-1", "associations": []any{map[string]any{"subnetId": "subnet-b"}}},
		"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": testAccount},
	}
	r := &recorder{lookups: map[string]resource.PropertyMap{}}
	for key, answer := range found {
		maps.Copy(answer, changes[key])
		r.lookups[key] = properties(answer)
	}
	return r
}

func TestExistingVpcIsAdoptedWithoutAnyChild(t *testing.T) {
	t.Parallel()
	r := adoptedRecorder(nil)
	vpc := r.mustDeploy(t, adopted())
	if children := r.children(); len(children) != 0 {
		t.Errorf("adoption registers %v, want nothing", children)
	}
	if diff := cmp.Diff(map[string]string{"eu-central-1a": "10.9.0.0/24", "eu-central-1b": "10.9.1.0/24"}, vpc.SubnetCidrs(TierNodes)); diff != "" {
		t.Errorf("the adopted subnets differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"10.9.0.0/16"}, vpc.Cidrs()); diff != "" {
		t.Errorf("the adopted blocks differ (-want +got):\n%s", diff)
	}
}

func TestExistingVpcIsWatchedWhereTheUserAsksForIt(t *testing.T) {
	t.Parallel()
	args := adopted()
	args.FlowLogs, args.DnsFirewall, args.QueryLog = &FlowLogsArgs{}, &DnsFirewallArgs{}, &QueryLogArgs{}
	r := adoptedRecorder(nil)
	r.mustDeploy(t, args)
	for _, child := range []struct{ short, role, property string }{
		{"ec2.FlowLog", "flow-log", "vpcId"},
		{"route53.ResolverFirewallRuleGroupAssociation", "dns-firewall-association", "vpcId"},
		{"route53.ResolverFirewallConfig", "dns-firewall-config", "resourceId"},
		{"route53.ResolverQueryLogConfigAssociation", "query-log-association", "resourceId"},
	} {
		if got := r.find(t, child.short, child.role).Inputs[resource.PropertyKey(child.property)].V; got != "vpc-1" {
			t.Errorf("%s watches %v, want the adopted VPC", child.role, got)
		}
	}
	for _, reg := range r.Registered {
		if strings.HasPrefix(shortType(reg.Token), "ec2.") && shortType(reg.Token) != "ec2.FlowLog" {
			t.Errorf("%s %s is made beside the adopted network", reg.Token, reg.Name)
		}
	}
}

func TestExistingVpcIsRefusedWhereAwsSaysOtherwise(t *testing.T) {
	t.Parallel()
	route := func(fields ...string) map[string]any {
		r := map[string]any{}
		for i := 0; i < len(fields); i += 2 {
			r[fields[i]] = fields[i+1]
		}
		return map[string]any{"routes": []any{r}}
	}
	const (
		vpc    = "aws:ec2/getVpc:getVpc vpc-1"
		subnet = "aws:ec2/getSubnet:getSubnet subnet-a"
		table  = "aws:ec2/getRouteTable:getRouteTable rtb-a"
	)
	tests := []struct {
		name, lookup string
		answer       map[string]any
		want         string
	}{
		{"another block", vpc, map[string]any{"cidrBlockAssociations": []any{map[string]any{"cidrBlock": "10.7.0.0/16", "state": "associated"}}},
			`existing.cidrBlocks: AWS reports 10.7.0.0/16, got ["10.9.0.0/16"]; list all blocks of the VPC`},
		{"IPv6", vpc, map[string]any{"ipv6CidrBlock": "2a05::/56"}, `existing.vpcId: the VPC has an IPv6 block, and public addresses with it, got "2a05::/56"; adopt a VPC with IPv4 only`},
		{"no DNS names", vpc, map[string]any{"enableDnsHostnames": false}, `existing.vpcId: private DNS names of endpoints need enableDnsSupport and enableDnsHostnames, got "true and false"; switch both on`},
		{"a subnet of another VPC", subnet, map[string]any{"vpcId": "vpc-2"}, `existing.subnets.nodes.eu-central-1a.subnetId: the subnet belongs to another VPC, got "vpc-2"; adopt subnets of vpc-1`},
		{"another zone", subnet, map[string]any{"availabilityZone": "eu-central-1c"}, `existing.subnets.nodes.eu-central-1a: the subnet lies in another zone, got "eu-central-1c"; list it under its own zone`},
		{"another subnet block", subnet, map[string]any{"cidrBlock": "10.9.7.0/24"}, `existing.subnets.nodes.eu-central-1a.cidrBlock: AWS reports 10.9.7.0/24, got "10.9.0.0/24"; correct it`},
		{"public addresses", subnet, map[string]any{"mapPublicIpOnLaunch": true}, `existing.subnets.nodes.eu-central-1a.subnetId: the subnet gives public addresses to instances, got "mapPublicIpOnLaunch true"; switch it off`},
		{"IPv6 addresses", subnet, map[string]any{"ipv6CidrBlock": "2a05::/64"}, `existing.subnets.nodes.eu-central-1a.subnetId: the subnet has an IPv6 block, and public addresses with it, got "2a05::/64"; adopt a subnet with IPv4 only`},
		{"a table of another VPC", table, map[string]any{"vpcId": "vpc-2"}, `existing.subnets.nodes.eu-central-1a.routeTableId: the route table belongs to another VPC, got "vpc-2"; adopt route tables of vpc-1`},
		{"an implicit table", table, map[string]any{"associations": []any{map[string]any{"main": true, "subnetId": ""}}}, `existing.subnets.nodes.eu-central-1a.routeTableId: the route table is not explicitly associated with subnet-a, got "rtb-a"; associate it, or name the table that is`},
		{"an internet gateway", table, route("cidrBlock", "0.0.0.0/0", "gatewayId", "igw-1"), `existing.subnets.nodes.eu-central-1a.routeTableId: rtb-a has a route to a gateway of the internet, got "0.0.0.0/0 to igw-1"; remove the route, or adopt another table`},
		{"a NAT gateway to a private range", table, route("cidrBlock", "10.0.0.0/8", "natGatewayId", "nat-1"), `existing.subnets.nodes.eu-central-1a.routeTableId: rtb-a has a route to a gateway of the internet, got "10.0.0.0/8 to nat-1"; remove the route, or adopt another table`},
		{"an IPv6 way out", table, route("ipv6CidrBlock", "::/0", "egressOnlyGatewayId", "eigw-1"), `existing.subnets.nodes.eu-central-1a.routeTableId: rtb-a has a route to a gateway of the internet, got "::/0 to eigw-1"; remove the route, or adopt another table`},
		{"half of the internet by a hub", table, route("cidrBlock", "128.0.0.0/1", "transitGatewayId", "tgw-1"), `existing.subnets.nodes.eu-central-1a.routeTableId: rtb-a has a route to a destination that is not a private range, got "128.0.0.0/1 to tgw-1"; remove the route, or adopt another table`},
		{"a prefix list to a hub", table, route("destinationPrefixListId", "pl-1", "transitGatewayId", "tgw-1"), `existing.subnets.nodes.eu-central-1a.routeTableId: rtb-a has a route to a destination that is not a private range, got "pl-1 to tgw-1"; remove the route, or adopt another table`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := adoptedRecorder(map[string]map[string]any{test.lookup: test.answer}).deploy(adopted())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want one with %s", err, test.want)
			}
		})
	}
}

func TestLeakAcceptsLocalRoutesGatewayEndpointsAndPrivateDestinations(t *testing.T) {
	t.Parallel()
	for _, r := range []foundRoute{
		{"10.9.0.0/16", "local"}, {"pl-6ea54007", "vpce-1"}, {"10.0.0.0/8", "tgw-1"}, {"192.168.0.0/16", "pcx-1"}, {"172.16.0.0/12", "vgw-1"},
	} {
		if reason := leak(r); reason != "" {
			t.Errorf("the route of %s to %s is refused: it leads %s", r.destination, r.target, reason)
		}
	}
}

func TestExistingVpcReportsEveryProblem(t *testing.T) {
	t.Parallel()
	subnet := func(id, cidr, table string) ExistingSubnet {
		return ExistingSubnet{SubnetID: pulumi.String(id), CidrBlock: cidr, RouteTableID: pulumi.String(table)}
	}
	tests := []struct {
		name   string
		change func(*ZeroEgressVpcArgs)
		want   []string
	}{
		{"settings of both kinds", func(a *ZeroEgressVpcArgs) {
			a.CidrBlock, a.PodCidrBlock, a.AvailabilityZones = "10.0.0.0/16", "100.64.0.0/16", AvailabilityZones{Count: 2}
			a.Tiers, a.DhcpOptions = map[Tier]TierArgs{}, &DhcpOptionsArgs{}
			a.PrivateRanges, a.GatewayEndpointRanges = []string{}, []string{}
			a.PodSubnetTags = pulumi.StringMap{"k": pulumi.String("v")}
		}, []string{
			`cidrBlock: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`availabilityZones: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`tiers: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`podCidrBlock: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`podSubnetTags: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`privateRanges: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`gatewayEndpointRanges: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
			`dhcpOptions: describes a VPC to create, beside existing, which names one to adopt, got "both"; keep one of them`,
		}},
		{"nothing named", func(a *ZeroEgressVpcArgs) { a.Existing = &ExistingVpc{} }, []string{
			`existing.vpcId: an id is required, got nothing; write the id that begins with "vpc-"`,
			`existing.cidrBlocks: the blocks of the VPC are required, got nothing; list all of them, the primary one first`,
			`existing.subnets: the subnets to adopt are required, got nothing; list them by tier and zone`,
		}},
		{"wrong subnets", func(a *ZeroEgressVpcArgs) {
			a.Existing.VpcID = pulumi.String("subnet-9")
			a.Existing.CidrBlocks = []string{"10.9.0.0/16", "9.9.0.0/16"}
			a.Existing.Subnets = map[Tier]map[string]ExistingSubnet{
				"public": {}, TierData: {},
				TierNodes: {
					"eu-central-1a": subnet("vpc-1", "10.9.0.0/24", "subnet-1"),
					"eu-central-1b": subnet("subnet-b", "10.9.0.128/25", "rtb-b"),
					"eu-central-1c": {CidrBlock: "10.10.0.0/24"},
					"us-east-1a":    subnet("subnet-d", "", "rtb-d"),
				},
			}
		}, []string{
			`existing.vpcId: not an id of this kind, got "subnet-9"; write the id that begins with "vpc-"`,
			`existing.cidrBlocks[1]: not a private range, got "9.9.0.0/16"; use a range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
			`existing.subnets.public: not a tier, got "public"; use one of nodes, controlPlane, endpoints, data, transit, pods`,
			`existing.subnets.nodes.eu-central-1a.subnetId: not an id of this kind, got "vpc-1"; write the id that begins with "subnet-"`,
			`existing.subnets.nodes.eu-central-1a.routeTableId: not an id of this kind, got "subnet-1"; write the id that begins with "rtb-"`,
			`existing.subnets.nodes.eu-central-1b.cidrBlock: overlaps the subnet of tier nodes in eu-central-1a, 10.9.0.0/24, got "10.9.0.128/25"; list each subnet once, with its own block`,
			`existing.subnets.nodes.eu-central-1c.subnetId: an id is required, got nothing; write the id that begins with "subnet-"`,
			`existing.subnets.nodes.eu-central-1c.routeTableId: an id is required, got nothing; write the id that begins with "rtb-"`,
			`existing.subnets.nodes.eu-central-1c.cidrBlock: outside of existing.cidrBlocks, got "10.10.0.0/24"; correct it, or list the block that holds it`,
			`existing.subnets.nodes.us-east-1a: not an availability zone of the Region, got "us-east-1a"; write a name such as "eu-central-1a"; local zones are not supported`,
			`existing.subnets.nodes.us-east-1a.cidrBlock: an IPv4 CIDR block is required, got nothing; write one such as "10.20.0.0/16"`,
			`existing.subnets.data: has no subnet, got nothing; list its subnets by zone, or leave the tier out`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			args := adopted()
			test.change(args)
			wantProblems(t, args, test.want)
		})
	}
}
