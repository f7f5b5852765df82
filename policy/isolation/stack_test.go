package isolation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// form is how much of a stack a source shows.
type form string

const (
	// formKnown: every id is known, as after an update.
	formKnown form = "known"
	// formUnknown: every id is a computed value, in inputs and outputs.
	formUnknown form = "unknown"
	// formAbsent: the provider leaves properties with unknown values out of its answer; the inputs are there.
	formAbsent form = "absent"
	// formBare: as absent, and there are no inputs either, as for what --target skips.
	formBare form = "bare"
)

var allForms = []form{formKnown, formUnknown, formAbsent, formBare}

// stack is a small graph of resources: name of a resource to its kind and properties.
type stack map[string]node

// node is one resource. Its properties are plain Go values, in which ref and attr name other resources.
type node struct {
	kind  string
	props map[string]any
	// answer holds properties that the provider answers, known to formKnown only.
	answer map[string]any
	// parent names a component.
	parent string
	// deps are further dependencies of single properties.
	deps map[string][]string
	// noInputs leaves the inputs out in every form.
	noInputs bool
}

// ref is the id of another resource of the stack; attr another property of it, with its value once it is known.
type ref string
type attr struct {
	of    string
	value any
}

// hidden is a value that nobody knows before the update and that depends on nothing in the stack.
type hidden struct{ value any }

func n(kind string, props map[string]any) node { return node{kind: kind, props: props} }

type props = map[string]any

// with returns the union of stacks; later ones win.
func with(stacks ...stack) stack {
	union := stack{}
	for _, s := range stacks {
		maps.Copy(union, s)
	}
	return union
}

var idPrefixes = map[string]string{
	"ec2/vpc": "vpc-", "ec2/defaultVpc": "vpc-", "ec2/subnet": "subnet-", "ec2/defaultSubnet": "subnet-", "ec2/routeTable": "rtb-",
	"ec2/defaultRouteTable": "rtb-", "ec2/internetGateway": "igw-", "ec2/natGateway": "nat-",
	"ec2/egressOnlyInternetGateway": "eigw-", "ec2/vpnGateway": "vgw-", "ec2/carrierGateway": "cagw-",
	"ec2transitgateway/transitGateway": "tgw-", "ec2/vpcPeeringConnection": "pcx-", "ec2/networkInterface": "eni-",
	"ec2/instance": "i-", "ec2/vpcEndpoint": "vpce-", "ec2/managedPrefixList": "pl-",
	"networkmanager/coreNetwork": "core-network-", "ec2/securityGroup": "sg-",
}

func (s stack) urn(name string) string {
	token := s[name].kind
	if !strings.Contains(token, ":") {
		token = CanonicalToken(token)
	}
	return "urn:pulumi:test::cloudgap::" + token + "::" + name
}

func (s stack) id(name string) string {
	prefix, ok := idPrefixes[s[name].kind]
	if !ok {
		prefix = "id-"
	}
	return prefix + name
}

// resources renders the stack in a form.
func (s stack) resources(f form) []Resource {
	var list []Resource
	for _, name := range slices.Sorted(maps.Keys(s)) {
		list = append(list, s.resource(name, f))
	}
	return list
}

func (s stack) resource(name string, f form) Resource {
	nd := s[name]
	token := nd.kind
	component := strings.HasPrefix(token, "component:")
	if !strings.Contains(token, ":") {
		token = CanonicalToken(token)
	}
	r := Resource{
		URN: s.urn(name), Type: token, Name: name, Custom: !component, PropertyDependencies: map[string][]string{},
	}
	if nd.parent != "" {
		r.Parent = s.urn(nd.parent)
	}
	in, out := map[string]property.Value{}, map[string]property.Value{}
	for key, p := range nd.props {
		deps := s.deps(p)
		for _, d := range nd.deps[key] {
			deps = append(deps, s.urn(d))
		}
		if len(deps) > 0 {
			r.PropertyDependencies[key] = deps
		}
		v := s.value(p, f)
		in[key] = v
		if f == formKnown || f == formUnknown || !v.HasComputed() {
			out[key] = v
		}
	}
	switch {
	case component:
	case f == formKnown:
		out["id"] = property.New(s.id(name))
		for key, p := range nd.answer {
			out[key] = s.value(p, f)
		}
	default:
		out["id"] = computed
		if f == formUnknown {
			for key := range nd.answer {
				out[key] = computed
			}
		}
	}
	if f != formBare && !nd.noInputs {
		r.Inputs = property.NewMap(in)
	}
	r.Outputs = property.NewMap(out)
	return r
}

func (s stack) deps(p any) []string {
	switch p := p.(type) {
	case ref:
		return []string{s.urn(string(p))}
	case attr:
		return []string{s.urn(p.of)}
	case []any:
		var deps []string
		for _, e := range p {
			deps = append(deps, s.deps(e)...)
		}
		return unique(deps)
	case props:
		var deps []string
		for _, key := range slices.Sorted(maps.Keys(p)) {
			deps = append(deps, s.deps(p[key])...)
		}
		return unique(deps)
	default:
		return nil
	}
}

func (s stack) value(p any, f form) property.Value {
	switch p := p.(type) {
	case nil:
		return property.Value{}
	case ref:
		if f == formKnown {
			return property.New(s.id(string(p)))
		}
		return computed
	case attr:
		if f == formKnown {
			return s.value(p.value, f)
		}
		return computed
	case hidden:
		if f == formKnown {
			return s.value(p.value, f)
		}
		return computed
	case string:
		return property.New(p)
	case bool:
		return property.New(p)
	case int:
		return property.New(float64(p))
	case []any:
		values := make([]property.Value, len(p))
		for i, e := range p {
			values[i] = s.value(e, f)
		}
		return property.New(values)
	case props:
		values := map[string]property.Value{}
		for k, e := range p {
			values[k] = s.value(e, f)
		}
		return property.New(values)
	default:
		panic(fmt.Sprintf("no rendering for %T", p))
	}
}

func list(elements ...any) []any { return elements }

// build makes the model of a stack in a form.
func (s stack) build(f form, cfg Config) *Model { return Build(s.resources(f), cfg) }

// describe lists ways for a failure message.
func describe(ways []Way) string {
	if len(ways) == 0 {
		return "no way"
	}
	var b strings.Builder
	for _, w := range ways {
		fmt.Fprintf(&b, "\n  %s %s %s: %s", w.Kind, w.Verdict, urnName(w.Offender), w)
	}
	return b.String()
}

// private is a VPC with one subnet, its own table, and nothing else.
var private = stack{
	"vpc": {kind: "ec2/vpc", props: props{"cidrBlock": "10.0.0.0/16"},
		answer: props{"mainRouteTableId": "rtb-main", "defaultRouteTableId": "rtb-main"}},
	"subnet": n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": "10.0.1.0/24"}),
	"table":  n("ec2/routeTable", props{"vpcId": ref("vpc")}),
	"assoc":  n("ec2/routeTableAssociation", props{"subnetId": ref("subnet"), "routeTableId": ref("table")}),
}

func TestPrivateVPCIsIsolatedInEveryForm(t *testing.T) {
	t.Parallel()
	for _, f := range allForms {
		m := private.build(f, Config{})
		if ways := m.Ways(); len(ways) > 0 {
			t.Errorf("%s: a VPC with local routes only has a way out or in: %s", f, describe(ways))
		}
		rows := m.Subnets()
		if len(rows) != 1 || rows[0].Verdict != Isolated || rows[0].Table != "table" || !rows[0].Explicit {
			t.Errorf("%s: expected one isolated subnet with table %q, got %+v", f, "table", rows)
		}
	}
}
