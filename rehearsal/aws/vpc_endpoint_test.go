package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const tEndpointPolicy = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"

func serviceIn(short string) string { return "com.amazonaws.eu-central-1." + short }

func TestAGatewayEndpointRoutesItsPrefixList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	table := w.make(tTable, "t", in{"vpcId": vpc.ID})
	endpoint := w.make(tEndpoint, "s3", in{"vpcId": vpc.ID, "serviceName": serviceIn("s3"), "routeTableIds": []any{table.ID}})
	p := endpoint.Properties
	if !regexp.MustCompile(`^vpce-0[0-9a-f]{16}$`).MatchString(endpoint.ID) || p.String("prefixListId") != "pl-6ea54007" || len(p.Strings("cidrBlocks")) == 0 {
		t.Errorf("an id, the prefix list of S3 and its ranges expected, got %s %v", endpoint.ID, p)
	}
	if p.String("policy") != fullAccess || p.String("vpcEndpointType") != "Gateway" || p.String("state") != "available" || len(p.List("dnsEntries")) != 0 {
		t.Errorf("an available gateway with full access and no DNS names expected, got %v", p)
	}
	_, err := w.create(tEndpoint, "again", in{"vpcId": vpc.ID, "serviceName": serviceIn("s3"), "routeTableIds": []any{table.ID}})
	expect(t, err, "RouteAlreadyExists", "route table "+table.ID+" already has a route with destination-prefix-list-id pl-6ea54007")
}

func TestAnInterfaceEndpointHasAnInterfaceInEachSubnetAndItsNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	a, b := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.subnet("b", vpc.ID, "10.20.1.0/24", "b")
	inputs := in{
		"vpcId": vpc.ID, "serviceName": serviceIn("ecr.dkr"), "vpcEndpointType": "Interface", "subnetIds": []any{a.ID, b.ID}, "privateDnsEnabled": true,
	}
	endpoint := w.make(tEndpoint, "dkr", inputs)
	p := endpoint.Properties
	if got := p.Strings("networkInterfaceIds"); len(got) != 2 || !strings.HasPrefix(got[0], "eni-0") {
		t.Errorf("two interfaces expected, got %v", got)
	}
	if diff := cmp.Diff([]string{vpc.Properties.String("defaultSecurityGroupId")}, p.Strings("securityGroupIds")); diff != "" {
		t.Errorf("the default security group where none is given (-want +got):\n%s", diff)
	}
	var names []string
	for _, entry := range p.Objects("dnsEntries") {
		names = append(names, strings.ReplaceAll(entry.String("dnsName"), endpoint.ID, "ID"))
	}
	suffix := digest(8, endpoint.ID) + "%s.dkr.ecr.eu-central-1.vpce.amazonaws.com"
	want := []string{
		fmt.Sprintf("ID-"+suffix, ""), fmt.Sprintf("ID-"+suffix, "-eu-central-1a"), fmt.Sprintf("ID-"+suffix, "-eu-central-1b"), "*.dkr.ecr.eu-central-1.amazonaws.com",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	inputs["subnetIds"] = []any{b.ID}
	changed, err := w.update(tEndpoint, "dkr", endpoint.ID, inputs)
	expect(t, err, "", "")
	if got := changed.Properties.Strings("networkInterfaceIds"); len(got) != 1 || !slices.Contains(p.Strings("networkInterfaceIds"), got[0]) {
		t.Errorf("the interface of the other subnet is gone and this one stays, got %v of %v", got, p.Strings("networkInterfaceIds"))
	}
	expect(t, w.delete(tSubnet, "a", a.ID), "", "")
	expect(t, w.delete(tSubnet, "b", b.ID), "DependencyViolation", "")
}

func TestAnEndpointIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     func(w *world, vpc cloud.Result) in
		code, text string
	}{
		"a service that does not exist": {func(*world, cloud.Result) in { return in{"serviceName": serviceIn("nonsense")} },
			"InvalidServiceName", "The Vpc Endpoint Service 'com.amazonaws.eu-central-1.nonsense' does not exist"},
		"a service of another region": {func(*world, cloud.Result) in {
			return in{"serviceName": "com.amazonaws.eu-west-1.ec2", "vpcEndpointType": "Interface"}
		},
			"InvalidServiceName", ""},
		"a service that is only elsewhere": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("ecr-public.api"), "vpcEndpointType": "Interface"}
		},
			"InvalidServiceName", ""},
		"a global service without its region": {func(*world, cloud.Result) in {
			return in{"serviceName": "com.amazonaws.iam", "vpcEndpointType": "Interface"}
		},
			"InvalidServiceName", ""},
		"a global service with its region": {func(*world, cloud.Result) in {
			return in{"serviceName": "com.amazonaws.iam", "vpcEndpointType": "Interface", "serviceRegion": "us-east-1"}
		}, "", ""},
		"the type left out for an interface": {func(*world, cloud.Result) in { return in{"serviceName": serviceIn("ec2")} },
			"InvalidParameter", "Endpoint type (Gateway) does not match available service types ([Interface])."},
		"an unknown VPC": {func(*world, cloud.Result) in { return in{"vpcId": "vpc-0123", "serviceName": serviceIn("s3")} }, "InvalidVpcID.NotFound", ""},
		"an unknown route table": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("s3"), "routeTableIds": []any{"rtb-0123"}}
		}, "InvalidRouteTableID.NotFound", "rtb-0123"},
		"a route table of another VPC": {func(w *world, _ cloud.Result) in {
			other := w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
			return in{"serviceName": serviceIn("s3"), "routeTableIds": []any{w.make(tTable, "foreign", in{"vpcId": other.ID}).ID}}
		}, "InvalidParameter", "does not belong"},
		"two subnets of one zone": {func(w *world, vpc cloud.Result) in {
			a, b := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.subnet("b", vpc.ID, "10.20.1.0/24", "a")
			return in{"serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface", "subnetIds": []any{a.ID, b.ID}}
		}, "DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of subnet-"},
		"an unknown security group": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface", "securityGroupIds": []any{"sg-0123"}}
		}, "InvalidGroup.NotFound", ""},
		"a security group of another VPC": {func(w *world, _ cloud.Result) in {
			other := w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
			return in{"serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface", "securityGroupIds": []any{w.make(tGroup, "foreign", in{"vpcId": other.ID}).ID}}
		}, "InvalidParameter", "different networks"},
		"a policy that is no JSON": {func(*world, cloud.Result) in { return in{"serviceName": serviceIn("s3"), "policy": "{"} }, "InvalidPolicyDocument", "Syntax"},
		"a policy that is too long": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("s3"), "policy": `{"Statement":[]}` + strings.Repeat(" ", maxEndpointPolicy)}
		}, "InvalidPolicyDocument", "20480"},
		"a policy for a service without": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("acm"), "vpcEndpointType": "Interface", "policy": fullAccess}
		}, "InvalidParameter", "not supported"},
		"private DNS in a VPC without DNS names": {func(w *world, _ cloud.Result) in {
			bare := w.make(tVPC, "bare", in{"cidrBlock": "10.40.0.0/16"})
			return in{"vpcId": bare.ID, "serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface", "privateDnsEnabled": true}
		}, "InvalidParameter", "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"},
		"private DNS for one service twice": {func(w *world, vpc cloud.Result) in {
			again := in{"vpcId": vpc.ID, "serviceName": serviceIn("sts"), "vpcEndpointType": "Interface", "privateDnsEnabled": true}
			w.make(tEndpoint, "first", again)
			return again
		}, "InvalidParameter", "private-dns-enabled cannot be set because there is already a conflicting DNS domain for sts.eu-central-1.amazonaws.com in the VPC vpc-"},
		"private DNS beside a hosted zone": {func(w *world, vpc cloud.Result) in {
			w.make("aws:route53/zone:Zone", "z", in{"name": "sts.eu-central-1.amazonaws.com", "vpcs": []any{in{"vpcId": vpc.ID}}})
			return in{"serviceName": serviceIn("sts"), "vpcEndpointType": "Interface", "privateDnsEnabled": true}
		}, "InvalidParameter", "conflicting DNS domain"},
		"private DNS of S3 without its gateway": {func(*world, cloud.Result) in {
			return in{"serviceName": serviceIn("s3"), "vpcEndpointType": "Interface", "privateDnsEnabled": true}
		}, "InvalidParameter", "must have a Gateway endpoint for the service."},
		"private DNS of S3 beside its gateway": {func(w *world, vpc cloud.Result) in {
			w.make(tEndpoint, "gateway", in{"vpcId": vpc.ID, "serviceName": serviceIn("s3")})
			return in{"serviceName": serviceIn("s3"), "vpcEndpointType": "Interface", "privateDnsEnabled": true}
		}, "", ""},
		"an unknown type": {func(*world, cloud.Result) in { return in{"serviceName": serviceIn("s3"), "vpcEndpointType": "Bridge"} }, "CheckFailure", "Bridge"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc := w.vpc()
			inputs := test.inputs(w, vpc)
			if inputs["vpcId"] == nil {
				inputs["vpcId"] = vpc.ID
			}
			_, err := w.create(tEndpoint, "e", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnEndpointInAZoneWithoutTheServiceIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.At.Region = "us-east-1"
	vpc := w.vpc()
	inputs := in{"vpcId": vpc.ID, "serviceName": "com.amazonaws.us-east-1.email-smtp", "vpcEndpointType": "Interface"}
	for i, test := range []struct{ zone, code string }{{"us-east-1b", ""}, {"us-east-1e", "InvalidParameter"}} {
		subnet := w.make(tSubnet, test.zone, in{"vpcId": vpc.ID, "cidrBlock": fmt.Sprintf("10.20.%d.0/24", i), "availabilityZone": test.zone})
		inputs["subnetIds"] = []any{subnet.ID}
		_, err := w.create(tEndpoint, test.zone, inputs)
		expect(t, err, test.code, "does not support the availability zone of the subnet: "+subnet.ID)
	}
}

func TestASubnetWithoutFreeAddressesTakesNoEndpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet := w.subnet("tiny", vpc.ID, "10.20.0.0/28", "a")
	var last error
	for i := range 12 { // A /28 has 11 usable addresses.
		_, last = w.create(tEndpoint, fmt.Sprint(i), in{
			"vpcId": vpc.ID, "serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface", "subnetIds": []any{subnet.ID},
		})
		if i < 11 {
			expect(t, last, "", "")
		}
	}
	expect(t, last, "InsufficientFreeAddressesInSubnet", "")
}

func TestEndpointsBeyondTheQuotasAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	for i := range 20 {
		w.make(tEndpoint, fmt.Sprint("g", i), in{"vpcId": vpc.ID, "serviceName": serviceIn("s3")})
	}
	_, err := w.create(tEndpoint, "one gateway too many", in{"vpcId": vpc.ID, "serviceName": serviceIn("s3")})
	expect(t, err, "VpcEndpointLimitExceeded", "")
	for i := range 50 {
		w.make(tEndpoint, fmt.Sprint("i", i), in{"vpcId": vpc.ID, "serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface"})
	}
	_, err = w.create(tEndpoint, "one interface too many", in{"vpcId": vpc.ID, "serviceName": serviceIn("ec2"), "vpcEndpointType": "Interface"})
	expect(t, err, "VpcEndpointLimitExceeded", "")
}

func TestThePolicyOfAnEndpointIsReplacedAndRestored(t *testing.T) {
	t.Parallel()
	const own = `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`
	w := newWorld(t)
	endpoint := w.make(tEndpoint, "s3", in{"vpcId": w.vpc().ID, "serviceName": serviceIn("s3")})
	policy := w.make(tEndpointPolicy, "p", in{"vpcEndpointId": endpoint.ID, "policy": own})
	if properties, _ := w.read(tEndpoint, "s3", endpoint.ID); policy.ID != endpoint.ID || properties.String("policy") != own {
		t.Errorf("the policy expected on the endpoint, got %s", properties.String("policy"))
	}
	if drift := w.drift(tEndpoint, "s3", endpoint.ID); len(drift) != 0 {
		t.Errorf("a policy beside an endpoint that states none is no drift, got %v", drift)
	}
	expect(t, w.delete(tEndpointPolicy, "p", policy.ID), "", "")
	if properties, _ := w.read(tEndpoint, "s3", endpoint.ID); properties.String("policy") != fullAccess {
		t.Errorf("full access again expected, got %s", properties.String("policy"))
	}
}

func TestOnlyServiceTypeAndVpcReplaceAnInterfaceEndpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.replaces(tEndpoint,
		in{"vpcId": "vpc-1", "serviceName": "a", "vpcEndpointType": "Interface", "subnetIds": []any{"a"}, "policy": "{}", "privateDnsEnabled": false},
		in{"vpcId": "vpc-2", "serviceName": "b", "vpcEndpointType": "Interface", "subnetIds": []any{"b"}, "policy": "{ }", "privateDnsEnabled": true})
	if diff := cmp.Diff([]string{"serviceName", "vpcId"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
}

func TestServiceNamesFollowThePartition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		region, name string
		known        bool
	}{
		{"cn-north-1", "cn.com.amazonaws.cn-north-1.ec2", true}, {"cn-north-1", "com.amazonaws.cn-north-1.ec2", false},
		{"cn-north-1", "com.amazonaws.cn-north-1.logs", true}, {"cn-north-1", "com.amazonaws.cn-north-1.s3", true},
		{"cn-north-1", "cn.com.amazonaws.cn-north-1.s3", true}, {"us-gov-west-1", "com.amazonaws.us-gov-west-1.ec2", true},
		{"cn-north-1", "com.amazonaws.iam", false}, {"eu-central-1", "com.amazonaws.iam", true},
	} {
		if _, known := findOffer(test.region, test.name); known != test.known {
			t.Errorf("%s in %s: known = %t, want %t", test.name, test.region, known, test.known)
		}
	}
	for short, want := range map[string]string{"ecr.api": "api.ecr.eu-central-1.amazonaws.com", "eks-auth": "eks-auth.eu-central-1.api.aws", "ecs-agent": "ecs-a.eu-central-1.amazonaws.com"} {
		o, _ := findOffer("eu-central-1", serviceIn(short))
		if got := o.privateNames("eu-central-1"); len(got) == 0 || got[0] != want {
			t.Errorf("private name of %s = %v, want %s", short, got, want)
		}
	}
}
