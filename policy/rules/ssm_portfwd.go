package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var sessionForwarding = Rule{
	ID:       "SSM-PORTFWD",
	Title:    "no session forwards ports, but to one fixed port of the instance itself",
	Severity: Medium,
	Types: []string{
		"aws:ssm/document:Document",
		"aws:ssm/association:Association",
		"aws:iam/groupPolicy:GroupPolicy",
		"aws:iam/policy:Policy",
		"aws:iam/role:Role",
		"aws:iam/rolePolicy:RolePolicy",
		"aws:iam/userPolicy:UserPolicy",
	},
	Why: "Port forwarding through Session Manager tunnels TCP connections through AWS's API: from a laptop on the " +
		"internet, over a managed instance, to any host that the instance can reach. A document that names no host and a fixed " +
		"port reaches what listens on that port of the instance and nothing else, as a command in a shell on it would; it passes " +
		"unless programs that pass connections on listen there, such as SSH. The documents of AWS let the caller choose port or host; a policy that allows " +
		"them opens every instance. A statement that allows every action of every service is an administrator's, who could write " +
		"any policy, and is left to whoever judges administrators. A policy that a preview does not know yet is judged by the " +
		"deployment, before it is made. The endpoints of ssm and ssmmessages, " +
		"which every session needs, are not refused here: they carry shells and commands as well, and the endpoints of this " +
		"project's own capabilities are among them; what they let through is for their policies, which EP-POLICY judges.",
	Fix: "write a fixed portNumber and no host into the document, use documents of this stack or of AWS in associations, and name in IAM the " +
		"documents that sessions may be started with, without AWS-StartPortForwardingSession, its variants and AWS-StartSSHSession",
	Controls: exfiltration,
	Resource: permitsForwarding,
}

// permitsForwarding finds statements of IAM policies that let people start one of AWS's sessions that forward ports. A text that
// is not known is not judged: a preview knows hardly any, and the deployment judges each before it makes the policy.
func permitsForwarding(r *isolation.Resource, _ Settings) []Finding {
	var findings []Finding
	for _, p := range slices.Concat(places(r, "policy"), places(r, "inlinePolicies[].policy")) {
		text, state := p.value.JSON()
		if state != isolation.Known || !strings.HasPrefix(isolation.CanonicalToken(r.Type), "aws:iam/") {
			continue
		}
		parsed, err := parseDocument(text)
		if err != nil {
			findings = append(findings, Finding{Property: p.path, Reason: "the policy cannot be read"})
			continue
		}
		for i, s := range parsed.Statement {
			if document := s.startsForwarding(parsed); document != "" {
				findings = append(findings, Finding{
					Property: fmt.Sprintf("%s.Statement[%d]", p.path, i),
					Reason:   fmt.Sprintf("%s of the policy allows sessions with %s, which forwards ports through AWS", s.label(i), document),
				})
			}
		}
	}
	return findings
}

// startsForwarding names the first of AWS's forwarding documents that the statement lets people start sessions with, unless
// another statement of the policy denies it.
func (s statement) startsForwarding(whole document) string {
	if !strings.EqualFold(s.Effect, "Allow") || !s.startsSessions() || s.allowsEverything() {
		return ""
	}
	for _, name := range isolation.ForwardingDocuments {
		denied := slices.ContainsFunc(whole.Statement, func(d statement) bool {
			return strings.EqualFold(d.Effect, "Deny") && len(d.Condition) == 0 && d.startsSessions() && d.covers(name)
		})
		if s.covers(name) && !denied {
			return name
		}
	}
	return ""
}

// startsSessions tells whether ssm:StartSession is among the actions of the statement.
func (s statement) startsSessions() bool {
	named := func(list []string) bool {
		return slices.ContainsFunc(list, func(pattern string) bool { return matchesPattern(strings.ToLower(pattern), "ssm:startsession") })
	}
	return named(s.Action) || len(s.NotAction) > 0 && !named(s.NotAction)
}

func (s statement) allowsEverything() bool {
	return slices.Contains(s.Action, "*") && slices.Contains(s.Resource, "*")
}

// covers tells whether the statement is about a document of AWS, whose ARN has no account.
func (s statement) covers(name string) bool {
	named := func(list []string) bool {
		return slices.ContainsFunc(list, func(pattern string) bool {
			parts := strings.SplitN(pattern, ":", 6)
			if len(parts) < 6 {
				return matchesPattern(pattern, "arn:aws:ssm:eu-central-1::document/"+name)
			}
			// Any partition and Region will do. People write an account where there is none.
			return matchesPattern(parts[2], "ssm") && matchesPattern(parts[5], "document/"+name) &&
				(matchesPattern(parts[4], "") || strings.HasPrefix(parts[5], "document/AWS-"))
		})
	}
	return named(s.Resource) || len(s.NotResource) > 0 && !named(s.NotResource)
}

// policyVariable is a variable of IAM, which may stand for anything.
var policyVariable = regexp.MustCompile(`\\\$\\\{[^}]*\\\}`)

// matchesPattern matches a text with a pattern of IAM, in which * and ? are wildcards.
func matchesPattern(pattern, text string) bool {
	expression := policyVariable.ReplaceAllString(regexp.QuoteMeta(pattern), ".*")
	expression = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(expression)
	matched, err := regexp.MatchString("^(?:"+expression+")$", text)
	return err != nil || matched
}
