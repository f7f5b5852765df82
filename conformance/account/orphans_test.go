package account

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	autoscalingtypes "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	ramtypes "github.com/aws/aws-sdk-go-v2/service/ram/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	route53types "github.com/aws/aws-sdk-go-v2/service/route53/types"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolvertypes "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secretstypes "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/google/go-cmp/cmp"

	orphans "github.com/cloudgap/cloudgap/internal/orphans/account"
)

// assumed is a document that some services want to see.
const assumed = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}`

var (
	tagKey, tagValue = aws.String("stack"), aws.String("killed run")
	ec2Tags          = []types.Tag{{Key: tagKey, Value: tagValue}}
	inEC2            = "arn:aws:ec2:" + testRegion + ":123456789012:"
)

func tagsOf(kind types.ResourceType) []types.TagSpecification {
	return []types.TagSpecification{{ResourceType: kind, Tags: ec2Tags}}
}

// killed is what a run has made that was killed.
type killed struct {
	*testing.T
	*Account
	// arns are the names of the objects with tags, by kind, and remove ends one of a kind.
	arns   map[string]string
	remove map[string]func(context.Context) error

	vpc, table, subnet, otherSubnet, group, template, gateway, attachment, transitTable, firewall, domains, queries, rule, share, zone *string
}

// made notes an object.
func (k *killed) made(kind, arn string, err error) {
	k.Helper()
	if err != nil {
		k.Fatalf("make a %s: %v", kind, err)
	}
	k.arns[kind] = arn
}

func (k *killed) network(ctx context.Context) {
	vpc, err := k.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16"), TagSpecifications: tagsOf(types.ResourceTypeVpc)})
	if err != nil {
		k.Fatal(err)
	}
	k.vpc = vpc.Vpc.VpcId
	k.made("vpc", inEC2+"vpc/"+*k.vpc, nil)
	for zone, block := range map[string]string{"a": "10.0.0.0/24", "b": "10.0.1.0/24"} {
		subnet, err := k.ec2.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: k.vpc, CidrBlock: aws.String(block), AvailabilityZone: aws.String(testRegion + zone), TagSpecifications: tagsOf(types.ResourceTypeSubnet),
		})
		if err != nil {
			k.Fatal(err)
		}
		k.made("subnet "+zone, inEC2+"subnet/"+*subnet.Subnet.SubnetId, nil)
		k.otherSubnet, k.subnet = k.subnet, subnet.Subnet.SubnetId
	}
	table, err := k.ec2.CreateRouteTable(ctx,
		&ec2.CreateRouteTableInput{VpcId: k.vpc, TagSpecifications: tagsOf(types.ResourceTypeRouteTable)})
	if err != nil {
		k.Fatal(err)
	}
	k.table = table.RouteTable.RouteTableId
	k.made("route table", inEC2+"route-table/"+*k.table, nil)
	group, err := k.ec2.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		VpcId: k.vpc, GroupName: aws.String("g"), Description: aws.String("d"), TagSpecifications: tagsOf(types.ResourceTypeSecurityGroup),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.group = group.GroupId
	k.made("security group", inEC2+"security-group/"+*k.group, nil)
	rule, err := k.ec2.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: k.group, TagSpecifications: tagsOf(types.ResourceTypeSecurityGroupRule),
		IpPermissions: []types.IpPermission{{
			IpProtocol: aws.String("tcp"), FromPort: aws.Int32(443), ToPort: aws.Int32(443), IpRanges: []types.IpRange{{CidrIp: aws.String("10.0.0.0/16")}},
		}},
	})
	if err != nil || len(rule.SecurityGroupRules) != 1 {
		k.Fatalf("want one rule, got %+v, %v", rule, err)
	}
	k.made("security group rule", inEC2+"security-group-rule/"+*rule.SecurityGroupRules[0].SecurityGroupRuleId, nil)
	acl, err := k.ec2.CreateNetworkAcl(ctx, &ec2.CreateNetworkAclInput{VpcId: k.vpc, TagSpecifications: tagsOf(types.ResourceTypeNetworkAcl)})
	if err != nil {
		k.Fatal(err)
	}
	k.made("network ACL", inEC2+"network-acl/"+*acl.NetworkAcl.NetworkAclId, nil)
	options, err := k.ec2.CreateDhcpOptions(ctx, &ec2.CreateDhcpOptionsInput{
		DhcpConfigurations: []types.NewDhcpConfiguration{{Key: aws.String("domain-name"), Values: []string{"corp"}}},
		TagSpecifications:  tagsOf(types.ResourceTypeDhcpOptions),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("DHCP options", inEC2+"dhcp-options/"+*options.DhcpOptions.DhcpOptionsId, nil)
	endpoint, err := k.ec2.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{
		VpcId: k.vpc, ServiceName: aws.String("com.amazonaws." + testRegion + ".s3"), VpcEndpointType: types.VpcEndpointTypeGateway,
		TagSpecifications: tagsOf(types.ResourceTypeVpcEndpoint),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("endpoint", inEC2+"vpc-endpoint/"+*endpoint.VpcEndpoint.VpcEndpointId, nil)
	k.remove["endpoint"] = func(ctx context.Context) error {
		_, err := k.ec2.DeleteVpcEndpoints(ctx,
			&ec2.DeleteVpcEndpointsInput{VpcEndpointIds: []string{*endpoint.VpcEndpoint.VpcEndpointId}})
		return err
	}
	list, err := k.ec2.CreateManagedPrefixList(ctx, &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("l"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(1), TagSpecifications: tagsOf(types.ResourceTypePrefixList),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("prefix list", inEC2+"prefix-list/"+*list.PrefixList.PrefixListId, nil)
	template, err := k.ec2.CreateLaunchTemplate(ctx, &ec2.CreateLaunchTemplateInput{
		LaunchTemplateName: aws.String("t"), LaunchTemplateData: &types.RequestLaunchTemplateData{InstanceType: types.InstanceTypeM5Large},
		TagSpecifications: tagsOf(types.ResourceTypeLaunchTemplate),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.template = template.LaunchTemplate.LaunchTemplateId
	k.made("launch template", inEC2+"launch-template/"+*k.template, nil)
	logged, err := k.ec2.CreateFlowLogs(ctx, &ec2.CreateFlowLogsInput{
		ResourceIds: []string{*k.vpc}, ResourceType: types.FlowLogsResourceTypeVpc, TrafficType: types.TrafficTypeAll,
		LogDestinationType: types.LogDestinationTypeS3, LogDestination: aws.String("arn:aws:s3:::killed-bucket"), TagSpecifications: tagsOf(types.ResourceTypeVpcFlowLog),
	})
	if err != nil || len(logged.FlowLogIds) != 1 {
		k.Fatalf("want one flow log, got %+v, %v", logged, err)
	}
	k.made("flow log", inEC2+"vpc-flow-log/"+logged.FlowLogIds[0], nil)
	k.remove["flow log"] = func(ctx context.Context) error {
		_, err := k.ec2.DeleteFlowLogs(ctx, &ec2.DeleteFlowLogsInput{FlowLogIds: logged.FlowLogIds})
		return err
	}
	other, err := k.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.7.0.0/16"), TagSpecifications: tagsOf(types.ResourceTypeVpc)})
	if err != nil {
		k.Fatal(err)
	}
	k.made("other vpc", inEC2+"vpc/"+*other.Vpc.VpcId, nil)
	peering, err := k.ec2.CreateVpcPeeringConnection(ctx, &ec2.CreateVpcPeeringConnectionInput{
		VpcId: k.vpc, PeerVpcId: other.Vpc.VpcId, TagSpecifications: tagsOf(types.ResourceTypeVpcPeeringConnection),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("peering", inEC2+"vpc-peering-connection/"+*peering.VpcPeeringConnection.VpcPeeringConnectionId, nil)
	k.remove["peering"] = func(ctx context.Context) error {
		_, err := k.ec2.DeleteVpcPeeringConnection(ctx, &ec2.DeleteVpcPeeringConnectionInput{
			VpcPeeringConnectionId: peering.VpcPeeringConnection.VpcPeeringConnectionId,
		})
		return err
	}
	outside, err := k.ec2.CreateInternetGateway(ctx,
		&ec2.CreateInternetGatewayInput{TagSpecifications: tagsOf(types.ResourceTypeInternetGateway)})
	if err != nil {
		k.Fatal(err)
	}
	k.made("internet gateway", inEC2+"internet-gateway/"+*outside.InternetGateway.InternetGatewayId, nil)
	k.remove["internet gateway"] = func(ctx context.Context) error {
		_, err := k.ec2.DeleteInternetGateway(ctx,
			&ec2.DeleteInternetGatewayInput{InternetGatewayId: outside.InternetGateway.InternetGatewayId})
		return err
	}
	exclusion, err := k.ec2.CreateVpcBlockPublicAccessExclusion(ctx, &ec2.CreateVpcBlockPublicAccessExclusionInput{
		VpcId: k.vpc, InternetGatewayExclusionMode: types.InternetGatewayExclusionModeAllowEgress,
		TagSpecifications: tagsOf(types.ResourceTypeVpcBlockPublicAccessExclusion),
	})
	if err != nil {
		k.Fatal(err)
	}
	id := exclusion.VpcBlockPublicAccessExclusion.ExclusionId
	k.made("exclusion", inEC2+"vpc-block-public-access-exclusion/"+*id, nil)
	k.remove["exclusion"] = func(ctx context.Context) error {
		_, err := k.ec2.DeleteVpcBlockPublicAccessExclusion(ctx, &ec2.DeleteVpcBlockPublicAccessExclusionInput{ExclusionId: id})
		return err
	}
}

func (k *killed) transit(ctx context.Context) {
	gateway, err := k.ec2.CreateTransitGateway(ctx,
		&ec2.CreateTransitGatewayInput{TagSpecifications: tagsOf(types.ResourceTypeTransitGateway)})
	if err != nil {
		k.Fatal(err)
	}
	k.gateway = gateway.TransitGateway.TransitGatewayId
	k.made("transit gateway", inEC2+"transit-gateway/"+*k.gateway, nil)
	attachment, err := k.ec2.CreateTransitGatewayVpcAttachment(ctx, &ec2.CreateTransitGatewayVpcAttachmentInput{
		TransitGatewayId: k.gateway, VpcId: k.vpc, SubnetIds: []string{*k.subnet}, TagSpecifications: tagsOf(types.ResourceTypeTransitGatewayAttachment),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.attachment = attachment.TransitGatewayVpcAttachment.TransitGatewayAttachmentId
	k.made("attachment", inEC2+"transit-gateway-attachment/"+*k.attachment, nil)
	table, err := k.ec2.CreateTransitGatewayRouteTable(ctx, &ec2.CreateTransitGatewayRouteTableInput{
		TransitGatewayId: k.gateway, TagSpecifications: tagsOf(types.ResourceTypeTransitGatewayRouteTable),
	})
	if err != nil {
		k.Fatal(err)
	}
	k.transitTable = table.TransitGatewayRouteTable.TransitGatewayRouteTableId
	k.made("transit gateway route table", inEC2+"transit-gateway-route-table/"+*k.transitTable, nil)
}

func (k *killed) identities(ctx context.Context) {
	tags := []iamtypes.Tag{{Key: tagKey, Value: tagValue}}
	role, err := k.iam.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("r"), AssumeRolePolicyDocument: aws.String(assumed), Tags: tags})
	if err != nil {
		k.Fatal(err)
	}
	k.made("role", *role.Role.Arn, nil)
	profile, err := k.iam.CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: aws.String("p"), Tags: tags})
	if err != nil {
		k.Fatal(err)
	}
	k.made("instance profile", *profile.InstanceProfile.Arn, nil)
	policy, err := k.iam.CreatePolicy(ctx, &iam.CreatePolicyInput{
		PolicyName: aws.String("p"), PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`), Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("policy", *policy.Policy.Arn, nil)
	provider, err := k.iam.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{
		Url: aws.String("https://issuer.example"), ClientIDList: []string{"sts.amazonaws.com"}, ThumbprintList: []string{strings.Repeat("a", 40)}, Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("OIDC provider", *provider.OpenIDConnectProviderArn, nil)
}

func (k *killed) storage(ctx context.Context) {
	for _, name := range []string{"key", "key that goes"} {
		key, err := k.kms.CreateKey(ctx, &kms.CreateKeyInput{Tags: []kmstypes.Tag{{TagKey: tagKey, TagValue: tagValue}}})
		if err != nil {
			k.Fatal(err)
		}
		k.made(name, *key.KeyMetadata.Arn, nil)
		k.remove[name] = func(ctx context.Context) error {
			_, err := k.kms.ScheduleKeyDeletion(ctx,
				&kms.ScheduleKeyDeletionInput{KeyId: key.KeyMetadata.KeyId, PendingWindowInDays: aws.Int32(7)})
			return err
		}
	}
	delete(k.remove, "key")
	secret, err := k.secrets.CreateSecret(ctx, &secretsmanager.CreateSecretInput{
		Name: aws.String("s"), SecretString: aws.String("not-a-secret"), Tags: []secretstypes.Tag{{Key: tagKey, Value: tagValue}},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("secret", *secret.ARN, nil)
	k.remove["secret"] = func(ctx context.Context) error {
		_, err := k.secrets.DeleteSecret(ctx, &secretsmanager.DeleteSecretInput{SecretId: secret.ARN})
		return err
	}
	if _, err := k.s3.CreateBucket(ctx, &s3.CreateBucketInput{
		Bucket:                    aws.String("killed-bucket"),
		CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: s3types.BucketLocationConstraint(testRegion)},
	}); err != nil {
		k.Fatal(err)
	}
	_, err = k.s3.PutBucketTagging(ctx, &s3.PutBucketTaggingInput{
		Bucket: aws.String("killed-bucket"), Tagging: &s3types.Tagging{TagSet: []s3types.Tag{{Key: tagKey, Value: tagValue}}},
	})
	k.made("bucket", "arn:aws:s3:::killed-bucket", err)
	_, err = k.logs.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("/a/b"), Tags: map[string]string{*tagKey: *tagValue}})
	k.made("log group", "arn:aws:logs:"+testRegion+":123456789012:log-group:/a/b", err)
	_, err = k.ssm.CreateDocument(ctx, &ssm.CreateDocumentInput{
		Name: aws.String("killed-document"), Content: aws.String(`{"schemaVersion":"1.0","description":"d","sessionType":"Standard_Stream"}`),
		DocumentType: ssmtypes.DocumentTypeSession, DocumentFormat: ssmtypes.DocumentFormatJson, Tags: []ssmtypes.Tag{{Key: tagKey, Value: tagValue}},
	})
	k.made("document", "arn:aws:ssm:"+testRegion+":123456789012:document/killed-document", err)
	_, err = k.ssm.PutParameter(ctx, &ssm.PutParameterInput{
		Name: aws.String("/a/b"), Value: aws.String("v"), Type: ssmtypes.ParameterTypeString, Tags: []ssmtypes.Tag{{Key: tagKey,
			Value: tagValue}},
	})
	k.made("parameter", "arn:aws:ssm:"+testRegion+":123456789012:parameter/a/b", err)
}

func (k *killed) names(ctx context.Context) {
	tags := []resolvertypes.Tag{{Key: tagKey, Value: tagValue}}
	zone, err := k.route53.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String("corp."), CallerReference: aws.String("1"), VPC: &route53types.VPC{VPCId: k.vpc,
			VPCRegion: route53types.VPCRegion(testRegion)},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.zone = aws.String(strings.TrimPrefix(*zone.HostedZone.Id, "/hostedzone/"))
	_, err = k.route53.ChangeTagsForResource(ctx, &route53.ChangeTagsForResourceInput{
		ResourceId: k.zone, ResourceType: route53types.TagResourceTypeHostedzone, AddTags: []route53types.Tag{{Key: tagKey,
			Value: tagValue}},
	})
	k.made("hosted zone", "arn:aws:route53:::hostedzone/"+*k.zone, err)
	domains, err := k.resolver.CreateFirewallDomainList(ctx, &route53resolver.CreateFirewallDomainListInput{
		Name: aws.String("d"), CreatorRequestId: aws.String("1"), Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.domains = domains.FirewallDomainList.Id
	k.made("domain list", *domains.FirewallDomainList.Arn, nil)
	group, err := k.resolver.CreateFirewallRuleGroup(ctx, &route53resolver.CreateFirewallRuleGroupInput{
		Name: aws.String("g"), CreatorRequestId: aws.String("1"), Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.firewall = group.FirewallRuleGroup.Id
	k.made("rule group", *group.FirewallRuleGroup.Arn, nil)
	association, err := k.resolver.AssociateFirewallRuleGroup(ctx, &route53resolver.AssociateFirewallRuleGroupInput{
		Name: aws.String("a"), CreatorRequestId: aws.String("2"), Priority: aws.Int32(101), FirewallRuleGroupId: k.firewall, VpcId: k.vpc, Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("rule group association", *association.FirewallRuleGroupAssociation.Arn, nil)
	k.remove["rule group association"] = func(ctx context.Context) error {
		_, err := k.resolver.DisassociateFirewallRuleGroup(ctx, &route53resolver.DisassociateFirewallRuleGroupInput{
			FirewallRuleGroupAssociationId: association.FirewallRuleGroupAssociation.Id,
		})
		return err
	}
	queries, err := k.resolver.CreateResolverQueryLogConfig(ctx, &route53resolver.CreateResolverQueryLogConfigInput{
		Name: aws.String("q"), CreatorRequestId: aws.String("1"), DestinationArn: aws.String(k.arns["log group"]), Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.queries = queries.ResolverQueryLogConfig.Id
	k.made("query log", *queries.ResolverQueryLogConfig.Arn, nil)
	endpoint, err := k.resolver.CreateResolverEndpoint(ctx, &route53resolver.CreateResolverEndpointInput{
		Name: aws.String("e"), CreatorRequestId: aws.String("1"), Direction: resolvertypes.ResolverEndpointDirectionOutbound, SecurityGroupIds: []string{*k.group},
		IpAddresses: []resolvertypes.IpAddressRequest{{SubnetId: k.subnet}, {SubnetId: k.otherSubnet}}, Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("resolver endpoint", *endpoint.ResolverEndpoint.Arn, nil)
	rule, err := k.resolver.CreateResolverRule(ctx, &route53resolver.CreateResolverRuleInput{
		Name: aws.String("r"), CreatorRequestId: aws.String("1"), RuleType: resolvertypes.RuleTypeOptionForward, DomainName: aws.String("example.org"),
		ResolverEndpointId: endpoint.ResolverEndpoint.Id, TargetIps: []resolvertypes.TargetAddress{{Ip: aws.String("10.9.9.9"),
			Port: aws.Int32(53)}}, Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.rule = rule.ResolverRule.Id
	k.made("resolver rule", *rule.ResolverRule.Arn, nil)
}

func (k *killed) workloads(ctx context.Context) {
	tags := map[string]string{*tagKey: *tagValue}
	cluster, err := k.eks.CreateCluster(ctx, &eks.CreateClusterInput{
		Name: aws.String("c"), RoleArn: aws.String(k.arns["role"]), Tags: tags, ResourcesVpcConfig: &ekstypes.VpcConfigRequest{SubnetIds: []string{*k.subnet, *k.otherSubnet}},
		AccessConfig: &ekstypes.CreateAccessConfigRequest{AuthenticationMode: ekstypes.AuthenticationModeApi},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("cluster", *cluster.Cluster.Arn, nil)
	addon, err := k.eks.CreateAddon(ctx, &eks.CreateAddonInput{ClusterName: aws.String("c"), AddonName: aws.String("coredns"), Tags: tags})
	if err != nil {
		k.Fatal(err)
	}
	k.made("add-on", *addon.Addon.AddonArn, nil)
	lent, err := k.eks.CreatePodIdentityAssociation(ctx, &eks.CreatePodIdentityAssociationInput{
		ClusterName: aws.String("c"), Namespace: aws.String("n"), ServiceAccount: aws.String("s"), RoleArn: aws.String(k.arns["role"]), Tags: tags,
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("pod identity association", *lent.Association.AssociationArn, nil)
	entry, err := k.eks.CreateAccessEntry(ctx,
		&eks.CreateAccessEntryInput{ClusterName: aws.String("c"), PrincipalArn: aws.String(k.arns["role"]), Tags: tags})
	if err != nil {
		k.Fatal(err)
	}
	k.made("access entry", *entry.AccessEntry.AccessEntryArn, nil)
	balancer, err := k.elb.CreateLoadBalancer(ctx, &elasticloadbalancingv2.CreateLoadBalancerInput{
		Name: aws.String("b"), Type: elbtypes.LoadBalancerTypeEnumNetwork, Scheme: elbtypes.LoadBalancerSchemeEnumInternal, Subnets: []string{*k.subnet},
		Tags: []elbtypes.Tag{{Key: tagKey, Value: tagValue}},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("load balancer", *balancer.LoadBalancers[0].LoadBalancerArn, nil)
	target, err := k.elb.CreateTargetGroup(ctx, &elasticloadbalancingv2.CreateTargetGroupInput{
		Name: aws.String("t"), Protocol: elbtypes.ProtocolEnumTcp, Port: aws.Int32(443), VpcId: k.vpc, Tags: []elbtypes.Tag{{Key: tagKey, Value: tagValue}},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("target group", *target.TargetGroups[0].TargetGroupArn, nil)
	listener, err := k.elb.CreateListener(ctx, &elasticloadbalancingv2.CreateListenerInput{
		LoadBalancerArn: balancer.LoadBalancers[0].LoadBalancerArn, Protocol: elbtypes.ProtocolEnumTcp, Port: aws.Int32(443),
		DefaultActions: []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: target.TargetGroups[0].TargetGroupArn}},
		Tags:           []elbtypes.Tag{{Key: tagKey, Value: tagValue}},
	})
	if err != nil {
		k.Fatal(err)
	}
	k.made("listener", *listener.Listeners[0].ListenerArn, nil)
	if _, err := k.autoscaling.CreateAutoScalingGroup(ctx, &autoscaling.CreateAutoScalingGroupInput{
		AutoScalingGroupName: aws.String("g"), MinSize: aws.Int32(0), MaxSize: aws.Int32(0), VPCZoneIdentifier: k.subnet,
		LaunchTemplate: &autoscalingtypes.LaunchTemplateSpecification{LaunchTemplateId: k.template, Version: aws.String("1")},
		Tags:           []autoscalingtypes.Tag{{Key: tagKey, Value: tagValue, PropagateAtLaunch: aws.Bool(false)}},
	}); err != nil {
		k.Fatal(err)
	}
	groups, err := k.autoscaling.DescribeAutoScalingGroups(ctx, &autoscaling.DescribeAutoScalingGroupsInput{})
	if err != nil {
		k.Fatal(err)
	}
	k.made("Auto Scaling group", *groups.AutoScalingGroups[0].AutoScalingGroupARN, nil)
	share, err := k.ram.CreateResourceShare(ctx,
		&ram.CreateResourceShareInput{Name: aws.String("s"), Tags: []ramtypes.Tag{{Key: tagKey, Value: tagValue}}})
	if err != nil {
		k.Fatal(err)
	}
	k.share = share.ResourceShare.ResourceShareArn
	k.made("resource share", *k.share, nil)
}

func TestTheTaggedObjectsOfAKilledRunAreFound(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	k := &killed{T: t, Account: openEmulated(t), arns: map[string]string{}, remove: map[string]func(context.Context) error{}}
	k.storage(ctx) // The bucket is where the flow log goes.
	k.network(ctx)
	k.transit(ctx)
	k.identities(ctx)
	k.names(ctx)
	k.workloads(ctx)
	seen := orphans.New(k.Config())
	find := func() []string {
		t.Helper()
		objects, err := seen.Tagged(ctx, map[string]string{*tagKey: *tagValue})
		if err != nil {
			t.Fatal(err)
		}
		var arns []string
		for _, object := range objects {
			arns = append(arns, object.ARN)
		}
		return arns
	}
	if difference := cmp.Diff(slices.Sorted(maps.Values(k.arns)), find()); difference != "" {
		t.Error(difference)
	}
	for kind, remove := range k.remove {
		if err := remove(ctx); err != nil {
			t.Fatalf("remove the %s: %v", kind, err)
		}
		delete(k.arns, kind)
	}
	if difference := cmp.Diff(slices.Sorted(maps.Values(k.arns)), find()); difference != "" {
		t.Errorf("after some were deleted: %s", difference)
	}
	none, err := seen.Tagged(ctx, map[string]string{*tagKey: *tagValue, "other": "x"})
	if err != nil || len(none) > 0 {
		t.Errorf("want nothing with a tag that nothing has, got %v, %v", none, err)
	}
	lookUp(ctx, k, seen)
}
