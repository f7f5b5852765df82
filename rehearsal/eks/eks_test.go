package eks_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	sdk "github.com/pulumi/pulumi-eks/sdk/v3/go/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

// private are the arguments of a private cluster in a VPC of its own, changed.
func private(ctx *pulumi.Context, change func(*sdk.ClusterArgs) error) error {
	vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{CidrBlock: pulumi.String("10.20.0.0/16")})
	if err != nil {
		return err
	}
	var subnets pulumi.StringArray
	for zone, cidr := range map[string]string{"a": "10.20.0.0/24", "b": "10.20.1.0/24"} {
		subnet, err := ec2.NewSubnet(ctx, "subnet-"+zone, &ec2.SubnetArgs{
			VpcId: vpc.ID(), CidrBlock: pulumi.String(cidr), AvailabilityZone: pulumi.String("eu-central-1" + zone),
		})
		if err != nil {
			return err
		}
		subnets = append(subnets, subnet.ID().ToStringOutput())
	}
	mode, on := sdk.AuthenticationModeApi, true
	args := &sdk.ClusterArgs{
		VpcId: vpc.ID().ToStringOutput(), SubnetIds: subnets, AuthenticationMode: &mode, SkipDefaultNodeGroup: &on,
		EndpointPrivateAccess: pulumi.Bool(true), EndpointPublicAccess: pulumi.Bool(false),
	}
	if err := change(args); err != nil {
		return err
	}
	cluster, err := sdk.NewCluster(ctx, "c", args)
	if err != nil {
		return err
	}
	ctx.Export("name", cluster.EksCluster.Name())
	ctx.Export("issuer", cluster.OidcIssuer)
	return nil
}

// byDefault is a program with the default arguments.
func byDefault(ctx *pulumi.Context) error {
	return private(ctx, func(*sdk.ClusterArgs) error { return nil })
}

// lean is a program with the lean arguments, an access entry and a managed node group.
func lean(ctx *pulumi.Context) error {
	roles := map[string]*iam.Role{}
	for name, service := range map[string]string{"cluster": "eks", "node": "ec2"} {
		role, err := iam.NewRole(ctx, name+"-role", &iam.RoleArgs{
			AssumeRolePolicy: pulumi.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `.amazonaws.com"},"Action":"sts:AssumeRole"}]}`),
		})
		if err != nil {
			return err
		}
		roles[name] = role
	}
	on, off := true, false
	return private(ctx, func(args *sdk.ClusterArgs) error {
		args.ServiceRole, args.SkipDefaultSecurityGroups, args.UseDefaultVpcCni = roles["cluster"], &on, &on
		args.KubeProxyAddonOptions, args.CorednsAddonOptions = &sdk.KubeProxyAddonOptionsArgs{Enabled: &off}, &sdk.CoreDnsAddonOptionsArgs{Enabled: &off}
		args.AccessEntries = map[string]sdk.AccessEntryArgs{"admin": {
			PrincipalArn: roles["node"].Arn,
			AccessPolicies: map[string]sdk.AccessPolicyAssociationInput{"policy": sdk.AccessPolicyAssociationArgs{
				PolicyArn:   pulumi.String("arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"),
				AccessScope: awseks.AccessPolicyAssociationAccessScopeArgs{Type: pulumi.String("cluster")},
			}},
		}}
		return nil
	})
}

// options are those of a rehearsal without the policy pack.
func options(t *testing.T, program pulumi.RunFunc) rehearsal.Options {
	o := rehearsaltest.Options(t, "../..", "dev", program)
	o.PolicyPacks = nil
	return o
}

func TestEveryChildThatTheRealComponentRegistersIsRegistered(t *testing.T) {
	t.Parallel()
	for name, program := range map[string]pulumi.RunFunc{"default": byDefault, "lean": lean} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, program)
			o.Destroy = true
			report, err := rehearsal.Run(t.Context(), o)
			if err != nil {
				t.Fatalf("expected preview, up, up again, refresh and destroy to succeed, got: %v", err)
			}
			var children []string
			for _, planned := range report.Steps[1].Planned {
				if strings.Contains(planned.URN, "eks:index:Cluster") {
					children = append(children, planned.URN[strings.Index(planned.URN, "eks:index:Cluster"):])
				}
			}
			slices.Sort(children)
			golden.Equal(t, "children/"+name+".txt", []byte(strings.Join(children, "\n")+"\n"))
		})
	}
}

func TestTheDefaultArgumentsAreRefusedForTheirOpenRulesAndTheLeanOnesAreNot(t *testing.T) {
	t.Parallel()
	for name, program := range map[string]pulumi.RunFunc{"default": byDefault, "lean": lean} {
		session := rehearsaltest.Open(t, rehearsaltest.Options(t, "../..", "dev", program))
		_, err := session.Preview(t.Context())
		open := err != nil && strings.Contains(err.Error(), "c-eksNodeInternetEgressRule: SG-EGRESS") && strings.Contains(err.Error(), "c-eksClusterInternetEgressRule: SG-EGRESS")
		if open != (name == "default") {
			t.Errorf("%s: refused for open rules: %t, got: %v", name, open, err)
		}
		if err != nil && strings.Contains(err.Error(), "EKS-PUBLIC") {
			t.Errorf("%s: a private cluster is taken for a public one: %v", name, err)
		}
	}
}

func TestWhatTheSimulationDoesNotKnowIsRefusedByName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*sdk.ClusterArgs) error
		want   string
	}{
		"an argument":            {func(args *sdk.ClusterArgs) error { args.CreateOidcProvider = pulumi.Bool(true); return nil }, "createOidcProvider"},
		"the default VPC":        {func(args *sdk.ClusterArgs) error { args.VpcId = nil; return nil }, "default VPC"},
		"aws-auth":               {func(args *sdk.ClusterArgs) error { args.AuthenticationMode = nil; return nil }, "authentication mode"},
		"the default node group": {func(args *sdk.ClusterArgs) error { args.SkipDefaultNodeGroup = nil; return nil }, "default node group"},
	} {
		session := rehearsaltest.Open(t, options(t, func(ctx *pulumi.Context) error { return private(ctx, test.change) }))
		if _, err := session.Preview(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: expected a refusal that names %q, got: %v", name, test.want, err)
		}
	}
}
