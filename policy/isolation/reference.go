package isolation

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// reference is what a property that names another resource may name.
type reference struct {
	state State
	// id is set where the value is known.
	id string
	// resources are the candidates in the stack: those with the id, or, where the id is not known, those among the
	// property's dependencies that can produce such an id.
	resources []*Resource
	// strangers are the dependencies that could produce anything, such as a stack reference.
	strangers []string
}

// only returns the one candidate if there is exactly one and nothing else is possible.
func (ref reference) only() *Resource {
	if len(ref.resources) == 1 && len(ref.strangers) == 0 {
		return ref.resources[0]
	}
	return nil
}

// refer resolves a value that names a resource of one of some kinds.
func (g *graph) refer(v Value, kinds ...string) reference {
	id, state := v.Text()
	ref := reference{state: state, id: id}
	switch state {
	case Known:
		ref.resources = filterKind(g.byID[id], kinds)
	case Unknown:
		ref.resources, ref.strangers = g.producers(v.refs, kinds, maxCandidates)
	}
	return ref
}

// maxCandidates bounds how many resources a single unknown id may stand for. Beyond it nothing useful can be said, and
// cannot tell is the honest answer.
const maxCandidates = 16

// producers sorts the dependencies of a property into resources of some kinds and strangers. A component stands for its
// descendants, because the outputs of a remote component depend on the component alone; one with more of them than most
// is a stranger.
func (g *graph) producers(urns, kinds []string, most int) (found []*Resource, strangers []string) {
	for _, urn := range urns {
		r := g.byURN[urn]
		switch {
		case r == nil:
			r = &Resource{URN: urn, Type: urnType(urn), Custom: true}
			r.kind = kindOf(r.Type)
			if slices.Contains(kinds, r.kind) {
				found = append(found, r)
			} else {
				strangers = append(strangers, urn)
			}
		case slices.Contains(kinds, r.kind):
			found = append(found, r)
		case r.kind == "ec2/securityGroup" && slices.Equal(kinds, subnetKinds) && !repeatsSubnet(r):
			// The vpcConfig of a cluster depends on its security groups and its subnets, and a group names no subnet.
		case !r.isComponent():
			strangers = append(strangers, urn)
		}
	}
	if len(found) == 0 && len(strangers) == 0 {
		for _, urn := range urns {
			below := g.descendants(urn)
			count := 0
			for _, k := range kinds {
				count += len(below[k])
			}
			if count > most {
				return nil, []string{urn}
			}
			for _, k := range kinds {
				found = append(found, below[k]...)
			}
		}
	}
	slices.SortFunc(found, byURN)
	return slices.Compact(found), strangers
}

// groupTexts are the properties of a security group that can repeat a text of the author's choice. Of the others, vpcId can
// be a VPC's id only and the rest is made by AWS.
var groupTexts = []string{"description", "egress", "ingress", "name", "namePrefix", "tags", "tagsAll"}

// repeatsSubnet tells whether a security group may hold the id of a subnet, as in a tag, which a program could read from it:
// it names one, or holds a text of the author's that is not known.
func repeatsSubnet(group *Resource) bool {
	return slices.ContainsFunc(groupTexts, func(key string) bool {
		if !group.authored(key) {
			return false
		}
		v := group.Value(key)
		return v.state == Unknown || mayName("subnet-", v.v)
	})
}

// mayName tells whether a value holds an id with the prefix in any of its texts, or a text that is not known.
func mayName(prefix string, v property.Value) bool {
	named := false
	switch {
	case v.IsComputed():
		return true
	case v.IsString():
		return strings.Contains(v.AsString(), prefix)
	case v.IsArray():
		for _, e := range v.AsArray().All {
			named = named || mayName(prefix, e)
		}
	case v.IsMap():
		for key, e := range v.AsMap().All {
			named = named || strings.Contains(key, prefix) || mayName(prefix, e)
		}
	}
	return named
}

// descendants returns what is below a component, by kind. It is collected once per component.
func (g *graph) descendants(urn string) map[string][]*Resource {
	if below, ok := g.below[urn]; ok {
		return below
	}
	below := map[string][]*Resource{}
	g.below[urn] = below
	seen := map[string]bool{urn: true}
	for queue := []string{urn}; len(queue) > 0; queue = queue[1:] {
		for _, child := range g.children[queue[0]] {
			if !seen[child.URN] {
				seen[child.URN] = true
				below[child.kind] = append(below[child.kind], child)
				queue = append(queue, child.URN)
			}
		}
	}
	return below
}

// referAll resolves a list of ids. complete is false where an element is known to be outside the stack or cannot be
// resolved, so that the list may name more than what is returned.
func (g *graph) referAll(v Value, kinds ...string) (found []*Resource, complete bool) {
	elements, state := v.Elements()
	complete = true
	unknown := state == Unknown
	for _, e := range elements {
		id, s := e.Text()
		switch s {
		case Known:
			named := filterKind(g.byID[id], kinds)
			complete = complete && len(named) > 0
			found = append(found, named...)
		case Unknown:
			unknown = true
		}
	}
	if unknown {
		candidates, strangers := g.producers(v.refs, kinds, len(g.resources))
		complete = complete && len(candidates) > 0 && len(strangers) == 0
		found = append(found, candidates...)
	}
	slices.SortFunc(found, byURN)
	return slices.Compact(found), complete
}

func filterKind(resources []*Resource, kinds []string) []*Resource {
	var found []*Resource
	for _, r := range resources {
		if slices.Contains(kinds, r.kind) {
			found = append(found, r)
		}
	}
	return found
}
