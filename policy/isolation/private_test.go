package isolation

import (
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// privateShape is an ordinary private set-up on top of the private VPC. Its names start with its own prefix, so that any
// mix of shapes is a stack.
type privateShape struct {
	name string
	add  stack
	// except lists forms in which the shape cannot be told, because the source does not show what decides.
	except []form
}

// sharedConfig declares what the private shapes need.
var sharedConfig = Config{
	Hubs:       []string{"tgw-hub", "vgw-hub", "core-network-hub"},
	Peers:      []string{"vpc-partner", "444455556666"},
	Principals: []string{"111122223333"},
	Endpoints:  []string{"vpce-inspection"},
	TunnelEdge: []netip.Prefix{netip.MustParsePrefix("198.41.192.0/24"), netip.MustParsePrefix("2606:4700:a0::/48"), netip.MustParsePrefix("2606:4700:a8::/48")},
}

var privateShapes = []privateShape{
	{name: "gateway endpoint", add: stack{
		"gwe": n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "serviceName": "com.amazonaws.eu-west-1.s3", "vpcEndpointType": "Gateway", "routeTableIds": list(ref("table"))}),
	}},
	{name: "gateway endpoint by association", add: stack{
		"gwa":       n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "serviceName": "com.amazonaws.eu-west-1.dynamodb"}),
		"gwa-assoc": n("ec2/vpcEndpointRouteTableAssociation", props{"vpcEndpointId": ref("gwa"), "routeTableId": ref("table")}),
	}},
	{name: "interface endpoint", add: stack{
		"ife-sg": n("ec2/securityGroup", props{"vpcId": ref("vpc"), "ingress": list(props{"cidrBlocks": list("10.0.0.0/16")}), "egress": list(props{"cidrBlocks": list("10.0.0.0/16")})}),
		"ife": {kind: "ec2/vpcEndpoint", props: props{"vpcId": ref("vpc"), "serviceName": "com.amazonaws.eu-west-1.ec2", "vpcEndpointType": "Interface",
			"subnetIds": list(ref("subnet")), "securityGroupIds": list(ref("ife-sg"))},
			answer: props{"serviceRegion": "eu-west-1", "arn": "arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-ife"}},
	}},
	{name: "profile with a hosted zone of the stack", add: stack{
		"prof":      n("route53/profilesProfile", props{"name": "central"}),
		"prof-zone": {kind: "route53/zone", props: props{"vpcs": list(props{"vpcId": ref("vpc")})}, answer: props{"arn": "arn:aws:route53:::hostedzone/Z1"}},
		"prof-res":  n("route53/profilesResourceAssociation", props{"profileId": ref("prof"), "resourceArn": attr{"prof-zone", "arn:aws:route53:::hostedzone/Z1"}}),
		"prof-vpc":  n("route53/profilesAssociation", props{"profileId": ref("prof"), "resourceId": ref("vpc")}),
	}},
	{name: "servers behind an internal load balancer", add: stack{
		"srv-template": n("ec2/launchTemplate", props{"name": "servers", "networkInterfaces": list(props{"associatePublicIpAddress": "false"})}),
		"srv-group": {kind: "autoscaling/group", props: props{"vpcZoneIdentifiers": list(ref("subnet")), "mixedInstancesPolicy": props{"launchTemplate": props{
			"launchTemplateSpecification": props{"launchTemplateId": ref("srv-template")}, "overrides": list(props{"instanceType": "m7i.large"})}}},
			answer: props{"launchTemplate": props{}, "launchConfiguration": "", "availabilityZones": list("eu-west-1a", "eu-west-1b")}},
		"srv-hook":    n("autoscaling/lifecycleHook", props{"autoscalingGroupName": ref("srv-group")}),
		"srv-targets": n("lb/targetGroup", props{"vpcId": ref("vpc"), "port": 6443, "protocol": "TCP"}),
		"srv-lb":      n("lb/loadBalancer", props{"internal": true, "loadBalancerType": "network", "subnets": list(ref("subnet"))}),
		"srv-listen":  n("lb/listener", props{"loadBalancerArn": ref("srv-lb"), "defaultActions": list(props{"targetGroupArn": ref("srv-targets")})}),
	}},
	{name: "locked default table", add: stack{
		"drt": {kind: "ec2/defaultRouteTable", props: props{"defaultRouteTableId": attr{"vpc", "rtb-main"}, "routes": list()}, answer: props{"vpcId": "vpc-vpc"}},
	}},
	{name: "transit gateway hub outside the stack", add: stack{
		"hub-att": n("ec2transitgateway/vpcAttachment", props{"vpcId": ref("vpc"), "transitGatewayId": "tgw-hub", "subnetIds": list(ref("subnet"))}),
		"hub-rt": {kind: "ec2/route", props: props{"routeTableId": ref("table"), "destinationCidrBlock": "10.128.0.0/9", "transitGatewayId": "tgw-hub"},
			answer: props{"instanceId": "", "networkInterfaceId": "", "instanceOwnerId": "", "origin": "CreateRoute", "state": "active"}},
		"hub-via": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "172.16.0.0/12", "transitGatewayId": attr{"hub-att", "tgw-hub"}}),
	}},
	{name: "transit gateway of the stack", add: stack{
		"own":       n("ec2transitgateway/transitGateway", props{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}),
		"own-att":   n("ec2transitgateway/vpcAttachment", props{"vpcId": ref("vpc"), "transitGatewayId": ref("own"), "subnetIds": list(ref("subnet"))}),
		"own-table": n("ec2transitgateway/routeTable", props{"transitGatewayId": ref("own")}),
		"own-assoc": n("ec2transitgateway/routeTableAssociation", props{"transitGatewayAttachmentId": ref("own-att"), "transitGatewayRouteTableId": ref("own-table")}),
		"own-prop":  n("ec2transitgateway/routeTablePropagation", props{"transitGatewayAttachmentId": ref("own-att"), "transitGatewayRouteTableId": ref("own-table")}),
		"own-drop":  n("ec2transitgateway/route", props{"destinationCidrBlock": "0.0.0.0/0", "blackhole": true, "transitGatewayRouteTableId": ref("own-table")}),
		"own-route": n("ec2transitgateway/route", props{"destinationCidrBlock": "10.0.0.0/16", "transitGatewayAttachmentId": ref("own-att"), "transitGatewayRouteTableId": ref("own-table")}),
		"own-rt":    n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.64.0.0/10", "transitGatewayId": ref("own")}),
	}},
	{name: "peering within the stack", add: stack{
		"peer-vpc": {kind: "ec2/vpc", props: props{"cidrBlock": "10.7.0.0/16", "enableDnsSupport": false}, answer: props{"mainRouteTableId": "rtb-peer", "defaultRouteTableId": "rtb-peer"}},
		"peer":     n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": ref("peer-vpc"), "autoAccept": true}),
		"peer-rt":  n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.7.0.0/16", "vpcPeeringConnectionId": ref("peer")}),
	}},
	{name: "peering with a declared VPC", add: stack{
		"partner":    n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": "vpc-partner", "peerOwnerId": "444455556666"}),
		"partner-rt": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "192.168.0.0/16", "vpcPeeringConnectionId": ref("partner")}),
	}},
	{name: "internal load balancer", add: stack{
		"nlb": n("lb/loadBalancer", props{"internal": true, "loadBalancerType": "network", "subnets": list(ref("subnet"))}),
		"clb": n("elb/loadBalancer", props{"internal": true, "subnets": list(ref("subnet"))}),
		"glb": n("lb/loadBalancer", props{"loadBalancerType": "gateway", "subnets": list(ref("subnet"))}),
	}},
	{name: "private prefix list", add: stack{
		"pl":       n("ec2/managedPrefixList", props{"entries": list(props{"cidr": "10.0.0.0/8"})}),
		"pl-entry": n("ec2/managedPrefixListEntry", props{"prefixListId": ref("pl"), "cidr": "100.64.0.0/10"}),
		"pl-rt":    n("ec2/route", props{"routeTableId": ref("table"), "destinationPrefixListId": ref("pl"), "transitGatewayId": "tgw-hub"}),
	}},
	{name: "inline private route", add: stack{
		"inl-subnet": n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": "10.0.9.0/24"}),
		"inl-table":  n("ec2/routeTable", props{"vpcId": ref("vpc"), "routes": list(props{"cidrBlock": "10.200.0.0/16", "transitGatewayId": "tgw-hub", "gatewayId": "", "natGatewayId": ""})}),
		"inl-assoc":  n("ec2/routeTableAssociation", props{"subnetId": ref("inl-subnet"), "routeTableId": ref("inl-table")}),
	}},
	{name: "declared inspection endpoint", add: stack{
		"insp-rt": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.250.0.0/16", "vpcEndpointId": "vpce-inspection"}),
	}},
	{name: "declared core network", add: stack{
		"wan-rt": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.251.0.0/16", "coreNetworkArn": "core-network-hub"}),
	}},
	{name: "private cluster", add: stack{
		"eks":    n("eks/cluster", props{"vpcConfig": props{"subnetIds": list(ref("subnet")), "endpointPublicAccess": false, "endpointPrivateAccess": true}}),
		"eks-lt": n("ec2/launchTemplate", props{"networkInterfaces": list(props{"associatePublicIpAddress": "false"})}),
		"eks-ng": n("eks/nodeGroup", props{"subnetIds": list(ref("subnet"))}),
	}, except: []form{formBare}},
	{name: "private services", add: stack{
		"svc-fn": n("lambda/function", props{"vpcConfig": props{"subnetIds": list(ref("subnet"))}}),
		"svc-db": n("rds/instance", props{"publiclyAccessible": false}),
		"svc-svc": {kind: "ec2/vpcEndpointService", props: props{"acceptanceRequired": true, "allowedPrincipals": list("arn:aws:iam::111122223333:root")},
			answer: props{"supportedRegions": list("eu-west-1")}},
		"svc-sub": n("sns/topicSubscription", props{"protocol": "sqs"}),
		"svc-dhc": n("ec2/vpcDhcpOptions", props{"domainNameServers": list("AmazonProvidedDNS")}),
		"svc-nlb": n("kubernetes:core/v1:Service", props{"spec": props{"type": "LoadBalancer"}, "metadata": props{"annotations": props{"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}}}),
	}},
	{name: "filters that let nothing out", add: stack{
		"fil-acl":  n("ec2/networkAcl", props{"vpcId": ref("vpc"), "egress": list(props{"action": "deny", "cidrBlock": "0.0.0.0/0"}, props{"action": "allow", "cidrBlock": "10.0.0.0/8"})}),
		"fil-in":   n("ec2/networkAclRule", props{"egress": false, "ruleAction": "allow", "cidrBlock": "0.0.0.0/0"}),
		"fil-rule": n("ec2/securityGroupRule", props{"type": "ingress", "cidrBlocks": list("0.0.0.0/0")}),
	}},
	{name: "secondary block and private IPv6", add: stack{
		"sec":    n("ec2/vpcIpv4CidrBlockAssociation", props{"vpcId": ref("vpc"), "cidrBlock": "100.64.0.0/16"}),
		"ula":    n("ec2/vpcIpv6CidrBlockAssociation", props{"vpcId": ref("vpc"), "ipv6CidrBlock": "fd00:1::/56", "ipv6IpamPoolId": "ipam-pool-1"}),
		"sec-rt": n("ec2/route", props{"routeTableId": ref("table"), "destinationIpv6CidrBlock": "fd00:2::/56", "transitGatewayId": "tgw-hub"}),
	}},
	{name: "remote component that owns a table", add: stack{
		"comp":        n("component:index:Network", nil),
		"comp-subnet": {kind: "ec2/subnet", parent: "comp", props: props{"vpcId": ref("vpc"), "cidrBlock": "10.0.12.0/24"}},
		"comp-table":  {kind: "ec2/routeTable", parent: "comp", props: props{"vpcId": ref("vpc")}},
		"comp-assoc":  n("ec2/routeTableAssociation", props{"subnetId": attr{"comp", "subnet-comp-subnet"}, "routeTableId": attr{"comp", "rtb-comp-table"}}),
	}},
	{name: "access VPC by IPv4", add: stack{
		"ac4":        {kind: "ec2/vpc", props: props{"cidrBlock": "10.98.0.0/24"}, answer: props{"mainRouteTableId": "rtb-ac4", "defaultRouteTableId": "rtb-ac4"}},
		"ac4-igw":    n("ec2/internetGateway", props{"vpcId": ref("ac4")}),
		"ac4-eip":    n("ec2/eip", props{"domain": "vpc"}),
		"ac4-nat":    n("ec2/natGateway", props{"subnetId": ref("ac4-out"), "allocationId": ref("ac4-eip")}),
		"ac4-out":    n("ec2/subnet", props{"vpcId": ref("ac4"), "cidrBlock": "10.98.0.0/28"}),
		"ac4-subnet": n("ec2/subnet", props{"vpcId": ref("ac4"), "cidrBlock": "10.98.0.64/26"}),
		"ac4-t1":     n("ec2/routeTable", props{"vpcId": ref("ac4")}),
		"ac4-t2":     n("ec2/routeTable", props{"vpcId": ref("ac4"), "routes": list(props{"cidrBlock": "198.41.192.0/24", "natGatewayId": ref("ac4-nat")})}),
		"ac4-a1":     n("ec2/routeTableAssociation", props{"subnetId": ref("ac4-out"), "routeTableId": ref("ac4-t1")}),
		"ac4-a2":     n("ec2/routeTableAssociation", props{"subnetId": ref("ac4-subnet"), "routeTableId": ref("ac4-t2")}),
		"ac4-r1":     n("ec2/route", props{"routeTableId": ref("ac4-t1"), "destinationCidrBlock": "198.41.192.0/24", "gatewayId": ref("ac4-igw")}),
	}, except: []form{formBare}},
	{name: "access VPC", add: stack{
		"acc":        {kind: "ec2/vpc", props: props{"cidrBlock": "10.99.0.0/24", "assignGeneratedIpv6CidrBlock": true, "enableDnsSupport": false}, answer: props{"mainRouteTableId": "rtb-acc", "defaultRouteTableId": "rtb-acc", "ipv6CidrBlock": "2600:1f18:1::/56"}},
		"acc-eigw":   n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("acc")}),
		"acc-subnet": n("ec2/subnet", props{"vpcId": ref("acc"), "cidrBlock": "10.99.0.0/26", "assignIpv6AddressOnCreation": true}),
		"acc-table":  n("ec2/routeTable", props{"vpcId": ref("acc")}),
		"acc-assoc":  n("ec2/routeTableAssociation", props{"subnetId": ref("acc-subnet"), "routeTableId": ref("acc-table")}),
		"acc-r1":     n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationIpv6CidrBlock": "2606:4700:a0::/48", "egressOnlyGatewayId": ref("acc-eigw")}),
		"acc-r2":     n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationIpv6CidrBlock": "2606:4700:a8::/48", "egressOnlyGatewayId": ref("acc-eigw")}),
		"acc-peer":   n("ec2/vpcPeeringConnection", props{"vpcId": ref("vpc"), "peerVpcId": ref("acc")}),
		"acc-back":   n("ec2/route", props{"routeTableId": ref("acc-table"), "destinationCidrBlock": "10.0.0.0/16", "vpcPeeringConnectionId": ref("acc-peer")}),
		"acc-sg":     n("ec2/securityGroup", props{"vpcId": ref("acc"), "egress": list(props{"ipv6CidrBlocks": list("2606:4700:a0::1/128")})}),
		"acc-lt":     n("ec2/launchTemplate", props{"networkInterfaces": list(), "vpcSecurityGroupIds": list(ref("acc-sg"))}),
	}},
}

// answered is the private VPC whose provider computes the routes of a table that has none of its own.
var answered = with(private, stack{
	"table": {kind: "ec2/routeTable", props: props{"vpcId": ref("vpc")}, answer: props{"routes": list()}},
})

func TestOrdinaryPrivateShapesRaiseNoAlarmInAnyForm(t *testing.T) {
	t.Parallel()
	for _, shape := range privateShapes {
		for _, f := range allForms {
			if slices.Contains(shape.except, f) {
				continue
			}
			s := with(answered, shape.add)
			if f == formBare {
				s["table"] = private["table"]
			}
			m := s.build(f, sharedConfig)
			if ways := m.Ways(); len(ways) > 0 {
				t.Errorf("%s (%s): expected no way out or in, got %s", shape.name, f, describe(ways))
			}
			for _, row := range m.Subnets() {
				if row.Verdict != Isolated {
					t.Errorf("%s (%s): expected subnet %q to be isolated, got %s: %v", shape.name, f, row.Name, row.Verdict, row.Missing)
				}
			}
			for _, w := range m.Gaps() {
				if w.Kind != DNSFirewall {
					t.Errorf("%s (%s): expected no open filter, got %s", shape.name, f, describe([]Way{w}))
				}
			}
		}
	}
}

// drawMix draws any private shapes together.
func drawMix(t *rapid.T, f form) stack {
	mix := with(private)
	for i, pick := range rapid.SliceOfN(rapid.Bool(), len(privateShapes), len(privateShapes)).Draw(t, "shapes") {
		if pick && !slices.Contains(privateShapes[i].except, f) {
			maps.Copy(mix, privateShapes[i].add)
		}
	}
	return mix
}

func TestAnyMixOfPrivateShapesIsClean(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(allForms).Draw(t, "form")
		m := drawMix(t, f).build(f, sharedConfig)
		if ways := m.Ways(); len(ways) > 0 {
			t.Fatalf("expected no way out or in, got %s", describe(ways))
		}
	})
}

func TestExactlyOneLeakInAnyMixIsFound(t *testing.T) {
	t.Parallel()
	leaks := bypasses()
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(allForms).Draw(t, "form")
		leak := rapid.SampledFrom(leaks).Draw(t, "leak")
		if slices.Contains(leak.except, f) {
			return
		}
		s := with(drawMix(t, f), leak.add)
		m := s.build(f, sharedConfig)
		if !slices.ContainsFunc(m.WaysOf(leak.kind), func(w Way) bool { return w.Offender == s.urn(leak.offender) }) {
			t.Fatalf("expected %s at %q for %q, got %s", leak.kind, leak.offender, leak.name, describe(m.Ways()))
		}
		// The access VPC and its tunnel edge must not excuse anything elsewhere.
		for _, row := range m.Subnets() {
			if leak.reaches && row.Name == "subnet" && row.Verdict == Isolated {
				t.Fatalf("%q: the subnet is called isolated", leak.name)
			}
		}
	})
}

func TestAnswersDoNotDependOnTheOrderOfResources(t *testing.T) {
	t.Parallel()
	s := with(private, igw, shape("transit gateway of the stack"), shape("access VPC"), stack{
		"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")}),
	})
	for _, f := range allForms {
		resources := s.resources(f)
		want := Build(resources, sharedConfig)
		for seed := range uint64(20) {
			shuffled := slices.Clone(resources)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			got := Build(shuffled, sharedConfig)
			if diff := cmp.Diff(describe(want.Ways()), describe(got.Ways())); diff != "" {
				t.Fatalf("%s: the ways depend on the order (-sorted +shuffled):\n%s", f, diff)
			}
			if diff := cmp.Diff(tableText(want), tableText(got)); diff != "" {
				t.Fatalf("%s: the table depends on the order (-sorted +shuffled):\n%s", f, diff)
			}
		}
	}
}

func tableText(m *Model) []string {
	var rows []string
	for _, r := range m.Subnets() {
		line := r.VPC + " " + r.Name + " " + r.Table + " " + r.Verdict.String()
		for _, d := range r.Destinations {
			line += "; " + d.Addresses + " via " + d.Via + " " + d.Verdict.String()
		}
		rows = append(rows, line)
	}
	return rows
}
