package endpoints

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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

// buildIngress admits a range or the members of a security group to a port.
func (s *EndpointSet) buildIngress(ctx *pulumi.Context, key string, port int, cidr string, group pulumi.StringInput) error {
	name, parent := s.child("ingress", key)
	rule := &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: s.SecurityGroup.ID().ToStringOutput(),
		Description:     pulumi.String("Callers of the interface endpoints"),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(port),
		ToPort:          pulumi.Int(port),
		Tags:            tags.For(s.args.Tags, name),
	}
	if group != nil {
		rule.ReferencedSecurityGroupId = group.ToStringOutput()
	} else {
		rule.CidrIpv4 = pulumi.String(cidr)
	}
	if _, err := vpc.NewSecurityGroupIngressRule(ctx, name, rule, parent); err != nil {
		return fmt.Errorf("create ingress rule %q: %w", name, err)
	}
	return nil
}
