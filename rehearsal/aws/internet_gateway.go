package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func internetGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/internetGateway:InternetGateway", Args: ec2.InternetGatewayArgs{}, State: ec2.InternetGateway{},
		Kind: kindInternetGateway, Noun: "EC2 Internet Gateway",
		API:        ec2API("InternetGateway", "AttachInternetGateway"),
		ID:         "igw-0{hex16}",
		Outputs:    map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}", "ownerId": "{account}", "vpcId": ""},
		References: []cloud.Reference{needs("vpcId", kindVPC)},
		Quotas:     []cloud.Quota{{Max: 5, Code: "InternetGatewayLimitExceeded", Text: "The maximum number of internet gateways has been reached."}},
		InUse:      inUse("internetGateway"), NotFound: missing[kindInternetGateway],
		Create: attachOnce, Update: attachOnce, Read: readAttachment,
	}
}

func internetGatewayAttachmentType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
		Args: ec2.InternetGatewayAttachmentArgs{}, State: ec2.InternetGatewayAttachment{},
		Kind: kindInternetAttachment, Noun: "EC2 Internet Gateway Attachment",
		API:       cloud.API{Service: "EC2", Create: "AttachInternetGateway", Read: "DescribeInternetGateways", Delete: "DetachInternetGateway"},
		ID:        "{internetGatewayId}:{vpcId}",
		ReplaceOn: []string{"internetGatewayId", "vpcId"},
		References: []cloud.Reference{
			needs("internetGatewayId", kindInternetGateway), needs("vpcId", kindVPC),
		},
		Create: attachOnce,
	}
}

func egressOnlyGatewayType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
		Args: ec2.EgressOnlyInternetGatewayArgs{}, State: ec2.EgressOnlyInternetGateway{},
		Kind: kindEgressOnlyGateway, Noun: "EC2 Egress-only Internet Gateway",
		API:        ec2API("EgressOnlyInternetGateway", ""),
		ID:         "eigw-0{hex16}",
		ReplaceOn:  []string{"vpcId"},
		References: []cloud.Reference{needs("vpcId", kindVPC)},
		Quotas: []cloud.Quota{{
			Max: 5, Code: "EgressOnlyInternetGatewayLimitExceeded", Text: "The maximum number of egress-only internet gateways has been reached.",
		}},
	}
}

// attachOnce refuses a second internet gateway for a VPC and a second VPC for a gateway.
func attachOnce(c *cloud.Call) error {
	gateway, vpcID := c.Object.ID, c.Object.Properties.String("vpcId")
	if c.Object.Kind == kindInternetAttachment {
		gateway = c.Object.Properties.String("internetGatewayId")
	}
	if vpcID == "" {
		return nil
	}
	for _, kind := range []string{kindInternetGateway, kindInternetAttachment} {
		for _, other := range c.Find(kind, nil) {
			otherGateway, otherVPC := other.ID, other.Properties.String("vpcId")
			if kind == kindInternetAttachment {
				otherGateway = other.Properties.String("internetGatewayId")
			}
			switch {
			case other.Kind == c.Object.Kind && other.ID == c.Object.ID, otherVPC == "":
			case otherGateway == gateway:
				return c.Refuse("Resource.AlreadyAssociated", "resource %s is already attached to network %s", gateway, otherVPC)
			case otherVPC == vpcID:
				return c.Refuse("InvalidParameterValue", "Network %s already has an internet gateway attached", vpcID)
			}
		}
	}
	return nil
}

// readAttachment answers the VPC that a gateway is attached to, by itself or by an attachment.
func readAttachment(c *cloud.Call) error {
	c.Object.Properties.Set("vpcId", vpcOf(c, c.Object))
	return nil
}

func hasInternetGateway(c *cloud.Call, vpcID string) bool {
	return len(c.Find(kindInternetGateway, where("vpcId", vpcID)))+len(c.Find(kindInternetAttachment, where("vpcId", vpcID))) > 0
}
