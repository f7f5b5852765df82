package network

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestZeroEgressVpcRegistersExactlyTheChildrenOfItsContract(t *testing.T) {
	t.Parallel()
	tests := []struct {
		golden string
		args   *ZeroEgressVpcArgs
	}{
		{"two_zones", twoZones()},
		{"three_zones_every_option", with(func(args *ZeroEgressVpcArgs) {
			args.AvailabilityZones = AvailabilityZones{Count: 3}
			args.Tiers = allTiers()
			args.PodCidrBlock = "100.64.0.0/16"
			args.BlockPublicAccess = BlockPublicAccessBidirectional
		})},
		{"nothing_watches", with(func(args *ZeroEgressVpcArgs) {
			args.Tiers = map[Tier]TierArgs{TierEndpoints: {}}
			args.FlowLogs = &FlowLogsArgs{Omit: true}
			args.DnsFirewall = &DnsFirewallArgs{Omit: true}
			args.QueryLog = &QueryLogArgs{Omit: true}
		})},
		{"key_of_the_user", with(func(args *ZeroEgressVpcArgs) {
			args.KmsKeyArn = pulumi.String("arn:aws:kms:eu-central-1:111122223333:key/own")
			args.DnsFirewall = &DnsFirewallArgs{AwsDomains: []string{}}
		})},
	}
	for _, test := range tests {
		t.Run(test.golden, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			r.mustDeploy(t, test.args)
			golden.Equal(t, "children/"+test.golden+".txt", []byte(strings.Join(r.children(), "\n")+"\n"))
		})
	}
}

func TestZeroEgressVpcGivesEveryChildTheComponentAsParentAndItsNameAsPrefix(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, everything())
	for _, reg := range r.Registered {
		if reg.Token == TypeToken {
			continue
		}
		if !strings.HasSuffix(reg.Parent, "::"+TypeToken+"::"+testName) {
			t.Errorf("%s has the parent %q, want the component", reg.Name, reg.Parent)
		}
		if !strings.HasPrefix(reg.Name, testName+"-") {
			t.Errorf("%s does not begin with the component's name", reg.Name)
		}
	}
}

func TestZeroEgressVpcLocksTheDefaultsWithExplicitlyEmptyLists(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, twoZones())
	tests := []struct {
		short, role string
		lists       []resource.PropertyKey
		adopted     resource.PropertyKey
	}{
		{"ec2.DefaultRouteTable", "default-route-table", []resource.PropertyKey{"routes"}, "defaultRouteTableId"},
		{"ec2.DefaultSecurityGroup", "default-security-group", []resource.PropertyKey{"ingress", "egress"}, "vpcId"},
		{"ec2.DefaultNetworkAcl", "default-acl", []resource.PropertyKey{"ingress", "egress"}, "defaultNetworkAclId"},
	}
	for _, test := range tests {
		reg := r.find(t, test.short, test.role)
		for _, key := range test.lists {
			if list := reg.Inputs[key]; !list.IsArray() || len(list.ArrayValue()) != 0 {
				t.Errorf("%s has %s %v, want an empty list: the provider takes an absent one for \"leave what is there\"", reg.Name, key, list)
			}
		}
		if !reg.Inputs[test.adopted].IsString() {
			t.Errorf("%s adopts nothing: %s is %v", reg.Name, test.adopted, reg.Inputs[test.adopted])
		}
	}
	if acl := r.find(t, "ec2.DefaultNetworkAcl", "default-acl"); !dependsOn(acl, "acl-nodes") || !dependsOn(acl, "acl-endpoints") {
		t.Error("the default ACL is adopted before the subnets have left it, which the next refresh reports as drift")
	}
}

func TestZeroEgressVpcGivesItsChildrenTheInputsThatIsolationRestsOn(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, everything())
	tests := []struct {
		short, role string
		want        map[string]any
	}{
		{"ec2.Vpc", "vpc", map[string]any{"cidrBlock": "10.20.0.0/16", "enableDnsSupport": true, "enableDnsHostnames": true}},
		{"ec2.VpcDhcpOptions", "dhcp-options", map[string]any{
			"domainName": "eu-central-1.compute.internal", "domainNameServers": []any{"AmazonProvidedDNS"}, "ntpServers": []any{"169.254.169.123"},
		}},
		{"ec2.VpcDhcpOptionsAssociation", "dhcp-options-association", map[string]any{"vpcId": "net-vpc-id", "dhcpOptionsId": "net-dhcp-options-id"}},
		{"ec2.VpcIpv4CidrBlockAssociation", "cidr-pods", map[string]any{"vpcId": "net-vpc-id", "cidrBlock": "100.64.0.0/16"}},
		{"ec2.VpcBlockPublicAccessOptions", "block-public-access", map[string]any{"internetGatewayBlockMode": "block-bidirectional"}},
		{"ec2.Subnet", "subnet-data-b", map[string]any{
			"vpcId": "net-vpc-id", "cidrBlock": "10.20.132.0/22", "availabilityZone": "eu-central-1b", "mapPublicIpOnLaunch": false,
		}},
		{"route53.ResolverQueryLogConfig", "query-log", map[string]any{"destinationArn": "arn:aws:test:::net-query-log"}},
		{"route53.ResolverQueryLogConfigAssociation", "query-log-association", map[string]any{
			"resolverQueryLogConfigId": "net-query-log-id", "resourceId": "net-vpc-id",
		}},
	}
	for _, test := range tests {
		got := r.find(t, test.short, test.role).Inputs.Mappable()
		delete(got, "tags")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s has other inputs (-want +got):\n%s", test.role, diff)
		}
	}
}

func TestZeroEgressVpcAssociatesEverySubnetWithATableAndAnAclOfItsOwn(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, everything())
	tables, acls := map[string]string{}, map[string]string{}
	for _, reg := range r.Registered {
		switch shortType(reg.Token) {
		case "ec2.RouteTableAssociation":
			tables[reg.Inputs["subnetId"].StringValue()] = reg.Inputs["routeTableId"].StringValue()
		case "ec2.NetworkAcl":
			for _, id := range reg.Inputs["subnetIds"].ArrayValue() {
				acls[id.StringValue()] = reg.Name
			}
		case "ec2.RouteTable":
			if reg.Inputs.HasValue("routes") {
				t.Errorf("%s has inline routes", reg.Name)
			}
		}
	}
	for _, reg := range r.Registered {
		if shortType(reg.Token) != "ec2.Subnet" {
			continue
		}
		key := strings.TrimPrefix(reg.Name, testName+"-subnet-")
		if want := testName + "-route-table-" + key + "-id"; tables[reg.Name+"-id"] != want {
			t.Errorf("%s is associated with table %q, want %q", reg.Name, tables[reg.Name+"-id"], want)
		}
		tier, _, _ := strings.Cut(key, key[len(key)-2:])
		if want := testName + "-acl-" + tier; acls[reg.Name+"-id"] != want {
			t.Errorf("%s is on the ACL %q, want %q", reg.Name, acls[reg.Name+"-id"], want)
		}
	}
}

func TestZeroEgressVpcMakesPodSubnetsOnlyOnceTheirBlockIsPartOfTheVpc(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.mustDeploy(t, everything())
	pods, nodes := r.find(t, "ec2.Subnet", "subnet-pods-a"), r.find(t, "ec2.Subnet", "subnet-nodes-a")
	if !dependsOn(pods, "cidr-pods") || dependsOn(nodes, "cidr-pods") {
		t.Errorf("the pods' subnet waits for %v, want its block; the nodes' subnet for %v, want not that block", pods.Dependencies, nodes.Dependencies)
	}
}

func TestZeroEgressVpcRegistersNothingWhenArgumentsAreWrong(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	_, err := r.deploy(with(func(args *ZeroEgressVpcArgs) { args.CidrBlock = "8.8.0.0/16" }))
	if err == nil || !strings.Contains(err.Error(), "cidrBlock: not a private range") {
		t.Errorf("the error is %v, want one about cidrBlock", err)
	}
	if len(r.Registered) != 0 {
		t.Errorf("%d resources are registered, want none", len(r.Registered))
	}
}

func TestZeroEgressVpcCountTakesTheFirstZonesByName(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	vpc := r.mustDeploy(t, with(func(args *ZeroEgressVpcArgs) { args.AvailabilityZones = AvailabilityZones{Count: 2} }))
	if diff := cmp.Diff([]string{"eu-central-1a", "eu-central-1b"}, vpc.Zones()); diff != "" {
		t.Errorf("other zones are taken (-want +got):\n%s", diff)
	}
	asked := r.Calls[slices.IndexFunc(r.Calls, func(c pulumi.MockCallArgs) bool { return strings.HasSuffix(c.Token, ":getAvailabilityZones") })]
	want := map[string]any{"state": "available", "filters": []any{map[string]any{"name": "opt-in-status", "values": []any{"opt-in-not-required"}}}}
	if diff := cmp.Diff(want, asked.Args.Mappable()); diff != "" {
		t.Errorf("AWS is asked for other zones (-want +got):\n%s", diff)
	}
	_, err := newRecorder().deploy(with(func(args *ZeroEgressVpcArgs) { args.AvailabilityZones = AvailabilityZones{Count: 4} }))
	if err == nil || !strings.Contains(err.Error(), "availabilityZones.count: eu-central-1 offers fewer zones to this account, got 4; use at most 3") {
		t.Errorf("four zones of three give %v", err)
	}
}
