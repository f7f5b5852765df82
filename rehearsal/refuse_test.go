package rehearsal

import (
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// resourceOfType registers a resource of any type with any inputs, past the typed SDK.
func resourceOfType(token string, inputs pulumi.Map) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		var r pulumi.CustomResourceState
		return ctx.RegisterResource(token, "r", inputs, &r)
	}
}

func TestWhatCannotBeSimulatedOrIsWrongIsRefusedByNameInPreview(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		program pulumi.RunFunc
		want    []string
	}{
		"unknown type of a known package": {
			resourceOfType("aws:sqs/queue:Queue", nil), []string{`"aws:sqs/queue:Queue"`, "cannot be simulated"},
		},
		"type of a package without any": {
			resourceOfType("kubernetes:core/v1:ConfigMap", nil), []string{`"kubernetes:core/v1:ConfigMap"`, "cannot be simulated"},
		},
		"remote component": {
			func(ctx *pulumi.Context) error {
				var r pulumi.ResourceState
				return ctx.RegisterRemoteComponentResource("eks:index:Cluster", "c", pulumi.Map{}, &r)
			}, []string{`"eks:index:Cluster"`, "cannot be simulated"},
		},
		"unknown function": {
			func(ctx *pulumi.Context) error {
				var result struct{}
				return ctx.Invoke("aws:ec2/getAmi:getAmi", &struct{}{}, &result)
			}, []string{`"aws:ec2/getAmi:getAmi"`, "cannot be simulated"},
		},
		"unknown property": {
			resourceOfType("aws:ec2/vpc:Vpc", pulumi.Map{"cidr": pulumi.String("10.0.0.0/16")}), []string{"cidr", "unknown key", "cidrBlock"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := open(t, testOptions(t, test.program)).Preview(t.Context())
			expectStepError(t, err, nil, test.want...)
		})
	}
}

func TestWhatTheServiceRefusesIsReportedAsAWSReportsIt(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, func(ctx *pulumi.Context) error {
		_, err := ec2.NewSubnet(ctx, "a", &ec2.SubnetArgs{VpcId: pulumi.String("vpc-0123456789abcdef0"), CidrBlock: pulumi.String("10.0.0.0/24")})
		return err
	}))
	if _, err := s.Preview(t.Context()); err != nil {
		t.Fatalf("expected the preview, which does not ask the cloud, to pass, got %v", err)
	}
	_, err := s.Up(t.Context())
	expectStepError(t, err, nil, "creating EC2 Subnet: operation error EC2: CreateSubnet, https response error StatusCode: 400, RequestID: ",
		"api error InvalidVpcID.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist")
}
