package policy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
)

func TestFragmentsAreMergedInAnyOrderWithoutAdmittingMore(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"a", "b", "c"})
	fragment := rapid.Custom(func(t *rapid.T) policy.Fragment {
		list := func(label, prefix string) []string {
			var out []string
			for _, w := range rapid.SliceOfN(words, 1, 2).Draw(t, label) {
				out = append(out, prefix+w)
			}
			return out
		}
		return policy.Fragment{Service: catalog.SQS, Name: rapid.SampledFrom([]string{"One", "Two", "OwnPrincipalsToOwnResources"}).Draw(t, "name"), Actions: list("actions", "kms:"), Resources: list("resources", "arn:")}
	})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(fragment, 0, 5).Draw(t, "fragments")
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		request := policy.Request{Trust: policy.Trust{AccountID: own}, Fragments: list}
		d := compile(t, catalog.SQS, request)
		request.Fragments = append(shuffled, list...)
		if diff := cmp.Diff(d, compile(t, catalog.SQS, request)); diff != "" {
			t.Errorf("the document depends on order or repetition (-once +shuffled twice):\n%s", diff)
		}
		sids := map[string]bool{}
		for _, s := range d.Statement {
			if sids[s.Sid] {
				t.Errorf("Sid %q is used twice", s.Sid)
			}
			sids[s.Sid] = true
		}
		for _, action := range []string{"kms:a", "kms:b", "kms:c"} {
			for _, resource := range []string{"arn:a", "arn:b", "arn:c"} {
				want := slices.ContainsFunc(list, func(f policy.Fragment) bool {
					return slices.Contains(f.Actions, action) && slices.Contains(f.Resources, resource)
				})
				if got := allowed(t, d, evaluator.Call{Action: action, Resource: resource, Context: caller(own, own)}); got != want {
					t.Errorf("%s on %s is allowed: %t, want %t", action, resource, got, want)
				}
			}
		}
	})
}

func TestFragmentThatNamesNothingIsRefused(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	request.Fragments[0].Resources = nil
	e, _ := catalog.Lookup(catalog.KMS)
	if _, err := policy.Compile(e, request); err == nil || !strings.Contains(err.Error(), `"ArchiveKey" for kms names no resource`) {
		t.Errorf("error is %v, want one that names the fragment", err)
	}
}

func TestDocumentOverTheLimitIsRefusedWithAWayToSplitThatFits(t *testing.T) {
	t.Parallel()
	request := fullRequest(t, "eu-central-1")
	request.Buckets = nil
	for i := range 400 {
		request.Buckets = append(request.Buckets, policy.Bucket{Name: fmt.Sprintf("acme-bucket-number-%03d", i), Access: policy.ReadWrite})
	}
	e, _ := catalog.Lookup(catalog.S3)
	_, err := policy.Compile(e, request)
	if err == nil {
		t.Fatal("a document with 400 buckets was accepted")
	}
	var move int
	if found := regexp.MustCompile(`move (\d+) or more`).FindStringSubmatch(err.Error()); found == nil {
		t.Fatalf("error %q suggests no number", err)
	} else if _, scanErr := fmt.Sscan(found[1], &move); scanErr != nil || move < 1 || move > 400 {
		t.Errorf("error suggests to move %d of 400 buckets", move)
	}
	for len(request.Buckets) > 0 {
		if _, err = policy.Compile(e, request); err == nil {
			break
		}
		request.Buckets = request.Buckets[1:]
	}
	if text, _ := compile(t, catalog.S3, request).JSON(); len(text) > policy.MaxCharacters {
		t.Errorf("accepted a document of %d characters", len(text))
	}
}
