package programs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Storm is the program of the faults level: many kinds of resources in a few seconds, without the waits of the provider.
func Storm() Program {
	return Program{Name: "storm", Run: storm}
}

func storm(ctx *pulumi.Context, _ bool) error {
	network, err := ec2.NewVpc(ctx, "storm", &ec2.VpcArgs{CidrBlock: pulumi.String("10.6.0.0/16"), Tags: tags("storm")})
	if err != nil {
		return err
	}
	for i, zone := range []string{"a", "b", "c"} {
		name := "storm-" + zone
		subnet, err := ec2.NewSubnet(ctx, name, &ec2.SubnetArgs{
			VpcId: network.ID(), CidrBlock: pulumi.String(fmt.Sprintf("10.6.%d.0/24", i)), AvailabilityZone: pulumi.String(region + zone), Tags: tags(name),
		})
		if err != nil {
			return err
		}
		table, err := ec2.NewRouteTable(ctx, name, &ec2.RouteTableArgs{VpcId: network.ID(), Tags: tags(name)})
		if err != nil {
			return err
		}
		if _, err := ec2.NewRouteTableAssociation(ctx, name, &ec2.RouteTableAssociationArgs{SubnetId: subnet.ID(), RouteTableId: table.ID()}); err != nil {
			return err
		}
	}
	if _, err := ec2.NewSecurityGroup(ctx, "storm", &ec2.SecurityGroupArgs{
		VpcId: network.ID(), Description: pulumi.String("HTTPS from inside"), Tags: tags("storm"),
		Ingress: ec2.SecurityGroupIngressArray{&ec2.SecurityGroupIngressArgs{
			Protocol: pulumi.String("tcp"), FromPort: pulumi.Int(443), ToPort: pulumi.Int(443), CidrBlocks: pulumi.ToStringArray([]string{"10.6.0.0/16"}),
		}},
	}); err != nil {
		return err
	}
	if _, err := kms.NewKey(ctx, "storm", &kms.KeyArgs{EnableKeyRotation: pulumi.Bool(true), DeletionWindowInDays: pulumi.Int(7), Tags: tags("storm")}); err != nil {
		return err
	}
	if _, err := cloudwatch.NewLogGroup(ctx, "storm", &cloudwatch.LogGroupArgs{RetentionInDays: pulumi.Int(30), Tags: tags("storm")}); err != nil {
		return err
	}
	role, err := iam.NewRole(ctx, "storm", &iam.RoleArgs{AssumeRolePolicy: assumedBy("ec2.amazonaws.com"), Tags: tags("storm")})
	if err != nil {
		return err
	}
	if _, err := iam.NewRolePolicy(ctx, "storm", &iam.RolePolicyArgs{
		Name: pulumi.String("logs"), Role: role.Name, Policy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}`),
	}); err != nil {
		return err
	}
	group, err := route53.NewResolverFirewallRuleGroup(ctx, "storm", &route53.ResolverFirewallRuleGroupArgs{Tags: tags("storm")})
	if err != nil {
		return err
	}
	_, err = route53.NewResolverFirewallRuleGroupAssociation(ctx, "storm", &route53.ResolverFirewallRuleGroupAssociationArgs{
		FirewallRuleGroupId: group.ID(), VpcId: network.ID(), Priority: pulumi.Int(101), Tags: tags("storm"),
	})
	return err
}
