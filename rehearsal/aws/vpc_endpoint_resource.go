package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// endpointSources are the properties that say what an endpoint leads to.
var endpointSources = []string{"resourceConfigurationArn", "serviceName", "serviceNetworkArn"}

// checkEndpointSource does what the provider's schema does: no two things are behind an endpoint.
func checkEndpointSource(c *cloud.Checking) {
	given := slices.DeleteFunc(slices.Clone(endpointSources), func(name string) bool { return !c.Inputs.Has(name) })
	if len(given) > 1 {
		c.Fail("serviceName", "one of `resource_configuration_arn,service_name,service_network_arn` must be specified, got %d", len(given))
	}
}

// refuseNoSource does what EC2 does to an endpoint that leads to nothing, which the provider does not look at.
func refuseNoSource(c *cloud.Call) error {
	if !slices.ContainsFunc(endpointSources, c.Inputs.Has) {
		return c.Refuse("MissingParameter", "The request must contain the parameter ServiceName")
	}
	return nil
}

// settleResourceEndpoint judges an endpoint to a resource configuration of VPC Lattice and places its network interfaces.
func settleResourceEndpoint(c *cloud.Call) error {
	p := c.Object.Properties
	if p.String("vpcEndpointType") == "ServiceNetwork" || !c.Inputs.Has("resourceConfigurationArn") {
		return c.Refuse("UnsupportedOperation", "Of the endpoints of VPC Lattice only those of the type Resource, to a resource configuration, are simulated.")
	}
	if c.Inputs.Has("policy") {
		return c.Refuse("InvalidParameter", "Endpoint policies are not supported by resource endpoints")
	}
	vpc, err := get(c, kindVPC, p.String("vpcId"))
	if err != nil {
		return err
	}
	p.Set("policy", "")
	if len(p.Strings("securityGroupIds")) == 0 {
		p.Set("securityGroupIds", []string{vpc.Properties.String("defaultSecurityGroupId")})
	}
	for _, id := range p.Strings("securityGroupIds") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpc.ID {
			return c.Refuse("InvalidParameter", "Security group %s and VPC %s belong to different networks", id, vpc.ID)
		}
	}
	if len(p.Strings("subnetIds")) == 0 {
		return c.Refuse("MissingParameter", "The request must contain the parameter SubnetIds")
	}
	// A resource is reached in every zone.
	anywhere := offer{name: p.String("resourceConfigurationArn"), homeRegion: c.Account.Region}
	if err := checkEndpointSubnets(c, c.Object, anywhere); err != nil {
		return err
	}
	for _, configuration := range c.FindAnywhere(kindResourceConfiguration, where("arn", p.String("resourceConfigurationArn"))) {
		if configuration.Account != c.Account.ID && !sharedWith(c, configuration.Properties.String("arn")) {
			return c.Refuse("InvalidResourceConfigurationArn.NotFound", "The Resource Configuration '%s' does not exist", configuration.Properties.String("arn"))
		}
		if configuration.Properties.String("type") == "CHILD" {
			return c.Refuse("InvalidParameter", "An endpoint cannot be made to a resource configuration of the type CHILD")
		}
	}
	return placeInterfaces(c, c.Object)
}

// answerEndpointAssociations says what a resource endpoint leads to and by which name, which the endpoint itself does not.
// Source: DescribeVpcEndpointAssociations; terraform-provider-aws issues 41765 and 41859.
func answerEndpointAssociations(c *cloud.Call) (cloud.Values, error) {
	id := c.Inputs.String("vpcEndpointId")
	endpoint, ok := c.Get(kindEndpoint, id)
	if !ok {
		return nil, c.Refuse("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist", id)
	}
	associations := []any{}
	for _, configuration := range c.FindAnywhere(kindResourceConfiguration, where("arn", endpoint.Properties.String("resourceConfigurationArn"))) {
		name := fmt.Sprintf("%s.%s.%s.vpc-lattice-rsc.%s.on.aws", id, configuration.ID, digest(8, id), c.Account.Region)
		associations = append(associations, map[string]any{
			"id": id + "-" + configuration.ID, "associatedResourceArn": configuration.Properties.String("arn"), "associatedResourceAccessibility": "Accessible",
			"dnsEntries":        []any{map[string]any{"dnsName": name, "hostedZoneId": "Z" + strings.ToUpper(digest(13, "resource zone", c.Account.Region))}},
			"privateDnsEntries": []any{}, "resourceConfigurationGroupArn": "", "serviceNetworkArn": "", "serviceNetworkName": "", "tags": map[string]any{},
		})
	}
	return cloud.Values{"id": id, "vpcEndpointId": id, "associations": associations}, nil
}

// sharedWith tells whether a resource share gives an object to the account of the call.
func sharedWith(c *cloud.Call, arn string) bool {
	for _, resource := range c.FindAnywhere(kindShareResource, where("resourceArn", arn)) {
		share := resource.Properties.String("resourceShareArn")
		for _, principal := range c.FindAnywhere(kindSharePrincipal, where("resourceShareArn", share)) {
			if principal.Properties.String("principal") == c.Account.ID {
				return true
			}
		}
	}
	return false
}
