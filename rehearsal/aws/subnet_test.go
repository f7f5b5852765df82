package aws

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestASubnetIsPlacedInAZoneOfItsRegion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	byName := w.subnet("a", vpc.ID, "10.20.0.0/24", "b")
	byID := w.make(tSubnet, "b", in{"vpcId": vpc.ID, "cidrBlock": "10.20.1.0/24", "availabilityZoneId": "euc1-az3"})
	byAWS := w.make(tSubnet, "c", in{"vpcId": vpc.ID, "cidrBlock": "10.20.2.0/24"})
	for _, test := range []struct {
		subnet   cloud.Result
		zone, id string
	}{{byName, "eu-central-1b", "euc1-az2"}, {byID, "eu-central-1c", "euc1-az3"}, {byAWS, "eu-central-1a", "euc1-az1"}} {
		if p := test.subnet.Properties; p.String("availabilityZone") != test.zone || p.String("availabilityZoneId") != test.id {
			t.Errorf("zone %s (%s) expected, got %s (%s)", test.zone, test.id, p.String("availabilityZone"), p.String("availabilityZoneId"))
		}
	}
	if p := byName.Properties; p.Bool("mapPublicIpOnLaunch") || p.String("arn") != "arn:aws:ec2:eu-central-1:111122223333:subnet/"+byName.ID {
		t.Errorf("no public addresses and an ARN of AWS's form expected, got %v", p)
	}
}

func TestASubnetIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"outside of the VPC":    {in{"cidrBlock": "10.21.0.0/24"}, "InvalidSubnet.Range", "The CIDR '10.21.0.0/24' is invalid."},
		"overlapping another":   {in{"cidrBlock": "10.20.0.128/25"}, "InvalidSubnet.Conflict", "The CIDR '10.20.0.128/25' conflicts with another subnet"},
		"a block that is none":  {in{"cidrBlock": "10.20.1.1/24"}, "CheckFailure", "10.20.1.1/24"},
		"too narrow":            {in{"cidrBlock": "10.20.1.0/29"}, "InvalidSubnet.Range", ""},
		"in an unknown VPC":     {in{"cidrBlock": "10.20.1.0/24", "vpcId": "vpc-0123"}, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123' does not exist"},
		"in an unknown zone":    {in{"cidrBlock": "10.20.1.0/24", "availabilityZone": "eu-west-1a"}, "InvalidParameterValue", "eu-central-1a, eu-central-1b, eu-central-1c"},
		"without a block":       {in{}, "MissingParameter", ""},
		"without a VPC":         {in{"vpcId": nil, "cidrBlock": "10.20.1.0/24"}, "CheckFailure", "vpcId"},
		"with a wrong kind":     {in{"cidrBlock": "10.20.1.0/24", "mapPublicIpOnLaunch": "perhaps"}, "CheckFailure", "mapPublicIpOnLaunch"},
		"with another hostname": {in{"cidrBlock": "10.20.1.0/24", "privateDnsHostnameTypeOnLaunch": "x"}, "CheckFailure", "ip-name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc := w.vpc()
			w.subnet("first", vpc.ID, "10.20.0.0/24", "a")
			inputs := in{"vpcId": vpc.ID}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(tSubnet, "s", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheSubnetBeyondTheQuotaOfAVpcIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	for i := range 200 {
		w.make(tSubnet, fmt.Sprint(i), in{"vpcId": vpc.ID, "cidrBlock": fmt.Sprintf("10.20.%d.0/28", i)})
	}
	_, err := w.create(tSubnet, "one too many", in{"vpcId": vpc.ID, "cidrBlock": "10.20.255.0/28"})
	expect(t, err, "SubnetLimitExceeded", "")
}

func TestASubnetIsKeptByTheInterfacesOfAnEndpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet := w.subnet("a", vpc.ID, "10.20.0.0/24", "a")
	endpoint := w.make(tEndpoint, "e", in{
		"vpcId": vpc.ID, "serviceName": "com.amazonaws.eu-central-1.ec2", "vpcEndpointType": "Interface", "subnetIds": []any{subnet.ID},
	})
	expect(t, w.delete(tSubnet, "a", subnet.ID), "DependencyViolation", subnet.ID)
	expect(t, w.delete(tEndpoint, "e", endpoint.ID), "", "")
	expect(t, w.delete(tSubnet, "a", subnet.ID), "", "")
}

func TestOnlyPlaceAndBlockReplaceASubnet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.replaces(tSubnet,
		in{"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "availabilityZone": "a"},
		in{"vpcId": "vpc-2", "cidrBlock": "10.0.1.0/24", "availabilityZone": "b", "mapPublicIpOnLaunch": true, "tags": in{"a": "b"}})
	if diff := cmp.Diff([]string{"availabilityZone", "cidrBlock", "vpcId"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
}

func TestASubnetGoesWithItsAssociations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet, table := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.make(tTable, "t", in{"vpcId": vpc.ID})
	w.make(tTableAssoc, "ta", in{"subnetId": subnet.ID, "routeTableId": table.ID})
	expect(t, w.delete(tSubnet, "a", subnet.ID), "", "")
	expect(t, w.delete(tTable, "t", table.ID), "", "")
}
