package aws

import (
	"strings"
	"testing"
)

const (
	tAttachment = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"
	tNAT        = "aws:ec2/natGateway:NatGateway"
	tEIP        = "aws:ec2/eip:Eip"
	tTransit    = "aws:ec2transitgateway/transitGateway:TransitGateway"
	tTransitVPC = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
	tPeering    = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
)

func TestAVpcTakesOneInternetGateway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, other := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
	gateway := w.make(tIGW, "igw", in{})
	w.make(tAttachment, "a", in{"internetGatewayId": gateway.ID, "vpcId": vpc.ID})
	if properties, _ := w.read(tIGW, "igw", gateway.ID); properties.String("vpcId") != vpc.ID {
		t.Errorf("the gateway shows its VPC, got %q", properties.String("vpcId"))
	}
	if drift := w.drift(tIGW, "igw", gateway.ID); len(drift) != 0 {
		t.Errorf("an attachment beside a gateway is no drift, got %v", drift)
	}
	_, err := w.create(tIGW, "second", in{"vpcId": vpc.ID})
	expect(t, err, "InvalidParameterValue", "already has an internet gateway attached")
	_, err = w.create(tAttachment, "b", in{"internetGatewayId": gateway.ID, "vpcId": other.ID})
	expect(t, err, "Resource.AlreadyAssociated", gateway.ID)
	expect(t, w.delete(tIGW, "igw", gateway.ID), "DependencyViolation", gateway.ID)
	_, err = w.create(tIGW, "nowhere", in{"vpcId": "vpc-0123"})
	expect(t, err, "InvalidVpcID.NotFound", "")
}

func TestAPublicNatGatewayNeedsAnAddressAndAnInternetGateway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet := w.subnet("a", vpc.ID, "10.20.0.0/24", "a")
	_, err := w.create(tNAT, "bare", in{"subnetId": subnet.ID})
	expect(t, err, "MissingParameter", "AllocationId")
	address := w.make(tEIP, "eip", in{"domain": "vpc"})
	if ip := address.Properties.String("publicIp"); !strings.HasPrefix(ip, "203.0.113.") {
		t.Errorf("an address of the documentation's range expected, got %s", ip)
	}
	_, err = w.create(tNAT, "cut off", in{"subnetId": subnet.ID, "allocationId": address.ID})
	expect(t, err, "Gateway.NotAttached", "no Internet gateway attached")
	w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	nat := w.make(tNAT, "nat", in{"subnetId": subnet.ID, "allocationId": address.ID})
	if p := nat.Properties; p.String("publicIp") != address.Properties.String("publicIp") || !strings.HasPrefix(p.String("networkInterfaceId"), "eni-0") {
		t.Errorf("the address and an interface expected, got %v", p)
	}
	expect(t, w.delete(tEIP, "eip", address.ID), "InvalidIPAddress.InUse", "")
	expect(t, w.delete(tSubnet, "a", subnet.ID), "DependencyViolation", "")
	w.make(tNAT, "private", in{"subnetId": subnet.ID, "connectivityType": "private"})
}

func TestATransitGatewayIsReachedThroughAnAttachmentOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	a, b := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.subnet("b", vpc.ID, "10.20.1.0/24", "a")
	table, transit := w.make(tTable, "t", in{"vpcId": vpc.ID}), w.make(tTransit, "tgw", in{})
	if p := transit.Properties; p.String("autoAcceptSharedAttachments") != "disable" || p.String("defaultRouteTablePropagation") != "enable" {
		t.Errorf("the provider's defaults expected, got %v", p)
	}
	route := in{"routeTableId": table.ID, "destinationCidrBlock": "10.0.0.0/8", "transitGatewayId": transit.ID}
	_, err := w.create(tRoute, "early", route)
	expect(t, err, "InvalidTransitGatewayID.NotFound", transit.ID)
	_, err = w.create(tTransitVPC, "same zone", in{"transitGatewayId": transit.ID, "vpcId": vpc.ID, "subnetIds": []any{a.ID, b.ID}})
	expect(t, err, "DuplicateSubnetsInSameZone", "")
	_, err = w.create(tTransitVPC, "no subnets", in{"transitGatewayId": transit.ID, "vpcId": vpc.ID})
	expect(t, err, "CheckFailure", "subnetIds")
	attachment := w.make(tTransitVPC, "att", in{"transitGatewayId": transit.ID, "vpcId": vpc.ID, "subnetIds": []any{a.ID}})
	w.make(tRoute, "r", route)
	expect(t, w.delete(tSubnet, "a", a.ID), "DependencyViolation", "")
	expect(t, w.delete(tTransit, "tgw", transit.ID), "IncorrectState", "non-deleted VPC Attachments")
	expect(t, w.delete(tTransitVPC, "att", attachment.ID), "", "")
	expect(t, w.delete(tSubnet, "a", a.ID), "", "")
}

func TestVpcsWithOverlappingBlocksDoNotPeer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, other, twin := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"}), w.make(tVPC, "twin", in{"cidrBlock": "10.20.0.0/20"})
	peering := w.make(tPeering, "p", in{"vpcId": vpc.ID, "peerVpcId": other.ID, "autoAccept": true})
	if got := peering.Properties.String("acceptStatus"); got != "active" {
		t.Errorf("acceptStatus = %s, want active", got)
	}
	_, err := w.create(tPeering, "q", in{"vpcId": vpc.ID, "peerVpcId": twin.ID})
	expect(t, err, "OverlappingCIDR", "")
	foreign := w.make(tPeering, "foreign", in{"vpcId": vpc.ID, "peerVpcId": "vpc-0123", "peerOwnerId": "444455556666"})
	if got := foreign.Properties.String("acceptStatus"); got != "pending-acceptance" {
		t.Errorf("acceptStatus = %s, want pending-acceptance", got)
	}
}

func TestTheSwitchThatBlocksPublicAccessKnowsItsModes(t *testing.T) {
	t.Parallel()
	const token = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
	w := newWorld(t)
	options := w.make(token, "o", in{"internetGatewayBlockMode": "block-bidirectional"})
	if options.ID != "eu-central-1" || options.Properties.String("awsAccountId") != "111122223333" {
		t.Errorf("the Region as id and the account expected, got %s %v", options.ID, options.Properties)
	}
	_, err := w.create(token, "p", in{"internetGatewayBlockMode": "block-everything"})
	expect(t, err, "CheckFailure", "block-bidirectional")
}
