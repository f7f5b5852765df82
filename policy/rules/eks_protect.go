package rules

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var clusterProtection = Rule{
	ID:       "EKS-PROTECT",
	Title:    "a cluster of a productive stack cannot be deleted by mistake",
	Severity: Medium,
	Types: []string{
		"aws:eks/cluster:Cluster",
	},
	Why: "A destroy, a renamed component or a change that forces replacement deletes the cluster with everything that runs in it. " +
		"The AWS provider of this version cannot set the deletion protection of EKS; the option protect of Pulumi makes the engine " +
		"refuse until somebody lifts it on purpose. Productive stacks are those with prod, production, prd or live as a word in their " +
		"name, or those that protectedStacks names.",
	Fix:      "set protect on the cluster, with PrivateEksCluster by its argument of that name",
	Controls: deletion,
	Resource: unprotectedCluster,
}

// productive are the words by which the name of a stack says that people depend on it.
var productive = []string{"live", "prd", "prod", "production"}

func unprotectedCluster(r *isolation.Resource, s Settings) []Finding {
	stack := stackOf(r.URN)
	if r.Protect || r.External || !s.protects(stack) {
		return nil
	}
	return []Finding{{Property: "protect", Reason: "stack " + stack + " is productive, and nothing keeps the engine from deleting the cluster"}}
}

// protects tells whether the clusters of a stack have to be protected.
func (s Settings) protects(stack string) bool {
	if s.ProtectedStacks == nil {
		words := strings.FieldsFunc(strings.ToLower(stack), func(r rune) bool { return !unicode.IsLetter(r) })
		return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(productive, word) })
	}
	return slices.ContainsFunc(s.ProtectedStacks, func(pattern string) bool {
		matched, err := path.Match(pattern, stack)
		// A pattern that cannot be read protects, because it was meant to.
		return matched || err != nil
	})
}

// stackOf is the name of the stack in a URN.
func stackOf(urn string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(urn, "urn:pulumi:"), "::")
	return name
}
