package aws

import (
	"fmt"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// settleGateway records the prefix list that the routes of a gateway endpoint point at, and refuses a second such route.
func settleGateway(c *cloud.Call, endpoint *cloud.Object, o offer) error {
	p := endpoint.Properties
	list := listOf(c, o)
	p.Set("prefixListId", list.ID)
	for _, id := range p.Strings("routeTableIds") {
		table, err := get(c, kindRouteTable, id)
		if err != nil {
			return err
		}
		if table.Properties.String("vpcId") != p.String("vpcId") {
			return c.Refuse("InvalidParameter", "Route table %s does not belong to the VPC %s", id, p.String("vpcId"))
		}
		routes := routesOf(c, table)
		here := 0
		for _, route := range routes {
			if route.String("destinationPrefixListId") == list.ID {
				here++
			}
		}
		if here > 1 {
			return c.Refuse("RouteAlreadyExists", "route table %s already has a route with destination-prefix-list-id %s", id, list.ID)
		}
		if err := limitRoutes(c, id, routes); err != nil {
			return err
		}
	}
	return nil
}

func listOf(c *cloud.Call, o offer) PrefixList {
	for _, list := range PrefixLists(c.Account.Region) {
		if list.Name == fmt.Sprintf("com.amazonaws.%s.%s", c.Account.Region, o.short) {
			return list
		}
	}
	return PrefixList{}
}
