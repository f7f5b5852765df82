package isolation

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"pgregory.net/rapid"
)

func TestValueJoinsInputsOutputsAndDependencies(t *testing.T) {
	t.Parallel()
	text := func(s string) map[string]property.Value { return map[string]property.Value{"k": property.New(s)} }
	unknown := map[string]property.Value{"k": computed}
	other := map[string]property.Value{"z": property.New("z")}
	for _, c := range []struct {
		name    string
		in, out map[string]property.Value
		refs    []string
		state   State
		text    string
	}{
		{name: "nothing"},
		{name: "input", in: text("a"), state: Known, text: "a"},
		{name: "output", out: text("b"), state: Known, text: "b"},
		{name: "the output is what the provider answered", in: text("a"), out: text("b"), state: Known, text: "b"},
		{name: "an empty output says nothing", in: text("a"), out: text(""), state: Known, text: "a"},
		{name: "an unknown output says nothing", in: text("a"), out: unknown, state: Known, text: "a"},
		{name: "an unknown input outdates the output", in: unknown, out: text("b"), state: Unknown},
		{name: "a dependency without a value", in: other, refs: []string{"urn"}, state: Unknown},
		{name: "a computed output that the author did not ask for", in: other, out: unknown},
		{name: "a computed output without inputs to compare", out: unknown, state: Unknown},
		{name: "a secret is read", in: map[string]property.Value{"k": property.New("a").WithSecret(true)}, state: Known, text: "a"},
	} {
		r := Resource{Inputs: property.NewMap(c.in), Outputs: property.NewMap(c.out), PropertyDependencies: map[string][]string{"k": c.refs}}
		v := r.Value("k")
		got, _ := v.Text()
		if v.State() != c.state || got != c.text {
			t.Errorf("%s: expected %s %q, got %s %q", c.name, c.state, c.text, v.State(), got)
		}
	}
	r := Resource{Inputs: property.NewMap(other), Outputs: property.NewMap(unknown)}
	if state := r.Answer("k").State(); state != Unknown {
		t.Errorf("an answer of the provider that is computed: expected unknown, got %s", state)
	}
}

// anyValue draws any property value, a few levels deep.
func anyValue(depth int) *rapid.Generator[property.Value] {
	leaves := []*rapid.Generator[property.Value]{
		rapid.Just(property.Value{}), rapid.Just(computed), rapid.Just(property.New(true)), rapid.Just(property.New(1.5)),
		rapid.Map(rapid.SampledFrom([]string{"", "igw-1", "0.0.0.0/0", "true", "::/0", "local", "id-x"}), func(s string) property.Value { return property.New(s) }),
	}
	if depth == 0 {
		return rapid.OneOf(leaves...)
	}
	return rapid.OneOf(append(leaves,
		rapid.Map(rapid.SliceOfN(anyValue(depth-1), 0, 3), func(l []property.Value) property.Value { return property.New(l) }),
		rapid.Map(rapid.MapOfN(rapid.SampledFrom([]string{"cidr", "cidrBlock", "gatewayId", "subnetIds", "associatePublicIpAddress"}), anyValue(depth-1), 0, 3),
			func(m map[string]property.Value) property.Value { return property.New(m) }),
		rapid.Map(anyValue(depth-1), func(v property.Value) property.Value { return v.WithSecret(true) }))...)
}

// Every property of every resource of the tests may hold anything.
func TestNoValueAnywhereMakesTheModelPanic(t *testing.T) {
	t.Parallel()
	all := bypasses()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SampledFrom(all).Draw(t, "stack")
		resources := with(private, b.add).resources(rapid.SampledFrom(allForms).Draw(t, "form"))
		for i := range resources {
			r := &resources[i]
			for key := range r.Inputs.AllStable {
				if rapid.Bool().Draw(t, "replace") {
					r.Inputs = r.Inputs.Set(key, anyValue(3).Draw(t, key))
					r.Outputs = r.Outputs.Set(key, anyValue(3).Draw(t, key))
				}
			}
			JudgeResource(*r, sharedConfig)
		}
		m := Build(resources, sharedConfig)
		for _, w := range append(m.Ways(), m.Gaps()...) {
			if w.Kind == "" || w.Offender == "" || w.Reason == "" || w.Verdict == Isolated {
				t.Fatalf("a way lacks its kind, offender, reason or verdict: %+v", w)
			}
			_ = w.String()
		}
	})
}

func TestTokensOfOneTypeAreOne(t *testing.T) {
	t.Parallel()
	const lb = "aws:lb/loadBalancer:LoadBalancer"
	for _, token := range []string{
		lb, "aws:lb:LoadBalancer", "lb/loadBalancer", "aws:alb/loadBalancer:LoadBalancer",
		"aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", "aws:applicationloadbalancing/loadBalancer:LoadBalancer",
	} {
		if got := CanonicalToken(token); got != lb {
			t.Errorf("%s: expected %s, got %s", token, lb, got)
		}
	}
	for _, token := range []string{"", "aws:", "aws:x", "pulumi:pulumi:Stack", "kubernetes:core/v1:Service", "aws-native:ec2:Vpc"} {
		if got := CanonicalToken(token); got != token {
			t.Errorf("%s is no known alias, and became %s", token, got)
		}
	}
}
