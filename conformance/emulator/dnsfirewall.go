package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// newResolver plays what moto lacks of Route 53 Resolver: DNS Firewall, and query logging, which moto can start and never
// stop. It refuses what AWS refuses: a second rule
// of one priority, a second association of one priority in a VPC, and deleting what is still in use.
func newResolver() *jsonService {
	return &jsonService{service: "route53resolver", store: newStore(), operations: map[string]operation{
		"CreateFirewallDomainList":               createDomainList,
		"GetFirewallDomainList":                  getter(domainLists, "FirewallDomainListId", "FirewallDomainList"),
		"ListFirewallDomainLists":                lister(domainLists, "FirewallDomainLists"),
		"UpdateFirewallDomains":                  updateDomains,
		"ListFirewallDomains":                    listDomains,
		"DeleteFirewallDomainList":               deleteDomainList,
		"CreateFirewallRuleGroup":                createRuleGroup,
		"GetFirewallRuleGroup":                   getter(ruleGroups, "FirewallRuleGroupId", "FirewallRuleGroup"),
		"ListFirewallRuleGroups":                 lister(ruleGroups, "FirewallRuleGroups"),
		"DeleteFirewallRuleGroup":                deleteRuleGroup,
		"CreateFirewallRule":                     createRule,
		"UpdateFirewallRule":                     updateRule,
		"DeleteFirewallRule":                     deleteRule,
		"ListFirewallRules":                      listRules,
		"AssociateFirewallRuleGroup":             associateRuleGroup,
		"GetFirewallRuleGroupAssociation":        getter(associations, "FirewallRuleGroupAssociationId", "FirewallRuleGroupAssociation"),
		"UpdateFirewallRuleGroupAssociation":     updateAssociation,
		"ListFirewallRuleGroupAssociations":      lister(associations, "FirewallRuleGroupAssociations"),
		"DisassociateFirewallRuleGroup":          disassociateRuleGroup,
		"GetFirewallConfig":                      getFirewallConfig,
		"UpdateFirewallConfig":                   updateFirewallConfig,
		"ListFirewallConfigs":                    lister(firewallConfigs, "FirewallConfigs"),
		"CreateResolverQueryLogConfig":           createQueryLog,
		"GetResolverQueryLogConfig":              getter(queryLogs, "ResolverQueryLogConfigId", "ResolverQueryLogConfig"),
		"ListResolverQueryLogConfigs":            lister(queryLogs, "ResolverQueryLogConfigs"),
		"DeleteResolverQueryLogConfig":           deleteQueryLog,
		"AssociateResolverQueryLogConfig":        associateQueryLog,
		"GetResolverQueryLogConfigAssociation":   getter(queryLogAssociations, "ResolverQueryLogConfigAssociationId", "ResolverQueryLogConfigAssociation"),
		"ListResolverQueryLogConfigAssociations": lister(queryLogAssociations, "ResolverQueryLogConfigAssociations"),
		"DisassociateResolverQueryLogConfig":     disassociateQueryLog,
		"ListTagsForResource":                    resolverTags,
		"TagResource":                            tagResolver,
		"UntagResource":                          untagResolver,
	}}
}

// The kinds of objects of DNS Firewall.
const (
	domainLists     = "firewall-domain-list"
	ruleGroups      = "firewall-rule-group"
	rules           = "firewall-rule"
	associations    = "firewall-rule-group-association"
	firewallConfigs = "firewall-config"
	resolverTagKind = "tags"
)

func resolverARN(region, kind, id string) string {
	return fmt.Sprintf("arn:aws:route53resolver:%s:%s:%s/%s", region, account, kind, id)
}

func getter(kind, idKey, outKey string) operation {
	return func(s *store, region string, in document) (document, *refused) {
		d, ok := s.get(region, kind, text(in, idKey))
		if !ok {
			return nil, notFound(kind, text(in, idKey))
		}
		return document{outKey: public(d)}, nil
	}
}

func lister(kind, outKey string) operation {
	return func(s *store, region string, in document) (document, *refused) {
		list := []document{}
		for _, d := range s.list(region, kind) {
			list = append(list, public(d))
		}
		return document{outKey: list}, nil
	}
}

// public leaves out what the front keeps for itself.
func public(d document) document { return without(d, "domains") }

// made finds the object that an earlier try of the same call has made: AWS tells by the creator's request id.
func made(s *store, region, kind string, in document) (document, bool) {
	request := text(in, "CreatorRequestId")
	for _, d := range s.list(region, kind) {
		if request != "" && text(d, "CreatorRequestId") == request {
			return d, true
		}
	}
	return nil, false
}

func create(s *store, region, kind, prefix string, in, fields document) document {
	id := s.id(prefix)
	d := document{
		"Id": id, "Arn": resolverARN(region, kind, id), "Name": in["Name"], "CreatorRequestId": in["CreatorRequestId"],
		"Status": "COMPLETE", "StatusMessage": "",
	}
	for key, value := range fields {
		d[key] = value
	}
	s.put(region, kind, id, d)
	s.put(region, resolverTagKind, text(d, "Arn"), document{"Tags": in["Tags"]})
	return d
}

func createDomainList(s *store, region string, in document) (document, *refused) {
	d, ok := made(s, region, domainLists, in)
	if !ok {
		d = create(s, region, domainLists, "rslvr-fdl", in, document{"DomainCount": 0, "domains": []any{}})
	}
	return document{"FirewallDomainList": public(d)}, nil
}

func updateDomains(s *store, region string, in document) (document, *refused) {
	id := text(in, "FirewallDomainListId")
	d, ok := s.get(region, domainLists, id)
	if !ok {
		return nil, notFound(domainLists, id)
	}
	domains, _ := d["domains"].([]any)
	given, _ := in["Domains"].([]any)
	switch text(in, "Operation") {
	case "ADD":
		domains = append(slices.Clone(domains), given...)
	case "REMOVE":
		domains = slices.DeleteFunc(slices.Clone(domains), func(domain any) bool { return slices.Contains(given, domain) })
	default:
		domains = given
	}
	d["domains"], d["DomainCount"] = domains, len(domains)
	return document{"Id": id, "Name": d["Name"], "Status": "COMPLETE"}, nil
}

func listDomains(s *store, region string, in document) (document, *refused) {
	d, ok := s.get(region, domainLists, text(in, "FirewallDomainListId"))
	if !ok {
		return nil, notFound(domainLists, text(in, "FirewallDomainListId"))
	}
	// AWS gives domains back with the dot of the root.
	domains := []any{}
	for _, domain := range d["domains"].([]any) {
		domains = append(domains, strings.TrimSuffix(domain.(string), ".")+".")
	}
	return document{"Domains": domains}, nil
}

func deleteDomainList(s *store, region string, in document) (document, *refused) {
	id := text(in, "FirewallDomainListId")
	d, ok := s.get(region, domainLists, id)
	if !ok {
		return nil, notFound(domainLists, id)
	}
	for _, rule := range s.list(region, rules) {
		if text(rule, "FirewallDomainListId") == id {
			return nil, refuse(http.StatusBadRequest, "ConflictException", "domain list %s is in use by a rule", id)
		}
	}
	s.remove(region, domainLists, id)
	s.remove(region, resolverTagKind, text(d, "Arn"))
	return document{"FirewallDomainList": public(d)}, nil
}

func createRuleGroup(s *store, region string, in document) (document, *refused) {
	d, ok := made(s, region, ruleGroups, in)
	if !ok {
		d = create(s, region, ruleGroups, "rslvr-frg", in, document{"RuleCount": 0, "OwnerId": account, "ShareStatus": "NOT_SHARED"})
	}
	return document{"FirewallRuleGroup": d}, nil
}

func deleteRuleGroup(s *store, region string, in document) (document, *refused) {
	id := text(in, "FirewallRuleGroupId")
	d, ok := s.get(region, ruleGroups, id)
	if !ok {
		return nil, notFound(ruleGroups, id)
	}
	for _, kind := range []string{rules, associations} {
		for _, user := range s.list(region, kind) {
			if text(user, "FirewallRuleGroupId") == id {
				return nil, refuse(http.StatusBadRequest, "ConflictException", "rule group %s still has a %s", id, kind)
			}
		}
	}
	s.remove(region, ruleGroups, id)
	s.remove(region, resolverTagKind, text(d, "Arn"))
	return document{"FirewallRuleGroup": d}, nil
}

func ruleID(in document) string {
	return text(in, "FirewallRuleGroupId") + "/" + text(in, "FirewallDomainListId") + text(in, "FirewallThreatProtectionId")
}

func createRule(s *store, region string, in document) (document, *refused) {
	if rule, ok := made(s, region, rules, in); ok {
		return document{"FirewallRule": rule}, nil
	}
	if _, ok := s.get(region, ruleGroups, text(in, "FirewallRuleGroupId")); !ok {
		return nil, notFound(ruleGroups, text(in, "FirewallRuleGroupId"))
	}
	if _, ok := s.get(region, domainLists, text(in, "FirewallDomainListId")); !ok {
		return nil, notFound(domainLists, text(in, "FirewallDomainListId"))
	}
	for _, rule := range s.list(region, rules) {
		if text(rule, "FirewallRuleGroupId") == text(in, "FirewallRuleGroupId") && rule["Priority"] == in["Priority"] {
			return nil, refuse(http.StatusBadRequest, "ValidationException", "the rule group has a rule of priority %v already", in["Priority"])
		}
	}
	rule := clone(in)
	if rule["FirewallDomainRedirectionAction"] == nil {
		rule["FirewallDomainRedirectionAction"] = "INSPECT_REDIRECTION_DOMAIN"
	}
	s.put(region, rules, ruleID(in), rule)
	return document{"FirewallRule": rule}, nil
}

func updateRule(s *store, region string, in document) (document, *refused) {
	rule, ok := s.get(region, rules, ruleID(in))
	if !ok {
		return nil, notFound(rules, ruleID(in))
	}
	for key, value := range in {
		rule[key] = value
	}
	return document{"FirewallRule": rule}, nil
}

func deleteRule(s *store, region string, in document) (document, *refused) {
	rule, ok := s.get(region, rules, ruleID(in))
	if !ok {
		return nil, notFound(rules, ruleID(in))
	}
	s.remove(region, rules, ruleID(in))
	return document{"FirewallRule": rule}, nil
}

func listRules(s *store, region string, in document) (document, *refused) {
	if _, ok := s.get(region, ruleGroups, text(in, "FirewallRuleGroupId")); !ok {
		return nil, notFound(ruleGroups, text(in, "FirewallRuleGroupId"))
	}
	list := []document{}
	for _, rule := range s.list(region, rules) {
		if text(rule, "FirewallRuleGroupId") == text(in, "FirewallRuleGroupId") {
			list = append(list, rule)
		}
	}
	return document{"FirewallRules": list}, nil
}

func associateRuleGroup(s *store, region string, in document) (document, *refused) {
	if d, ok := made(s, region, associations, in); ok {
		return document{"FirewallRuleGroupAssociation": d}, nil
	}
	if _, ok := s.get(region, ruleGroups, text(in, "FirewallRuleGroupId")); !ok {
		return nil, notFound(ruleGroups, text(in, "FirewallRuleGroupId"))
	}
	for _, other := range s.list(region, associations) {
		if text(other, "VpcId") == text(in, "VpcId") && other["Priority"] == in["Priority"] {
			return nil, refuse(http.StatusBadRequest, "ValidationException", "the VPC has an association of priority %v already", in["Priority"])
		}
	}
	protection := in["MutationProtection"]
	if protection == nil {
		protection = "DISABLED"
	}
	d := create(s, region, associations, "rslvr-frgassoc", in, document{
		"FirewallRuleGroupId": in["FirewallRuleGroupId"], "VpcId": in["VpcId"], "Priority": in["Priority"], "MutationProtection": protection,
	})
	return document{"FirewallRuleGroupAssociation": d}, nil
}

func updateAssociation(s *store, region string, in document) (document, *refused) {
	id := text(in, "FirewallRuleGroupAssociationId")
	d, ok := s.get(region, associations, id)
	if !ok {
		return nil, notFound(associations, id)
	}
	for key, value := range without(in, "FirewallRuleGroupAssociationId") {
		d[key] = value
	}
	return document{"FirewallRuleGroupAssociation": d}, nil
}

func disassociateRuleGroup(s *store, region string, in document) (document, *refused) {
	id := text(in, "FirewallRuleGroupAssociationId")
	d, ok := s.get(region, associations, id)
	if !ok {
		return nil, notFound(associations, id)
	}
	if text(d, "MutationProtection") == "ENABLED" {
		return nil, refuse(http.StatusBadRequest, "ConflictException", "mutation protection is enabled on association %s", id)
	}
	s.remove(region, associations, id)
	s.remove(region, resolverTagKind, text(d, "Arn"))
	return document{"FirewallRuleGroupAssociation": d}, nil
}

// getFirewallConfig answers AWS's default for a VPC that was never configured: fail closed. Every VPC has such a
// configuration for as long as it lives, so that it is no object of its own.
func getFirewallConfig(s *store, region string, in document) (document, *refused) {
	vpc := text(in, "ResourceId")
	d, ok := s.get(region, firewallConfigs, vpc)
	if !ok {
		d = document{"Id": "rslvr-fc-" + strings.TrimPrefix(vpc, "vpc-"), "OwnerId": account, "ResourceId": vpc, "FirewallFailOpen": "DISABLED"}
		s.put(region, firewallConfigs, vpc, d)
	}
	return document{"FirewallConfig": d}, nil
}

func updateFirewallConfig(s *store, region string, in document) (document, *refused) {
	out, no := getFirewallConfig(s, region, in)
	if no == nil {
		out["FirewallConfig"].(document)["FirewallFailOpen"] = in["FirewallFailOpen"]
	}
	return out, no
}
