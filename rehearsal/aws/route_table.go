package aws

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func routeTableTypes() []cloud.Resource {
	outputs := map[string]any{
		"arn": "arn:{partition}:ec2:{region}:{account}:route-table/{id}", "ownerId": "{account}", "propagatingVgws": []any{}, "routes": []any{},
	}
	adopted := maps.Clone(outputs)
	delete(adopted, "propagatingVgws") // Optional and not computed, unlike that of other tables.
	return []cloud.Resource{{
		Type: "aws:ec2/routeTable:RouteTable", Args: ec2.RouteTableArgs{}, State: ec2.RouteTable{}, Kind: kindRouteTable, Noun: "EC2 Route Table",
		API:        ec2API("RouteTable", "CreateRoute"),
		ID:         "rtb-0{hex16}",
		Outputs:    outputs,
		ReplaceOn:  []string{"vpcId"},
		Sets:       []string{"routes", "propagatingVgws"},
		References: []cloud.Reference{needs("vpcId", kindVPC), refers("propagatingVgws[*]", kindVPNGateway)},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 200, Code: "RouteTableLimitExceeded", Text: "The maximum number of route tables has been reached.",
		}},
		InUse: inUse("routeTable"), NotFound: missing[kindRouteTable],
		Create: checkInlineRoutes, Update: checkInlineRoutes, Read: readRoutes, Delete: deleteTable,
	}, {
		Type: "aws:ec2/defaultRouteTable:DefaultRouteTable", Args: ec2.DefaultRouteTableArgs{}, State: ec2.DefaultRouteTable{},
		Kind: kindRouteTable, Noun: "EC2 Default Route Table",
		API:       ec2API("RouteTable", "CreateRoute"),
		ImportID:  "{vpcId}",
		Outputs:   adopted,
		ReplaceOn: []string{"defaultRouteTableId"},
		Sets:      []string{"routes", "propagatingVgws"},
		References: []cloud.Reference{
			refers("defaultRouteTableId", kindRouteTable), refers("propagatingVgws[*]", kindVPNGateway),
		},
		NotFound: missing[kindRouteTable],
		Adopt:    adoptRouteTable, Create: checkInlineRoutes, Update: checkInlineRoutes, Read: readRoutes,
	}, {
		Type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
		Args: ec2.RouteTableAssociationArgs{}, State: ec2.RouteTableAssociation{},
		Kind: kindRouteTableAssociation, Noun: "Route Table Association",
		API: cloud.API{
			Service: "EC2", Create: "AssociateRouteTable", Update: "ReplaceRouteTableAssociation", Read: "DescribeRouteTables", Delete: "DisassociateRouteTable",
		},
		ID: "rtbassoc-0{hex16}", ImportID: "{subnetId}/{routeTableId}",
		ReplaceOn:  []string{"gatewayId", "subnetId"},
		References: []cloud.Reference{needs("routeTableId", kindRouteTable), refers("subnetId", kindSubnet)},
		Check:      oneOfSubnetAndGateway,
		Create:     firstOf(associateOnce, sameNetwork("routeTableId", kindRouteTable, "subnetId", kindSubnet)),
		Update:     sameNetwork("routeTableId", kindRouteTable, "subnetId", kindSubnet),
	}, {
		Type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
		Args: ec2.MainRouteTableAssociationArgs{}, State: ec2.MainRouteTableAssociation{},
		Kind: kindMainAssociation, Noun: "EC2 Main Route Table Association",
		API: cloud.API{
			Service: "EC2", Create: "ReplaceRouteTableAssociation", Update: "ReplaceRouteTableAssociation", Read: "DescribeRouteTables",
			Delete: "ReplaceRouteTableAssociation",
		},
		ID:         "rtbassoc-0{hex16}",
		References: []cloud.Reference{refers("vpcId", kindVPC), needs("routeTableId", kindRouteTable)},
		Create:     replaceMain, Update: followMain, Delete: restoreMain,
	}}
}

// adoptRouteTable takes over the main route table and, like the provider, removes the routes that are in it.
func adoptRouteTable(c *cloud.Call) (*cloud.Object, error) {
	table, err := get(c, kindRouteTable, c.Inputs.String("defaultRouteTableId"))
	if err != nil {
		return nil, err
	}
	for _, route := range c.Find(kindRoute, where("routeTableId", table.ID)) {
		c.Remove(route)
	}
	changed := c.Change(table)
	delete(changed.Properties, "routes")
	delete(changed.Properties, "propagatingVgws")
	return changed, nil
}

// deleteTable refuses to delete a main route table, takes the routes of any other along, and leaves its gateway endpoints.
func deleteTable(c *cloud.Call) error {
	if c.Object.Properties.Bool(markMain) {
		return c.RefuseWith(inUse("routeTable"), c.Object.ID)
	}
	for _, route := range c.Find(kindRoute, where("routeTableId", c.Object.ID)) {
		c.Remove(route)
	}
	for _, endpoint := range c.Find(kindEndpoint, nil) {
		ids := endpoint.Properties.Strings("routeTableIds")
		if i := slices.Index(ids, c.Object.ID); i >= 0 {
			c.Change(endpoint).Properties.Set("routeTableIds", slices.Delete(ids, i, i+1))
		}
	}
	return nil
}

func oneOfSubnetAndGateway(c *cloud.Checking) {
	if c.Inputs.Has("subnetId") == c.Inputs.Has("gatewayId") {
		c.Fail("", "one of `subnetId,gatewayId` must be specified")
	}
}

func associateOnce(c *cloud.Call) error {
	for _, property := range []string{"subnetId", "gatewayId"} {
		value := c.Inputs.String(property)
		for _, other := range c.Find(kindRouteTableAssociation, where(property, value)) {
			if value != "" && other.ID != c.Object.ID {
				return c.Refuse("Resource.AlreadyAssociated", "the specified association for route table %s conflicts with an existing association",
					c.Inputs.String("routeTableId"))
			}
		}
	}
	return nil
}

// sameNetwork refuses to join two objects of different VPCs.
func sameNetwork(property, kind, otherProperty, otherKind string) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		a, known := c.Get(kind, c.Inputs.String(property))
		b, otherKnown := c.Get(otherKind, c.Inputs.String(otherProperty))
		if known && otherKnown && a.Properties.String("vpcId") != b.Properties.String("vpcId") {
			return c.Refuse("InvalidParameterValue", "%s %s and %s %s belong to different networks", kind, a.ID, otherKind, b.ID)
		}
		return nil
	}
}

func mainTable(c *cloud.Call, vpcID string) (*cloud.Object, error) {
	for _, table := range c.Find(kindRouteTable, where("vpcId", vpcID)) {
		if table.Properties.Bool(markMain) {
			return table, nil
		}
	}
	return nil, c.RefuseWith(missing[kindVPC], vpcID)
}

// replaceMain makes the given table the main one and remembers the one before.
func replaceMain(c *cloud.Call) error {
	before, err := mainTable(c, c.Inputs.String("vpcId"))
	if err != nil {
		return err
	}
	c.Object.Properties.Set("originalRouteTableId", before.ID)
	return setMain(c, c.Inputs.String("vpcId"), c.Inputs.String("routeTableId"))
}

// followMain makes another table the main one of the association's VPC, which stays the first one: the provider updates where another
// VPC is given, and EC2 knows the association by its id.
func followMain(c *cloud.Call) error {
	return setMain(c, networkOfTable(c, c.Old.String("routeTableId")), c.Inputs.String("routeTableId"))
}

func restoreMain(c *cloud.Call) error {
	p := c.Object.Properties
	return setMain(c, networkOfTable(c, p.String("routeTableId")), p.String("originalRouteTableId"))
}

func networkOfTable(c *cloud.Call, id string) string {
	table, ok := c.Get(kindRouteTable, id)
	if !ok {
		return ""
	}
	return table.Properties.String("vpcId")
}

func setMain(c *cloud.Call, vpcID, tableID string) error {
	table, err := get(c, kindRouteTable, tableID)
	if err != nil {
		return err
	}
	if table.Properties.String("vpcId") != vpcID {
		return c.Refuse("InvalidParameterValue", "route table %s and network %s belong to different networks", tableID, vpcID)
	}
	before, err := mainTable(c, vpcID)
	if err != nil {
		return err
	}
	delete(c.Change(before).Properties, markMain)
	c.Change(table).Properties.Set(markMain, true)
	return nil
}
