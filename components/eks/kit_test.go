package eks

import (
	"maps"
	"testing"

	awseks "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/internal/recording"
)

// registration is what the engine is told of one resource.
type registration = recording.Registration

// recorder stands in for the engine and the providers. pulumi-eks is answered with the cluster that the test made beside it.
type recorder struct {
	recording.Recorder
	preview bool
	// set is the set of endpoints that deploy made.
	set *endpoints.EndpointSet
}

const (
	testName    = "main"
	testRegion  = "eu-central-1"
	testAccount = "111122223333"
	standIn     = "stand-in"
	standInURN  = "urn:pulumi:dev::project::aws:eks/cluster:Cluster::" + standIn
)

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	computed := map[string]any{"latestVersion": 1.0}
	if !args.Inputs.HasValue("nodeGroupName") {
		computed["nodeGroupName"] = args.Name + "-0a1b2c3"
	}
	if args.Name == standIn {
		maps.Copy(computed, map[string]any{
			"name": testName, "endpoint": "https://ABC.gr7.eu-central-1.eks.amazonaws.com", "certificateAuthority": map[string]any{"data": "Q0E="},
			"identities": []any{map[string]any{"oidcs": []any{map[string]any{"issuer": "https://oidc.example/id/ABC"}}}},
		})
	}
	id, outputs, err := r.Answer(args, r.preview, computed)
	if args.TypeToken == "eks:index:Cluster" {
		outputs = args.Inputs.Copy()
		outputs["eksCluster"] = resource.MakeCustomResourceReference(standInURN, standIn, "")
		return "", outputs, err
	}
	return id, outputs, err
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, map[string]resource.PropertyMap{"aws:index/getCallerIdentity:getCallerIdentity": properties(map[string]any{"accountId": testAccount})})
}

func properties(values map[string]any) resource.PropertyMap { return recording.Properties(values) }

// deploy runs a program of a set of endpoints and one cluster, and returns the cluster.
func (r *recorder) deploy(args *PrivateEksClusterArgs) (*PrivateEksCluster, error) {
	var component *PrivateEksCluster
	err := recording.Run(r, r.preview, func(ctx *pulumi.Context) error {
		made, err := awseks.NewCluster(ctx, standIn, &awseks.ClusterArgs{RoleArn: pulumi.String("role"), VpcConfig: awseks.ClusterVpcConfigArgs{SubnetIds: pulumi.StringArray{}}})
		if err != nil {
			return err
		}
		// The answer for pulumi-eks refers to it, so it has to be there first.
		if _, err := internals.UnsafeAwaitOutput(ctx.Context(), made.URN()); err != nil {
			return err
		}
		given := *args
		if given.Endpoints == nil {
			set, err := endpointSet(ctx, given.Capabilities(), given.EndpointFragments()...)
			if err != nil {
				return err
			}
			given.Endpoints, r.set = set, set
		}
		component, err = NewPrivateEksCluster(ctx, testName, &given)
		return err
	})
	return component, err
}

func endpointSet(ctx *pulumi.Context, capabilities []capability.Capability, fragments ...endpoints.Fragment) (*endpoints.EndpointSet, error) {
	return endpoints.NewEndpointSet(ctx, "ends", &endpoints.EndpointSetArgs{
		Region: testRegion, VpcID: pulumi.String("vpc-1"), Subnets: subnets("ends"), RouteTables: subnets("table"), IngressCidrs: []string{"10.20.0.0/16"},
		Capabilities: capabilities, Fragments: fragments,
	})
}

// mustDeploy is deploy for arguments that are right.
func (r *recorder) mustDeploy(t *testing.T, args *PrivateEksClusterArgs) *PrivateEksCluster {
	t.Helper()
	component, err := r.deploy(args)
	if err != nil {
		t.Fatalf("the component is refused: %v", err)
	}
	return component
}

// own are the registrations of the component's children.
func (r *recorder) own() recording.Registrations { return r.Registered.Below(TypeToken) }

// children lists the component's children as "type name", sorted.
func (r *recorder) children() []string { return r.own().Names() }

// find returns the registration of a child by the short form of its type and its name without the component's.
func (r *recorder) find(t *testing.T, short, role string) registration {
	t.Helper()
	return r.own().Find(t, short, testName+"-"+role)
}

// dependsOn tells whether a resource waits for the child with the given role.
func dependsOn(reg registration, role string) bool { return reg.WaitsFor(testName + "-" + role) }

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc".
func shortType(token string) string { return recording.ShortType(token) }

func subnets(kind string) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{"eu-central-1a": pulumi.String(kind + "-a"), "eu-central-1b": pulumi.String(kind + "-b")}
}

// small are the smallest valid arguments.
func small() *PrivateEksClusterArgs {
	return &PrivateEksClusterArgs{
		Region: testRegion, KubernetesVersion: "1.34", VpcID: pulumi.String("vpc-1"), VpcCidrs: []string{"10.20.0.0/16"},
		ControlPlaneSubnets: subnets("control"), NodeSubnets: subnets("node"),
		NodePools: map[string]NodePool{"general": {InstanceTypes: []string{"m7i.large"}, MinSize: 2, MaxSize: 4}},
		AddOns: map[AddOn]AddOnArgs{
			VpcCni: {Version: "v1.21.1-eksbuild.3"}, KubeProxy: {Version: "v1.34.3-eksbuild.2"}, PodIdentityAgent: {Version: "v1.3.10-eksbuild.3"},
			CoreDNS: {Version: "v1.13.2-eksbuild.1"},
		},
	}
}

// with returns a copy of the smallest valid arguments, changed.
func with(change func(*PrivateEksClusterArgs)) *PrivateEksClusterArgs {
	args := small()
	change(args)
	return args
}

// everything is a cluster with every option.
func everything() *PrivateEksClusterArgs {
	return with(func(args *PrivateEksClusterArgs) {
		args.SupportType = SupportExtended
		args.NodePools["arm"] = NodePool{
			InstanceTypes: []string{"m7g.large"}, Architecture: ArchitectureArm, OperatingSystem: Bottlerocket, Spot: true, MaxSize: 3, Autoscaled: true,
			Labels: map[string]string{"team": "shop"}, Taints: []Taint{{Key: "dedicated", Value: "shop", Effect: NoSchedule}}, Zones: []string{"eu-central-1b"},
		}
		args.NodePools["own"] = NodePool{
			InstanceTypes: []string{"m7i.large"}, AmiID: pulumi.String("ami-0123456789abcdef0"), MaxSize: 1, Labels: map[string]string{"team": "ops"},
			Taints: []Taint{{Key: "dedicated", Value: "ops", Effect: NoExecute}},
		}
		args.PodNetwork = &PodNetwork{Subnets: subnets("pod"), PrefixDelegation: true, SecurityGroupsForPods: true}
		for _, name := range AddOns() {
			if _, ok := args.AddOns[name]; !ok {
				args.AddOns[name] = AddOnArgs{Version: "v1.2.3-eksbuild.1"}
			}
		}
		args.AddOns[CoreDNS] = AddOnArgs{Version: "v1.13.2-eksbuild.1", Configuration: `{"replicaCount": 3}`}
		args.Controllers = map[Controller]ControllerArgs{}
		for _, name := range Controllers() {
			args.Controllers[name] = ControllerArgs{ImageRepository: testAccount + ".dkr.ecr.eu-central-1.amazonaws.com/mirror/" + string(name), ImageTag: "v1.2.3"}
		}
		secrets := args.Controllers[ExternalSecrets]
		secrets.SecretArns = []string{"arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/*"}
		args.Controllers[ExternalSecrets] = secrets
		args.Access = Access{
			PlatformAdmins: map[string]pulumi.StringInput{"platform": pulumi.String("arn:aws:iam::111122223333:role/platform")},
			Developers:     map[string]Developer{"shop": {PrincipalArn: pulumi.String("arn:aws:iam::111122223333:role/dev"), Namespaces: []string{"shop"}}},
			Deployers:      map[string]Deployer{"pipeline": {PrincipalArn: pulumi.String("arn:aws:iam::111122223333:role/ci"), Namespaces: []string{"shop-*"}}},
			Roles: &AccessRoles{
				DeveloperPrincipals: []string{"arn:aws:iam::111122223333:role/people"}, DeployPrincipals: []string{"arn:aws:iam::111122223333:role/runner"},
				DeployNamespaces: []string{"shop"},
			},
		}
		args.APIClients = map[string]APIClient{"office": {CidrBlock: "10.99.0.0/16"}, "runner": {SecurityGroupID: pulumi.String("sg-runner")}}
		args.EgressRanges = map[string]EgressRange{"database": {CidrBlock: "10.40.0.0/24", FromPort: 5432}}
		args.SessionManager, args.OidcProvider, args.Protect = true, true, true
		args.Tags = pulumi.StringMap{"owner": pulumi.String("platform")}
	})
}
