package aws

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// project returns the named properties of an object, and its id.
func project(o *cloud.Object, names ...string) cloud.Values {
	result := cloud.Values{"id": o.ID}
	for _, name := range names {
		if value, ok := o.Properties.Get(name); ok {
			result[name] = value
		} else if name == "tags" {
			result[name] = map[string]any{}
		}
	}
	return result
}

// lookUp returns the one object of a kind whose properties equal the arguments given.
func lookUp(c *cloud.Call, kind, noun string, properties ...string) (*cloud.Object, error) {
	if err := noFilters(c); err != nil {
		return nil, err
	}
	found := c.Find(kind, func(o *cloud.Object) bool {
		if id := c.Inputs.String("id"); id != "" && o.ID != id {
			return false
		}
		return !slices.ContainsFunc(properties, func(name string) bool {
			return c.Inputs.String(name) != "" && o.Properties.String(name) != c.Inputs.String(name)
		})
	})
	if len(found) != 1 {
		return nil, fmt.Errorf("reading %s: %d objects match; exactly one is needed", noun, len(found))
	}
	return found[0], nil
}

func answerVPC(c *cloud.Call) (cloud.Values, error) {
	vpc, err := lookUp(c, kindVPC, "EC2 VPC", "cidrBlock", "dhcpOptionsId")
	if err != nil {
		return nil, err
	}
	associations := []cloud.Values{{
		"associationId": "vpc-cidr-assoc-0" + digest(16, vpc.ID), "cidrBlock": vpc.Properties.String("cidrBlock"), "state": "associated",
	}}
	for _, a := range c.Find(kindVPCBlock, where("vpcId", vpc.ID)) {
		associations = append(associations, cloud.Values{"associationId": a.ID, "cidrBlock": a.Properties.String("cidrBlock"), "state": "associated"})
	}
	table, err := mainTable(c, vpc.ID)
	if err != nil {
		return nil, err
	}
	result := project(vpc, "arn", "cidrBlock", "dhcpOptionsId", "enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics",
		"instanceTenancy", "ipv6AssociationId", "ipv6CidrBlock", "ownerId", "tags")
	maps.Copy(result, cloud.Values{
		"cidrBlockAssociations": cloud.Normal(associations), "default": false, "mainRouteTableId": table.ID, "state": "available",
	})
	return result, nil
}

func answerSubnet(c *cloud.Call) (cloud.Values, error) {
	subnet, err := lookUp(c, kindSubnet, "EC2 Subnet", "availabilityZone", "availabilityZoneId", "cidrBlock", "vpcId")
	if err != nil {
		return nil, err
	}
	block := prefixes(subnet.Properties.String("cidrBlock"))[0]
	result := project(subnet, "arn", "assignIpv6AddressOnCreation", "availabilityZone", "availabilityZoneId", "cidrBlock", "enableDns64",
		"enableResourceNameDnsAaaaRecordOnLaunch", "enableResourceNameDnsARecordOnLaunch", "ipv6CidrBlockAssociationId", "ipv6Native",
		"mapPublicIpOnLaunch", "ownerId", "privateDnsHostnameTypeOnLaunch", "tags", "vpcId")
	maps.Copy(result, cloud.Values{
		"availableIpAddressCount": float64(usableAddresses(block) - len(usedAddresses(c, subnet))), "customerOwnedIpv4Pool": "", "defaultForAz": false,
		"enableLniAtDeviceIndex": 0.0, "ipv6CidrBlock": subnet.Properties.String("ipv6CidrBlock"), "mapCustomerOwnedIpOnLaunch": false,
		"outpostArn": "", "state": "available",
	})
	return result, nil
}

func answerRouteTable(c *cloud.Call) (cloud.Values, error) {
	if err := noFilters(c); err != nil {
		return nil, err
	}
	asked := c.Inputs
	found := c.Find(kindRouteTable, func(table *cloud.Object) bool {
		if id := asked.String("routeTableId"); id != "" && table.ID != id {
			return false
		}
		if vpc := asked.String("vpcId"); vpc != "" && table.Properties.String("vpcId") != vpc {
			return false
		}
		return slices.ContainsFunc(associationsOf(c, table), func(a cloud.Values) bool {
			return a.String("subnetId") == asked.String("subnetId") && a.String("gatewayId") == asked.String("gatewayId")
		}) || asked.String("subnetId") == "" && asked.String("gatewayId") == ""
	})
	if len(found) != 1 {
		return nil, fmt.Errorf("reading EC2 Route Table: %d objects match; exactly one is needed", len(found))
	}
	table := found[0]
	var routes []cloud.Values
	for _, route := range visibleRoutes(c, table) {
		full := cloud.Values{}
		for _, name := range append([]string{"cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"}, targets...) {
			full[name] = route.String(name)
		}
		routes = append(routes, full)
	}
	result := project(table, "arn", "ownerId", "tags", "vpcId")
	maps.Copy(result, cloud.Values{
		"arn":     fmt.Sprintf("arn:%s:ec2:%s:%s:route-table/%s", c.Account.Partition, c.Account.Region, c.Account.ID, table.ID),
		"ownerId": c.Account.ID, "routeTableId": table.ID, "gatewayId": asked.String("gatewayId"), "subnetId": asked.String("subnetId"),
		"associations": cloud.Normal(associationsOf(c, table)), "routes": cloud.Normal(routes),
	})
	return result, nil
}

// associationsOf returns the associations of a route table, the one that makes it the main table included.
func associationsOf(c *cloud.Call, table *cloud.Object) []cloud.Values {
	associations := []cloud.Values{}
	if table.Properties.Bool(markMain) {
		associations = append(associations, cloud.Values{
			"routeTableAssociationId": "rtbassoc-0" + digest(16, "main", table.ID), "routeTableId": table.ID, "main": true, "subnetId": "", "gatewayId": "",
		})
	}
	for _, a := range c.Find(kindRouteTableAssociation, where("routeTableId", table.ID)) {
		associations = append(associations, cloud.Values{
			"routeTableAssociationId": a.ID, "routeTableId": table.ID, "main": false,
			"subnetId": a.Properties.String("subnetId"), "gatewayId": a.Properties.String("gatewayId"),
		})
	}
	return associations
}
