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

func TestSecurityGroupAdmitsRangesAndGroupsOnDeclaredPortsAndHasNoEgress(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.InstanceRole)
	args.ExtraServices = []catalog.Service{catalog.Keyspaces, catalog.Logs}
	args.IngressCidrs = []string{"100.64.0.0/16", "10.0.0.0/16", "10.0.0.0/16"}
	args.IngressSecurityGroups = pulumi.StringMap{"nodes": pulumi.String("sg-nodes")}
	r := mustRun(t, args)
	var rules []string
	for _, rule := range r.ofType("SecurityGroupIngressRule") {
		in := rule.Inputs
		rules = append(rules, fmt.Sprintf("%s %v %v %v-%v on %v", rule.Name, in["cidrIpv4"], in["referencedSecurityGroupId"], in["fromPort"], in["toPort"], in["securityGroupId"]))
	}
	want := []string{
		"dev-ingress-10-0-0-0-16-443 10.0.0.0/16 <nil> 443-443 on dev-security-group-id",
		"dev-ingress-10-0-0-0-16-9142 10.0.0.0/16 <nil> 9142-9142 on dev-security-group-id",
		"dev-ingress-100-64-0-0-16-443 100.64.0.0/16 <nil> 443-443 on dev-security-group-id",
		"dev-ingress-100-64-0-0-16-9142 100.64.0.0/16 <nil> 9142-9142 on dev-security-group-id",
		"dev-ingress-nodes-443 <nil> sg-nodes 443-443 on dev-security-group-id",
		"dev-ingress-nodes-9142 <nil> sg-nodes 9142-9142 on dev-security-group-id",
	}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("ingress rules (-want +got):\n%s", diff)
	}
	group := r.find(t, "dev-security-group").Inputs
	if group["egress"] != nil || group["ingress"] != nil || len(r.ofType("SecurityGroupEgressRule")) > 0 {
		t.Errorf("the endpoints' security group has inline or egress rules: %v", group)
	}
}

func TestZonesThatLackAServiceAreLeftOut(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.InstanceRole)
	args.Region = "us-east-1"
	args.Subnets = pulumi.StringMap{"us-east-1a": pulumi.String("subnet-a"), "us-east-1b": pulumi.String("subnet-b")}
	args.ExtraServices = []catalog.Service{catalog.EmailSMTP, catalog.STS}
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "zoneIds.us-east-1a: is needed because email-smtp is missing from") {
		t.Errorf("error is %v, want one that asks for the zone ids", err)
	}
	args.ZoneIDs = map[string]string{"us-east-1a": "use1-az3", "us-east-1b": "use1-az4"}
	r := mustRun(t, args)
	if diff := cmp.Diff([]any{"subnet-b"}, r.find(t, "dev-interface-email-smtp").Inputs["subnetIds"]); diff != "" {
		t.Errorf("subnets of email-smtp (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{"subnet-a", "subnet-b"}, r.find(t, "dev-interface-sts").Inputs["subnetIds"]); diff != "" {
		t.Errorf("subnets of sts (-want +got):\n%s", diff)
	}
	args.ZoneIDs["us-east-1b"] = "use1-az5"
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "no zone with a subnet offers email-smtp") {
		t.Errorf("error is %v, want one that says that no zone is left", err)
	}
	args.Zones = map[catalog.Service][]string{catalog.EmailSMTP: {"us-east-1a"}}
	if diff := cmp.Diff([]any{"subnet-a"}, mustRun(t, args).find(t, "dev-interface-email-smtp").Inputs["subnetIds"]); diff != "" {
		t.Errorf("subnets of email-smtp with an override (-want +got):\n%s", diff)
	}
}

func TestPrivateDNSNameThatIsTakenIsFoundBeforeCreation(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.EksNodes)
	args.ReservedDNSNames = []string{"STS.eu-central-1.amazonaws.com."}
	r, err := run(args, false, nil)
	if err == nil || !strings.Contains(err.Error(), "private DNS name of sts is taken by reservedDnsNames") || len(r.resources()) > 0 {
		t.Errorf("error is %v with %d resources, want the conflict and none", err, len(r.resources()))
	}
}

func TestCrossRegionServicesNameTheirRegion(t *testing.T) {
	t.Parallel()
	got := mustRun(t, devArgs(capability.ExternalDns, capability.PodIdentity)).find(t, "dev-interface-route53").Inputs
	if got["serviceName"] != "com.amazonaws.route53" || got["serviceRegion"] != "us-east-1" {
		t.Errorf("endpoint of Route 53 has service name %v in region %v, want com.amazonaws.route53 in us-east-1", got["serviceName"], got["serviceRegion"])
	}
}

func TestS3InterfaceAnswersInboundResolversOnlyBecauseTheGatewayServesTheVpc(t *testing.T) {
	t.Parallel()
	args := devArgs()
	args.ExtraServices = []catalog.Service{catalog.S3Interface}
	got := mustRun(t, args).find(t, "dev-interface-s3-interface").Inputs
	want := map[string]any{"privateDnsOnlyForInboundResolverEndpoint": true}
	if diff := cmp.Diff(want, got["dnsOptions"]); diff != "" {
		t.Errorf("DNS options (-want +got):\n%s", diff)
	}
}

func TestEgressLeadsToEndpointsAndPrefixListsOnly(t *testing.T) {
	t.Parallel()
	r, err := run(devArgs(capability.EksNodes), false, func(ctx *pulumi.Context, s *EndpointSet) error {
		if err := s.AllowEgress(ctx, "nodes", pulumi.String("sg-nodes"), nil, pulumi.Parent(s)); err != nil {
			return err
		}
		return s.AllowIngress(ctx, "nodes", pulumi.String("sg-nodes"), nil, pulumi.Parent(s))
	})
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	var rules []string
	for _, rule := range r.ofType("SecurityGroupEgressRule") {
		in := rule.Inputs
		rules = append(rules, fmt.Sprintf("%s %v %v %v %v", rule.Name, in["referencedSecurityGroupId"], in["prefixListId"], in["cidrIpv4"], in["toPort"]))
	}
	want := []string{
		"nodes-egress-dynamodb <nil> pl-dev-gateway-dynamodb <nil> 443",
		"nodes-egress-endpoints-443 dev-security-group-id <nil> <nil> 443",
		"nodes-egress-s3 <nil> pl-dev-gateway-s3 <nil> 443",
	}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Errorf("egress rules (-want +got):\n%s", diff)
	}
	if got := r.find(t, "nodes-to-endpoints-443").Inputs["referencedSecurityGroupId"]; got != "sg-nodes" {
		t.Errorf("ingress rule admits %v, want sg-nodes", got)
	}
}
