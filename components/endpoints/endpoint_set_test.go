package endpoints

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
)

// devArgs are the arguments of a small environment in Frankfurt.
func devArgs(capabilities ...capability.Capability) *EndpointSetArgs {
	return &EndpointSetArgs{
		Region:       "eu-central-1",
		VpcID:        pulumi.String("vpc-1"),
		Subnets:      pulumi.StringMap{"eu-central-1a": pulumi.String("subnet-a"), "eu-central-1b": pulumi.String("subnet-b")},
		RouteTables:  pulumi.StringMap{"nodes-a": pulumi.String("rtb-a"), "nodes-b": pulumi.String("rtb-b")},
		IngressCidrs: []string{"10.0.0.0/16"},
		Capabilities: capabilities,
		Tags:         pulumi.StringMap{"environment": pulumi.String("dev")},
	}
}

func TestSetWithoutCapabilitiesHasTheGatewayEndpointsOnly(t *testing.T) {
	t.Parallel()
	want := []string{"EndpointSet dev", "VpcEndpoint dev-gateway-dynamodb", "VpcEndpoint dev-gateway-s3"}
	if diff := cmp.Diff(want, mustRun(t, devArgs()).names()); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}

func TestCapabilitiesBecomeExactlyTheirEndpoints(t *testing.T) {
	t.Parallel()
	r := mustRun(t, devArgs(capability.EksNodes, capability.PodIdentity))
	want := []string{
		"EndpointSet dev",
		"SecurityGroup dev-security-group",
		"SecurityGroupIngressRule dev-ingress-10-0-0-0-16-443",
		"VpcEndpoint dev-gateway-dynamodb",
		"VpcEndpoint dev-gateway-s3",
		"VpcEndpoint dev-interface-ec2",
		"VpcEndpoint dev-interface-ecr-api",
		"VpcEndpoint dev-interface-ecr-dkr",
		"VpcEndpoint dev-interface-eks-auth",
		"VpcEndpoint dev-interface-sts",
	}
	if diff := cmp.Diff(want, r.names()); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}

func TestGatewayEndpointsAreOnEveryRouteTable(t *testing.T) {
	t.Parallel()
	r := mustRun(t, devArgs())
	for service, name := range map[string]string{"s3": "dev-gateway-s3", "dynamodb": "dev-gateway-dynamodb"} {
		got := r.find(t, name).Inputs
		delete(got, "policy")
		want := map[string]any{
			"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-central-1." + service, "vpcEndpointType": "Gateway",
			"routeTableIds": []any{"rtb-a", "rtb-b"}, "tags": map[string]any{"Name": name, "environment": "dev"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("inputs of %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestInterfaceEndpointsStandInEverySubnetWithPrivateDNSAndTheSetsSecurityGroup(t *testing.T) {
	t.Parallel()
	got := mustRun(t, devArgs(capability.CloudWatchLogs)).find(t, "dev-interface-logs").Inputs
	delete(got, "policy")
	want := map[string]any{
		"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-central-1.logs", "vpcEndpointType": "Interface",
		"subnetIds": []any{"subnet-a", "subnet-b"}, "securityGroupIds": []any{"dev-security-group-id"},
		"privateDnsEnabled": true, "ipAddressType": "ipv4", "tags": map[string]any{"Name": "dev-interface-logs", "environment": "dev"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

func TestEverythingDescendsFromTheComponentAndIsTagged(t *testing.T) {
	t.Parallel()
	untaggable := []string{"EndpointSet", "Record", "VpcAssociationAuthorization", "ProfilesResourceAssociation", "ResourceAssociation", "PrincipalAssociation"}
	for _, r := range []*recorder{mustRun(t, devArgs(capability.EksNodes)), mustRun(t, centralArgs())} {
		for _, res := range r.resources() {
			if short(res.Type) != "EndpointSet" && !strings.HasSuffix(res.Parent, "::"+TypeToken+"::dev") {
				t.Errorf("parent of %s is %q, want the component", res.Name, res.Parent)
			}
			if !strings.HasPrefix(res.Name, "dev") {
				t.Errorf("name %q does not begin with the component's", res.Name)
			}
			tags, _ := res.Inputs["tags"].(map[string]any)
			if !slices.Contains(untaggable, short(res.Type)) && (tags["Name"] != res.Name || tags["environment"] != "dev") {
				t.Errorf("%s %s has tags %v, want its name and the environment", res.Type, res.Name, tags)
			}
		}
	}
}

func TestPreviewWithUnknownVpcAndAccountRegistersTheSameResources(t *testing.T) {
	t.Parallel()
	unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)
	args := devArgs(capability.EksNodes)
	args.VpcID, args.Trust.AccountID = unknown, unknown
	r, err := run(args, true, nil)
	if err != nil {
		t.Fatalf("preview: %v", err)
	}
	if diff := cmp.Diff(mustRun(t, devArgs(capability.EksNodes)).names(), r.names()); diff != "" {
		t.Errorf("preview registers other resources than up (-up +preview):\n%s", diff)
	}
	for _, endpoint := range r.ofType("VpcEndpoint") {
		if !slices.Contains(endpoint.unknown, "vpcId") || !slices.Contains(endpoint.unknown, "policy") {
			t.Errorf("unknown inputs of %s are %q, want its VPC and its policy among them", endpoint.Name, endpoint.unknown)
		}
	}
}

func TestRequireNamesTheCapabilityAndWhatWouldBreak(t *testing.T) {
	t.Parallel()
	_, err := run(devArgs(capability.CloudWatchLogs), false, func(_ *pulumi.Context, s *EndpointSet) error {
		if err := s.Require("Agent", capability.CloudWatchLogs); err != nil {
			return fmt.Errorf("a served capability is missing: %w", err)
		}
		return s.Require("PrivateEksCluster", capability.EksNodes)
	})
	if err == nil || !strings.Contains(err.Error(), "PrivateEksCluster needs more") || !strings.Contains(err.Error(), "nodes cannot join: sts") {
		t.Errorf("error is %v, want it to name the component and %q", err, "nodes cannot join: sts")
	}
}

func TestRegisteredOutputsAreThoseOfTheTags(t *testing.T) {
	t.Parallel()
	var got []string
	if _, err := run(devArgs(capability.EksNodes), false, func(_ *pulumi.Context, s *EndpointSet) error {
		for key := range s.outputs() {
			got = append(got, key)
		}
		return nil
	}); err != nil {
		t.Fatalf("run: %v", err)
	}
	var want []string
	for field := range reflect.TypeFor[EndpointSet]().Fields() {
		if tag := field.Tag.Get("pulumi"); tag != "" {
			want = append(want, tag)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("registered outputs (-tags +registered):\n%s", diff)
	}
}

func TestArgumentsAreRecordedAsInputs(t *testing.T) {
	t.Parallel()
	inputs := mustRun(t, devArgs(capability.EksNodes)).find(t, "dev").Inputs
	if inputs["region"] != "eu-central-1" || inputs["vpcId"] != "vpc-1" {
		t.Errorf("inputs are %v, want the arguments", inputs)
	}
	if diff := cmp.Diff([]any{"eksNodes"}, inputs["capabilities"]); diff != "" {
		t.Errorf("capabilities (-want +got):\n%s", diff)
	}
}
