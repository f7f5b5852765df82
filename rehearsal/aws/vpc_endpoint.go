package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// fullAccess is the policy that AWS gives to an endpoint for which the user states none.
const fullAccess = `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}`

// maxEndpointPolicy is the longest policy of an endpoint in characters, white space included. Source: PrivateLink quotas.
const maxEndpointPolicy = 20480

const tooManyEndpoints = "The maximum number of VPC endpoints has been reached."

func endpointTypes() []cloud.Resource {
	return []cloud.Resource{endpointType(), endpointPolicyType(), endpointRouteTableType(), endpointSubnetType()}
}

func endpointType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/vpcEndpoint:VpcEndpoint", Args: ec2.VpcEndpointArgs{}, State: ec2.VpcEndpoint{}, Kind: kindEndpoint, Noun: "EC2 VPC Endpoint",
		API:      cloud.API{Service: "EC2", Create: "CreateVpcEndpoint", Update: "ModifyVpcEndpoint", Read: "DescribeVpcEndpoints", Delete: "DeleteVpcEndpoints"},
		ID:       "vpce-0{hex16}",
		Defaults: map[string]any{"vpcEndpointType": "Gateway"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}", "ownerId": "{account}", "state": "available",
			"ipAddressType": "ipv4", "policy": fullAccess, "prefixListId": "", "privateDnsEnabled": false, "requesterManaged": false,
			"serviceRegion": "{region}", "routeTableIds": []any{}, "securityGroupIds": []any{}, "subnetIds": []any{},
			"subnetConfigurations": []any{}, "dnsOptions": map[string]any{"dnsRecordIpType": "ipv4"},
		},
		ReplaceOn: []string{"resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"},
		Sets:      []string{"routeTableIds", "securityGroupIds", "subnetIds", "subnetConfigurations"},
		JSON:      []string{"policy"},
		Constraints: []cloud.Constraint{
			{Path: "vpcEndpointType", OneOf: []string{"Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"}},
			{Path: "ipAddressType", OneOf: []string{"ipv4", "ipv6", "dualstack"}},
		},
		References: []cloud.Reference{
			needs("vpcId", kindVPC), refers("routeTableIds[*]", kindRouteTable), refers("subnetIds[*]", kindSubnet),
			needs("securityGroupIds[*]", kindSecurityGroup),
			{
				Path: "resourceConfigurationArn", Kind: kindResourceConfiguration, By: []string{"arn"}, Anywhere: true, Blocks: true,
				Code: "InvalidResourceConfigurationArn.NotFound", Text: "The Resource Configuration '{value}' does not exist",
			},
		},
		Quotas: []cloud.Quota{
			{Max: 20, When: endpointOfType("Gateway"), Code: "VpcEndpointLimitExceeded", Text: tooManyEndpoints},
			{Per: []string{"vpcId"}, Max: 50, When: endpointOfType("Interface"), Code: "VpcEndpointLimitExceeded", Text: tooManyEndpoints},
		},
		NotFound: missing[kindEndpoint],
		Check:    checkEndpointSource,
		Create:   settleEndpoint, Update: settleEndpoint, Read: readEndpoint,
	}
}

func endpointOfType(kind string) func(cloud.Values) bool {
	return func(v cloud.Values) bool { return v.String("vpcEndpointType") == kind }
}

// settleEndpoint judges an endpoint as created or changed, and makes its network interfaces.
func settleEndpoint(c *cloud.Call) error {
	if err := refuseNoSource(c); err != nil {
		return err
	}
	if kind := c.Inputs.String("vpcEndpointType"); kind == "Resource" || kind == "ServiceNetwork" {
		return settleResourceEndpoint(c)
	}
	o, err := endpointOffer(c)
	if err != nil {
		return err
	}
	if err := checkEndpointPolicy(c, o, c.Inputs.String("policy")); err != nil {
		return err
	}
	if c.Inputs.String("vpcEndpointType") == "Gateway" {
		return settleGateway(c, c.Object, o)
	}
	return settleInterface(c, c.Object, o)
}

// endpointOffer finds the service of the inputs and refuses a type of endpoint that it does not have.
func endpointOffer(c *cloud.Call) (offer, error) {
	name, kind := c.Inputs.String("serviceName"), c.Inputs.String("vpcEndpointType")
	o, known := findOffer(c.Account.Region, name)
	home := c.Inputs.String("serviceRegion")
	if home == "" {
		home = c.Account.Region
	}
	if !known || home != o.homeRegion {
		return offer{}, c.Refuse("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", name)
	}
	if kind != "Interface" && (kind != "Gateway" || !o.gateway) {
		return offer{}, c.Refuse("InvalidParameter", "Endpoint type (%s) does not match available service types ([Interface]).", kind)
	}
	return o, nil
}

func checkEndpointPolicy(c *cloud.Call, o offer, policy string) error {
	if policy == "" {
		return nil
	}
	if o.noPolicy {
		return c.Refuse("InvalidParameter", "Endpoint policies are not supported by the service %s", o.name)
	}
	if len(policy) > maxEndpointPolicy {
		return c.Refuse("InvalidPolicyDocument", "The policy document has %d characters; the maximum is %d", len(policy), maxEndpointPolicy)
	}
	if _, malformed := parseDocument(policy); malformed != "" {
		return c.Refuse("InvalidPolicyDocument", "The policy document is malformed: %s", malformed)
	}
	return nil
}
