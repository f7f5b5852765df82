package aws

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const (
	tEgress       = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	tRule         = "aws:ec2/securityGroupRule:SecurityGroupRule"
	tDefaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
)

func https(blocks ...any) in {
	return in{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": blocks}
}

func TestAGroupThatStatesNoEgressHasNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	group := w.make(tGroup, "g", in{"vpcId": vpc.ID})
	p := group.Properties
	if len(p.List("egress")) != 0 || p.String("description") != "Managed by Pulumi" || !strings.HasPrefix(p.String("name"), "g-") {
		t.Errorf("the provider removes the open egress of a new group and names it, got %v", p)
	}
	if want := "arn:aws:ec2:eu-central-1:111122223333:security-group/" + group.ID; p.String("arn") != want {
		t.Errorf("arn = %s, want %s", p.String("arn"), want)
	}
}

func TestAGroupIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a name that is taken":          {in{"name": "taken"}, "InvalidGroup.Duplicate", "The security group 'taken' already exists for VPC 'vpc-"},
		"a name like an id":             {in{"name": "sg-endpoints"}, "CheckFailure", "cannot begin with sg-"},
		"a name that is too long":       {in{"name": strings.Repeat("x", 256)}, "CheckFailure", "name"},
		"the reserved name":             {in{"name": "default"}, "InvalidParameterValue", "default"},
		"a name in another script":      {in{"name": "grüppe"}, "InvalidParameterValue", "Value (grüppe) for parameter GroupName"},
		"a description that is wrong":   {in{"description": "a|b"}, "InvalidParameterValue", "GroupDescription"},
		"an unknown VPC":                {in{"vpcId": "vpc-0123"}, "InvalidVpcID.NotFound", ""},
		"no VPC":                        {in{"vpcId": nil}, "VPCIdNotSpecified", ""},
		"a rule with host bits":         {in{"ingress": []any{https("10.20.0.1/16")}}, "CheckFailure", "10.20.0.1/16"},
		"a rule twice":                  {in{"egress": []any{https("10.20.0.0/16", "10.20.0.0/16")}}, "InvalidPermission.Duplicate", "peer: 10.20.0.0/16, TCP, from port: 443"},
		"ports for every protocol":      {in{"egress": []any{in{"protocol": "-1", "fromPort": 443, "toPort": 443, "self": true}}}, "CheckFailure", "must both be 0"},
		"ports upside down":             {in{"egress": []any{in{"protocol": "tcp", "fromPort": 443, "toPort": 80, "self": true}}}, "InvalidParameterValue", "443:80"},
		"a peer that does not exist":    {in{"egress": []any{in{"protocol": "tcp", "fromPort": 1, "toPort": 2, "securityGroups": []any{"sg-0123"}}}}, "InvalidGroup.NotFound", "sg-0123"},
		"a prefix list that is unknown": {in{"egress": []any{in{"protocol": "tcp", "fromPort": 1, "toPort": 2, "prefixListIds": []any{"pl-0123"}}}}, "InvalidPrefixListID.NotFound", ""},
		"a rule without ports":          {in{"egress": []any{in{"protocol": "tcp"}}}, "CheckFailure", "fromPort"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc := w.vpc()
			w.make(tGroup, "first", in{"vpcId": vpc.ID, "name": "taken"})
			inputs := in{"vpcId": vpc.ID}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(tGroup, "g", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheRuleBeyondTheQuotaOfAGroupIsRefusedWhereverItIs(t *testing.T) {
	t.Parallel()
	var blocks []any
	for i := range maxGroupRules {
		blocks = append(blocks, fmt.Sprintf("10.%d.0.0/16", i))
	}
	w := newWorld(t)
	vpc := w.vpc()
	_, err := w.create(tGroup, "inline", in{"vpcId": vpc.ID, "egress": []any{https(append(blocks, "10.200.0.0/16")...)}})
	expect(t, err, "RulesPerSecurityGroupLimitExceeded", "")
	full := w.make(tGroup, "full", in{"vpcId": vpc.ID, "egress": []any{https(blocks...)}})
	_, err = w.create(tEgress, "beside", in{"securityGroupId": full.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.200.0.0/16"})
	expect(t, err, "RulesPerSecurityGroupLimitExceeded", "")
	w.make(tIngress, "other direction", in{"securityGroupId": full.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.200.0.0/16"})
	list := w.make("aws:ec2/managedPrefixList:ManagedPrefixList", "list", in{"addressFamily": "IPv4", "maxEntries": 60})
	_, err = w.create(tIngress, "list", in{"securityGroupId": full.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListId": list.ID})
	expect(t, err, "RulesPerSecurityGroupLimitExceeded", "")
}

func TestARuleBesideAGroupShowsInItAndIsNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	group := w.make(tGroup, "g", in{"vpcId": vpc.ID})
	rule := w.make(tIngress, "r", in{"securityGroupId": group.ID, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.20.0.0/16"})
	if !strings.HasPrefix(rule.ID, "sgr-0") || rule.Properties.String("securityGroupRuleId") != rule.ID {
		t.Errorf("an id of AWS's form expected, got %s", rule.ID)
	}
	properties, _ := w.read(tGroup, "g", group.ID)
	if got := properties.String("ingress[0].cidrBlocks[0]"); got != "10.20.0.0/16" {
		t.Errorf("the rule expected in the group, got %v", properties.List("ingress"))
	}
	if drift := w.drift(tGroup, "g", group.ID); len(drift) != 0 {
		t.Errorf("no drift expected, got %v", drift)
	}
	_, err := w.create(tRule, "again", in{"securityGroupId": group.ID, "type": "ingress", "protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"10.20.0.0/16"}})
	expect(t, err, "InvalidPermission.Duplicate", "")
}

func TestARuleOfItsOwnIsRefusedByTheProviderOrAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"no peer":           {tIngress, in{"ipProtocol": "tcp", "fromPort": 1, "toPort": 2}, "CheckFailure", "exactly one"},
		"two peers":         {tIngress, in{"ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8", "prefixListId": "pl-6ea54007"}, "CheckFailure", "exactly one"},
		"host bits":         {tEgress, in{"ipProtocol": "-1", "cidrIpv4": "10.0.0.1/8"}, "CheckFailure", "cidrIpv4"},
		"an unknown group":  {tEgress, in{"ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8", "securityGroupId": "sg-0123"}, "InvalidGroup.NotFound", "sg-0123"},
		"an unknown peer":   {tEgress, in{"ipProtocol": "-1", "referencedSecurityGroupId": "sg-0123"}, "InvalidGroup.NotFound", "sg-0123"},
		"an unknown list":   {tEgress, in{"ipProtocol": "-1", "prefixListId": "pl-0123"}, "InvalidPrefixListID.NotFound", ""},
		"AWS's own list":    {tEgress, in{"ipProtocol": "-1", "prefixListId": "pl-6ea54007"}, "", ""},
		"old: no peer":      {tRule, in{"type": "ingress", "protocol": "tcp", "fromPort": 1, "toPort": 2}, "CheckFailure", "self"},
		"old: wrong type":   {tRule, in{"type": "both", "protocol": "tcp", "fromPort": 1, "toPort": 2, "self": true}, "CheckFailure", "type"},
		"old: itself":       {tRule, in{"type": "egress", "protocol": "tcp", "fromPort": 1, "toPort": 2, "self": true}, "", ""},
		"old: missing port": {tRule, in{"type": "egress", "protocol": "tcp", "fromPort": 1, "self": true}, "CheckFailure", "toPort"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			inputs := in{"securityGroupId": w.make(tGroup, "g", in{"vpcId": w.vpc().ID}).ID}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(test.token, "r", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAGroupIsKeptByWhateverNamesIt(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(w *world, vpcID, groupID string){
		"a rule of another group": func(w *world, vpcID, id string) {
			other := w.make(tGroup, "other", in{"vpcId": vpcID})
			w.make(tEgress, "r", in{"securityGroupId": other.ID, "ipProtocol": "-1", "referencedSecurityGroupId": id})
		},
		"a rule inside another group": func(w *world, vpcID, id string) {
			w.make(tGroup, "other", in{"vpcId": vpcID, "egress": []any{in{"protocol": "-1", "fromPort": 0, "toPort": 0, "securityGroups": []any{id}}}})
		},
		"an endpoint": func(w *world, vpcID, id string) {
			w.make(tEndpoint, "e", in{"vpcId": vpcID, "serviceName": "com.amazonaws.eu-central-1.kms", "vpcEndpointType": "Interface", "securityGroupIds": []any{id}})
		},
		"an interface": func(w *world, vpcID, id string) {
			w.make("aws:ec2/networkInterface:NetworkInterface", "eni", in{"subnetId": w.subnet("a", vpcID, "10.20.0.0/24", "a").ID, "securityGroups": []any{id}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			vpc := w.vpc()
			group := w.make(tGroup, "g", in{"vpcId": vpc.ID})
			use(w, vpc.ID, group.ID)
			expect(t, w.delete(tGroup, "g", group.ID), "DependencyViolation", "resource "+group.ID+" has a dependent object")
		})
	}
}

func TestAGroupThatNamesOnlyItselfGoesWithItsRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group := w.make(tGroup, "g", in{"vpcId": w.vpc().ID})
	w.make(tIngress, "self", in{"securityGroupId": group.ID, "ipProtocol": "-1", "referencedSecurityGroupId": group.ID})
	expect(t, w.delete(tGroup, "g", group.ID), "", "")
	for _, o := range w.Cloud.Objects() {
		if o.Kind == kindSecurityGroupRule {
			t.Errorf("the rule goes with its group, got %v", o)
		}
	}
}

func TestTheDefaultGroupIsAdoptedWithoutItsRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	group := w.make(tDefaultGroup, "d", in{"vpcId": vpc.ID})
	if group.ID != vpc.Properties.String("defaultSecurityGroupId") || group.Properties.String("name") != "default" {
		t.Errorf("the VPC's default group expected, got %s %v", group.ID, group.Properties)
	}
	if p := group.Properties; len(p.List("ingress"))+len(p.List("egress")) != 0 {
		t.Errorf("every rule is removed on adoption, got %v %v", p.List("ingress"), p.List("egress"))
	}
	if drift := w.drift(tDefaultGroup, "d", group.ID); len(drift) != 0 {
		t.Errorf("no drift expected, got %v", drift)
	}
}

func TestRulesAddedBehindTheBackOfAGroupThatStatesItsOwnAreDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group := w.make(tGroup, "g", in{"vpcId": w.vpc().ID, "ingress": []any{https("10.20.0.0/16")}})
	if err := w.Cloud.Modify(kindSecurityGroup, group.ID, func(o *cloud.Object) {
		o.Properties.Set("ingress", []any{https("0.0.0.0/0")})
	}); err != nil {
		t.Fatal(err)
	}
	if drift := w.drift(tGroup, "g", group.ID); len(drift) == 0 {
		t.Error("drift expected, got none")
	}
}

func TestNameDescriptionAndVpcReplaceAGroupAndRulesDoNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.replaces(tGroup,
		in{"vpcId": "vpc-1", "name": "a", "description": "a"},
		in{"vpcId": "vpc-2", "name": "b", "description": "b", "ingress": []any{https("10.0.0.0/8")}})
	if diff := cmp.Diff([]string{"description", "name", "vpcId"}, got); diff != "" {
		t.Errorf("replaced for (-want +got):\n%s", diff)
	}
	got = w.replaces(tIngress,
		in{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 1, "toPort": 1, "cidrIpv4": "10.0.0.0/8"},
		in{"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 2, "toPort": 2, "cidrIpv4": "11.0.0.0/8"})
	if len(got) != 0 {
		t.Errorf("a rule's ports and peer change in place, replaced for %v", got)
	}
}
