package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/ram"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53resolver"
	resolvertypes "github.com/aws/aws-sdk-go-v2/service/route53resolver/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"github.com/cloudgap/cloudgap/conformance/emulator/emulatortest"
)

const testRegion = "eu-central-1"

// openEmulated starts an account of its own, or skips the test where moto is not installed.
func openEmulated(t *testing.T) *Account {
	t.Helper()
	return Open(emulatortest.Start(t).URL(), testRegion)
}

// breaches makes one thing of each kind as nobody should, and names what Guarantee must say of it.
func breaches(ctx context.Context, a *Account, vpc *string, subnets []string) map[string]error {
	made := map[string]error{}
	gateway, err := a.ec2.CreateInternetGateway(ctx, &ec2.CreateInternetGatewayInput{})
	if err != nil {
		return map[string]error{"internet gateway": err}
	}
	internet := gateway.InternetGateway.InternetGatewayId
	_, made["internet gateway "+aws.ToString(internet)+" is attached"] = a.ec2.AttachInternetGateway(ctx, &ec2.AttachInternetGatewayInput{
		InternetGatewayId: internet, VpcId: vpc,
	})
	table, err := a.ec2.CreateRouteTable(ctx, &ec2.CreateRouteTableInput{VpcId: vpc})
	if err != nil {
		return map[string]error{"route table": err}
	}
	_, made[`has a route to 0.0.0.0/0 by way of "`+aws.ToString(internet)+`"`] = a.ec2.CreateRoute(ctx, &ec2.CreateRouteInput{
		RouteTableId: table.RouteTable.RouteTableId, DestinationCidrBlock: aws.String("0.0.0.0/0"), GatewayId: internet,
	})
	_, made["egress-only gateway"] = a.ec2.CreateEgressOnlyInternetGateway(ctx, &ec2.CreateEgressOnlyInternetGatewayInput{VpcId: vpc})
	address, err := a.ec2.AllocateAddress(ctx, &ec2.AllocateAddressInput{Domain: types.DomainTypeVpc})
	made["elastic address"] = err
	if err == nil {
		_, made["NAT gateway"] = a.ec2.CreateNatGateway(ctx, &ec2.CreateNatGatewayInput{SubnetId: aws.String(subnets[0]), AllocationId: address.AllocationId})
	}
	_, made["hands out public addresses"] = a.ec2.ModifySubnetAttribute(ctx, &ec2.ModifySubnetAttributeInput{
		SubnetId: aws.String(subnets[0]), MapPublicIpOnLaunch: &types.AttributeBooleanValue{Value: aws.Bool(true)},
	})
	_, made["has an egress rule for 0.0.0.0/0"] = a.ec2.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("open"), Description: aws.String("as AWS makes it"), VpcId: vpc,
	})
	_, made["allows everything to everyone"] = a.ec2.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{
		VpcId: vpc, ServiceName: aws.String("com.amazonaws." + testRegion + ".s3"), VpcEndpointType: types.VpcEndpointTypeGateway,
	})
	_, made["load balancer open can be reached"] = a.elb.CreateLoadBalancer(ctx, &elasticloadbalancingv2.CreateLoadBalancerInput{
		Name: aws.String("open"), Subnets: subnets, Type: "network",
	})
	_, made["can be assumed by everyone"] = a.iam.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName:                 aws.String("everyone"),
		AssumeRolePolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS": "*"},"Action":"sts:AssumeRole"}]}`),
	})
	addTemplate(ctx, a, made)
	addCluster(ctx, a, subnets, made)
	addTransit(ctx, a, vpc, subnets, made)
	addPrefixList(ctx, a, vpc, table.RouteTable.RouteTableId, made)
	addNames(ctx, a, vpc, subnets, made)
	_, err = a.s3.CreateBucket(ctx, &s3.CreateBucketInput{
		Bucket: aws.String("open"), CreateBucketConfiguration: &s3types.CreateBucketConfiguration{LocationConstraint: testRegion},
	})
	made["bucket open can be made public"], made["bucket open is not encrypted"] = err, err
	_, made["secret open is not encrypted"] = a.secrets.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: aws.String("open"), SecretString: aws.String("x")})
	_, made["log group open lacks"] = a.logs.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("open")})
	return made
}

func addTemplate(ctx context.Context, a *Account, made map[string]error) {
	_, err := a.ec2.CreateLaunchTemplate(ctx, &ec2.CreateLaunchTemplateInput{
		LaunchTemplateName: aws.String("open"),
		LaunchTemplateData: &types.RequestLaunchTemplateData{
			MetadataOptions: &types.LaunchTemplateInstanceMetadataOptionsRequest{
				HttpTokens: types.LaunchTemplateHttpTokensStateRequired, HttpPutResponseHopLimit: aws.Int32(2),
			},
			// Encrypted, but with the key of AWS.
			BlockDeviceMappings: []types.LaunchTemplateBlockDeviceMappingRequest{{
				DeviceName: aws.String("/dev/xvda"), Ebs: &types.LaunchTemplateEbsBlockDeviceRequest{Encrypted: aws.Bool(true), VolumeSize: aws.Int32(20)},
			}},
			NetworkInterfaces: []types.LaunchTemplateInstanceNetworkInterfaceSpecificationRequest{{
				DeviceIndex: aws.Int32(0), AssociatePublicIpAddress: aws.Bool(true),
			}},
		},
	})
	for _, breach := range []string{"does not require IMDSv2", "has a volume /dev/xvda that is not encrypted with a key of ours", "gives a public address"} {
		made["launch template open "+breach] = err
	}
}

func addCluster(ctx context.Context, a *Account, subnets []string, made map[string]error) {
	_, err := a.eks.CreateCluster(ctx, &eks.CreateClusterInput{
		Name: aws.String("open"), RoleArn: aws.String("arn:aws:iam::123456789012:role/everyone"), ResourcesVpcConfig: &ekstypes.VpcConfigRequest{SubnetIds: subnets},
	})
	for _, breach := range []string{"the API of cluster open can be reached", "the secrets of cluster open are not encrypted", "cluster open admits more"} {
		made[breach] = err
	}
}

// addTransit makes a transit gateway as AWS does by default, and leads it outside in every way.
func addTransit(ctx context.Context, a *Account, vpc *string, subnets []string, made map[string]error) {
	gateway, err := a.ec2.CreateTransitGateway(ctx, &ec2.CreateTransitGatewayInput{
		Options: &types.TransitGatewayRequestOptions{AutoAcceptSharedAttachments: types.AutoAcceptSharedAttachmentsValueEnable},
	})
	for _, does := range []string{"associates attachments with a table", "propagates routes into a table", "accepts attachments"} {
		made[does+" by itself"] = err
	}
	if err != nil {
		return
	}
	id := gateway.TransitGateway.TransitGatewayId
	table, err := a.ec2.CreateTransitGatewayRouteTable(ctx, &ec2.CreateTransitGatewayRouteTableInput{TransitGatewayId: id})
	if err != nil {
		made["route table of a transit gateway"] = err
		return
	}
	route := func(block string, attachment *string) error {
		_, err := a.ec2.CreateTransitGatewayRoute(ctx, &ec2.CreateTransitGatewayRouteInput{
			TransitGatewayRouteTableId: table.TransitGatewayRouteTable.TransitGatewayRouteTableId,
			DestinationCidrBlock:       aws.String(block), TransitGatewayAttachmentId: attachment,
		})
		return err
	}
	inside, err := attach(ctx, a, id, vpc, subnets[0])
	made["has a route to 0.0.0.0/0, which is not private"] = errors.Join(err, route("0.0.0.0/0", inside))
	other, err := otherVPC(ctx, a, id)
	made["has a route to 10.8.0.0/16 by way of "+aws.ToString(other)] = errors.Join(err, route("10.8.0.0/16", other))
	vpn, err := attachVPN(ctx, a, id)
	made["has a route to 10.7.0.0/16 by way of "+aws.ToString(vpn)+" (vpn"] = errors.Join(err, route("10.7.0.0/16", vpn))
	_, err = a.ec2.EnableTransitGatewayRouteTablePropagation(ctx, &ec2.EnableTransitGatewayRouteTablePropagationInput{
		TransitGatewayRouteTableId: table.TransitGatewayRouteTable.TransitGatewayRouteTableId, TransitGatewayAttachmentId: vpn,
	})
	made["learns routes of "+aws.ToString(vpn)+" (vpn"] = err
	_, made["resource share open may be given"] = a.ram.CreateResourceShare(ctx, &ram.CreateResourceShareInput{
		Name: aws.String("open"), AllowExternalPrincipals: aws.Bool(true),
	})
}

func attach(ctx context.Context, a *Account, gateway, vpc *string, subnet string) (*string, error) {
	out, err := a.ec2.CreateTransitGatewayVpcAttachment(ctx, &ec2.CreateTransitGatewayVpcAttachmentInput{
		TransitGatewayId: gateway, VpcId: vpc, SubnetIds: []string{subnet},
	})
	if err != nil {
		return nil, err
	}
	return out.TransitGatewayVpcAttachment.TransitGatewayAttachmentId, nil
}

// otherVPC attaches a VPC that nobody judges.
func otherVPC(ctx context.Context, a *Account, gateway *string) (*string, error) {
	vpc, err := a.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.8.0.0/16")})
	if err != nil {
		return nil, err
	}
	subnet, err := a.ec2.CreateSubnet(ctx, &ec2.CreateSubnetInput{VpcId: vpc.Vpc.VpcId, CidrBlock: aws.String("10.8.0.0/24")})
	if err != nil {
		return nil, err
	}
	return attach(ctx, a, gateway, vpc.Vpc.VpcId, aws.ToString(subnet.Subnet.SubnetId))
}

func attachVPN(ctx context.Context, a *Account, gateway *string) (*string, error) {
	customer, err := a.ec2.CreateCustomerGateway(ctx, &ec2.CreateCustomerGatewayInput{
		Type: types.GatewayTypeIpsec1, IpAddress: aws.String("192.0.2.1"), BgpAsn: aws.Int32(65000),
	})
	if err != nil {
		return nil, err
	}
	if _, err := a.ec2.CreateVpnConnection(ctx, &ec2.CreateVpnConnectionInput{
		Type: aws.String("ipsec.1"), CustomerGatewayId: customer.CustomerGateway.CustomerGatewayId, TransitGatewayId: gateway,
	}); err != nil {
		return nil, err
	}
	out, err := a.ec2.DescribeTransitGatewayAttachments(ctx, &ec2.DescribeTransitGatewayAttachmentsInput{
		Filters: []types.Filter{{Name: aws.String("resource-type"), Values: []string{"vpn"}}},
	})
	if err != nil {
		return nil, err
	}
	if len(out.TransitGatewayAttachments) != 1 {
		return nil, fmt.Errorf("want one attachment of a VPN, got %d", len(out.TransitGatewayAttachments))
	}
	return out.TransitGatewayAttachments[0].TransitGatewayAttachmentId, nil
}

// addPrefixList hides a public block in a prefix list, for a security group and for a route.
func addPrefixList(ctx context.Context, a *Account, vpc, table *string, made map[string]error) {
	list, err := a.ec2.CreateManagedPrefixList(ctx, &ec2.CreateManagedPrefixListInput{
		PrefixListName: aws.String("open"), AddressFamily: aws.String("IPv4"), MaxEntries: aws.Int32(2),
		Entries: []types.AddPrefixListEntry{{Cidr: aws.String("10.0.0.0/8")}, {Cidr: aws.String("8.0.0.0/7")}},
	})
	if err != nil {
		made["prefix list"] = err
		return
	}
	group, err := a.ec2.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{
		GroupName: aws.String("listed"), Description: aws.String("open by a list"), VpcId: vpc,
	})
	if err != nil {
		made["security group"] = err
		return
	}
	_, made["(listed) has an ingress rule for 8.0.0.0/7"] = a.ec2.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{
		GroupId: group.GroupId, IpPermissions: []types.IpPermission{{
			IpProtocol: aws.String("-1"), PrefixListIds: []types.PrefixListId{{PrefixListId: list.PrefixList.PrefixListId}},
		}},
	})
	peer, err := a.ec2.CreateVpcPeeringConnection(ctx, &ec2.CreateVpcPeeringConnectionInput{VpcId: vpc, PeerVpcId: vpc})
	if err != nil {
		made["peering"] = err
		return
	}
	through, listed := peer.VpcPeeringConnection.VpcPeeringConnectionId, list.PrefixList.PrefixListId
	_, err = a.ec2.CreateRoute(ctx, &ec2.CreateRouteInput{RouteTableId: table, DestinationPrefixListId: listed, VpcPeeringConnectionId: through})
	made[fmt.Sprintf("has a route to %s by way of %q", aws.ToString(listed), aws.ToString(through))] = err
}

// addNames makes a zone for the internet, and has questions answered there.
func addNames(ctx context.Context, a *Account, vpc *string, subnets []string, made map[string]error) {
	_, made["hosted zone open.example. answers the internet"] = a.route53.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String("open.example"), CallerReference: aws.String("1"),
	})
	group, err := a.ec2.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{GroupName: aws.String("names"), Description: aws.String("DNS"), VpcId: vpc})
	if err != nil {
		made["security group"] = err
		return
	}
	endpoint, err := a.resolver.CreateResolverEndpoint(ctx, &route53resolver.CreateResolverEndpointInput{
		CreatorRequestId: aws.String("1"), Direction: resolvertypes.ResolverEndpointDirectionOutbound, Name: aws.String("open"),
		SecurityGroupIds: []string{aws.ToString(group.GroupId)},
		IpAddresses:      []resolvertypes.IpAddressRequest{{SubnetId: aws.String(subnets[0])}, {SubnetId: aws.String(subnets[1])}},
	})
	if err != nil {
		made["resolver endpoint"] = err
		return
	}
	_, made["resolver rule open forwards open.example. to 8.8.8.8"] = a.resolver.CreateResolverRule(ctx, &route53resolver.CreateResolverRuleInput{
		CreatorRequestId: aws.String("2"), Name: aws.String("open"), DomainName: aws.String("open.example"), RuleType: resolvertypes.RuleTypeOptionForward,
		ResolverEndpointId: endpoint.ResolverEndpoint.Id,
		TargetIps:          []resolvertypes.TargetAddress{{Ip: aws.String("10.0.0.2"), Port: aws.Int32(53)}, {Ip: aws.String("8.8.8.8"), Port: aws.Int32(53)}},
	})
}

func TestGuaranteeFindsEachBreach(t *testing.T) {
	a, ctx := openEmulated(t), t.Context()
	if _, err := a.Guarantee(ctx, "guarded", "yes"); err == nil || !strings.Contains(err.Error(), "nothing to look at") {
		t.Errorf("an account without our VPC passed for a safe one: %v", err)
	}
	vpc, err := a.ec2.CreateVpc(ctx, &ec2.CreateVpcInput{
		CidrBlock: aws.String("10.9.0.0/16"), TagSpecifications: []types.TagSpecification{{
			ResourceType: types.ResourceTypeVpc, Tags: []types.Tag{{Key: aws.String("guarded"), Value: aws.String("yes")}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var subnets []string
	for i, zone := range []string{"a", "b"} {
		subnet, err := a.ec2.CreateSubnet(ctx, &ec2.CreateSubnetInput{
			VpcId: vpc.Vpc.VpcId, CidrBlock: aws.String(fmt.Sprintf("10.9.%d.0/24", i)), AvailabilityZone: aws.String(testRegion + zone),
		})
		if err != nil {
			t.Fatal(err)
		}
		subnets = append(subnets, aws.ToString(subnet.Subnet.SubnetId))
	}
	made := breaches(ctx, a, vpc.Vpc.VpcId, subnets)
	facts, found := a.Guarantee(ctx, "guarded", "yes")
	if found == nil {
		t.Fatalf("no breach found: %s", facts)
	}
	for breach, err := range made {
		if err != nil {
			t.Errorf("%s: the emulator did not make it: %v", breach, err)
		} else if !strings.Contains(found.Error(), breach) {
			t.Errorf("%q was not found, only:\n%v", breach, found)
		}
	}
}
