package rke2

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/internal/recording"
	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

// registration is what the engine is told of one resource.
type registration = recording.Registration

// recorder stands in for the engine and the providers.
type recorder struct {
	recording.Recorder
	preview bool
}

const (
	testName    = "main"
	testRegion  = "eu-central-1"
	testAccount = "111122223333"
)

// NewResource implements pulumi.MockResourceMonitor. In a preview no id and no computed output is known.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return r.Answer(args, r.preview, map[string]any{
		"latestVersion": 1.0, "dnsName": args.Name + ".elb.eu-central-1.amazonaws.com", "zoneId": "Z0", "arnSuffix": "suffix/" + args.Name,
	})
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, map[string]resource.PropertyMap{
		"aws:index/getCallerIdentity:getCallerIdentity": recording.Properties(map[string]any{"accountId": testAccount}),
		"aws:ssm/getParameter:getParameter":             recording.Properties(map[string]any{"insecureValue": "ami-0123456789abcdef0"}),
	})
}

// deploy runs a program of a set of endpoints and one cluster, and returns the cluster.
func (r *recorder) deploy(args *Rke2ControlPlaneArgs) (*Rke2ControlPlane, error) {
	var component *Rke2ControlPlane
	err := recording.Run(r, r.preview, func(ctx *pulumi.Context) error {
		given := *args
		if given.Endpoints == nil {
			set, err := endpointSet(ctx, given.Capabilities())
			if err != nil {
				return err
			}
			given.Endpoints = set
		}
		var err error
		component, err = NewRke2ControlPlane(ctx, testName, &given)
		return err
	})
	return component, err
}

func endpointSet(ctx *pulumi.Context, capabilities []capability.Capability) (*endpoints.EndpointSet, error) {
	return endpoints.NewEndpointSet(ctx, "ends", &endpoints.EndpointSetArgs{
		Region: testRegion, VpcID: pulumi.String("vpc-1"), Subnets: subnets("ends"), RouteTables: subnets("table"), IngressCidrs: []string{"10.20.0.0/16"},
		Capabilities: capabilities,
	})
}

// mustDeploy is deploy for arguments that are right.
func (r *recorder) mustDeploy(t *testing.T, args *Rke2ControlPlaneArgs) *Rke2ControlPlane {
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

// userData returns the user data of a launch template as EC2 would hand them out.
func (r *recorder) userData(t *testing.T, role string) string {
	t.Helper()
	value := r.find(t, "ec2.LaunchTemplate", role).Inputs["userData"]
	if !value.IsString() {
		t.Fatalf("expected user data that are known and no secret, got %v", value)
	}
	data, err := base64.StdEncoding.DecodeString(value.StringValue())
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// dependsOn tells whether a resource waits for the child with the given role.
func dependsOn(reg registration, role string) bool { return reg.WaitsFor(testName + "-" + role) }

// shortType turns "aws:ec2/vpc:Vpc" into "ec2.Vpc".
func shortType(token string) string { return recording.ShortType(token) }

func subnets(kind string) map[string]pulumi.StringInput {
	return map[string]pulumi.StringInput{
		"eu-central-1a": pulumi.String(kind + "-a"), "eu-central-1b": pulumi.String(kind + "-b"), "eu-central-1c": pulumi.String(kind + "-c"),
	}
}

// small are the smallest valid arguments.
func small() *Rke2ControlPlaneArgs {
	args := &Rke2ControlPlaneArgs{
		Region: testRegion, Version: "v1.35.7+rke2r1", VpcID: pulumi.String("vpc-1"), VpcCidrs: []string{"10.20.0.0/16"},
		ServerSubnets: subnets("node"), EndpointName: "rke2.dev.corp.example",
		Servers:         Servers{InstanceType: "m7i.large", Image: Image{ID: pulumi.String("ami-0123456789abcdef0")}},
		Artifacts:       Artifacts{ProgramVersion: "1.0.0", SELinuxPackage: "rke2-selinux-0.20-1.el8.noarch.rpm", CredentialProviderVersion: "v1.35.0"},
		System:          System{Releasever: "2023.9.20260810"},
		CloudController: CloudController{Chart: "aws-cloud-controller-manager-0.0.10.tgz", Image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/cloud-controller-manager", Tag: "v1.35.0"},
		Volumes:         driver(),
	}
	args.Artifacts.Hashes = hashes(args)
	return args
}

// driver is a volume driver with images that are made up.
func driver() VolumeDriver {
	d := VolumeDriver{Chart: "aws-ebs-csi-driver-2.64.0.tgz", Registry: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/ebs", Tags: map[string]string{}}
	for i, name := range DriverImages() {
		d.Tags[name] = fmt.Sprintf("v1.%d.0", i)
	}
	return d
}

// hashes are made up for everything that the nodes fetch.
func hashes(args *Rke2ControlPlaneArgs) map[string]string {
	given := *args
	given.Artifacts.Hashes = nil
	all := map[string]string{}
	_, err := newPlan(testName, &given)
	for i, line := range strings.Split(fmt.Sprint(err), "\n") {
		key, found := strings.CutPrefix(strings.TrimSpace(line), "artifacts.hashes.")
		if key, _, ok := strings.Cut(key, ": has no hash"); found && ok {
			all[key] = fmt.Sprintf("%064x", i)
		}
	}
	return all
}

// with returns a copy of the smallest valid arguments, changed.
func with(change func(*Rke2ControlPlaneArgs)) *Rke2ControlPlaneArgs {
	args := small()
	change(args)
	return args
}

// everything is a cluster with every option.
func everything() *Rke2ControlPlaneArgs {
	return with(func(args *Rke2ControlPlaneArgs) {
		args.ClusterName = "shop"
		args.AgentSubnets = subnets("agent")
		args.ZoneID = pulumi.String("Z1")
		args.Network = Network{CNI: artifacts.Cilium, PodCidr: "10.48.0.0/14", ServiceCidr: "172.20.0.0/16", Domain: "shop.local"}
		args.Servers.Architecture, args.Servers.InstanceType = artifacts.ARM64, "m7g.large"
		args.Servers.Image = Image{Parameter: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64:87"}
		args.Servers.RootDiskGiB, args.Servers.DataDiskGiB, args.Servers.LeaveMinutes = 80, 40, 90
		args.AgentPools = map[string]AgentPool{
			"general": {InstanceTypes: []string{"m7g.xlarge"}, Architecture: artifacts.ARM64, MinSize: 2, MaxSize: 6, Labels: map[string]string{"team": "shop"}},
			"batch": {
				InstanceTypes: []string{"c7i.xlarge", "c6i.xlarge"}, Image: Image{ID: pulumi.String("ami-0fedcba9876543210")}, Version: "v1.34.4+rke2r1",
				MaxSize: 20, Spot: true, OnDemandBase: 1, Taints: []Taint{{Key: "dedicated", Value: "batch", Effect: NoSchedule}},
				Zones: []string{"eu-central-1b"}, RootDiskGiB: 100, LeaveMinutes: 5,
				TargetGroupArns:  []pulumi.StringInput{pulumi.String("arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/0")},
				SecurityGroupIDs: []pulumi.StringInput{pulumi.String("sg-web")},
			},
		}
		args.Artifacts.Charts = []string{"external-secrets-2.8.0.tgz"}
		args.PodRoles = map[string]PodRole{"secrets": {
			Namespace: "external-secrets", ServiceAccount: "external-secrets", RoleArn: pulumi.String("arn:aws:iam::111122223333:role/external-secrets"),
		}}
		args.Artifacts.Writers = []string{"arn:aws:iam::444455556666:role/release"}
		args.System.Packages = []string{"audit"}
		args.Snapshots = Snapshots{Schedule: "0 * * * *", Retention: 48, DeletedForDays: 90}
		args.APIClients = map[string]APIClient{"office": {CidrBlock: "10.99.0.0/16"}, "runner": {SecurityGroupID: pulumi.String("sg-runner")}}
		args.EgressRanges = map[string]EgressRange{"database": {CidrBlock: "10.60.0.0/24", FromPort: 5432}}
		args.AlarmTopics = []pulumi.StringInput{pulumi.String("arn:aws:sns:eu-central-1:111122223333:alarms")}
		args.LogRetentionInDays, args.Protect = 400, true
		args.Tags = pulumi.StringMap{"owner": pulumi.String("platform")}
		args.Artifacts.Hashes = hashes(args)
	})
}
