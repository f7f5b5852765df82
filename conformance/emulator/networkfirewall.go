package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// newNetworkFirewall plays what moto lacks of Network Firewall: rule groups and firewall policies. It refuses what AWS refuses: a
// second object of one name, a change with a token that is not the last, a policy on a rule group that is not there, and
// deleting a rule group that a policy uses.
func newNetworkFirewall() *jsonService {
	return &jsonService{service: "network-firewall", store: newStore(), operations: map[string]operation{
		"CreateRuleGroup":        firewallRuleGroups.create,
		"DescribeRuleGroup":      firewallRuleGroups.describe,
		"UpdateRuleGroup":        firewallRuleGroups.update,
		"DeleteRuleGroup":        firewallRuleGroups.delete,
		"ListRuleGroups":         firewallRuleGroups.list,
		"CreateFirewallPolicy":   firewallPolicies.create,
		"DescribeFirewallPolicy": firewallPolicies.describe,
		"UpdateFirewallPolicy":   firewallPolicies.update,
		"DeleteFirewallPolicy":   firewallPolicies.delete,
		"ListFirewallPolicies":   firewallPolicies.list,
		"TagResource":            tagFirewallPart,
		"UntagResource":          untagFirewallPart,
		"ListTagsForResource":    firewallPartTags,
	}}
}

// firewallPart is a noun of Network Firewall. Its fields are named after it: RuleGroupArn, RuleGroupName, RuleGroupResponse.
type firewallPart struct {
	noun, plural string
	// described are the fields of a request that the response repeats.
	described []string
	// path is what the ARN says of the object's kind.
	path func(in document) string
}

var (
	firewallRuleGroups = firewallPart{
		noun: "RuleGroup", plural: "RuleGroups", described: []string{"Description", "Type", "Capacity", "EncryptionConfiguration"},
		path: func(in document) string { return strings.ToLower(text(in, "Type")) + "-rulegroup" },
	}
	firewallPolicies = firewallPart{
		noun: "FirewallPolicy", plural: "FirewallPolicies", described: []string{"Description", "EncryptionConfiguration"},
		path: func(document) string { return "firewall-policy" },
	}
)

// The fields of a stored object: what was sent, what describes it, and the token of its last change.
const (
	contentField  = "content"
	responseField = "response"
	tokenField    = "token"
)

func (p firewallPart) arn(region string, in document) string {
	if arn := text(in, p.noun+"Arn"); arn != "" {
		return arn
	}
	return fmt.Sprintf("arn:aws:network-firewall:%s:%s:%s/%s", region, account, p.path(in), text(in, p.noun+"Name"))
}

func (p firewallPart) find(s *store, region string, in document) (document, *refused) {
	d, ok := s.get(region, p.noun, p.arn(region, in))
	if !ok {
		return nil, notFound(p.noun, p.arn(region, in))
	}
	return d, nil
}

func (p firewallPart) create(s *store, region string, in document) (document, *refused) {
	arn := p.arn(region, in)
	if _, taken := s.get(region, p.noun, arn); taken {
		return nil, invalidRequest("A resource with the specified name already exists: %s", text(in, p.noun+"Name"))
	}
	content, no := p.content(s, region, in)
	if no != nil {
		return nil, no
	}
	response := document{
		p.noun + "Arn": arn, p.noun + "Name": in[p.noun+"Name"], p.noun + "Id": s.id("id"), p.noun + "Status": "ACTIVE", "Tags": in["Tags"],
		"EncryptionConfiguration": document{"Type": "AWS_OWNED_KMS_KEY"},
	}
	p.describeIn(response, in)
	d := document{contentField: content, responseField: response, tokenField: s.id("token")}
	s.put(region, p.noun, arn, d)
	return document{"UpdateToken": d[tokenField], p.noun + "Response": response}, nil
}

// content is what the object consists of. Rules may come as text, which is shown as a source of rules.
func (p firewallPart) content(s *store, region string, in document) (any, *refused) {
	if rules := text(in, "Rules"); rules != "" {
		return document{"RulesSource": document{"RulesString": rules}}, nil
	}
	if in[p.noun] == nil {
		return nil, invalidRequest("Parameter is required: %s", p.noun)
	}
	for _, arn := range referenced(in[p.noun]) {
		if _, ok := s.get(region, firewallRuleGroups.noun, arn); !ok && !strings.Contains(arn, ":aws-managed:") {
			return nil, invalidRequest("The rule group %s does not exist", arn)
		}
	}
	return in[p.noun], nil
}

// referenced are the rule groups that a policy names.
func referenced(policy any) []string {
	var arns []string
	content, _ := policy.(document)
	for _, kind := range []string{"StatefulRuleGroupReferences", "StatelessRuleGroupReferences"} {
		references, _ := content[kind].([]any)
		for _, reference := range references {
			if named, ok := reference.(document); ok {
				arns = append(arns, text(named, "ResourceArn"))
			}
		}
	}
	return arns
}

func (p firewallPart) describeIn(response, in document) {
	for _, field := range p.described {
		if in[field] != nil {
			response[field] = in[field]
		}
	}
}

func (p firewallPart) describe(s *store, region string, in document) (document, *refused) {
	d, no := p.find(s, region, in)
	if no != nil {
		return nil, no
	}
	return document{"UpdateToken": d[tokenField], p.noun: d[contentField], p.noun + "Response": d[responseField]}, nil
}

func (p firewallPart) update(s *store, region string, in document) (document, *refused) {
	d, no := p.find(s, region, in)
	if no != nil {
		return nil, no
	}
	if in["UpdateToken"] != d[tokenField] {
		return nil, refuse(http.StatusBadRequest, "InvalidTokenException", "The token that you provided is not the latest one")
	}
	content, no := p.content(s, region, in)
	if no != nil {
		return nil, no
	}
	response := clone(d[responseField].(document))
	p.describeIn(response, in)
	d[contentField], d[responseField], d[tokenField] = content, response, s.id("token")
	return document{"UpdateToken": d[tokenField], p.noun + "Response": response}, nil
}

func (p firewallPart) delete(s *store, region string, in document) (document, *refused) {
	d, no := p.find(s, region, in)
	if no != nil {
		return nil, no
	}
	arn := p.arn(region, in)
	for _, policy := range s.list(region, firewallPolicies.noun) {
		if slices.Contains(referenced(policy[contentField]), arn) {
			return nil, refuse(http.StatusBadRequest, "InvalidOperationException", "Unable to delete the object because it is still in use: %s", arn)
		}
	}
	s.remove(region, p.noun, arn)
	response := clone(d[responseField].(document))
	response[p.noun+"Status"] = "DELETING"
	return document{p.noun + "Response": response}, nil
}

func (p firewallPart) list(s *store, region string, _ document) (document, *refused) {
	list := []document{}
	for _, d := range s.list(region, p.noun) {
		response := d[responseField].(document)
		list = append(list, document{"Arn": response[p.noun+"Arn"], "Name": response[p.noun+"Name"]})
	}
	return document{p.plural: list}, nil
}

func invalidRequest(format string, args ...any) *refused {
	return refuse(http.StatusBadRequest, "InvalidRequestException", format, args...)
}

// firewallPartOf finds the object that tags are about. Firewalls themselves are moto's.
func firewallPartOf(s *store, region string, in document) (document, *refused) {
	arn := text(in, "ResourceArn")
	for _, part := range []firewallPart{firewallRuleGroups, firewallPolicies} {
		if d, ok := s.get(region, part.noun, arn); ok {
			return d[responseField].(document), nil
		}
	}
	if strings.Contains(arn, ":firewall/") {
		return nil, &refused{code: leaveToMoto}
	}
	return nil, notFound("resource", arn)
}

func firewallPartTags(s *store, region string, in document) (document, *refused) {
	response, no := firewallPartOf(s, region, in)
	if no != nil {
		return nil, no
	}
	return document{"Tags": response["Tags"]}, nil
}

func tagFirewallPart(s *store, region string, in document) (document, *refused) {
	response, no := firewallPartOf(s, region, in)
	if no != nil {
		return nil, no
	}
	given, _ := in["Tags"].([]any)
	var names []any
	for _, tag := range given {
		names = append(names, tag.(document)["Key"])
	}
	response["Tags"] = append(withoutTags(response["Tags"], "Key", names), given...)
	return document{}, nil
}

func untagFirewallPart(s *store, region string, in document) (document, *refused) {
	response, no := firewallPartOf(s, region, in)
	if no != nil {
		return nil, no
	}
	names, _ := in["TagKeys"].([]any)
	response["Tags"] = withoutTags(response["Tags"], "Key", names)
	return document{}, nil
}
