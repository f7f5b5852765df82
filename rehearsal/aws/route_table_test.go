package aws

import (
	"fmt"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const (
	tDefaultTable    = "aws:ec2/defaultRouteTable:DefaultRouteTable"
	tTableAssoc      = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	tMainAssociation = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
	tIGW             = "aws:ec2/internetGateway:InternetGateway"
)

func TestARouteTableIsKeptByItsAssociations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet, table := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.make(tTable, "t", in{"vpcId": vpc.ID})
	association := w.make(tTableAssoc, "ta", in{"subnetId": subnet.ID, "routeTableId": table.ID})
	expect(t, w.delete(tTable, "t", table.ID), "DependencyViolation", "The routeTable '"+table.ID+"'")
	expect(t, w.delete(tTableAssoc, "ta", association.ID), "", "")
	expect(t, w.delete(tTable, "t", table.ID), "", "")
}

func TestASubnetTakesOneRouteTableOfItsOwnVpc(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, other := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
	subnet, table := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.make(tTable, "t", in{"vpcId": vpc.ID})
	foreign := w.make(tTable, "foreign", in{"vpcId": other.ID})
	_, err := w.create(tTableAssoc, "cross", in{"subnetId": subnet.ID, "routeTableId": foreign.ID})
	expect(t, err, "InvalidParameterValue", "different networks")
	w.make(tTableAssoc, "ta", in{"subnetId": subnet.ID, "routeTableId": table.ID})
	second := w.make(tTable, "t2", in{"vpcId": vpc.ID})
	_, err = w.create(tTableAssoc, "tb", in{"subnetId": subnet.ID, "routeTableId": second.ID})
	expect(t, err, "Resource.AlreadyAssociated", table.ID[:4])
	_, err = w.create(tTableAssoc, "neither", in{"routeTableId": second.ID})
	expect(t, err, "CheckFailure", "subnetId,gatewayId")
	_, err = w.create(tTableAssoc, "unknown", in{"subnetId": "subnet-0123", "routeTableId": second.ID})
	expect(t, err, "InvalidSubnetID.NotFound", "")
	_, err = w.create(tTableAssoc, "unknown", in{"subnetId": subnet.ID, "routeTableId": "rtb-0123"})
	expect(t, err, "InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-0123' does not exist")
}

func TestTheDefaultRouteTableIsAdoptedEmptiedAndReleased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	gateway := w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	main := vpc.Properties.String("defaultRouteTableId")
	w.make(tRoute, "out", in{"routeTableId": main, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway.ID})
	table := w.make(tDefaultTable, "main", in{"defaultRouteTableId": main, "routes": []any{}})
	if table.ID != main || table.Properties.String("vpcId") != vpc.ID {
		t.Errorf("the main route table %s expected, got %s of %s", main, table.ID, table.Properties.String("vpcId"))
	}
	if routes := table.Properties.List("routes"); len(routes) != 0 {
		t.Errorf("every route is removed on adoption, got %v", routes)
	}
	expect(t, w.delete(tDefaultTable, "main", main), "", "")
	properties, _ := w.read(tVPC, "v", vpc.ID)
	if properties.String("mainRouteTableId") != main {
		t.Errorf("a released table stays the main one, got %s", properties.String("mainRouteTableId"))
	}
	_, err := w.create(tDefaultTable, "none", in{"defaultRouteTableId": "rtb-0123"})
	expect(t, err, "InvalidRouteTableID.NotFound", "")
}

func TestAnotherMainRouteTableShowsOnTheVpcAndIsUndone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	table := w.make(tTable, "t", in{"vpcId": vpc.ID})
	before := vpc.Properties.String("mainRouteTableId")
	association := w.make(tMainAssociation, "m", in{"vpcId": vpc.ID, "routeTableId": table.ID})
	if got := association.Properties.String("originalRouteTableId"); got != before {
		t.Errorf("the original table is %s, got %s", before, got)
	}
	properties, _ := w.read(tVPC, "v", vpc.ID)
	if got := properties.String("mainRouteTableId"); got != table.ID {
		t.Errorf("the main table is %s, got %s", table.ID, got)
	}
	expect(t, w.delete(tMainAssociation, "m", association.ID), "", "")
	properties, _ = w.read(tVPC, "v", vpc.ID)
	if got := properties.String("mainRouteTableId"); got != before {
		t.Errorf("the main table is %s again, got %s", before, got)
	}
}

func TestARouteOfItsOwnShowsInItsTableAndThatOfAGatewayEndpointDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	table := w.make(tTable, "t", in{"vpcId": vpc.ID})
	gateway := w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	w.make(tEndpoint, "s3", in{"vpcId": vpc.ID, "serviceName": "com.amazonaws.eu-central-1.s3", "routeTableIds": []any{table.ID}})
	route := w.make(tRoute, "r", in{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway.ID})
	if want := "r-" + table.ID + "1080289494"; route.ID != want {
		t.Errorf("the provider's id %s expected, got %s", want, route.ID)
	}
	properties, _ := w.read(tTable, "t", table.ID)
	routes := properties.Objects("routes")
	if len(routes) != 1 || routes[0].String("cidrBlock") != "0.0.0.0/0" || routes[0].String("gatewayId") != gateway.ID {
		t.Errorf("the route to the gateway alone expected, got %v", routes)
	}
	if drift := w.drift(tTable, "t", table.ID); len(drift) != 0 {
		t.Errorf("a route beside a table that states none is no drift, got %v", drift)
	}
}

func TestRoutesAddedBehindTheBackOfATableThatStatesItsOwnAreDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	gateway := w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	main := vpc.Properties.String("defaultRouteTableId")
	w.make(tDefaultTable, "main", in{"defaultRouteTableId": main, "routes": []any{}})
	if err := w.Cloud.Modify(kindRouteTable, main, func(o *cloud.Object) {
		o.Properties.Set("routes", []any{in{"cidrBlock": "0.0.0.0/0", "gatewayId": gateway.ID}})
	}); err != nil {
		t.Fatal(err)
	}
	if drift := w.drift(tDefaultTable, "main", main); len(drift) == 0 {
		t.Error("drift expected, got none")
	}
}

func TestARouteIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		route      func(igw, loose, nat, foreign string) in
		code, text string
	}{
		"accepted": {func(igw, _, _, _ string) in { return in{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": igw} }, "", ""},
		"a destination twice": {func(igw, _, _, _ string) in {
			return in{"destinationCidrBlock": "198.51.100.0/24", "gatewayId": igw}
		}, "RouteAlreadyExists", "The route identified by 198.51.100.0/24 already exists."},
		"a gateway that does not exist": {func(_, _, _, _ string) in {
			return in{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-0123"}
		}, "InvalidInternetGatewayID.NotFound", "igw-0123"},
		"a gateway that is not attached": {func(_, loose, _, _ string) in {
			return in{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": loose}
		}, "Gateway.NotAttached", ""},
		"a gateway of another VPC": {func(_, _, _, foreign string) in {
			return in{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": foreign}
		}, "InvalidParameterValue", "different networks"},
		"within the VPC":      {func(igw, _, _, _ string) in { return in{"destinationCidrBlock": "10.20.4.0/24", "gatewayId": igw} }, "InvalidParameterValue", "equal to or more specific"},
		"host bits":           {func(igw, _, _, _ string) in { return in{"destinationCidrBlock": "1.2.3.4/8", "gatewayId": igw} }, "InvalidParameterValue", ""},
		"a list that is gone": {func(igw, _, _, _ string) in { return in{"destinationPrefixListId": "pl-0", "gatewayId": igw} }, "InvalidPrefixListID.NotFound", ""},
		"no target":           {func(_, _, _, _ string) in { return in{"destinationCidrBlock": "0.0.0.0/0"} }, "CheckFailure", "exactly one target"},
		"two targets": {func(igw, _, _, _ string) in {
			return in{"destinationCidrBlock": "0.0.0.0/0", "gatewayId": igw, "natGatewayId": "n"}
		}, "CheckFailure", "exactly one target"},
		"no destination": {func(igw, _, _, _ string) in { return in{"gatewayId": igw} }, "CheckFailure", "exactly one destination"},
		"a target of a kind that is not simulated": {func(_, _, _, _ string) in {
			return in{"destinationCidrBlock": "0.0.0.0/0", "localGatewayId": "lgw-0123"}
		}, "InvalidGatewayID.NotFound", "lgw-0123"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc, other := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
			igw, loose := w.make(tIGW, "igw", in{"vpcId": vpc.ID}), w.make(tIGW, "loose", in{})
			foreign := w.make(tIGW, "foreign", in{"vpcId": other.ID})
			table := w.make(tTable, "t", in{"vpcId": vpc.ID})
			w.make(tRoute, "first", in{"routeTableId": table.ID, "destinationCidrBlock": "198.51.100.0/24", "gatewayId": igw.ID})
			inputs := test.route(igw.ID, loose.ID, "", foreign.ID)
			inputs["routeTableId"] = table.ID
			_, err := w.create(tRoute, "r", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestInlineRoutesAreJudgedLikeRoutesOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	igw := w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	out := in{"cidrBlock": "0.0.0.0/0", "gatewayId": igw.ID}
	w.make(tTable, "ok", in{"vpcId": vpc.ID, "routes": []any{out}})
	_, err := w.create(tTable, "twice", in{"vpcId": vpc.ID, "routes": []any{out, out}})
	expect(t, err, "RouteAlreadyExists", "0.0.0.0/0")
	_, err = w.create(tTable, "gone", in{"vpcId": vpc.ID, "routes": []any{in{"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-0123"}}})
	expect(t, err, "InvalidNatGatewayID.NotFound", "nat-0123")
}

func TestTheRouteBeyondTheQuotaOfATableIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	igw := w.make(tIGW, "igw", in{"vpcId": vpc.ID})
	var routes []any
	for i := range maxRoutes {
		routes = append(routes, in{"cidrBlock": fmt.Sprintf("11.%d.%d.0/24", i/256, i%256), "gatewayId": igw.ID})
	}
	table := w.make(tTable, "t", in{"vpcId": vpc.ID, "routes": routes})
	_, err := w.create(tRoute, "one too many", in{"routeTableId": table.ID, "destinationCidrBlock": "12.0.0.0/24", "gatewayId": igw.ID})
	expect(t, err, "RouteLimitExceeded", "")
}
