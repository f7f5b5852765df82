package endpoints

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

func centralArgs() *EndpointSetArgs {
	args := devArgs(capability.EcrPull)
	args.Trust.OrganizationID = pulumi.String("o-a1b2c3d4e5")
	args.Central = &Central{
		ZoneVpcs: map[string]ZoneVpc{"prod": {VpcID: pulumi.String("vpc-prod")}},
		Profile:  &Profile{Principals: pulumi.StringMap{"organization": pulumi.String("arn:aws:organizations::1:organization/o-1")}},
	}
	return args
}

func TestCentralSetAnswersWithHostedZonesInPlaceOfPrivateDNS(t *testing.T) {
	t.Parallel()
	r := mustRun(t, centralArgs())
	want := []string{
		"EndpointSet dev",
		"PrincipalAssociation dev-share-principal-organization",
		"ProfilesProfile dev-profile",
		"ProfilesResourceAssociation dev-profile-zone-ecr-api",
		"ProfilesResourceAssociation dev-profile-zone-ecr-dkr",
		"Record dev-record-ecr-api-apex",
		"Record dev-record-ecr-dkr-apex",
		"Record dev-record-ecr-dkr-wildcard",
		"ResourceAssociation dev-share-profile",
		"ResourceShare dev-share",
		"SecurityGroup dev-security-group",
		"SecurityGroupIngressRule dev-ingress-10-0-0-0-16-443",
		"VpcAssociationAuthorization dev-authorization-ecr-api-prod",
		"VpcAssociationAuthorization dev-authorization-ecr-dkr-prod",
		"VpcEndpoint dev-gateway-dynamodb",
		"VpcEndpoint dev-gateway-s3",
		"VpcEndpoint dev-interface-ecr-api",
		"VpcEndpoint dev-interface-ecr-dkr",
		"Zone dev-zone-ecr-api",
		"Zone dev-zone-ecr-dkr",
	}
	if diff := cmp.Diff(want, r.names()); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	if got := r.find(t, "dev-interface-ecr-dkr").Inputs["privateDnsEnabled"]; got != false {
		t.Errorf("private DNS of a central endpoint is %v, want false", got)
	}
	record := r.find(t, "dev-record-ecr-dkr-wildcard").Inputs
	if record["name"] != "*.dkr.ecr.eu-central-1.amazonaws.com" || record["type"] != "A" {
		t.Errorf("wildcard record is %v", record)
	}
	alias := map[string]any{"name": "dev-interface-ecr-dkr.vpce.example", "zoneId": "ZVPCE", "evaluateTargetHealth": false}
	if diff := cmp.Diff([]any{alias}, record["aliases"]); diff != "" {
		t.Errorf("alias (-want +got):\n%s", diff)
	}
	if share := r.find(t, "dev-share").Inputs; share["allowExternalPrincipals"] != false {
		t.Errorf("the share admits external principals: %v", share)
	}
}

func TestZonesOfEveryServiceHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"eu-central-1", "cn-north-1", "us-gov-west-1"} {
		region, err := catalog.ParseRegion(name)
		if err != nil {
			t.Fatal(err)
		}
		var all []interfacePlan
		for _, e := range catalog.All() {
			if !e.Gateway {
				all = append(all, interfacePlan{entry: e})
			}
		}
		keys := map[string]string{}
		for _, z := range centralZones(all, region) {
			if other, taken := keys[z.key]; taken {
				t.Errorf("the zones %s and %s share the key %q", z.name, other, z.key)
			}
			keys[z.key] = z.name
			if len(z.key) > 64 {
				t.Errorf("key %q is longer than the name of a profile's association may be", z.key)
			}
		}
	}
}

func TestConsumerOfACentralSetMakesGatewaysAndWhatTheSetLacks(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.EcrPull, capability.CloudWatchLogs)
	args.UseCentralEndpoints = &UseCentralEndpoints{
		Services: []catalog.Service{catalog.ECRAPI, catalog.ECRDkr, catalog.KMS}, Cidrs: []string{"10.9.0.0/24"},
		ProfileID: pulumi.String("rp-1"),
	}
	r, err := run(args, false, func(ctx *pulumi.Context, s *EndpointSet) error {
		return s.AllowEgress(ctx, "nodes", pulumi.String("sg-nodes"), nil, pulumi.Parent(s))
	})
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	want := []string{
		"EndpointSet dev",
		"ProfilesAssociation dev-profile-association",
		"SecurityGroup dev-security-group",
		"SecurityGroupEgressRule nodes-egress-central-10-9-0-0-24-443",
		"SecurityGroupEgressRule nodes-egress-dynamodb",
		"SecurityGroupEgressRule nodes-egress-endpoints-443",
		"SecurityGroupEgressRule nodes-egress-s3",
		"SecurityGroupIngressRule dev-ingress-10-0-0-0-16-443",
		"VpcEndpoint dev-gateway-dynamodb",
		"VpcEndpoint dev-gateway-s3",
		"VpcEndpoint dev-interface-logs",
	}
	if diff := cmp.Diff(want, r.names()); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
}

func TestConsumerAssociatesHostedZonesByDomainName(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	args.UseCentralEndpoints = &UseCentralEndpoints{
		Services: []catalog.Service{catalog.Logs}, Cidrs: []string{"10.9.0.0/24"},
		ZoneIDs: pulumi.StringMap{"logs.eu-central-1.amazonaws.com": pulumi.String("Z1")},
	}
	r := mustRun(t, args)
	got := r.find(t, "dev-zone-association-logs-eu-central-1-amazonaws-com").Inputs
	want := map[string]any{"zoneId": "Z1", "vpcId": "vpc-1", "vpcRegion": "eu-central-1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("association (-want +got):\n%s", diff)
	}
	if len(r.ofType("SecurityGroup")) > 0 {
		t.Errorf("a set without interface endpoints has a security group")
	}
}

func TestCentralS3InterfaceLeavesTheNamesToTheGateways(t *testing.T) {
	t.Parallel()
	args := centralArgs()
	args.ExtraServices = []catalog.Service{catalog.S3Interface}
	for _, zone := range mustRun(t, args).ofType("Zone") {
		if strings.Contains(zone.Name, "s3") {
			t.Errorf("hosted zone %s takes S3 past the gateway endpoints", zone.Name)
		}
	}
}

func TestBadSharingIsRefused(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*EndpointSetArgs){
		"cannot offer central endpoints and use others":          func(a *EndpointSetArgs) { a.Central = &Central{} },
		"useCentralEndpoints.services: is required":              func(a *EndpointSetArgs) { a.UseCentralEndpoints.Services = nil },
		"gateway endpoints are always local":                     func(a *EndpointSetArgs) { a.UseCentralEndpoints.Services = []catalog.Service{catalog.S3} },
		"useCentralEndpoints.cidrs: is required":                 func(a *EndpointSetArgs) { a.UseCentralEndpoints.Cidrs = nil },
		`useCentralEndpoints.cidrs[0]: not a private range`:      func(a *EndpointSetArgs) { a.UseCentralEndpoints.Cidrs = []string{"8.8.8.0/24"} },
		"useCentralEndpoints: needs either profileId or zoneIds": func(a *EndpointSetArgs) { a.UseCentralEndpoints.ProfileID = nil },
		`useCentralEndpoints.zoneIds: has no hosted zone for logs, got "logs.eu-central-1.amazonaws.com"`: func(a *EndpointSetArgs) {
			a.UseCentralEndpoints.ProfileID, a.UseCentralEndpoints.ZoneIDs = nil, pulumi.StringMap{"x": pulumi.String("Z")}
		},
		"trust.organizationId: is required to serve VPCs of other accounts": func(a *EndpointSetArgs) {
			a.Central, a.UseCentralEndpoints = &Central{ZoneVpcs: map[string]ZoneVpc{"prod": {VpcID: pulumi.String("v")}}}, nil
		},
		"central.zoneVpcs.prod.vpcId: is required": func(a *EndpointSetArgs) {
			a.Central, a.UseCentralEndpoints = &Central{ZoneVpcs: map[string]ZoneVpc{"prod": {}}}, nil
		},
		"central.profile.principals.organization: has no value": func(a *EndpointSetArgs) {
			a.Central, a.UseCentralEndpoints = &Central{Profile: &Profile{Principals: pulumi.StringMap{"organization": nil}}}, nil
		},
	} {
		args := devArgs(capability.CloudWatchLogs)
		args.UseCentralEndpoints = &UseCentralEndpoints{Services: []catalog.Service{catalog.Logs}, Cidrs: []string{"10.9.0.0/24"}, ProfileID: pulumi.String("rp-1")}
		change(args)
		r, err := run(args, false, nil)
		if err == nil || !strings.Contains(fmt.Sprint(err), want) || len(r.resources()) > 0 {
			t.Errorf("error is %v with %d resources, want %q and none", err, len(r.resources()), want)
		}
	}
}
