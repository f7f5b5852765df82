package endpoints

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// buildSecurityGroup makes the security group of the interface endpoints with a rule for each caller and port. It has no
// egress rule: an endpoint opens no connection.
func (s *EndpointSet) buildSecurityGroup(ctx *pulumi.Context) error {
	if len(s.plan.interfaces) == 0 {
		return nil
	}
	name, parent := s.child("security-group")
	group, err := ec2.NewSecurityGroup(ctx, name, &ec2.SecurityGroupArgs{
		VpcId:       s.args.VpcID.ToStringOutput(),
		Description: pulumi.String("Interface endpoints: callers in, nothing out"),
		Tags:        tags.For(s.args.Tags, name),
	}, parent)
	if err != nil {
		return fmt.Errorf("create security group %q: %w", name, err)
	}
	s.SecurityGroup = group
	for _, port := range s.plan.ports {
		for _, cidr := range s.plan.cidrs {
			if err := s.buildIngress(ctx, portKey(ingressKey(cidr), port), port, cidr, nil); err != nil {
				return err
			}
		}
		for _, key := range s.plan.securityGroups {
			if err := s.buildIngress(ctx, portKey(key, port), port, "", s.args.IngressSecurityGroups[key]); err != nil {
				return err
			}
		}
	}
	return nil
}

// callersDescription describes the rules that let callers in.
const callersDescription = "Callers of the interface endpoints"

// buildIngress admits a range or the members of a security group to a port.
func (s *EndpointSet) buildIngress(ctx *pulumi.Context, key string, port int, cidr string, group pulumi.StringInput) error {
	name, parent := s.child("ingress", key)
	return secgroup.Ingress(ctx, name, secgroup.Rule{
		Group: s.SecurityGroup.ID(), Peer: group, Cidr: cidr, Protocol: "tcp", From: port, To: port, Description: callersDescription,
	}, tags.For(s.args.Tags, name), parent)
}
