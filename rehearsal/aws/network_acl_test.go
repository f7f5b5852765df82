package aws

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	tDefaultACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
	tACLRule    = "aws:ec2/networkAclRule:NetworkAclRule"
)

func allow(number int, block string) in {
	return in{"action": "allow", "protocol": "tcp", "fromPort": 443, "toPort": 443, "ruleNo": number, "cidrBlock": block}
}

func TestASubnetBelongsToTheDefaultAclUntilAnotherTakesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	subnet := w.subnet("a", vpc.ID, "10.20.0.0/24", "a")
	main := w.make(tDefaultACL, "main", in{"defaultNetworkAclId": vpc.Properties.String("defaultNetworkAclId")})
	if len(main.Properties.List("ingress"))+len(main.Properties.List("egress")) != 0 {
		t.Errorf("every rule is removed on adoption, got %v", main.Properties)
	}
	if diff := cmp.Diff([]string{subnet.ID}, main.Properties.Strings("subnetIds")); diff != "" {
		t.Errorf("subnets of the default ACL (-want +got):\n%s", diff)
	}
	own := w.make(tACL, "own", in{"vpcId": vpc.ID, "subnetIds": []any{subnet.ID}})
	properties, _ := w.read(tDefaultACL, "main", main.ID)
	if got := properties.Strings("subnetIds"); len(got) != 0 {
		t.Errorf("the subnet has left the default ACL, got %v", got)
	}
	expect(t, w.delete(tACL, "own", own.ID), "", "")
	properties, _ = w.read(tDefaultACL, "main", main.ID)
	if diff := cmp.Diff([]string{subnet.ID}, properties.Strings("subnetIds")); diff != "" {
		t.Errorf("subnets of the default ACL after its own is gone (-want +got):\n%s", diff)
	}
}

func TestASubnetLeftToAnAdoptedDefaultAclIsDriftAsWithTheRealProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	main := w.make(tDefaultACL, "main", in{"defaultNetworkAclId": vpc.Properties.String("defaultNetworkAclId")})
	if drift := w.drift(tDefaultACL, "main", main.ID); len(drift) != 0 {
		t.Errorf("no drift expected before there is a subnet, got %v", drift)
	}
	w.subnet("a", vpc.ID, "10.20.0.0/24", "a")
	drift := w.drift(tDefaultACL, "main", main.ID)
	if len(drift) != 1 || drift[0].Path != "subnetIds" {
		t.Errorf("drift of subnetIds expected, got %v", drift)
	}
}

func TestASubnetTakenOffTheListOfAnAclReturnsToTheDefaultOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	a, b := w.subnet("a", vpc.ID, "10.20.0.0/24", "a"), w.subnet("b", vpc.ID, "10.20.1.0/24", "b")
	acl := w.make(tACL, "own", in{"vpcId": vpc.ID, "subnetIds": []any{a.ID, b.ID}})
	changed, err := w.update(tACL, "own", acl.ID, in{"vpcId": vpc.ID, "subnetIds": []any{b.ID}})
	expect(t, err, "", "")
	if diff := cmp.Diff([]string{b.ID}, changed.Properties.Strings("subnetIds")); diff != "" {
		t.Errorf("subnets (-want +got):\n%s", diff)
	}
}

func TestAnAclIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"a rule number twice":     {in{"ingress": []any{allow(100, "10.0.0.0/8"), allow(100, "11.0.0.0/8")}}, "NetworkAclEntryAlreadyExists", "100"},
		"a rule number too high":  {in{"egress": []any{allow(32767, "10.0.0.0/8")}}, "InvalidParameterValue", "32766"},
		"host bits":               {in{"egress": []any{allow(100, "10.0.0.1/8")}}, "InvalidParameterValue", "10.0.0.0/8"},
		"ports for all protocols": {in{"egress": []any{in{"action": "allow", "protocol": "-1", "fromPort": 1, "toPort": 2, "ruleNo": 1, "cidrBlock": "10.0.0.0/8"}}}, "InvalidParameterValue", "must both be 0"},
		"an unknown VPC":          {in{"vpcId": "vpc-0123"}, "InvalidVpcID.NotFound", ""},
		"an unknown subnet":       {in{"subnetIds": []any{"subnet-0123"}}, "InvalidSubnetID.NotFound", ""},
		"an incomplete rule":      {in{"ingress": []any{in{"action": "allow"}}}, "CheckFailure", "protocol"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			inputs := in{"vpcId": w.vpc().ID}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(tACL, "n", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestTheRuleBeyondTheQuotaOfAnAclIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	var rules []any
	for i := range maxACLRules {
		rules = append(rules, allow(i+1, fmt.Sprintf("10.%d.0.0/16", i)))
	}
	acl := w.make(tACL, "n", in{"vpcId": vpc.ID, "ingress": rules})
	rule := in{"networkAclId": acl.ID, "ruleNumber": 200, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "10.0.0.0/8", "fromPort": 1, "toPort": 2}
	_, err := w.create(tACLRule, "r", rule)
	expect(t, err, "NetworkAclEntryLimitExceeded", "")
	rule["egress"] = true
	w.make(tACLRule, "other direction", rule)
	_, err = w.create(tACLRule, "same number", rule)
	expect(t, err, "NetworkAclEntryAlreadyExists", "200")
	_, err = w.create(tACL, "m", in{"vpcId": vpc.ID, "ingress": append(rules, allow(99, "10.99.0.0/16"))})
	expect(t, err, "NetworkAclEntryLimitExceeded", "")
}

func TestAnAclGoesWithTheRulesBesideIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	acl := w.make(tACL, "n", in{"vpcId": vpc.ID})
	w.make(tACLRule, "r", in{"networkAclId": acl.ID, "ruleNumber": 1, "protocol": "-1", "ruleAction": "allow", "cidrBlock": "10.0.0.0/8"})
	expect(t, w.delete(tACL, "n", acl.ID), "", "")
	expect(t, w.delete(tVPC, "v", vpc.ID), "", "")
	if left := w.Cloud.Objects(); len(left) != 0 {
		t.Errorf("nothing expected to be left, got %v", left)
	}
}
