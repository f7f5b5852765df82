package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const (
	tResolverEndpoint    = "aws:route53/resolverEndpoint:ResolverEndpoint"
	tResolverRule        = "aws:route53/resolverRule:ResolverRule"
	tResolverAssociation = "aws:route53/resolverRuleAssociation:ResolverRuleAssociation"
)

// resolverWorld is a VPC with two subnets and a security group, and a subnet and a group of another VPC.
type resolverWorld struct {
	*world
	a, b, group, otherSubnet, otherGroup string
}

func newResolverWorld(t *testing.T) *resolverWorld {
	t.Helper()
	w := &resolverWorld{world: newWorld(t)}
	vpc, other := w.vpc(), w.make(tVPC, "other", in{"cidrBlock": "10.30.0.0/16"})
	w.a, w.b = w.subnet("a", vpc.ID, "10.20.0.0/24", "a").ID, w.subnet("b", vpc.ID, "10.20.1.0/24", "b").ID
	w.group = w.make(tGroup, "g", in{"vpcId": vpc.ID}).ID
	w.otherSubnet, w.otherGroup = w.subnet("o", other.ID, "10.30.0.0/24", "a").ID, w.make(tGroup, "o", in{"vpcId": other.ID}).ID
	return w
}

func (w *resolverWorld) endpoint(changes in) in {
	inputs := in{"direction": "OUTBOUND", "securityGroupIds": []any{w.group}, "ipAddresses": []any{in{"subnetId": w.a}, in{"subnetId": w.b}}}
	for name, value := range changes {
		inputs[name] = value
	}
	return inputs
}

func TestResolverEndpointsAreRefusedWhereAWSOrTheProviderRefusesThem(t *testing.T) {
	t.Parallel()
	w := newResolverWorld(t)
	for name, test := range map[string]struct {
		changes    in
		code, text string
	}{
		"valid":                  {in{}, "", ""},
		"one address":            {in{"ipAddresses": []any{in{"subnetId": w.a}}}, "CheckFailure", "ipAddresses"},
		"no address":             {in{"ipAddresses": nil}, "CheckFailure", "required"},
		"no group":               {in{"securityGroupIds": nil}, "CheckFailure", "required"},
		"both directions":        {in{"direction": "BOTH"}, "CheckFailure", "direction"},
		"a subnet of another":    {in{"ipAddresses": []any{in{"subnetId": w.a}, in{"subnetId": w.otherSubnet}}}, "InvalidRequestException", "in one VPC"},
		"a group of another":     {in{"securityGroupIds": []any{w.otherGroup}}, "InvalidRequestException", w.otherGroup},
		"an address outside":     {in{"ipAddresses": []any{in{"subnetId": w.a, "ip": "10.9.9.9"}, in{"subnetId": w.b}}}, "InvalidParameterValue", "10.9.9.9"},
		"an address twice":       {in{"ipAddresses": []any{in{"subnetId": w.a, "ip": "10.20.0.9"}, in{"subnetId": w.a, "ip": "10.20.0.9"}}}, "InvalidIPAddress.InUse", ""},
		"of a kind of addresses": {in{"resolverEndpointType": "IPV6"}, "UnsupportedOperation", "not simulated"},
	} {
		made, err := w.create(tResolverEndpoint, "e", w.endpoint(test.changes))
		expect(t, err, test.code, test.text)
		if err == nil {
			if err := w.delete(tResolverEndpoint, "e", made.ID); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestAResolverEndpointHasAnInterfaceForEachAddressAndKeepsThoseThatStay(t *testing.T) {
	t.Parallel()
	w := newResolverWorld(t)
	made := w.make(tResolverEndpoint, "e", w.endpoint(in{}))
	before := made.Properties.Objects("ipAddresses")
	if !strings.HasPrefix(made.ID, "rslvr-out-") || made.Properties.String("hostVpcId") == "" || len(before) != 2 || before[0].String("ip") == "" {
		t.Fatalf("an outbound endpoint in a VPC with two addresses expected, got %s %v", made.ID, made.Properties)
	}
	if err := w.delete(tSubnet, "a", w.a); cloud.CodeOf(err) != "DependencyViolation" {
		t.Errorf("its interface keeps the subnet, got %v", err)
	}
	changed, err := w.update(tResolverEndpoint, "e", made.ID, w.endpoint(in{"ipAddresses": []any{in{"subnetId": w.b}, in{"subnetId": w.b}}}))
	if err != nil {
		t.Fatal(err)
	}
	after := changed.Properties.Objects("ipAddresses")
	kept := slices.IndexFunc(before, func(address cloud.Values) bool { return address.String("subnetId") == w.b })
	if diff := cmp.Diff(before[kept], after[0]); diff != "" || after[1].String("ip") == after[0].String("ip") {
		t.Errorf("the address that stays is the same, another one is new (-before +after): %s, %v", diff, after)
	}
	if err := w.delete(tSubnet, "a", w.a); err != nil {
		t.Errorf("nothing keeps the subnet any more, got %v", err)
	}
}

func TestResolverRulesForwardOutboundOnly(t *testing.T) {
	t.Parallel()
	w := newResolverWorld(t)
	out := w.make(tResolverEndpoint, "out", w.endpoint(in{})).ID
	inbound := w.make(tResolverEndpoint, "in", w.endpoint(in{"direction": "INBOUND"})).ID
	target := []any{in{"ip": "10.0.0.2"}}
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"forward":             {in{"ruleType": "FORWARD", "resolverEndpointId": out, "targetIps": target}, "", ""},
		"system":              {in{"ruleType": "SYSTEM"}, "", ""},
		"nowhere":             {in{"ruleType": "FORWARD", "resolverEndpointId": out}, "InvalidParameterException", "target"},
		"without an endpoint": {in{"ruleType": "FORWARD", "targetIps": target}, "InvalidParameterException", "Resolver endpoint"},
		"by an inbound one":   {in{"ruleType": "FORWARD", "resolverEndpointId": inbound, "targetIps": target}, "InvalidRequestException", "not an outbound"},
		"by one that is not":  {in{"ruleType": "FORWARD", "resolverEndpointId": "rslvr-out-0", "targetIps": target}, "ResourceNotFoundException", ""},
		"system with targets": {in{"ruleType": "SYSTEM", "targetIps": target}, "InvalidRequestException", "SYSTEM"},
		"to no address":       {in{"ruleType": "FORWARD", "resolverEndpointId": out, "targetIps": []any{in{"ip": "x"}}}, "CheckFailure", "IPv4"},
		"another type":        {in{"ruleType": "BACK"}, "CheckFailure", "ruleType"},
	} {
		test.inputs["domainName"] = "corp.example."
		made, err := w.create(tResolverRule, name, test.inputs)
		expect(t, err, test.code, test.text)
		if kept := made.Properties.String("domainName"); err == nil && kept != "corp.example" {
			t.Errorf("%s: the domain is kept without the dot of the root, got %q", name, kept)
		}
	}
	if err := w.delete(tResolverEndpoint, "out", out); cloud.CodeOf(err) != "InvalidRequestException" {
		t.Errorf("a rule keeps its endpoint, got %v", err)
	}
}

func TestAVPCTakesOneRuleForADomain(t *testing.T) {
	t.Parallel()
	w := newResolverWorld(t)
	vpc := w.make(tVPC, "third", in{"cidrBlock": "10.40.0.0/16"}).ID
	first := w.make(tResolverRule, "first", in{"domainName": "corp.example", "ruleType": "SYSTEM"}).ID
	second := w.make(tResolverRule, "second", in{"domainName": "corp.example.", "ruleType": "SYSTEM"}).ID
	w.make(tResolverAssociation, "first", in{"resolverRuleId": first, "vpcId": vpc})
	_, err := w.create(tResolverAssociation, "second", in{"resolverRuleId": second, "vpcId": vpc})
	expect(t, err, "InvalidRequestException", first)
	if err := w.delete(tResolverRule, "first", first); cloud.CodeOf(err) != "ResourceInUseException" {
		t.Errorf("an association keeps its rule, got %v", err)
	}
}

func TestWhatReplacesAResolverEndpointOrRule(t *testing.T) {
	t.Parallel()
	w := newResolverWorld(t)
	rule := in{"domainName": "corp.example", "ruleType": "FORWARD", "resolverEndpointId": "rslvr-out-1", "targetIps": []any{in{"ip": "10.0.0.2"}}}
	change := func(base, changes in) in {
		next := in{}
		for name, value := range base {
			next[name] = value
		}
		for name, value := range changes {
			if next[name] = value; value == nil {
				delete(next, name)
			}
		}
		return next
	}
	for name, test := range map[string]struct {
		token     string
		old, next in
		want      []string
	}{
		"direction":           {tResolverEndpoint, w.endpoint(in{}), w.endpoint(in{"direction": "INBOUND"}), []string{"direction"}},
		"security groups":     {tResolverEndpoint, w.endpoint(in{}), w.endpoint(in{"securityGroupIds": []any{"sg-1"}}), []string{"securityGroupIds[0]"}},
		"addresses":           {tResolverEndpoint, w.endpoint(in{}), w.endpoint(in{"ipAddresses": []any{in{"subnetId": w.a}, in{"subnetId": w.a}}}), []string{}},
		"domain":              {tResolverRule, rule, change(rule, in{"domainName": "x.example"}), []string{"domainName"}},
		"the dot of a root":   {tResolverRule, rule, change(rule, in{"domainName": "corp.example."}), []string{}},
		"another endpoint":    {tResolverRule, rule, change(rule, in{"resolverEndpointId": "rslvr-out-2"}), []string{}},
		"no endpoint":         {tResolverRule, rule, change(rule, in{"resolverEndpointId": nil}), []string{"resolverEndpointId"}},
		"targets":             {tResolverRule, rule, change(rule, in{"targetIps": []any{in{"ip": "10.0.0.3"}}}), []string{}},
		"type":                {tResolverRule, rule, change(rule, in{"ruleType": "SYSTEM"}), []string{"ruleType"}},
		"name of both":        {tResolverRule, change(rule, in{"name": "a"}), change(rule, in{"name": "b"}), []string{}},
		"name of an endpoint": {tResolverEndpoint, w.endpoint(in{"name": "a"}), w.endpoint(in{"name": "b"}), []string{}},
	} {
		if diff := cmp.Diff(test.want, w.replaces(test.token, test.old, test.next)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
