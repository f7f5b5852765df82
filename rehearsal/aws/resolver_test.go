package aws

import (
	"regexp"
	"strings"
	"testing"
)

const (
	tDomains     = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"
	tRuleGroup   = "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup"
	tFwRule      = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
	tAssociation = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
	tQueryLog    = "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig"
	tQueryAssoc  = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"
)

func TestDomainListsTakeWholeLabels(t *testing.T) {
	t.Parallel()
	for domain, code := range map[string]string{
		"example.com": "", "*.example.com.": "", "*": "", "*.": "", "s3.eu-central-1.amazonaws.com": "",
		"a*.example.com": "ValidationException", "a..b": "ValidationException", "https://x": "ValidationException", strings.Repeat("x", 256): "ValidationException",
	} {
		_, err := newWorld(t).create(tDomains, "d", in{"domains": []any{domain}})
		expect(t, err, code, "")
	}
	_, err := newWorld(t).create(tDomains, "d", in{"name": "a/b"})
	expect(t, err, "CheckFailure", "name")
}

func TestDomainsWrittenWithoutTheDotOfTheRootDriftAtEveryRefresh(t *testing.T) {
	t.Parallel()
	for domain, drifts := range map[string]bool{"corp.example": true, "*": true, "corp.example.": false, "*.": false} {
		w := newWorld(t)
		list := w.make(tDomains, "d", in{"domains": []any{domain}})
		if changes := w.drift(tDomains, "d", list.ID); (len(changes) > 0) != drifts {
			t.Errorf("refresh of %q finds %v, want a change: %t", domain, changes, drifts)
		}
	}
}

func TestFirewallRulesAreComplete(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"block without an answer":       {in{"action": "BLOCK"}, "ValidationException", "BlockResponse must be given"},
		"block":                         {in{"action": "BLOCK", "blockResponse": "NXDOMAIN"}, "", ""},
		"allow with an answer":          {in{"action": "ALLOW", "blockResponse": "NODATA"}, "ValidationException", ""},
		"override without a domain":     {in{"action": "BLOCK", "blockResponse": "OVERRIDE"}, "ValidationException", "BlockOverrideDomain"},
		"a priority that is taken":      {in{"action": "ALLOW", "priority": 1}, "ConflictException", "priority 1"},
		"an unknown action":             {in{"action": "DROP"}, "CheckFailure", "ALLOW"},
		"a list that does not exist":    {in{"action": "ALLOW", "firewallDomainListId": "rslvr-fdl-0"}, "ResourceNotFoundException", "rslvr-fdl-0"},
		"a group that does not exist":   {in{"action": "ALLOW", "firewallRuleGroupId": "rslvr-frg-0"}, "ResourceNotFoundException", "rslvr-frg-0"},
		"a rule without its domain":     {in{"action": "ALLOW", "firewallDomainListId": nil}, "CheckFailure", "firewallDomainListId"},
		"a name that is longer than 64": {in{"action": "ALLOW", "name": strings.Repeat("x", 65)}, "CheckFailure", "64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			group, list := w.make(tRuleGroup, "g", in{}), w.make(tDomains, "d", in{"domains": []any{"*"}})
			other := w.make(tDomains, "other", in{"domains": []any{"example.com"}})
			w.make(tFwRule, "first", in{"action": "ALLOW", "firewallRuleGroupId": group.ID, "firewallDomainListId": other.ID, "priority": 1})
			inputs := in{"firewallRuleGroupId": group.ID, "firewallDomainListId": list.ID, "priority": 2}
			for key, value := range test.inputs {
				inputs[key] = value
			}
			_, err := w.create(tFwRule, "r", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestFirewallPartsAreKeptByThoseThatUseThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, group, list := w.vpc(), w.make(tRuleGroup, "g", in{}), w.make(tDomains, "d", in{"domains": []any{"*"}})
	rule := w.make(tFwRule, "r", in{"action": "ALLOW", "firewallRuleGroupId": group.ID, "firewallDomainListId": list.ID, "priority": 1})
	if want := group.ID + ":" + list.ID; rule.ID != want || !regexp.MustCompile(`^rslvr-frg-[0-9a-f]{16}$`).MatchString(group.ID) {
		t.Errorf("id = %s, want %s", rule.ID, want)
	}
	association := w.make(tAssociation, "a", in{"firewallRuleGroupId": group.ID, "vpcId": vpc.ID, "priority": 101})
	expect(t, w.delete(tDomains, "d", list.ID), "ConflictException", list.ID)
	expect(t, w.delete(tFwRule, "r", rule.ID), "", "")
	expect(t, w.delete(tRuleGroup, "g", group.ID), "ConflictException", group.ID)
	expect(t, w.delete(tAssociation, "a", association.ID), "", "")
	expect(t, w.delete(tRuleGroup, "g", group.ID), "", "")
}

func TestAnAssociationHasAPriorityOfItsOwnWithinItsRange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, group, second := w.vpc(), w.make(tRuleGroup, "g", in{}), w.make(tRuleGroup, "h", in{})
	for _, priority := range []int{100, 9900} {
		_, err := w.create(tAssociation, "a", in{"firewallRuleGroupId": group.ID, "vpcId": vpc.ID, "priority": priority})
		expect(t, err, "ValidationException", "greater than 100 and less than 9900")
	}
	w.make(tAssociation, "a", in{"firewallRuleGroupId": group.ID, "vpcId": vpc.ID, "priority": 101})
	_, err := w.create(tAssociation, "b", in{"firewallRuleGroupId": second.ID, "vpcId": vpc.ID, "priority": 101})
	expect(t, err, "ConflictException", "priority 101")
	_, err = w.create(tAssociation, "c", in{"firewallRuleGroupId": group.ID, "vpcId": vpc.ID, "priority": 102})
	expect(t, err, "ConflictException", "already associated")
}

func TestAProtectedAssociationIsNeitherChangedNorRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, group := w.vpc(), w.make(tRuleGroup, "g", in{})
	inputs := func(protection string, priority int) in {
		return in{"firewallRuleGroupId": group.ID, "vpcId": vpc.ID, "priority": priority, "mutationProtection": protection}
	}
	association := w.make(tAssociation, "a", inputs("ENABLED", 101))
	const underProtection = "[RSLVR-02307] The DNS Firewall rule group association is under mutation protection."
	_, err := w.update(tAssociation, "a", association.ID, inputs("ENABLED", 102))
	expect(t, err, "ValidationException", underProtection)
	expect(t, w.delete(tAssociation, "a", association.ID), "ValidationException", underProtection)
	_, err = w.update(tAssociation, "a", association.ID, inputs("DISABLED", 101))
	expect(t, err, "", "")
	expect(t, w.delete(tAssociation, "a", association.ID), "", "")
}

func TestQueryLoggingNeedsItsDestinationAndIsKeptByItsAssociations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, logs := w.vpc(), w.make(tLogGroup, "l", in{"name": "/dns"})
	_, err := w.create(tQueryLog, "gone", in{"destinationArn": "arn:aws:logs:eu-central-1:111122223333:log-group:/absent"})
	expect(t, err, "ResourceNotFoundException", "/absent")
	w.make(tQueryLog, "bucket", in{"destinationArn": "arn:aws:s3:::a-bucket"})
	config := w.make(tQueryLog, "q", in{"destinationArn": logs.Properties.String("arn")})
	association := w.make(tQueryAssoc, "a", in{"resolverQueryLogConfigId": config.ID, "resourceId": vpc.ID})
	if !strings.HasPrefix(config.ID, "rqlc-") || !strings.HasPrefix(association.ID, "rqlca-") || config.Properties.String("shareStatus") != "NOT_SHARED" {
		t.Errorf("ids of the service's form expected, got %s and %s", config.ID, association.ID)
	}
	_, err = w.create(tQueryAssoc, "b", in{"resolverQueryLogConfigId": config.ID, "resourceId": vpc.ID})
	expect(t, err, "ResourceExistsException", vpc.ID)
	_, err = w.create(tQueryAssoc, "c", in{"resolverQueryLogConfigId": config.ID, "resourceId": "vpc-0123"})
	expect(t, err, "ResourceNotFoundException", "vpc-0123")
	expect(t, w.delete(tQueryLog, "q", config.ID), "InvalidRequestException", config.ID)
}
