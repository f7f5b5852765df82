package aws

import (
	"fmt"
	"net/netip"
	"testing"
)

const (
	tAccepter = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"
	tOptions  = "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions"
	tList     = "aws:ec2/managedPrefixList:ManagedPrefixList"
	tEntry    = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
	tExcluded = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
)

func TestAPeeringHasOptionsOnlyOnceItIsAccepted(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	dns := in{"allowRemoteVpcDnsResolution": true}
	_, err := w.create(tPeering, "early", in{"vpcId": ids["vpc"], "peerVpcId": ids["other"], "requester": dns})
	expect(t, err, "OperationNotPermitted", "is not active")
	_, err = w.create(tPeering, "self", in{"vpcId": ids["vpc"], "peerVpcId": ids["vpc"]})
	expect(t, err, "OverlappingCIDR", "")
	_, err = w.create(tPeering, "far", in{"vpcId": ids["vpc"], "peerVpcId": ids["other"], "peerRegion": "eu-west-1", "autoAccept": true})
	expect(t, err, "CheckFailure", "peer_region")
	connection := w.make(tPeering, "pcx", in{"vpcId": ids["vpc"], "peerVpcId": ids["other"]})
	_, err = w.create(tOptions, "o", in{"vpcPeeringConnectionId": connection.ID, "requester": dns})
	expect(t, err, "OperationNotPermitted", "is not active")
	accepted := w.make(tAccepter, "a", in{"vpcPeeringConnectionId": connection.ID, "autoAccept": true})
	if p := accepted.Properties; p.String("acceptStatus") != "active" || p.String("vpcId") != ids["other"] || p.String("peerVpcId") != ids["vpc"] {
		t.Errorf("an active connection as the other end sees it expected, got %v", p)
	}
	w.make(tOptions, "o", in{"vpcPeeringConnectionId": connection.ID, "requester": dns})
	p, _ := w.read(tPeering, "pcx", connection.ID)
	if p.String("acceptStatus") != "active" || !p.Bool("requester.allowRemoteVpcDnsResolution") {
		t.Errorf("an active connection with DNS expected, got %v", p)
	}
}

func TestAPeeringIsAcceptedInTheAccountThatItWasAskedOf(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	w.At.ID = "444455556666"
	peer := w.make(tVPC, "peer", in{"cidrBlock": "10.40.0.0/16"})
	w.At.ID = "111122223333"
	connection := w.make(tPeering, "pcx", in{"vpcId": ids["vpc"], "peerVpcId": peer.ID, "peerOwnerId": "444455556666"})
	_, err := w.create(tAccepter, "a", in{"vpcPeeringConnectionId": connection.ID, "autoAccept": true})
	expect(t, err, "InvalidVpcPeeringConnectionID.NotFound", connection.ID)
	w.At.ID = "444455556666"
	_, err = w.create(tAccepter, "a", in{"vpcPeeringConnectionId": connection.ID, "autoAccept": true})
	expect(t, err, "", "")
}

func TestEntriesBesideAPrefixListCountLikeThoseInsideIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ cidr, code, text string }{
		"another":              {"198.41.200.0/24", "", ""},
		"one that is there":    {"198.41.192.0/24", "InvalidRequest", "duplicate"},
		"one of IPv6":          {"2606:4700:a0::/48", "InvalidParameterValue", "not valid"},
		"one with host bits":   {"198.41.200.1/24", "InvalidParameterValue", "not valid"},
		"one for a third seat": {"198.41.218.0/24", "PrefixListMaxEntriesExceeded", ""},
	} {
		w := newWorld(t)
		list := w.make(tList, "l", in{"addressFamily": "IPv4", "maxEntries": 2, "entries": []any{in{"cidr": "198.41.192.0/24"}}})
		if test.code == "PrefixListMaxEntriesExceeded" {
			w.make(tEntry, "second", in{"prefixListId": list.ID, "cidr": "198.41.200.0/24"})
		}
		_, err := w.create(tEntry, "e", in{"prefixListId": list.ID, "cidr": test.cidr})
		t.Log(name)
		expect(t, err, test.code, test.text)
	}
}

func TestAnExclusionFromBlockPublicAccessNamesOneNetworkOnce(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	_, err := w.create(tExcluded, "both", in{"vpcId": ids["vpc"], "subnetId": ids["a"], "internetGatewayExclusionMode": "allow-egress"})
	expect(t, err, "CheckFailure", "exactly one")
	_, err = w.create(tExcluded, "mode", in{"vpcId": ids["vpc"], "internetGatewayExclusionMode": "allow-all"})
	expect(t, err, "CheckFailure", "allow-egress")
	w.make(tExcluded, "first", in{"vpcId": ids["vpc"], "internetGatewayExclusionMode": "allow-egress"})
	_, err = w.create(tExcluded, "again", in{"vpcId": ids["vpc"], "internetGatewayExclusionMode": "allow-bidirectional"})
	expect(t, err, "VpcBlockPublicAccessExclusionAlreadyExists", ids["vpc"])
}

func TestTheRoutesOfATransitGatewayAreRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	const (
		association = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
		propagation = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"
	)
	for name, test := range map[string]struct {
		token      string
		inputs     func(ids map[string]string) in
		code, text string
	}{
		"a route":     {tTransitRoute, func(ids map[string]string) in { return in{"transitGatewayAttachmentId": ids["spoke"]} }, "", ""},
		"a blackhole": {tTransitRoute, func(map[string]string) in { return in{"blackhole": true} }, "", ""},
		"nowhere":     {tTransitRoute, func(map[string]string) in { return nil }, "InvalidParameterCombination", "blackhole"},
		"both": {tTransitRoute, func(ids map[string]string) in {
			return in{"blackhole": true, "transitGatewayAttachmentId": ids["spoke"]}
		}, "InvalidParameterCombination", "blackhole"},
		"host bits":       {tTransitRoute, func(map[string]string) in { return in{"blackhole": true, "destinationCidrBlock": "10.0.0.1/8"} }, "InvalidParameterValue", "10.0.0.1/8"},
		"a route that is": {tTransitRoute, func(map[string]string) in { return in{"blackhole": true, "destinationCidrBlock": "0.0.0.0/0"} }, "RouteAlreadyExists", "0.0.0.0/0"},
		"a missing table": {tTransitRoute, func(map[string]string) in { return in{"blackhole": true, "transitGatewayRouteTableId": "tgw-rtb-1"} }, "InvalidRouteTableID.NotFound", "tgw-rtb-1"},
		"an association":  {association, func(ids map[string]string) in { return in{"transitGatewayAttachmentId": ids["spoke"]} }, "", ""},
		"a second one": {association, func(ids map[string]string) in {
			return in{"transitGatewayAttachmentId": ids["taken"], "transitGatewayRouteTableId": ids["second-table"]}
		}, "Resource.AlreadyAssociated", "already associated"},
		"one by default": {association, func(ids map[string]string) in {
			return in{"transitGatewayAttachmentId": ids["default"], "transitGatewayRouteTableId": ids["default-table"]}
		}, "Resource.AlreadyAssociated", "already associated"},
		"one by default, replaced": {association, func(ids map[string]string) in {
			return in{"transitGatewayAttachmentId": ids["default"], "transitGatewayRouteTableId": ids["default-table"], "replaceExistingAssociation": true}
		}, "", ""},
		"of another gateway": {propagation, func(ids map[string]string) in { return in{"transitGatewayAttachmentId": ids["default"]} }, "InvalidParameterValue", "different transit gateways"},
		"a propagation":      {propagation, func(ids map[string]string) in { return in{"transitGatewayAttachmentId": ids["spoke"]} }, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			third := w.make(tVPC, "third", in{"cidrBlock": "10.50.0.0/16"})
			ids["third"] = w.subnet("third", third.ID, "10.50.0.0/24", "a").ID
			own := w.make(tTransit, "own", in{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}).ID
			open := w.make(tTransit, "open", in{}).ID
			for name, at := range map[string][3]string{"spoke": {own, ids["vpc"], ids["a"]}, "taken": {own, ids["other"], ids["elsewhere"]}, "default": {open, third.ID, ids["third"]}} {
				ids[name] = w.make("aws:ec2transitgateway/vpcAttachment:VpcAttachment", name, in{"transitGatewayId": at[0], "vpcId": at[1], "subnetIds": []any{at[2]}}).ID
			}
			table := w.make(tTransitTable, "table", in{"transitGatewayId": own}).ID
			ids["second-table"] = w.make(tTransitTable, "second-table", in{"transitGatewayId": own}).ID
			ids["default-table"] = w.make(tTransitTable, "default-table", in{"transitGatewayId": open}).ID
			w.make(association, "first", in{"transitGatewayAttachmentId": ids["taken"], "transitGatewayRouteTableId": table})
			w.make(tTransitRoute, "default-route", in{"transitGatewayRouteTableId": table, "destinationCidrBlock": "0.0.0.0/0", "blackhole": true})
			base := in{"transitGatewayRouteTableId": table}
			if test.token == tTransitRoute {
				base["destinationCidrBlock"] = "10.20.0.0/16"
			}
			_, err := w.create(test.token, "x", laid(base, test.inputs(ids)))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnEgressOnlyGatewayIsRoutedToForIPv6Alone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		destination func(ids map[string]string) in
		code, text  string
	}{
		"a block":         {func(map[string]string) in { return in{"destinationIpv6CidrBlock": "2606:4700:a0::/48"} }, "", ""},
		"a list":          {func(ids map[string]string) in { return in{"destinationPrefixListId": ids["six"]} }, "", ""},
		"a block of IPv4": {func(map[string]string) in { return in{"destinationCidrBlock": "198.41.192.0/24"} }, "InvalidParameterValue", "IPv6 destinations only"},
		"a list of IPv4":  {func(ids map[string]string) in { return in{"destinationPrefixListId": ids["four"]} }, "InvalidParameterValue", "IPv6 destinations only"},
		"a long list":     {func(ids map[string]string) in { return in{"destinationPrefixListId": ids["long"]} }, "RouteLimitExceeded", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			ids["six"] = w.make(tList, "six", in{"addressFamily": "IPv6", "maxEntries": 5}).ID
			ids["four"] = w.make(tList, "four", in{"addressFamily": "IPv4", "maxEntries": 5}).ID
			ids["long"] = w.make(tList, "long", in{"addressFamily": "IPv6", "maxEntries": 501}).ID
			gateway := w.make("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "eigw", in{"vpcId": ids["vpc"]})
			table := w.make(tTable, "t", in{"vpcId": ids["vpc"]})
			_, err := w.create(tRoute, "r", laid(in{"routeTableId": table.ID, "egressOnlyGatewayId": gateway.ID}, test.destination(ids)))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheIPv6BlockOfASubnetIsAPieceOfItsVPCs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.make(tVPC, "v", in{"cidrBlock": "10.20.0.0/16", "assignGeneratedIpv6CidrBlock": true})
	whole := netip.MustParsePrefix(vpc.Properties.String("ipv6CidrBlock"))
	piece := netip.PrefixFrom(whole.Addr(), 64).String()
	for i, test := range []struct {
		inputs     in
		code, text string
	}{
		{in{"ipv6CidrBlock": piece, "assignIpv6AddressOnCreation": true}, "", ""},
		{in{"ipv6CidrBlock": piece}, "InvalidSubnet.Conflict", "conflicts"},
		{in{"ipv6CidrBlock": "2001:db8::/64"}, "InvalidSubnet.Range", "no piece"},
		{in{"ipv6CidrBlock": "10.20.0.0/16"}, "InvalidSubnet.Range", "invalid"},
		{in{"assignIpv6AddressOnCreation": true}, "InvalidParameterValue", "no IPv6 CIDR block"},
	} {
		made, err := w.create(tSubnet, fmt.Sprint("s", i), laid(in{"vpcId": vpc.ID, "cidrBlock": fmt.Sprintf("10.20.%d.0/24", i)}, test.inputs))
		expect(t, err, test.code, test.text)
		if err == nil && made.Properties.String("ipv6CidrBlockAssociationId") == "" {
			t.Error("an association of the block expected")
		}
	}
}
