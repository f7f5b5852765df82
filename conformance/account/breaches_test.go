package account

import (
	"context"
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
