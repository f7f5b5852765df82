package policy

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
)

// Probe is a call that an exception exists for.
type Probe struct {
	// Services are those whose endpoints have to let the call through.
	Services []catalog.Service
	// Call is the request.
	Call evaluator.Call
}

// Probes returns one call for each action and resource of the exception, made by the caller that it exists for: a trusted
// principal, or nobody that is known.
func Probes(e Exception, r Request) []Probe {
	i := slices.IndexFunc(exceptions, func(rule exceptionRule) bool { return rule.exception == e })
	if i < 0 {
		return nil
	}
	rule := exceptions[i]
	context := map[string]string{}
	if rule.caller == trustedCaller {
		context = r.Trust.Principal()
	}
	if rule.ownResources {
		context["aws:ResourceAccount"], context["aws:ResourceOrgID"] = r.Trust.AccountID, r.Trust.OrganizationID
	}
	var probes []Probe
	for _, resource := range r.expand(rule.resources) {
		for _, action := range rule.actions {
			probes = append(probes, Probe{Services: slices.Clone(rule.services), Call: evaluator.Call{
				Action: Example(action), Resource: Example(resource), Context: context,
			}})
		}
	}
	return probes
}

// Principal returns the condition keys of a request that a trusted principal signed.
func (t Trust) Principal() map[string]string {
	context := map[string]string{"aws:PrincipalAccount": t.AccountID, "aws:PrincipalOrgID": t.OrganizationID}
	for key, value := range context {
		if value == "" {
			delete(context, key)
		}
	}
	return context
}

// Own returns the condition keys of a request of a trusted principal about a trusted resource.
func (t Trust) Own() map[string]string {
	context := t.Principal()
	for _, kind := range []string{"Account", "OrgID"} {
		if value, ok := context["aws:Principal"+kind]; ok {
			context["aws:Resource"+kind] = value
		}
	}
	return context
}

// Example returns a text that fits the pattern.
func Example(pattern string) string { return strings.ReplaceAll(pattern, "*", "example") }
