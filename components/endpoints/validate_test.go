package endpoints

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

func TestInvalidArgumentsAreReportedAllAtOnceBeforeAnythingIsRegistered(t *testing.T) {
	t.Parallel()
	args := &EndpointSetArgs{
		Region:        "eu-central-1",
		Subnets:       pulumi.StringMap{"eu-west-1a": pulumi.String("s"), "a": pulumi.String("s"), "eu-central-1b": nil},
		Capabilities:  []capability.Capability{"teleport", capability.EksNodes, capability.Sqs},
		ExtraServices: []catalog.Service{"waf-regional", "ecr_api"},
		IngressCidrs:  []string{"0.0.0.0/0", "10.0.0.1/16", "x"},
		Zones:         map[catalog.Service][]string{catalog.STS: {"eu-central-1z"}, catalog.Batch: {"eu-central-1b"}},
		Buckets:       map[string]Bucket{"Bad Key": {Access: "all"}, "p": {Name: pulumi.String("b"), Prefixes: []string{"/x"}}},
		Repositories:  map[string]policy.Access{"UPPER": "push"},
		Fragments:     []Fragment{{Service: catalog.Glue, Name: "a b", Actions: []string{"*"}, ResourceAccounts: []string{"12"}}},
		Trust:         Trust{AccountID: pulumi.String("1"), OrganizationID: pulumi.String("o")},
		IPAddressType: "ipv5",
	}
	r, err := run(args, false, nil)
	if err == nil {
		t.Fatal("invalid arguments were accepted")
	}
	for _, want := range []string{
		"vpcId: is required", "routeTables: is required", `got "eu-west-1a"`, `got "a"`, "subnets.eu-central-1b: has no subnet",
		`unknown capability, got "teleport"`, "workloads get no credentials", "waf-regional", "enable-waf=false", `did you mean "ecr.api"?`,
		`ingressCidrs[0]: not a private range, got "0.0.0.0/0"`, `write "10.0.0.0/16"`, `ingressCidrs[2]: not an IPv4 CIDR block`,
		"zones.sts: zone has no subnet", "zones.batch: the set has no interface endpoint", "buckets.Bad Key.name: is required",
		"buckets.Bad Key.access: is unknown", "buckets.p.prefixes", "repositories: key is not", "repositories.UPPER: is unknown",
		"fragments[0].service: is not part of the set", "fragments[0].name", "fragments[0].actions", "fragments[0].resources: is required",
		"fragments[0].resourceAccounts", "trust: has both", "ipAddressType: is unknown",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q:\n%v", want, err)
		}
	}
	if len(r.resources()) > 0 {
		t.Errorf("registered %q, want nothing", r.names())
	}
}

func TestIPv6EndpointsNeedCallersBySecurityGroup(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	args.IPAddressType = IPv6
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "ingressSecurityGroups: is required for IPv6") {
		t.Errorf("error is %v, want one that asks for security groups", err)
	}
	args.IngressSecurityGroups = pulumi.StringMap{"nodes": pulumi.String("sg-nodes")}
	if got := mustRun(t, args).find(t, "dev-interface-logs").Inputs["ipAddressType"]; got != "ipv6" {
		t.Errorf("address type is %v, want ipv6", got)
	}
}

func TestRegionWithoutAPublishedAddOnRegistryNeedsItsAccount(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.EksNodes)
	args.Region = "eu-north-9"
	args.Subnets = pulumi.StringMap{"eu-north-9a": pulumi.String("subnet-a")}
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "addOnRegistryAccount: AWS publishes no account") {
		t.Errorf("error is %v, want one that asks for the registry's account", err)
	}
	args.AddOnRegistryAccount = "123456789012"
	if text := mustRun(t, args).find(t, "dev-interface-ecr-dkr").Inputs["policy"].(string); !strings.Contains(text, "arn:aws:ecr:eu-north-9:123456789012:repository/*") {
		t.Errorf("the policy lacks the registry given: %s", text)
	}
}

func TestNobodyMayReachTheEndpointsIsAMistake(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	args.IngressCidrs = nil
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "ingressCidrs: nobody may reach the interface endpoints") {
		t.Errorf("error is %v, want one that says that nobody may reach them", err)
	}
}

func TestMissingArgumentsAreAnErrorAndNoPanic(t *testing.T) {
	t.Parallel()
	if _, err := run(nil, false, nil); err == nil || !strings.Contains(err.Error(), "region: is not the name of an AWS region") {
		t.Errorf("error is %v, want one about the region", err)
	}
}

func TestMoreRulesThanASecurityGroupTakesAreRefused(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	for i := range 61 {
		args.IngressCidrs = append(args.IngressCidrs, fmt.Sprintf("10.1.%d.0/24", i))
	}
	if _, err := run(args, false, nil); err == nil || !strings.Contains(err.Error(), "makes more than 60 rules, got 62") {
		t.Errorf("error is %v, want one that names the quota", err)
	}
}
