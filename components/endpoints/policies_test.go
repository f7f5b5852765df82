package endpoints

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

func TestEveryEndpointThatTakesAPolicyHasOneThatAdmitsTheCallersAccountOnly(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.EksNodes, capability.PodIdentity, capability.ExternalDns, capability.CertificateManager)
	for _, endpoint := range mustRun(t, args).ofType("VpcEndpoint") {
		text, has := endpoint.Inputs["policy"].(string)
		if takes := !strings.HasSuffix(endpoint.Name, "-route53") && !strings.HasSuffix(endpoint.Name, "-acm"); takes != has {
			t.Errorf("%s has a policy: %t, want %t", endpoint.Name, has, takes)
		}
		if has && !strings.Contains(text, `"aws:PrincipalAccount":["`+testAccount+`"]`) && !strings.HasSuffix(endpoint.Name, "gateway-s3") {
			t.Errorf("policy of %s does not name the account: %s", endpoint.Name, text)
		}
		if has && !json.Valid([]byte(text)) {
			t.Errorf("policy of %s is no JSON: %s", endpoint.Name, text)
		}
	}
}

func TestPolicyAdmitsTheOrganizationWhenItIsTrusted(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	args.Trust.OrganizationID = pulumi.String("o-a1b2c3d4e5")
	text := mustRun(t, args).find(t, "dev-interface-logs").Inputs["policy"].(string)
	if !strings.Contains(text, `"aws:PrincipalOrgID":["o-a1b2c3d4e5"]`) || strings.Contains(text, "PrincipalAccount") {
		t.Errorf("policy does not admit the organization alone: %s", text)
	}
}

func TestBucketsAndFragmentsReachTheirPolicies(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.SessionLogging)
	args.Buckets = map[string]Bucket{"logs": {Name: pulumi.String("acme-logs").ToStringOutput(), Access: policy.ReadWrite}}
	args.Fragments = []Fragment{{
		Service: catalog.KMS, Name: "ArchiveKey", Actions: []string{"kms:Encrypt"},
		Resources: pulumi.StringArray{pulumi.String("arn:aws:kms:eu-central-1:444455556666:key/k")}, ResourceAccounts: []string{"444455556666"},
	}}
	r := mustRun(t, args)
	if s3 := r.find(t, "dev-gateway-s3").Inputs["policy"].(string); !strings.Contains(s3, "arn:aws:s3:::acme-logs/*") {
		t.Errorf("S3 policy lacks the bucket: %s", s3)
	}
	if kms := r.find(t, "dev-interface-kms").Inputs["policy"].(string); !strings.Contains(kms, "ArchiveKey") || !strings.Contains(kms, "444455556666") {
		t.Errorf("KMS policy lacks the fragment: %s", kms)
	}
}

func TestPolicyOverTheLimitStopsTheDeployment(t *testing.T) {
	t.Parallel()
	args := devArgs()
	args.Buckets = map[string]Bucket{}
	for i := range 300 {
		args.Buckets[fmt.Sprintf("b%d", i)] = Bucket{Name: pulumi.Sprintf("a-bucket-with-a-rather-long-name-%d", i)}
	}
	_, err := run(args, false, nil)
	if err == nil || !strings.Contains(err.Error(), "20480") || !strings.Contains(err.Error(), "second EndpointSet") {
		t.Errorf("error is %v, want one that names the limit and the way to split", err)
	}
}

func TestUnknownBucketNameLeavesTheOtherPoliciesKnown(t *testing.T) {
	t.Parallel()
	args := devArgs(capability.CloudWatchLogs)
	args.Buckets = map[string]Bucket{"new": {Name: pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) string { return "" }).(pulumi.StringOutput)}}
	r, err := run(args, true, nil)
	if err != nil {
		t.Fatalf("preview: %v", err)
	}
	if got := r.find(t, "dev-gateway-s3").unknown; !slices.Contains(got, "policy") {
		t.Errorf("unknown inputs of the S3 endpoint are %q, want its policy among them", got)
	}
	if got := r.find(t, "dev-interface-logs").unknown; slices.Contains(got, "policy") {
		t.Errorf("the policy of logs is unknown because of a bucket")
	}
}
