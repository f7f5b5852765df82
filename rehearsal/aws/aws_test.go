package aws

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestTheAccountFollowsFromTheProvidersConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config cloud.Values
		want   cloud.Account
		text   string
	}{
		"a region":                  {cloud.Values{"region": "eu-central-1"}, cloud.Account{ID: "111122223333", Region: "eu-central-1", Partition: "aws"}, ""},
		"China":                     {cloud.Values{"region": "cn-north-1"}, cloud.Account{ID: "111122223333", Region: "cn-north-1", Partition: "aws-cn"}, ""},
		"GovCloud":                  {cloud.Values{"region": "us-gov-west-1"}, cloud.Account{ID: "111122223333", Region: "us-gov-west-1", Partition: "aws-us-gov"}, ""},
		"a role of another account": {cloud.Values{"region": "eu-west-1", "assumeRole": map[string]any{"roleArn": "arn:aws:iam::444455556666:role/deploy"}}, cloud.Account{ID: "444455556666", Region: "eu-west-1", Partition: "aws"}, ""},
		"no region":                 {cloud.Values{}, cloud.Account{}, "aws:region"},
		"an unknown region":         {cloud.Values{"region": "eu-nowhere-1"}, cloud.Account{}, "eu-nowhere-1"},
		"an account not allowed":    {cloud.Values{"region": "eu-west-1", "allowedAccountIds": []any{"444455556666"}}, cloud.Account{}, "111122223333"},
		"an account forbidden":      {cloud.Values{"region": "eu-west-1", "forbiddenAccountIds": []any{"111122223333"}}, cloud.Account{}, "forbiddenAccountIds"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := account(test.config)
			if test.text != "" {
				if err == nil || !strings.Contains(err.Error(), test.text) {
					t.Errorf("a refusal that names %q expected, got %v", test.text, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("account (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultTagsLieUnderTheTagsOfAResource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := cloud.Values{"defaultTags": map[string]any{"tags": map[string]any{"team": "platform", "stage": "dev"}}}
	vpc, err := w.Cloud.Type(tVPC)
	if err != nil {
		t.Fatal(err)
	}
	got := addDefaultTags(config, vpc, cloud.Values{"tags": map[string]any{"stage": "prod"}})
	if diff := cmp.Diff(cloud.Values{"tags": map[string]any{"team": "platform", "stage": "prod"}}, got); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	route, err := w.Cloud.Type(tRoute)
	if err != nil {
		t.Fatal(err)
	}
	if got := addDefaultTags(config, route, cloud.Values{}); len(got) != 0 {
		t.Errorf("a type without tags gets none, got %v", got)
	}
	if got := addDefaultTags(config, vpc, cloud.Values{"tags": cloud.Unknown}); got["tags"] != cloud.Unknown {
		t.Errorf("tags that are unknown stay unknown, got %v", got)
	}
}

func TestATypeThatIsNotSimulatedIsRefusedByName(t *testing.T) {
	t.Parallel()
	if _, err := newWorld(t).create("aws:s3/bucket:Bucket", "b", in{}); err == nil || !strings.Contains(err.Error(), "aws:s3/bucket:Bucket") {
		t.Errorf("a refusal that names the type expected, got %v", err)
	}
}

func TestEveryOutputThatIsAlwaysPresentIsUnknownOrKnownInThePreviewOfEveryType(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	results := everytype.Made{}
	for _, m := range everytype.Resources {
		inputs := m.Inputs(results)
		r, checked, err := w.check(m.Token, m.Name, inputs)
		if err != nil {
			t.Fatal(err)
		}
		planned := r.PreviewCreate(checked, cloud.ComputedValues)
		results[m.Name] = w.make(m.Token, m.Name, inputs)
		for name, value := range planned {
			if !agrees(value, results[m.Name].Properties[name]) {
				t.Errorf("%s %s: the preview said %v and the cloud made %v", m.Token, name, value, results[m.Name].Properties[name])
			}
		}
		omitted := r.PreviewCreate(checked, cloud.OmittedKeys)
		for name := range omitted {
			if planned[name] == cloud.Unknown {
				t.Errorf("%s: %s is computed and must be left out of the other shape of the preview", m.Token, name)
			}
		}
	}
}

// agrees tells whether a preview said nothing wrong: what was unknown may be anything.
func agrees(planned, made any) bool {
	switch planned := planned.(type) {
	case map[string]any:
		object, ok := made.(map[string]any)
		for name, value := range planned {
			ok = ok && agrees(value, object[name])
		}
		return ok && len(object) == len(planned)
	case []any:
		list, ok := made.([]any)
		ok = ok && len(list) == len(planned)
		for i := range planned {
			ok = ok && agrees(planned[i], list[i])
		}
		return ok
	}
	return planned == cloud.Unknown || cmp.Equal(planned, made)
}

func TestAnObjectDeletedBehindTheBackIsGoneOnRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	if err := w.Cloud.Vanish(kindVPC, vpc.ID); err != nil {
		t.Fatal(err)
	}
	r, _ := w.Cloud.Type(tVPC)
	if _, found, err := w.Cloud.Read(cloud.Request{Resource: r, URN: urnOf(tVPC, "v"), Name: "v", Account: w.At, ID: vpc.ID}); found || err != nil {
		t.Errorf("nothing expected, got found %t, %v", found, err)
	}
	_, err := w.update(tVPC, "v", vpc.ID, in{"cidrBlock": "10.20.0.0/16"})
	expect(t, err, "InvalidVpcID.NotFound", vpc.ID)
}
