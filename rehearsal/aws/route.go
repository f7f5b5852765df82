package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxRoutes is how many static routes a route table takes. Source: AWS announcement of June 2025, which raised it from 50.
const maxRoutes = 500

func routeTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/route:Route", Args: ec2.RouteArgs{}, State: ec2.Route{}, Kind: kindRoute, Noun: "Route",
		API:    cloud.API{Service: "EC2", Create: "CreateRoute", Update: "ReplaceRoute", Read: "DescribeRouteTables", Delete: "DeleteRoute"},
		MakeID: routeID,
		Outputs: map[string]any{
			"instanceId": "", "instanceOwnerId": "", "networkInterfaceId": "", "origin": "CreateRoute", "state": "active",
		},
		ReplaceOn:  []string{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"},
		References: []cloud.Reference{refers("routeTableId", kindRouteTable)},
		Unique: []cloud.Unique{
			oneRouteTo("destinationCidrBlock"), oneRouteTo("destinationIpv6CidrBlock"), oneRouteTo("destinationPrefixListId"),
		},
		Check:  oneDestinationAndTarget,
		Create: createRoute, Update: checkRouteTarget,
	}}
}

// destinations and targets are the properties of a Route that hold them; routes inside a RouteTable call the first two
// cidrBlock and ipv6CidrBlock.
var (
	destinations = []string{"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "cidrBlock", "ipv6CidrBlock"}
	targets      = []string{
		"carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "instanceId", "localGatewayId", "natGatewayId", "networkInterfaceId",
		"transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
	}
)

func oneRouteTo(destination string) cloud.Unique {
	return cloud.Unique{
		Properties: []string{"routeTableId", destination}, Code: "RouteAlreadyExists", Text: "The route identified by {value} already exists.",
	}
}

func oneDestinationAndTarget(c *cloud.Checking) {
	for _, group := range []struct {
		names []string
		noun  string
	}{{destinations[:3], "destination"}, {targets, "target"}} {
		given := slices.DeleteFunc(slices.Clone(group.names), func(name string) bool { return !c.Inputs.Has(name) })
		if len(given) != 1 {
			c.Fail("", "exactly one %s must be given, one of %s; got %d", group.noun, strings.Join(group.names, ", "), len(given))
		}
	}
}

func routeID(c *cloud.Call) (string, error) {
	return fmt.Sprintf("r-%s%d", c.Inputs.String("routeTableId"), hashcode(first(c.Inputs, destinations))), nil
}

// first returns the first of the named strings that is there.
func first(values cloud.Values, names []string) string {
	for _, name := range names {
		if value := values.String(name); value != "" {
			return value
		}
	}
	return ""
}

func createRoute(c *cloud.Call) error {
	table, err := get(c, kindRouteTable, c.Inputs.String("routeTableId"))
	if err != nil {
		return err
	}
	if err := checkRoute(c, table, c.Inputs); err != nil {
		return err
	}
	routes := routesOf(c, table)
	var others []string
	for _, route := range routes {
		others = append(others, first(route, destinations))
	}
	destination := first(c.Inputs, destinations)
	if count(others, destination) > 1 { // The new route is among them.
		return c.Refuse("RouteAlreadyExists", "The route identified by %s already exists.", destination)
	}
	return limitRoutes(c, table.ID, routes)
}

func count(list []string, wanted string) int {
	n := 0
	for _, each := range list {
		if each == wanted {
			n++
		}
	}
	return n
}

// limitRoutes refuses more routes than a table takes. A route to a customer's prefix list counts as the most entries that the list may
// have. Source: VPC user guide, "Customer-managed prefix lists".
func limitRoutes(c *cloud.Call, tableID string, routes []cloud.Values) error {
	weight := 0
	for _, route := range routes {
		weight += prefixListWeight(c, route.String("destinationPrefixListId"))
	}
	if weight > maxRoutes {
		return c.Refuse("RouteLimitExceeded", "The maximum number of routes has been reached for the route table %s.", tableID)
	}
	return nil
}

func checkRouteTarget(c *cloud.Call) error {
	table, err := get(c, kindRouteTable, c.Inputs.String("routeTableId"))
	if err != nil {
		return err
	}
	return checkRoute(c, table, c.Inputs)
}

// checkInlineRoutes judges the routes inside a route table.
func checkInlineRoutes(c *cloud.Call) error {
	seen := map[string]bool{}
	for _, route := range c.Inputs.Objects("routes") {
		destination := first(route, destinations)
		if seen[destination] {
			return c.Refuse("RouteAlreadyExists", "The route identified by %s already exists.", destination)
		}
		seen[destination] = true
		if err := checkRoute(c, c.Object, route); err != nil {
			return err
		}
	}
	return limitRoutes(c, c.Object.ID, routesOf(c, c.Object))
}

// routesOf returns the static routes of a table: those inside it, those beside it, and those of gateway endpoints.
func routesOf(c *cloud.Call, table *cloud.Object) []cloud.Values {
	routes := visibleRoutes(c, table)
	for _, endpoint := range c.Find(kindEndpoint, nil) {
		if endpoint.Properties.String("vpcEndpointType") == "Gateway" && slices.Contains(endpoint.Properties.Strings("routeTableIds"), table.ID) {
			routes = append(routes, cloud.Values{"destinationPrefixListId": endpoint.Properties.String("prefixListId"), "gatewayId": endpoint.ID})
		}
	}
	return routes
}

// visibleRoutes returns the routes that the provider reads into a route table's routes. The routes of gateway endpoints are
// not among them: the provider leaves those to the endpoint.
func visibleRoutes(c *cloud.Call, table *cloud.Object) []cloud.Values {
	routes := table.Properties.Objects("routes")
	for _, route := range c.Find(kindRoute, where("routeTableId", table.ID)) {
		inline := cloud.Values{}
		for name, inlineName := range map[string]string{
			"destinationCidrBlock": "cidrBlock", "destinationIpv6CidrBlock": "ipv6CidrBlock", "destinationPrefixListId": "destinationPrefixListId",
		} {
			if value := route.Properties.String(name); value != "" {
				inline[inlineName] = value
			}
		}
		for _, name := range targets {
			if value := route.Properties.String(name); value != "" {
				inline[name] = value
			}
		}
		routes = append(routes, inline)
	}
	return routes
}

func readRoutes(c *cloud.Call) error {
	c.Object.Properties.Set("routes", visibleRoutes(c, c.Object))
	return nil
}
