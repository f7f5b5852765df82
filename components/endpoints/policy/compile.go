package policy

import (
	"fmt"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Compile returns the policy of the service's endpoint. Equal requests give equal documents, in whatever order their lists
// are. It fails when the document is larger than AWS takes, and for a fragment that names nothing.
func Compile(e catalog.Entry, r Request) (iamdoc.Document, error) {
	for _, f := range r.Fragments {
		if f.Service == e.Service && (len(f.Resources) == 0 || len(f.Actions) == 0) {
			return iamdoc.Document{}, fmt.Errorf("fragment %q for %s names no resource or no action", f.Name, f.Service)
		}
	}
	statements := own(e, r)
	for _, rule := range exceptions {
		if slices.Contains(r.Exceptions, rule.exception) && slices.Contains(rule.services, e.Service) {
			statements = append(statements, rule.statement(r))
		}
	}
	statements = append(statements, fragments(e.Service, r)...)
	if len(statements) == 0 {
		statements = append(statements, iamdoc.Statement{
			Sid: "NothingIsNeeded", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal, Action: []string{"*"}, Resource: []string{"*"},
		})
	}
	document := iamdoc.New(uniqueSids(statements)...)
	return document, checkSize(e.Service, document)
}

// own returns the statements that admit own principals to own resources.
func own(e catalog.Entry, r Request) []iamdoc.Statement {
	switch {
	case slices.Contains(s3Services, e.Service):
		return buckets(r)
	case slices.Contains(ecrServices, e.Service):
		return repositories(r)
	}
	statement := iamdoc.Statement{
		Sid: "OwnPrincipalsToOwnResources", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Resource: []string{"*"},
		Condition: r.Trust.principals(nil),
	}
	for _, prefix := range e.ActionPrefixes() {
		statement.Action = append(statement.Action, prefix+":*")
	}
	if !slices.Contains(withoutResourceAccount, e.Service) {
		statement.Condition = r.Trust.resources(statement.Condition)
	}
	return []iamdoc.Statement{statement}
}

// withoutResourceAccount are services none of whose actions carries the account of the resource (IAM user guide,
// aws:ResourceAccount). A condition on it would deny everything; the role's own policy decides on the resource.
var withoutResourceAccount = []catalog.Service{catalog.EBS}

func (rule exceptionRule) statement(r Request) iamdoc.Statement {
	s := iamdoc.Statement{
		Sid: rule.sid, Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal,
		Action: slices.Clone(rule.actions), Resource: r.expand(rule.resources),
	}
	if rule.caller == trustedCaller {
		s.Condition = r.Trust.principals(s.Condition)
	}
	if rule.ownResources && r.Trust.OrganizationID != "" {
		s.Condition = r.Trust.resources(s.Condition)
	}
	return s
}
