package casefile

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
)

// prefixes are the beginnings of AWS's ids by the type that has them.
var prefixes = map[string]string{
	"aws:ec2/carrierGateway:CarrierGateway":                       "cagw",
	"aws:ec2/defaultRouteTable:DefaultRouteTable":                 "rtb",
	"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "eigw",
	"aws:ec2/eip:Eip":                                     "eipalloc",
	"aws:ec2/instance:Instance":                           "i",
	"aws:ec2/internetGateway:InternetGateway":             "igw",
	"aws:ec2/launchTemplate:LaunchTemplate":               "lt",
	"aws:ec2/managedPrefixList:ManagedPrefixList":         "pl",
	"aws:ec2/natGateway:NatGateway":                       "nat",
	"aws:ec2/networkAcl:NetworkAcl":                       "acl",
	"aws:ec2/networkInterface:NetworkInterface":           "eni",
	"aws:ec2/routeTable:RouteTable":                       "rtb",
	"aws:ec2/securityGroup:SecurityGroup":                 "sg",
	"aws:ec2/subnet:Subnet":                               "subnet",
	"aws:ec2/vpc:Vpc":                                     "vpc",
	"aws:ec2/vpcEndpoint:VpcEndpoint":                     "vpce",
	"aws:ec2/vpcPeeringConnection:VpcPeeringConnection":   "pcx",
	"aws:ec2/vpnGateway:VpnGateway":                       "vgw",
	"aws:ec2transitgateway/routeTable:RouteTable":         "tgw-rtb",
	"aws:ec2transitgateway/transitGateway:TransitGateway": "tgw",
	"aws:ec2transitgateway/vpcAttachment:VpcAttachment":   "tgw-attach",
}

// id is an id in AWS's format that depends on nothing but the logical name.
func (c Case) id(name string) string {
	prefix, ok := prefixes[c.Resources[name].Type]
	if !ok {
		return name
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	return fmt.Sprintf("%s-0%016x", prefix, h.Sum64())
}

// attribute is an attribute of a resource, and whether it is known before the deployment because the author wrote it.
func (c Case) attribute(name, attribute string) (text string, fixed bool) {
	r := c.Resources[name]
	if written, ok := r.Properties[attribute].(string); ok && reference.FindString(written) == "" {
		return written, true
	}
	switch attribute {
	case "", "id":
		return c.id(name), false
	case "arn":
		return "arn:aws:case:eu-central-1:111122223333:" + name, false
	case "mainRouteTableId", "defaultRouteTableId":
		return "rtb-0" + name + attribute, false
	case "primaryNetworkInterfaceId":
		return "eni-0" + name, false
	default:
		return name + "-" + attribute, false
	}
}

// referredAttributes are the attributes of a resource that others in the case refer to.
func (c Case) referredAttributes(name string) []string {
	program, err := json.Marshal(c.Resources)
	if err != nil {
		return nil
	}
	var attributes []string
	for _, match := range reference.FindAllSubmatch(program, -1) {
		if string(match[1]) == name && len(match[2]) > 0 {
			attributes = append(attributes, string(match[2]))
		}
	}
	return attributes
}
