package policy_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/internal/golden"
)

const (
	own     = "111122223333"
	foreign = "999900001111"
	ownOrg  = "o-a1b2c3d4e5"
)

// fullRequest asks for everything that the policies can contain.
func fullRequest(t testing.TB, regionName string) policy.Request {
	t.Helper()
	region, err := catalog.ParseRegion(regionName)
	if err != nil {
		t.Fatalf("ParseRegion: %v", err)
	}
	registry, ok := policy.AddOnRegistry(regionName)
	if !ok {
		registry = "123456789012"
	}
	return policy.Request{
		Region: region, Trust: policy.Trust{AccountID: own}, Exceptions: policy.Exceptions(), AddOnRegistry: registry,
		Buckets: []policy.Bucket{
			{Name: "acme-artifacts", Access: policy.Read},
			{Name: "acme-snapshots", Access: policy.ReadWrite},
			{Name: "acme-shared", Access: policy.ReadWrite, Prefixes: []string{"team-a/", "common/"}},
		},
		Repositories: map[string]policy.Access{"platform/": policy.Read, "team-a/": policy.ReadWrite},
		Fragments: []policy.Fragment{{
			Service: catalog.KMS, Name: "ArchiveKey", Actions: []string{"kms:GenerateDataKey", "kms:Encrypt"},
			Resources: []string{"arn:" + region.Partition + ":kms:" + regionName + ":444455556666:key/archive"}, ResourceAccounts: []string{"444455556666"},
			Principals: []string{"arn:" + region.Partition + ":iam::" + own + ":role/archiver"},
		}},
	}
}

// documented returns the services that a capability uses and whose endpoints take a policy.
func documented() []catalog.Entry {
	return slices.DeleteFunc(catalog.All(), func(e catalog.Entry) bool {
		used := slices.ContainsFunc(capability.All(), func(s capability.Spec) bool {
			return slices.ContainsFunc(slices.Concat(s.Required, s.Optional), func(n capability.Need) bool { return n.Service == e.Service })
		})
		return !used || !e.TakesPolicy()
	})
}

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func compile(t tester, s catalog.Service, r policy.Request) iamdoc.Document {
	t.Helper()
	e, ok := catalog.Lookup(s)
	if !ok {
		t.Fatalf("the catalog has no %q", s)
	}
	d, err := policy.Compile(e, r)
	if err != nil {
		t.Fatalf("compile the policy of %s: %v", s, err)
	}
	return d
}

func allowed(t tester, d iamdoc.Document, c evaluator.Call) bool {
	t.Helper()
	got, err := evaluator.Allowed(d, c)
	if err != nil {
		t.Fatalf("evaluate %s on %s: %v", c.Action, c.Resource, err)
	}
	return got
}

func TestDocumentsAreTheAcceptedOnesInEveryPartition(t *testing.T) {
	t.Parallel()
	requests := map[string]policy.Request{}
	for _, region := range []string{
		"eu-central-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1",
	} {
		r := fullRequest(t, region)
		requests[r.Region.Partition] = r
	}
	organization := fullRequest(t, "eu-central-1")
	organization.Trust = policy.Trust{OrganizationID: ownOrg}
	requests["aws-organization"] = organization
	for name, request := range requests {
		documents := map[catalog.Service]iamdoc.Document{}
		for _, e := range documented() {
			documents[e.Service] = compile(t, e.Service, request)
		}
		data, err := json.MarshalIndent(documents, "", "  ")
		if err != nil {
			t.Fatalf("marshal: %v", err)
		}
		golden.Equal(t, name+".json", append(data, '\n'))
	}
}

func TestNoArnOfAnotherPartitionIsInADocument(t *testing.T) {
	t.Parallel()
	arn := regexp.MustCompile(`arn:([a-z-]+):`)
	for _, region := range []string{"us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-iso-east-1"} {
		request := fullRequest(t, region)
		for _, e := range documented() {
			text, err := compile(t, e.Service, request).JSON()
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range arn.FindAllStringSubmatch(text, -1) {
				if found[1] != request.Region.Partition {
					t.Errorf("policy of %s in %s has an ARN of partition %s", e.Service, region, found[1])
				}
			}
			if strings.ContainsAny(text, "{}") && strings.Contains(text, "{region}") {
				t.Errorf("policy of %s in %s has an unfilled template: %s", e.Service, region, text)
			}
		}
	}
}

func TestNothingNeededIsNothingAllowed(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	request.Exceptions, request.Buckets = nil, nil
	d := compile(t, catalog.S3, request)
	if len(d.Statement) != 1 || d.Statement[0].Effect != iamdoc.Deny {
		t.Errorf("policy of S3 without buckets is %+v, want one that denies everything", d)
	}
}

func TestAddOnRegistryIsNeverGuessed(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"eu-central-1": "602401143452", "eu-central-2": "900612956339", "cn-north-1": "918309763551", "us-gov-west-1": "013241004608",
		"eusc-de-east-1": "877088126301", "eu-north-9": "", "us-iso-east-1": "",
	} {
		if got, ok := policy.AddOnRegistry(region); got != want || ok != (want != "") {
			t.Errorf("registry of %s is %q, %t; want %q", region, got, ok, want)
		}
	}
}
