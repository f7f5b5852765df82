package aws

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestAVpcComesWithItsDefaultsAndItsImplicitParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.make(tVPC, "v", in{"cidrBlock": "10.20.0.0/16", "tags": in{"Name": "v"}})
	if !regexp.MustCompile(`^vpc-0[0-9a-f]{16}$`).MatchString(vpc.ID) {
		t.Errorf("an id of AWS's form expected, got %s", vpc.ID)
	}
	p := vpc.Properties
	for property, want := range map[string]any{
		"arn": "arn:aws:ec2:eu-central-1:111122223333:vpc/" + vpc.ID, "ownerId": "111122223333", "enableDnsSupport": true, "enableDnsHostnames": false,
		"instanceTenancy": "default",
	} {
		if p[property] != want {
			t.Errorf("%s = %v, want %v", property, p[property], want)
		}
	}
	if diff := cmp.Diff(map[string]any{"Name": "v"}, p["tagsAll"]); diff != "" {
		t.Errorf("tagsAll repeats the tags (-want +got):\n%s", diff)
	}
	if p.String("mainRouteTableId") == "" || p.String("mainRouteTableId") != p.String("defaultRouteTableId") {
		t.Errorf("the main route table is the default one, got %q and %q", p.String("mainRouteTableId"), p.String("defaultRouteTableId"))
	}
	for _, o := range w.Cloud.Objects() {
		switch o.Kind {
		case kindSecurityGroup:
			if got := o.Properties.String("egress[0].cidrBlocks[0]"); got != "0.0.0.0/0" || o.ID != p.String("defaultSecurityGroupId") {
				t.Errorf("the default security group has open egress, got %v", o.Properties)
			}
		case kindNetworkACL:
			if got := o.Properties.String("egress[0].action"); got != "allow" || o.ID != p.String("defaultNetworkAclId") {
				t.Errorf("the default network ACL admits everything, got %v", o.Properties)
			}
		}
	}
}

func TestAVpcIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a block that is too wide":     {in{"cidrBlock": "10.0.0.0/8"}, "CheckFailure", "10.0.0.0/8"},
		"a block that is too narrow":   {in{"cidrBlock": "10.0.0.0/29"}, "CheckFailure", "10.0.0.0/29"},
		"host bits":                    {in{"cidrBlock": "10.0.0.1/16"}, "CheckFailure", "10.0.0.1/16"},
		"a block that is none":         {in{"cidrBlock": "10.0.0.0/33"}, "CheckFailure", "10.0.0.0/33"},
		"a block and a length":         {in{"cidrBlock": "10.0.0.0/16", "ipv4NetmaskLength": 16}, "CheckFailure", "ipv4_netmask_length"},
		"a length without a pool":      {in{"ipv4NetmaskLength": 16}, "CheckFailure", "ipv4_ipam_pool_id"},
		"loopback addresses":           {in{"cidrBlock": "127.0.0.0/16"}, "InvalidVpc.Range", "The CIDR '127.0.0.0/16' is invalid."},
		"no block":                     {in{}, "MissingParameter", ""},
		"an IPAM pool that is unknown": {in{"ipv4IpamPoolId": "ipam-pool-1"}, "InvalidIpamPoolId.NotFound", ""},
		"an unknown tenancy":           {in{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "host"}, "CheckFailure", "instanceTenancy"},
		"an unknown property":          {in{"cidrBlock": "10.0.0.0/16", "cidr": "10.0.0.0/16"}, "CheckFailure", "cidr"},
		"a reserved tag":               {in{"cidrBlock": "10.0.0.0/16", "tags": in{"aws:x": "y"}}, "InvalidParameterValue", "reserved"},
		"a tag that is too long":       {in{"cidrBlock": "10.0.0.0/16", "tags": in{"x": strings.Repeat("y", 257)}}, "InvalidParameterValue", "256"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newWorld(t).create(tVPC, "v", test.inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestARefusalReadsLikeTheProvidersOwn(t *testing.T) {
	t.Parallel()
	_, err := newWorld(t).create(tVPC, "v", in{"cidrBlock": "127.0.0.0/16"})
	want := regexp.MustCompile(`^creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, api error InvalidVpc.Range: `)
	if err == nil || !want.MatchString(err.Error()) {
		t.Errorf("the form %s expected, got %v", want, err)
	}
}

func TestTheSixthVpcOfARegionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		w.make(tVPC, name, in{"cidrBlock": "10.0.0.0/16"})
	}
	_, err := w.create(tVPC, "f", in{"cidrBlock": "10.0.0.0/16"})
	expect(t, err, "VpcLimitExceeded", "")
}

func TestAVpcIsKeptWhileSomethingIsInIt(t *testing.T) {
	t.Parallel()
	for name, occupy := range map[string]func(w *world, vpcID string){
		"a subnet":         func(w *world, id string) { w.subnet("s", id, "10.20.0.0/24", "a") },
		"a route table":    func(w *world, id string) { w.make(tTable, "r", in{"vpcId": id}) },
		"a network ACL":    func(w *world, id string) { w.make(tACL, "n", in{"vpcId": id}) },
		"a security group": func(w *world, id string) { w.make(tGroup, "g", in{"vpcId": id}) },
		"a gateway endpoint": func(w *world, id string) {
			w.make(tEndpoint, "e", in{"vpcId": id, "serviceName": "com.amazonaws.eu-central-1.s3"})
		},
		"an internet gateway": func(w *world, id string) {
			w.make("aws:ec2/internetGateway:InternetGateway", "i", in{"vpcId": id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc := w.vpc()
			occupy(w, vpc.ID)
			expect(t, w.delete(tVPC, "v", vpc.ID), "DependencyViolation", "The vpc '"+vpc.ID+"' has dependencies and cannot be deleted.")
		})
	}
}

func TestAnEmptyVpcGoesWithItsImplicitParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	expect(t, w.delete(tVPC, "v", vpc.ID), "", "")
	if left := w.Cloud.Objects(); len(left) != 0 {
		t.Errorf("nothing expected to be left, got %v", left)
	}
}

func TestAChangeOfTheBlockReplacesAVpcAndAChangeOfDnsDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.replaces(tVPC, in{"cidrBlock": "10.0.0.0/16"}, in{"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": true, "tags": in{"a": "b"}})
	if diff := cmp.Diff([]string{"cidrBlock"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
	got = w.replaces(tVPC, in{"cidrBlock": "10.0.0.0/16"}, in{"cidrBlock": "10.0.0.0/16", "instanceTenancy": "dedicated"})
	if diff := cmp.Diff([]string{"instanceTenancy"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
}

func TestWhatAVpcComputesIsUnknownInPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, checked, err := w.check(tVPC, "v", in{"cidrBlock": "10.0.0.0/16"})
	if err != nil {
		t.Fatal(err)
	}
	planned := r.PreviewCreate(checked, cloud.ComputedValues)
	for _, name := range []string{"arn", "defaultNetworkAclId", "defaultSecurityGroupId", "mainRouteTableId", "enableDnsHostnames", "dhcpOptionsId"} {
		if planned[name] != cloud.Unknown {
			t.Errorf("%s is unknown in preview, got %v", name, planned[name])
		}
	}
	if planned["enableDnsSupport"] != true || planned["cidrBlock"] != "10.0.0.0/16" {
		t.Errorf("inputs and defaults are known in preview, got %v", planned)
	}
}

func TestASecondaryBlockTakesSubnetsAndIsKeptByThem(t *testing.T) {
	t.Parallel()
	const association = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	w := newWorld(t)
	vpc := w.vpc()
	_, err := w.create(tSubnet, "pods", in{"vpcId": vpc.ID, "cidrBlock": "100.64.0.0/18"})
	expect(t, err, "InvalidSubnet.Range", "")
	_, err = w.create(association, "overlap", in{"vpcId": vpc.ID, "cidrBlock": "10.20.0.0/20"})
	expect(t, err, "InvalidVpc.Range", "conflicts")
	block := w.make(association, "pods", in{"vpcId": vpc.ID, "cidrBlock": "100.64.0.0/16"})
	subnet := w.make(tSubnet, "pods", in{"vpcId": vpc.ID, "cidrBlock": "100.64.0.0/18"})
	expect(t, w.delete(association, "pods", block.ID), "InvalidCidrBlock.InUse", "100.64.0.0/16")
	expect(t, w.delete(tSubnet, "pods", subnet.ID), "", "")
	expect(t, w.delete(association, "pods", block.ID), "", "")
	_, err = w.create(association, "elsewhere", in{"vpcId": "vpc-00000000000000000", "cidrBlock": "100.64.0.0/16"})
	expect(t, err, "InvalidVpcID.NotFound", "vpc-00000000000000000")
}

func TestTheSixthBlockOfAVpcIsRefused(t *testing.T) {
	t.Parallel()
	const association = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	w := newWorld(t)
	vpc := w.vpc()
	for _, n := range []string{"64", "65", "66", "67"} {
		w.make(association, n, in{"vpcId": vpc.ID, "cidrBlock": "100." + n + ".0.0/16"})
	}
	_, err := w.create(association, "68", in{"vpcId": vpc.ID, "cidrBlock": "100.68.0.0/16"})
	expect(t, err, "CidrLimitExceeded", "")
}
