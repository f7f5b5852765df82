package programs

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// region is where every program runs.
const region = "eu-central-1"

// isolated is a VPC without a way out and with a closed default security group, with a subnet and a route table in each of two zones.
type isolated struct {
	vpc     *ec2.Vpc
	subnets pulumi.StringArray
	tables  pulumi.StringArray
}

func newIsolated(ctx *pulumi.Context, name, prefix string) (*isolated, error) {
	network, err := ec2.NewVpc(ctx, name, &ec2.VpcArgs{
		CidrBlock: pulumi.String(prefix + ".0.0/16"), EnableDnsHostnames: pulumi.Bool(true), Tags: tags(name),
	})
	if err != nil {
		return nil, err
	}
	if _, err := ec2.NewDefaultSecurityGroup(ctx, name, &ec2.DefaultSecurityGroupArgs{VpcId: network.ID(), Tags: tags(name)}); err != nil {
		return nil, err
	}
	made := &isolated{vpc: network}
	for i, zone := range []string{"a", "b"} {
		child := name + "-" + zone
		subnet, err := ec2.NewSubnet(ctx, child, &ec2.SubnetArgs{
			VpcId: network.ID(), AvailabilityZone: pulumi.String(region + zone),
			CidrBlock: pulumi.String(fmt.Sprintf("%s.%d.0/24", prefix, i)), Tags: tags(child),
		})
		if err != nil {
			return nil, err
		}
		table, err := ec2.NewRouteTable(ctx, child, &ec2.RouteTableArgs{VpcId: network.ID(), Tags: tags(child)})
		if err != nil {
			return nil, err
		}
		if _, err := ec2.NewRouteTableAssociation(ctx, child, &ec2.RouteTableAssociationArgs{SubnetId: subnet.ID(), RouteTableId: table.ID()}); err != nil {
			return nil, err
		}
		made.subnets = append(made.subnets, subnet.ID())
		made.tables = append(made.tables, table.ID())
	}
	return made, nil
}

// network is a VPC with everything around it: locked defaults, endpoints, flow logs, DNS Firewall.
func network(ctx *pulumi.Context, changed bool) error {
	identity, err := aws.GetCallerIdentity(ctx, &aws.GetCallerIdentityArgs{})
	if err != nil {
		return err
	}
	made, err := newIsolated(ctx, "net", "10.1")
	if err != nil {
		return err
	}
	for _, part := range []func(*pulumi.Context, *isolated, string, bool) error{lockDefaults, endpoints, flowLog, dnsFirewall} {
		if err := part(ctx, made, identity.AccountId, changed); err != nil {
			return err
		}
	}
	return nil
}

func lockDefaults(ctx *pulumi.Context, made *isolated, _ string, _ bool) error {
	if _, err := ec2.NewDefaultRouteTable(ctx, "net-default", &ec2.DefaultRouteTableArgs{
		DefaultRouteTableId: made.vpc.DefaultRouteTableId, Routes: ec2.DefaultRouteTableRouteArray{}, Tags: tags("net-default"),
	}); err != nil {
		return err
	}
	_, err := ec2.NewDefaultNetworkAcl(ctx, "net-default", &ec2.DefaultNetworkAclArgs{
		DefaultNetworkAclId: made.vpc.DefaultNetworkAclId, Tags: tags("net-default"),
	}, pulumi.IgnoreChanges([]string{"subnetIds"}))
	return err
}

func endpoints(ctx *pulumi.Context, made *isolated, account string, _ bool) error {
	group, err := ec2.NewSecurityGroup(ctx, "net-endpoints", &ec2.SecurityGroupArgs{
		VpcId: made.vpc.ID(), Description: pulumi.String("HTTPS from inside"), Tags: tags("net-endpoints"),
	})
	if err != nil {
		return err
	}
	if _, err := vpc.NewSecurityGroupIngressRule(ctx, "net-endpoints", &vpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: group.ID(), IpProtocol: pulumi.String("tcp"), FromPort: pulumi.Int(443), ToPort: pulumi.Int(443),
		CidrIpv4: pulumi.String("10.1.0.0/16"), Tags: tags("net-endpoints"),
	}); err != nil {
		return err
	}
	own := pulumi.String(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*",`+
		`"Condition":{"StringEquals":{"aws:PrincipalAccount":"%s"}}}]}`, account))
	if _, err := ec2.NewVpcEndpoint(ctx, "net-s3", &ec2.VpcEndpointArgs{
		VpcId: made.vpc.ID(), ServiceName: pulumi.String("com.amazonaws." + region + ".s3"), VpcEndpointType: pulumi.String("Gateway"),
		RouteTableIds: made.tables, Policy: own, Tags: tags("net-s3"),
	}); err != nil {
		return err
	}
	_, err = ec2.NewVpcEndpoint(ctx, "net-sts", &ec2.VpcEndpointArgs{
		VpcId: made.vpc.ID(), ServiceName: pulumi.String("com.amazonaws." + region + ".sts"), VpcEndpointType: pulumi.String("Interface"),
		SubnetIds: made.subnets, SecurityGroupIds: pulumi.StringArray{group.ID()}, PrivateDnsEnabled: pulumi.Bool(true), Policy: own, Tags: tags("net-sts"),
	})
	return err
}

func flowLog(ctx *pulumi.Context, made *isolated, account string, changed bool) error {
	key, err := kms.NewKey(ctx, "net-logs", &kms.KeyArgs{
		EnableKeyRotation: pulumi.Bool(true), DeletionWindowInDays: pulumi.Int(7), Tags: tags("net-logs"),
		Policy: pulumi.String(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%[1]s:root"},"Action":"kms:*","Resource":"*"},`+
			`{"Effect":"Allow","Principal":{"Service":"logs.%[2]s.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],`+
			`"Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:%[2]s:%[1]s:log-group:*"}}}]}`, account, region)),
	})
	if err != nil {
		return err
	}
	retention := 30
	if changed {
		retention = 90
	}
	group, err := cloudwatch.NewLogGroup(ctx, "net-flow", &cloudwatch.LogGroupArgs{
		Name: pulumi.String("/net/flow"), RetentionInDays: pulumi.Int(retention), KmsKeyId: key.Arn, Tags: tags("net-flow"),
	})
	if err != nil {
		return err
	}
	role, err := iam.NewRole(ctx, "net-flow", &iam.RoleArgs{
		AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole"}]}`),
		Tags:             tags("net-flow"),
	})
	if err != nil {
		return err
	}
	if _, err := iam.NewRolePolicy(ctx, "net-flow", &iam.RolePolicyArgs{
		Role:   role.Name,
		Policy: pulumi.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"%s:*"}]}`, group.Arn),
	}); err != nil {
		return err
	}
	_, err = ec2.NewFlowLog(ctx, "net-flow", &ec2.FlowLogArgs{
		VpcId: made.vpc.ID(), TrafficType: pulumi.String("ALL"), LogDestination: group.Arn, IamRoleArn: role.Arn,
		MaxAggregationInterval: pulumi.Int(60), Tags: tags("net-flow"),
	})
	return err
}

func dnsFirewall(ctx *pulumi.Context, made *isolated, _ string, _ bool) error {
	group, err := route53.NewResolverFirewallRuleGroup(ctx, "net-dns", &route53.ResolverFirewallRuleGroupArgs{Tags: tags("net-dns")})
	if err != nil {
		return err
	}
	// With the dot of the root, because AWS answers so: without it every refresh shows a drift.
	for i, rule := range []struct{ name, domain, action string }{{"allow", "*.amazonaws.com.", "ALLOW"}, {"block", "*.", "BLOCK"}} {
		list, err := route53.NewResolverFirewallDomainList(ctx, "net-dns-"+rule.name, &route53.ResolverFirewallDomainListArgs{
			Domains: pulumi.StringArray{pulumi.String(rule.domain)}, Tags: tags("net-dns-" + rule.name),
		})
		if err != nil {
			return err
		}
		args := &route53.ResolverFirewallRuleArgs{
			FirewallRuleGroupId: group.ID(), FirewallDomainListId: list.ID(), Action: pulumi.String(rule.action), Priority: pulumi.Int(100 * (i + 1)),
		}
		if rule.action == "BLOCK" {
			args.BlockResponse = pulumi.String("NXDOMAIN")
		}
		if _, err := route53.NewResolverFirewallRule(ctx, "net-dns-"+rule.name, args); err != nil {
			return err
		}
	}
	if _, err := route53.NewResolverFirewallRuleGroupAssociation(ctx, "net-dns", &route53.ResolverFirewallRuleGroupAssociationArgs{
		FirewallRuleGroupId: group.ID(), VpcId: made.vpc.ID(), Priority: pulumi.Int(101), MutationProtection: pulumi.String("DISABLED"), Tags: tags("net-dns"),
	}); err != nil {
		return err
	}
	_, err = route53.NewResolverFirewallConfig(ctx, "net-dns", &route53.ResolverFirewallConfigArgs{
		ResourceId: made.vpc.ID(), FirewallFailOpen: pulumi.String("DISABLED"),
	})
	return err
}
