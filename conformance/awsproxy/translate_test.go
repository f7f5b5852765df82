package awsproxy

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/conformance/shape"
)

func entry(t testing.TB, token string) *translation {
	t.Helper()
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	found, ok := table[token]
	if !ok {
		t.Fatalf("%s is not in the table", token)
	}
	return found
}

func props(values map[string]any) resource.PropertyMap { return resource.NewPropertyMapFromMap(values) }

func TestInputsAreCarriedInNamesAndForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token      string
		ours, want map[string]any
	}{
		"rules of a security group keep their singular": {
			"aws:ec2/securityGroup:SecurityGroup",
			map[string]any{"ingress": []any{map[string]any{"fromPort": 443.0, "cidrBlocks": []any{"10.0.0.0/8"}}}},
			map[string]any{"ingresses": []any{map[string]any{"fromPort": 443.0, "cidrBlocks": []any{"10.0.0.0/8"}}}},
		},
		"a list of one alias is the alias itself": {
			"aws:route53/record:Record",
			map[string]any{"aliases": []any{map[string]any{"name": "lb", "evaluateTargetHealth": true}}},
			map[string]any{"alias": map[string]any{"name": "lb", "evaluateTargetHealth": true}},
		},
		"an empty list of aliases is no alias": {
			"aws:route53/record:Record", map[string]any{"aliases": []any{}, "name": "a"}, map[string]any{"name": "a"},
		},
		"an object is a list of it, within a list": {
			"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
			map[string]any{"rules": []any{map[string]any{"id": "r", "filter": map[string]any{"prefix": ""}}}},
			map[string]any{"rules": []any{map[string]any{"id": "r", "filters": []any{map[string]any{"prefix": ""}}}}},
		},
		"a number is written as text": {
			"aws:lb/targetGroup:TargetGroup", map[string]any{"deregistrationDelay": 30.0}, map[string]any{"deregistrationDelay": "30"},
		},
		"tags are a map with names of their own": {
			"aws:ec2/vpc:Vpc", map[string]any{"tags": map[string]any{"ingress": "x"}}, map[string]any{"tags": map[string]any{"ingress": "x"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problems := entry(t, test.token).inputs.toProvider("", props(test.ours))
			if len(problems) > 0 {
				t.Fatalf("problems: %v", problems)
			}
			if diff := cmp.Diff(test.want, got.Mappable()); diff != "" {
				t.Errorf("carried inputs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInputsThatTheProviderDoesNotKnowAreRefusedByPath(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token string
		ours  map[string]any
		want  Problem
	}{
		"at the top":         {"aws:ec2/vpc:Vpc", map[string]any{"cidrBlok": "10.0.0.0/8"}, Problem{"cidrBlok", "the provider has no such property"}},
		"the bridge's name":  {"aws:ec2/securityGroup:SecurityGroup", map[string]any{"ingresses": []any{}}, Problem{"ingresses", "the provider has no such property"}},
		"within a list":      {"aws:ec2/securityGroup:SecurityGroup", map[string]any{"ingress": []any{map[string]any{"port": 1.0}}}, Problem{"ingress[0].port", "the provider has no such property"}},
		"a patch of our own": {"aws:eks/cluster:Cluster", map[string]any{"defaultAddonsToRemoves": []any{"coredns"}}, Problem{"defaultAddonsToRemoves", "the provider has no such property"}},
		"two where one fits": {"aws:route53/record:Record", map[string]any{"aliases": []any{map[string]any{}, map[string]any{}}}, Problem{"aliases", "the provider takes at most one element, got 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := entry(t, test.token).inputs.toProvider("", props(test.ours))
			if diff := cmp.Diff([]Problem{test.want}, problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknownAndSecretValuesStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	unknown := resource.MakeComputed(resource.NewStringProperty(""))
	got, problems := entry(t, "aws:ec2/securityGroup:SecurityGroup").inputs.toProvider("", resource.PropertyMap{
		"ingress": unknown, "description": resource.MakeSecret(resource.NewStringProperty("x")),
	})
	if len(problems) > 0 || !got["ingresses"].IsComputed() || !got["description"].IsSecret() {
		t.Errorf("want an unknown and a secret value, got %v, %v", got, problems)
	}
}

func TestPathsAreCarriedBothWays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ token, ours, theirs string }{
		{"aws:ec2/securityGroup:SecurityGroup", "ingress[2].fromPort", "ingresses[2].fromPort"},
		{"aws:route53/record:Record", "aliases[0].name", "alias.name"},
		{"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "rules[0].filter.tag.key", "rules[0].filters[0].tags[0].key"},
		{"aws:ec2/vpc:Vpc", `tags["a.b"]`, `tags["a.b"]`},
		{"aws:ec2/vpc:Vpc", "unheardOf[3]", "unheardOf[3]"},
	} {
		o := entry(t, test.token).outputs
		if got := o.pathToProvider(test.ours); got != test.theirs {
			t.Errorf("%s to the provider: got %s, want %s", test.ours, got, test.theirs)
		}
		if got := o.pathFromProvider(test.theirs); got != test.ours {
			t.Errorf("%s from the provider: got %s, want %s", test.theirs, got, test.ours)
		}
	}
}

// TestStatesComeBackAsTheProviderSentThem draws states in the provider's own forms: whatever pulumi-aws makes of one, the
// provider must get the same state back, or it would plan changes that nobody asked for.
func TestStatesComeBackAsTheProviderSentThem(t *testing.T) {
	t.Parallel()
	var theirs recorded
	mustRead(t, theirsText, &theirs)
	rapid.Check(t, func(t *rapid.T) {
		// Half of the draws go to the types whose names or forms differ.
		token := rapid.OneOf(rapid.SampledFrom(Types()), rapid.SampledFrom(renamedTypes())).Draw(t, "type")
		table, err := translations()
		if err != nil {
			t.Fatal(err)
		}
		entry := table[token]
		state := drawFields(t, theirs[entry.bridge].Outputs, entry.outputs)
		back, problems := entry.outputs.stateToProvider("", entry.outputs.stateFromProvider(state))
		if len(problems) > 0 {
			t.Fatalf("%s: problems: %v", token, problems)
		}
		if diff := cmp.Diff(state.Mappable(), back.Mappable()); diff != "" {
			t.Fatalf("%s: the provider's state (-sent +back):\n%s", token, diff)
		}
	})
}

func renamedTypes() []string {
	return slices.DeleteFunc(sortedKeys(renames), func(token string) bool { _, resource := resourceTypes[token]; return !resource })
}

// drawFields draws every property: a provider's state always has all of them. Lists that stand for one object of pulumi-aws
// have at most one element, by the provider's own validation.
func drawFields(t *rapid.T, fields shape.Fields, o *object) resource.PropertyMap {
	drawn := resource.PropertyMap{}
	for _, name := range sortedKeys(fields) {
		form := fields[name]
		var p *property
		if o != nil && len(o.theirs[name]) > 0 {
			p = o.theirs[name][0]
		}
		drawn[resource.PropertyKey(name)] = drawValue(t, name, form, p)
	}
	return drawn
}

func drawValue(t *rapid.T, name string, form *shape.Type, p *property) resource.PropertyValue {
	var nested *object
	single := false
	if p != nil {
		nested = p.nested
		single = form.Kind == shape.List && p.ours.Kind != shape.List
	}
	switch form.Kind {
	case shape.Number:
		return resource.NewNumberProperty(float64(rapid.IntRange(0, 9).Draw(t, name)))
	case shape.Boolean:
		return resource.NewBoolProperty(rapid.Bool().Draw(t, name))
	case shape.List:
		most := 2
		if single {
			most = 1
		}
		count := rapid.IntRange(0, most).Draw(t, name)
		elements := []resource.PropertyValue{}
		for range count {
			elements = append(elements, drawElement(t, name, form.Elem, p, nested))
		}
		return resource.NewArrayProperty(elements)
	case shape.Map:
		return resource.NewObjectProperty(resource.PropertyMap{"a": drawElement(t, name, form.Elem, p, nested)})
	case shape.Object:
		return resource.NewObjectProperty(drawFields(t, form.Fields, nested))
	default:
		if p != nil && p.ours.Kind == shape.Boolean {
			return resource.NewStringProperty(rapid.SampledFrom([]string{"true", "false"}).Draw(t, name))
		}
		return resource.NewStringProperty(rapid.StringMatching(`[0-9]{1,3}`).Filter(func(s string) bool { return s[0] != '0' || s == "0" }).Draw(t, name))
	}
}

func drawElement(t *rapid.T, name string, form *shape.Type, p *property, nested *object) resource.PropertyValue {
	if form.Kind == shape.Object {
		return resource.NewObjectProperty(drawFields(t, form.Fields, nested))
	}
	if form.Elem != nil {
		return drawValue(t, name, form, &property{ours: form, theirs: form, nested: nested})
	}
	return drawValue(t, name, form, nil)
}
