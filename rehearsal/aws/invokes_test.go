package aws

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheAccountTellsWhereItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	identity, err := w.answer("aws:index/getCallerIdentity:getCallerIdentity", in{})
	expect(t, err, "", "")
	if identity.String("accountId") != "111122223333" || !strings.HasPrefix(identity.String("arn"), "arn:aws:sts::111122223333:assumed-role/") {
		t.Errorf("the account and a session's ARN expected, got %v", identity)
	}
	partition, err := w.answer("aws:index/getPartition:getPartition", in{})
	expect(t, err, "", "")
	if partition.String("partition") != "aws" || partition.String("dnsSuffix") != "amazonaws.com" || partition.String("reverseDnsPrefix") != "com.amazonaws" {
		t.Errorf("the commercial partition expected, got %v", partition)
	}
	region, err := w.answer("aws:index/getRegion:getRegion", in{})
	expect(t, err, "", "")
	if region.String("name") != "eu-central-1" || region.String("endpoint") != "ec2.eu-central-1.amazonaws.com" || region.String("description") != "Europe (Frankfurt)" {
		t.Errorf("Frankfurt expected, got %v", region)
	}
	if _, err := w.answer("aws:index/getRegion:getRegion", in{"name": "eu-nowhere-1"}); err == nil || !strings.Contains(err.Error(), "eu-nowhere-1") {
		t.Errorf("an unknown Region is refused by name, got %v", err)
	}
	organization, err := w.answer("aws:organizations/getOrganization:getOrganization", in{})
	expect(t, err, "", "")
	if organization.String("id") != organizationID || len(organization.Objects("accounts")) != 3 || organization.String("masterAccountId") != "111122223333" {
		t.Errorf("an organization of three accounts expected, got %v", organization)
	}
}

func TestAvailabilityZonesAreThoseOfTheRegion(t *testing.T) {
	t.Parallel()
	const token = "aws:index/getAvailabilityZones:getAvailabilityZones"
	for _, test := range []struct {
		region string
		args   in
		names  []string
	}{
		{"eu-central-1", in{"state": "available"}, []string{"eu-central-1a", "eu-central-1b", "eu-central-1c"}},
		{"ap-northeast-1", in{}, []string{"ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"}},
		{"us-west-1", in{"filters": []any{in{"name": "opt-in-status", "values": []any{"opt-in-not-required"}}}}, []string{"us-west-1a", "us-west-1c"}},
		{"us-west-1", in{"filters": []any{in{"name": "opt-in-status", "values": []any{"opted-in"}}}}, []string{}},
		{"us-east-1", in{"excludeZoneIds": []any{"use1-az3"}, "excludeNames": []any{"us-east-1f"}}, []string{"us-east-1a", "us-east-1b", "us-east-1d", "us-east-1e"}},
		{"eu-central-1", in{"state": "impaired"}, []string{}},
	} {
		w := newWorld(t)
		w.At.Region = test.region
		zones, err := w.answer(token, test.args)
		expect(t, err, "", "")
		if diff := cmp.Diff(test.names, append([]string{}, zones.Strings("names")...)); diff != "" {
			t.Errorf("zones of %s with %v (-want +got):\n%s", test.region, test.args, diff)
		}
	}
	for name, args := range map[string]in{
		"allAvailabilityZones": {"allAvailabilityZones": true},
		"message":              {"filters": []any{in{"name": "message", "values": []any{"x"}}}},
	} {
		if _, err := newWorld(t).answer(token, args); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("what is not simulated is refused by name (%s), got %v", name, err)
		}
	}
}

func TestEveryRegionHasAtLeastTwoZonesAndItsOwnPrefixLists(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name := range regions {
		zones, known := zonesOf(name)
		if !known || len(zones) < 2 {
			t.Errorf("%s: at least two zones expected, got %v", name, zones)
		}
		for _, list := range PrefixLists(name) {
			if other := seen[list.ID]; other != "" {
				t.Errorf("%s is the prefix list of %s and of %s", list.ID, other, list.Name)
			}
			seen[list.ID] = list.Name
		}
	}
}

func TestPrefixListsAreFoundByNameAndById(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	byName, err := w.answer("aws:ec2/getPrefixList:getPrefixList", in{"name": serviceIn("s3")})
	expect(t, err, "", "")
	byID, err := w.answer("aws:ec2/getPrefixList:getPrefixList", in{"prefixListId": byName.String("id")})
	expect(t, err, "", "")
	if diff := cmp.Diff(byName, byID); diff != "" || byName.String("id") != "pl-6ea54007" || len(byName.Strings("cidrBlocks")) == 0 {
		t.Errorf("the list of S3 with its ranges expected both times, got %v (-name +id):\n%s", byName, diff)
	}
	managed, err := w.answer("aws:ec2/getManagedPrefixList:getManagedPrefixList", in{"name": serviceIn("dynamodb")})
	expect(t, err, "", "")
	if managed.String("ownerId") != "AWS" || len(managed.Objects("entries")) == 0 {
		t.Errorf("AWS's list with its entries expected, got %v", managed)
	}
	own := w.make("aws:ec2/managedPrefixList:ManagedPrefixList", "own", in{"addressFamily": "IPv4", "maxEntries": 3, "entries": []any{in{"cidr": "10.0.0.0/8"}}})
	found, err := w.answer("aws:ec2/getManagedPrefixList:getManagedPrefixList", in{"id": own.ID})
	expect(t, err, "", "")
	if found.Int("maxEntries") != 3 || found.String("entries[0].cidr") != "10.0.0.0/8" {
		t.Errorf("the account's own list expected, got %v", found)
	}
	if _, err := w.answer("aws:ec2/getPrefixList:getPrefixList", in{"name": "com.amazonaws.mars-1.s3"}); err == nil {
		t.Error("a list that does not exist is refused")
	}
}

func TestEndpointServicesAreDescribed(t *testing.T) {
	t.Parallel()
	const token = "aws:ec2/getVpcEndpointService:getVpcEndpointService"
	w := newWorld(t)
	service, err := w.answer(token, in{"service": "ec2"})
	expect(t, err, "", "")
	if service.String("serviceType") != "Interface" || service.String("privateDnsName") != "ec2.eu-central-1.amazonaws.com" || !service.Bool("vpcEndpointPolicySupported") ||
		len(service.Strings("availabilityZones")) != 3 {
		t.Errorf("an interface service in three zones expected, got %v", service)
	}
	gateway, err := w.answer(token, in{"service": "s3", "serviceType": "Gateway"})
	expect(t, err, "", "")
	if gateway.String("serviceName") != serviceIn("s3") || len(gateway.Strings("privateDnsNames")) != 0 {
		t.Errorf("a gateway without names expected, got %v", gateway)
	}
	if _, err := w.answer(token, in{"service": "s3"}); err == nil || !strings.Contains(err.Error(), "multiple") {
		t.Errorf("two types of one service need a choice, got %v", err)
	}
	_, err = w.answer(token, in{"serviceName": "com.amazonaws.eu-central-1.nonsense"})
	expect(t, err, "InvalidServiceName", "nonsense")
}

func TestExistingNetworksAreFoundById(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.vpc()
	w.make("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", in{"vpcId": made.ID, "cidrBlock": "100.64.0.0/16"})
	subnet, table := w.subnet("a", made.ID, "10.20.0.0/24", "a"), w.make(tTable, "t", in{"vpcId": made.ID})
	w.make(tTableAssoc, "ta", in{"subnetId": subnet.ID, "routeTableId": table.ID})
	vpc, err := w.answer("aws:ec2/getVpc:getVpc", in{"id": made.ID})
	expect(t, err, "", "")
	if blocks := vpc.Objects("cidrBlockAssociations"); len(blocks) != 2 || blocks[1].String("cidrBlock") != "100.64.0.0/16" || !vpc.Bool("enableDnsHostnames") {
		t.Errorf("the VPC with both blocks expected, got %v", vpc)
	}
	found, err := w.answer("aws:ec2/getSubnet:getSubnet", in{"id": subnet.ID})
	expect(t, err, "", "")
	if found.String("vpcId") != made.ID || found.Int("availableIpAddressCount") != 251 || found.String("availabilityZone") != "eu-central-1a" {
		t.Errorf("the subnet with 251 free addresses expected, got %v", found)
	}
	for name, args := range map[string]in{"by id": {"routeTableId": table.ID}, "by subnet": {"subnetId": subnet.ID}} {
		routes, err := w.answer("aws:ec2/getRouteTable:getRouteTable", args)
		expect(t, err, "", "")
		if routes.String("id") != table.ID || routes.String("associations[0].subnetId") != subnet.ID {
			t.Errorf("%s: the table with its association expected, got %v", name, routes)
		}
	}
	for token, args := range map[string]in{
		"aws:ec2/getVpc:getVpc": {"id": "vpc-0123"}, "aws:ec2/getSubnet:getSubnet": {"id": "subnet-0123"}, "aws:ec2/getRouteTable:getRouteTable": {"routeTableId": "rtb-0123"},
	} {
		if _, err := w.answer(token, args); err == nil {
			t.Errorf("%s of an unknown id is refused", token)
		}
	}
	if _, err := w.answer("aws:ec2/getVpc:getVpc", in{"tags": in{"Name": "x"}}); err == nil || !strings.Contains(err.Error(), "not simulated") {
		t.Errorf("a look-up by tags is refused as not simulated, got %v", err)
	}
}

func TestAnyOtherFunctionIsRefusedByName(t *testing.T) {
	t.Parallel()
	const token = "aws:iam/getPolicyDocument:getPolicyDocument"
	if _, err := newWorld(t).answer(token, in{}); err == nil || !strings.Contains(err.Error(), token) {
		t.Errorf("a refusal that names %s expected, got %v", token, err)
	}
}
