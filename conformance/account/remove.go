package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
)

// removers delete objects of the inventory by kind, in an order in which one does not stand in another's way. What a VPC
// brings with it goes with the VPC.
var removers = []struct {
	kind   string
	remove func(ctx context.Context, a *Account, id string) error
}{
	{"dns firewall association", func(ctx context.Context, a *Account, id string) error {
		_, err := a.resolver.DisassociateFirewallRuleGroup(ctx, &route53resolver.DisassociateFirewallRuleGroupInput{FirewallRuleGroupAssociationId: aws.String(id)})
		return err
	}},
	{"dns firewall rule group", func(ctx context.Context, a *Account, id string) error {
		_, err := a.resolver.DeleteFirewallRuleGroup(ctx, &route53resolver.DeleteFirewallRuleGroupInput{FirewallRuleGroupId: aws.String(id)})
		return err
	}},
	{"subnet", func(ctx context.Context, a *Account, id string) error {
		_, err := a.ec2.DeleteSubnet(ctx, &ec2.DeleteSubnetInput{SubnetId: aws.String(id)})
		return err
	}},
	{"vpc", func(ctx context.Context, a *Account, id string) error {
		_, err := a.ec2.DeleteVpc(ctx, &ec2.DeleteVpcInput{VpcId: aws.String(id)})
		return err
	}},
	{"route table", func(ctx context.Context, a *Account, id string) error {
		_, err := a.ec2.DeleteRouteTable(ctx, &ec2.DeleteRouteTableInput{RouteTableId: aws.String(id)})
		return err
	}},
	{"security group", func(ctx context.Context, a *Account, id string) error {
		_, err := a.ec2.DeleteSecurityGroup(ctx, &ec2.DeleteSecurityGroupInput{GroupId: aws.String(id)})
		return err
	}},
	{"kms key", func(ctx context.Context, a *Account, id string) error {
		_, err := a.kms.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{KeyId: aws.String(id), PendingWindowInDays: aws.Int32(7)})
		return err
	}},
	{"log group", func(ctx context.Context, a *Account, id string) error {
		_, err := a.logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: aws.String(id)})
		return err
	}},
	{rolePolicy, func(ctx context.Context, a *Account, id string) error {
		role, name, _ := strings.Cut(id, ":")
		_, err := a.iam.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: aws.String(role), PolicyName: aws.String(name)})
		return err
	}},
	{"iam role", func(ctx context.Context, a *Account, id string) error {
		_, err := a.iam.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: aws.String(id)})
		return err
	}},
}

// Remove deletes objects of the inventory as an operator would who finds them in nobody's state. One that is still there in the
// end is an error: its kind has no remover, or something is in its way.
func (a *Account) Remove(ctx context.Context, objects []string) error {
	for _, r := range removers {
		there, err := a.Inventory(ctx)
		if err != nil {
			return err
		}
		for _, object := range objects {
			id, ok := strings.CutPrefix(object, r.kind+" ")
			if !ok || !slices.Contains(there, object) {
				continue
			}
			if err := r.remove(ctx, a, id); err != nil {
				return fmt.Errorf("delete %s: %w", object, err)
			}
		}
	}
	there, err := a.Inventory(ctx)
	if err != nil {
		return err
	}
	if left := slices.DeleteFunc(slices.Clone(objects), func(object string) bool { return !slices.Contains(there, object) }); len(left) > 0 {
		return fmt.Errorf("still there after their deletion: %v", left)
	}
	return nil
}
