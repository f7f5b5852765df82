package aws

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpclattice"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// latticeName is what names of VPC Lattice are made of.
var latticeName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// latticeTypes are the two objects that offer an address in a VPC to endpoints of other VPCs.
func latticeTypes() []cloud.Resource {
	return []cloud.Resource{resourceGatewayType(), resourceConfigurationType()}
}

func latticeAPI(noun string) cloud.API {
	return cloud.API{Service: "VPC Lattice", Modeled: true, Create: "Create" + noun, Update: "Update" + noun, Read: "Get" + noun, Delete: "Delete" + noun}
}

func latticeRefers(path, kind, noun string) cloud.Reference {
	return cloud.Reference{
		Path: path, Kind: kind, Blocks: true, By: []string{"id", "arn"}, Code: "ResourceNotFoundException", Text: noun + " {value} not found", Status: 404,
	}
}

func resourceGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:vpclattice/resourceGateway:ResourceGateway", Args: vpclattice.ResourceGatewayArgs{}, State: vpclattice.ResourceGateway{},
		Kind: kindResourceGateway, Noun: "VPCLattice Resource Gateway",
		API:      latticeAPI("ResourceGateway"),
		ID:       "rgw-0{hex16}",
		Autoname: &cloud.Autoname{Property: "name", Max: 40, Kept: true},
		Required: []string{"subnetIds"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:vpc-lattice:{region}:{account}:resourcegateway/{id}", "ipAddressType": "IPV4", "status": "ACTIVE", "securityGroupIds": []any{},
		},
		ReplaceOn: []string{"ipAddressType", "name", "securityGroupIds", "subnetIds", "vpcId"},
		Sets:      []string{"securityGroupIds", "subnetIds"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 3, MaxLen: 40}, {Path: "ipAddressType", OneOf: []string{"IPV4", "IPV6", "DUALSTACK"}},
			{Path: "name", Pattern: latticeName, Code: "ValidationException", Text: "Invalid name: {value}"},
			{Path: "securityGroupIds", MaxLen: 5, Code: "ValidationException", Text: "A resource gateway takes at most 5 security groups"},
		},
		References: []cloud.Reference{
			latticeRefers("vpcId", kindVPC, "VPC"), latticeRefers("subnetIds[*]", kindSubnet, "Subnet"),
			latticeRefers("securityGroupIds[*]", kindSecurityGroup, "Security group"),
		},
		Unique: []cloud.Unique{{Properties: []string{"name"}, Code: "ConflictException", Text: "A resource gateway with the name {value} already exists", Status: 409}},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 100, Code: "ServiceQuotaExceededException", Text: "The number of resource gateways of the VPC is at its limit", Status: 402,
		}},
		InUse:  cloud.Refusal{Code: "ConflictException", Text: "Resource gateway {id} has resource configurations and cannot be deleted", Status: 409},
		Create: placeGateway, Update: placeGateway,
	}
}

// placeGateway gives the gateway one interface in each of its subnets, of which no two may share a zone.
func placeGateway(c *cloud.Call) error {
	p := c.Object.Properties
	vpc, err := get(c, kindVPC, p.String("vpcId"))
	if err != nil {
		return err
	}
	if len(p.Strings("securityGroupIds")) == 0 {
		p.Set("securityGroupIds", []string{vpc.Properties.String("defaultSecurityGroupId")})
	}
	for _, id := range p.Strings("securityGroupIds") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpc.ID {
			return c.Refuse("ValidationException", "Security group %s is not in the VPC %s", id, vpc.ID)
		}
	}
	zones, placed := map[string]bool{}, interfacesOf(c, c.Object)
	for _, card := range placed {
		c.Change(card).Properties.Set("securityGroups", p.Strings("securityGroupIds"))
	}
	for _, id := range p.Strings("subnetIds") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		zone := subnet.Properties.String("availabilityZone")
		switch {
		case subnet.Properties.String("vpcId") != vpc.ID:
			return c.Refuse("ValidationException", "Subnet %s is not in the VPC %s", id, vpc.ID)
		case zones[zone]:
			return c.Refuse("ValidationException", "The subnets of a resource gateway must be in different Availability Zones; %s is the second in %s", id, zone)
		}
		zones[zone] = true
		if len(placed) == 0 {
			if _, err := makeInterface(c, c.Object, subnet, "VPC Lattice Resource Gateway "+c.Object.ID, p.Strings("securityGroupIds")); err != nil {
				return err
			}
		}
	}
	return nil
}

var portRange = regexp.MustCompile(`^((\d{1,5}-\d{1,5})|(\d+))$`)

func resourceConfigurationType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:vpclattice/resourceConfiguration:ResourceConfiguration",
		Args: vpclattice.ResourceConfigurationArgs{}, State: vpclattice.ResourceConfiguration{},
		Kind: kindResourceConfiguration, Noun: "VPCLattice Resource Configuration",
		API:      latticeAPI("ResourceConfiguration"),
		ID:       "rcfg-0{hex16}",
		Autoname: &cloud.Autoname{Property: "name", Max: 40, Kept: true},
		Defaults: map[string]any{"type": "SINGLE"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:vpc-lattice:{region}:{account}:resourceconfiguration/{id}", "allowAssociationToShareableServiceNetwork": true,
			"protocol": "TCP", "resourceGatewayIdentifier": "", "portRanges": []any{},
		},
		ReplaceOn: []string{
			"name", "protocol", "resourceConfigurationGroupId", "resourceGatewayIdentifier", "type",
		},
		ReplaceIf: func(old, next cloud.Values) []string {
			kept := []string{"resourceConfigurationDefinition.arnResource", "resourceConfigurationDefinition.dnsResource"}
			return slices.DeleteFunc(kept, func(path string) bool { return !old.Has(path) && !next.Has(path) })
		},
		Sets: []string{"portRanges"},
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: []string{"GROUP", "CHILD", "SINGLE", "ARN"}}, {Path: "protocol", OneOf: []string{"TCP"}},
			{Path: "portRanges[*]", Pattern: portRange}, {Path: "resourceConfigurationDefinition.dnsResource.ipAddressType", OneOf: []string{"IPV4", "IPV6", "DUALSTACK"}},
			{Path: "name", Pattern: latticeName, Code: "ValidationException", Text: "Invalid name: {value}"},
			{Path: "name", MinLen: 3, MaxLen: 40, Code: "ValidationException", Text: "Invalid name: {value}"},
		},
		References: []cloud.Reference{
			latticeRefers("resourceGatewayIdentifier", kindResourceGateway, "Resource gateway"),
			latticeRefers("resourceConfigurationGroupId", kindResourceConfiguration, "Resource configuration"),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "ConflictException", Text: "A resource configuration with the name {value} already exists", Status: 409,
		}},
		InUse:  cloud.Refusal{Code: "ConflictException", Text: "Resource configuration {id} has associations and cannot be deleted", Status: 409},
		Check:  checkResourceDefinition,
		Create: checkResource, Update: checkResource,
	}
}

// definitions are the ways to say what a resource configuration offers.
var definitions = []string{"arnResource", "dnsResource", "ipResource"}

func checkResourceDefinition(c *cloud.Checking) {
	in := c.Inputs
	given := slices.DeleteFunc(slices.Clone(definitions), func(name string) bool { return !in.Has("resourceConfigurationDefinition." + name) })
	if in.Has("resourceConfigurationDefinition") && len(given) != 1 {
		c.Fail("resourceConfigurationDefinition", "exactly one of these attributes must be configured: [arn_resource,dns_resource,ip_resource], got %d", len(given))
	}
	if slices.Contains(given, "arnResource") && (in.Has("portRanges") || in.Has("protocol")) {
		c.Fail("resourceConfigurationDefinition.arnResource", "cannot be specified together with port_ranges or protocol")
	}
	if len(given) == 1 && given[0] != "arnResource" && !in.Has("portRanges") {
		c.Fail("portRanges", "must be specified together with %s", given[0])
	}
	if in.Has("resourceConfigurationGroupId") == in.Has("resourceGatewayIdentifier") {
		c.Fail("resourceConfigurationGroupId", "exactly one of these attributes must be configured: [resource_configuration_group_id,resource_gateway_identifier]")
	}
	if in.Has("resourceConfigurationGroupId") && in.Has("protocol") {
		c.Fail("resourceConfigurationGroupId", "cannot be specified together with protocol")
	}
	if !in.Has("resourceConfigurationGroupId") && !in.Has("protocol") && !slices.Contains(given, "arnResource") {
		c.Fail("protocol", "at least one of [protocol,resource_configuration_definition[0].arn_resource,resource_configuration_group_id] must be specified")
	}
}

// checkResource refuses a definition without the gateway through which it is reached, and an address outside the gateway's VPC.
func checkResource(c *cloud.Call) error {
	in := c.Inputs
	kind := in.String("type")
	if kind != "GROUP" && !in.Has("resourceConfigurationDefinition") {
		return c.Refuse("ValidationException", "A resource configuration of type %s needs a definition", kind)
	}
	if kind != "CHILD" && kind != "ARN" && !in.Has("resourceGatewayIdentifier") {
		return c.Refuse("ValidationException", "A resource configuration of type %s needs a resource gateway", kind)
	}
	if kind == "ARN" != in.Has("resourceConfigurationDefinition.arnResource") {
		return c.Refuse("ValidationException", "The definition by ARN goes with the type ARN alone, got %s", kind)
	}
	for _, span := range in.Strings("portRanges") {
		if !validSpan(span) {
			return c.Refuse("ValidationException", "Invalid port range: %s", span)
		}
	}
	text := in.String("resourceConfigurationDefinition.ipResource.ipAddress")
	if text == "" {
		return nil
	}
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return c.Refuse("ValidationException", "Invalid IP address: %s", text)
	}
	for _, gateway := range c.Find(kindResourceGateway, nil) {
		named := in.String("resourceGatewayIdentifier")
		vpc, ok := c.Get(kindVPC, gateway.Properties.String("vpcId"))
		if !ok || gateway.ID != named && gateway.Properties.String("arn") != named {
			continue
		}
		if !slices.ContainsFunc(blocksOf(c, vpc), func(block netip.Prefix) bool { return block.Contains(ip) }) {
			return c.Refuse("ValidationException", "The IP address %s is not in the VPC %s of the resource gateway", text, vpc.ID)
		}
	}
	return nil
}

func validSpan(span string) bool {
	first, last, ranged := strings.Cut(span, "-")
	if !ranged {
		last = first
	}
	from, to := portNumber(first), portNumber(last)
	return from >= 1 && to <= 65535 && from <= to
}

func portNumber(text string) int {
	n := 0
	for _, digit := range text {
		n = n*10 + int(digit-'0')
	}
	return n
}
