package account

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	ramtypes "github.com/aws/aws-sdk-go-v2/service/ram/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// rolePolicy is the kind of a policy within a role, told by role and name as in the provider's ids.
const rolePolicy = "iam role policy"

// kinds lists what can be left behind in an account, and how to ask for it.
var kinds = []struct {
	name string
	list func(context.Context, *Account) ([]string, error)
}{
	{"autoscaling group", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.autoscaling.DescribeAutoScalingGroups(ctx, &autoscaling.DescribeAutoScalingGroupsInput{})
		return each(out, err, func() (ids []*string) {
			for _, g := range out.AutoScalingGroups {
				ids = append(ids, g.AutoScalingGroupName)
			}
			return ids
		})
	}},
	{"dhcp options", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeDhcpOptions(ctx, &ec2.DescribeDhcpOptionsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.DhcpOptions {
				ids = append(ids, o.DhcpOptionsId)
			}
			return ids
		})
	}},
	{"elastic ip", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Addresses {
				ids = append(ids, o.AllocationId)
			}
			return ids
		})
	}},
	{"flow log", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeFlowLogs(ctx, &ec2.DescribeFlowLogsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.FlowLogs {
				ids = append(ids, o.FlowLogId)
			}
			return ids
		})
	}},
	{"instance", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeInstances(ctx, &ec2.DescribeInstancesInput{})
		return each(out, err, func() (ids []*string) {
			for _, r := range out.Reservations {
				for _, i := range r.Instances {
					if i.State.Name != types.InstanceStateNameTerminated {
						ids = append(ids, i.InstanceId)
					}
				}
			}
			return ids
		})
	}},
	{"internet gateway", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeInternetGateways(ctx, &ec2.DescribeInternetGatewaysInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.InternetGateways {
				ids = append(ids, o.InternetGatewayId)
			}
			return ids
		})
	}},
	{"launch template", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeLaunchTemplates(ctx, &ec2.DescribeLaunchTemplatesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.LaunchTemplates {
				ids = append(ids, o.LaunchTemplateId)
			}
			return ids
		})
	}},
	{"managed prefix list", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeManagedPrefixLists(ctx, &ec2.DescribeManagedPrefixListsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.PrefixLists {
				if aws.ToString(o.OwnerId) != "AWS" {
					ids = append(ids, o.PrefixListId)
				}
			}
			return ids
		})
	}},
	{"nat gateway", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeNatGateways(ctx, &ec2.DescribeNatGatewaysInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.NatGateways {
				if o.State != types.NatGatewayStateDeleted {
					ids = append(ids, o.NatGatewayId)
				}
			}
			return ids
		})
	}},
	{"network acl", listACLs},
	{"network interface", listInterfaces},
	{"route table", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.RouteTables {
				ids = append(ids, o.RouteTableId)
			}
			return ids
		})
	}},
	{"security group", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.SecurityGroups {
				ids = append(ids, o.GroupId)
			}
			return ids
		})
	}},
	{"subnet", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Subnets {
				ids = append(ids, o.SubnetId)
			}
			return ids
		})
	}},
	{"transit gateway", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeTransitGateways(ctx, &ec2.DescribeTransitGatewaysInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.TransitGateways {
				if o.State != types.TransitGatewayStateDeleted {
					ids = append(ids, o.TransitGatewayId)
				}
			}
			return ids
		})
	}},
	{"transit gateway attachment", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeTransitGatewayAttachments(ctx, &ec2.DescribeTransitGatewayAttachmentsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.TransitGatewayAttachments {
				if o.State != types.TransitGatewayAttachmentStateDeleted {
					ids = append(ids, o.TransitGatewayAttachmentId)
				}
			}
			return ids
		})
	}},
	{"vpc", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Vpcs {
				ids = append(ids, o.VpcId)
			}
			return ids
		})
	}},
	{"vpc endpoint", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ec2.DescribeVpcEndpoints(ctx, &ec2.DescribeVpcEndpointsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.VpcEndpoints {
				if !strings.EqualFold(string(o.State), string(types.StateDeleted)) {
					ids = append(ids, o.VpcEndpointId)
				}
			}
			return ids
		})
	}},
	{"eks cluster", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.eks.ListClusters(ctx, &eks.ListClustersInput{})
		if err != nil {
			return nil, err
		}
		return out.Clusters, nil
	}},
	{"load balancer", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.elb.DescribeLoadBalancers(ctx, &elasticloadbalancingv2.DescribeLoadBalancersInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.LoadBalancers {
				ids = append(ids, o.LoadBalancerArn)
			}
			return ids
		})
	}},
	{"target group", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.elb.DescribeTargetGroups(ctx, &elasticloadbalancingv2.DescribeTargetGroupsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.TargetGroups {
				ids = append(ids, o.TargetGroupArn)
			}
			return ids
		})
	}},
	{"iam instance profile", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.iam.ListInstanceProfiles(ctx, &iam.ListInstanceProfilesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.InstanceProfiles {
				ids = append(ids, o.InstanceProfileName)
			}
			return ids
		})
	}},
	{"iam policy", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.iam.ListPolicies(ctx, &iam.ListPoliciesInput{Scope: iamtypes.PolicyScopeTypeLocal})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Policies {
				ids = append(ids, o.Arn)
			}
			return ids
		})
	}},
	{"iam role", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.iam.ListRoles(ctx, &iam.ListRolesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Roles {
				if !strings.HasPrefix(aws.ToString(o.Path), "/aws-service-role/") {
					ids = append(ids, o.RoleName)
				}
			}
			return ids
		})
	}},
	{rolePolicy, func(ctx context.Context, a *Account) ([]string, error) {
		roles, err := a.iam.ListRoles(ctx, &iam.ListRolesInput{})
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, role := range roles.Roles {
			out, err := a.iam.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: role.RoleName})
			if err != nil {
				return nil, err
			}
			for _, name := range out.PolicyNames {
				ids = append(ids, aws.ToString(role.RoleName)+":"+name)
			}
		}
		return ids, nil
	}},
	{"oidc provider", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.iam.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.OpenIDConnectProviderList {
				ids = append(ids, o.Arn)
			}
			return ids
		})
	}},
	{"kms key", listKeys},
	{"kms alias", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.kms.ListAliases(ctx, &kms.ListAliasesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Aliases {
				if !strings.HasPrefix(aws.ToString(o.AliasName), "alias/aws/") {
					ids = append(ids, o.AliasName)
				}
			}
			return ids
		})
	}},
	{"log group", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.logs.DescribeLogGroups(ctx, &cloudwatchlogs.DescribeLogGroupsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.LogGroups {
				ids = append(ids, o.LogGroupName)
			}
			return ids
		})
	}},
	{"log resource policy", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.logs.DescribeResourcePolicies(ctx, &cloudwatchlogs.DescribeResourcePoliciesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.ResourcePolicies {
				ids = append(ids, o.PolicyName)
			}
			return ids
		})
	}},
	{"resource share", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ram.GetResourceShares(ctx, &ram.GetResourceSharesInput{ResourceOwner: ramtypes.ResourceOwnerSelf})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.ResourceShares {
				if o.Status != ramtypes.ResourceShareStatusDeleted {
					ids = append(ids, o.ResourceShareArn)
				}
			}
			return ids
		})
	}},
	{"hosted zone", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.route53.ListHostedZones(ctx, &route53.ListHostedZonesInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.HostedZones {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"dns firewall domain list", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListFirewallDomainLists(ctx, &route53resolver.ListFirewallDomainListsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.FirewallDomainLists {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"dns firewall rule group", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListFirewallRuleGroups(ctx, &route53resolver.ListFirewallRuleGroupsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.FirewallRuleGroups {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"dns firewall association", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListFirewallRuleGroupAssociations(ctx, &route53resolver.ListFirewallRuleGroupAssociationsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.FirewallRuleGroupAssociations {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"resolver endpoint", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListResolverEndpoints(ctx, &route53resolver.ListResolverEndpointsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.ResolverEndpoints {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"resolver query log config", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListResolverQueryLogConfigs(ctx, &route53resolver.ListResolverQueryLogConfigsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.ResolverQueryLogConfigs {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"resolver query log association", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.resolver.ListResolverQueryLogConfigAssociations(ctx, &route53resolver.ListResolverQueryLogConfigAssociationsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.ResolverQueryLogConfigAssociations {
				ids = append(ids, o.Id)
			}
			return ids
		})
	}},
	{"bucket", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.s3.ListBuckets(ctx, &s3.ListBucketsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.Buckets {
				ids = append(ids, o.Name)
			}
			return ids
		})
	}},
	{"secret", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.secrets.ListSecrets(ctx, &secretsmanager.ListSecretsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.SecretList {
				ids = append(ids, o.ARN)
			}
			return ids
		})
	}},
	{"ssm document", func(ctx context.Context, a *Account) ([]string, error) {
		out, err := a.ssm.ListDocuments(ctx, &ssm.ListDocumentsInput{})
		return each(out, err, func() (ids []*string) {
			for _, o := range out.DocumentIdentifiers {
				if !strings.HasPrefix(aws.ToString(o.Owner), "Amazon") {
					ids = append(ids, o.Name)
				}
			}
			return ids
		})
	}},
}

// listACLs leaves out those of VPCs that are gone: moto forgets to delete a VPC's default ACL with the VPC.
func listACLs(ctx context.Context, a *Account) ([]string, error) {
	vpcs, err := a.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{})
	if err != nil {
		return nil, err
	}
	alive := map[string]bool{}
	for _, vpc := range vpcs.Vpcs {
		alive[aws.ToString(vpc.VpcId)] = true
	}
	out, err := a.ec2.DescribeNetworkAcls(ctx, &ec2.DescribeNetworkAclsInput{})
	return each(out, err, func() (ids []*string) {
		for _, acl := range out.NetworkAcls {
			if alive[aws.ToString(acl.VpcId)] {
				ids = append(ids, acl.NetworkAclId)
			}
		}
		return ids
	})
}

// listInterfaces leaves out those of subnets that are gone: moto forgets to delete the interface of a terminated instance. AWS would not
// have let the subnet go.
func listInterfaces(ctx context.Context, a *Account) ([]string, error) {
	subnets, err := a.ec2.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
	if err != nil {
		return nil, err
	}
	alive := map[string]bool{}
	for _, subnet := range subnets.Subnets {
		alive[aws.ToString(subnet.SubnetId)] = true
	}
	out, err := a.ec2.DescribeNetworkInterfaces(ctx, &ec2.DescribeNetworkInterfacesInput{})
	return each(out, err, func() (ids []*string) {
		for _, card := range out.NetworkInterfaces {
			if alive[aws.ToString(card.SubnetId)] {
				ids = append(ids, card.NetworkInterfaceId)
			}
		}
		return ids
	})
}

// listKeys leaves out keys that wait for their deletion: KMS keeps those for a week at least.
func listKeys(ctx context.Context, a *Account) ([]string, error) {
	out, err := a.kms.ListKeys(ctx, &kms.ListKeysInput{})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, key := range out.Keys {
		described, err := a.kms.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: key.KeyId})
		if err != nil {
			return nil, err
		}
		if described.KeyMetadata.DeletionDate == nil {
			ids = append(ids, aws.ToString(key.KeyId))
		}
	}
	return ids, nil
}

func each[T any](_ T, err error, ids func() []*string) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return aws.ToStringSlice(ids()), nil
}

// Inventory lists what is in the account, each as "kind id", sorted.
func (a *Account) Inventory(ctx context.Context) ([]string, error) {
	var found []string
	for _, kind := range kinds {
		ids, err := kind.list(ctx, a)
		if err != nil {
			return nil, fmt.Errorf("list every %s: %w", kind.name, err)
		}
		for _, id := range ids {
			found = append(found, kind.name+" "+id)
		}
	}
	sort.Strings(found)
	return found, nil
}
