package isolation

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Resource is one resource of a stack as the engine describes it. A source fills what it has: Inputs or Outputs may be
// missing, and PropertyDependencies are known to a stack policy and a state, not to a resource policy.
type Resource struct {
	// URN identifies the resource; it is never empty.
	URN string
	// Type is the type token as the program wrote it, for example "aws:ec2/route:Route".
	Type string
	// Name is the logical name.
	Name string
	// Parent is the URN of the parent, empty at the top.
	Parent string
	// Provider is the provider reference or its URN, empty where the source does not say.
	Provider string
	// Inputs are the checked inputs, with values that are not known yet as computed values.
	Inputs property.Map
	// Outputs are the provider's answer. At preview, values that are not known yet may be computed or left out.
	Outputs property.Map
	// Dependencies are the URNs that the resource depends on.
	Dependencies []string
	// PropertyDependencies are the URNs that each top-level input depends on.
	PropertyDependencies map[string][]string
	// Position is where the program registers the resource, if the engine knows.
	Position Position
	// Custom tells a resource with a provider from a component. It decides whether a dependency on the resource can hide
	// an id that the model cannot see, so a source must set it.
	Custom bool
	// External tells a resource that was only read, such as the result of a get function.
	External bool
	// IgnoreChanges are the property paths whose changes the engine does not apply, where the source says so.
	IgnoreChanges []string
	// Protect tells that the engine refuses to delete or replace the resource.
	Protect bool
	// Aliases are the URNs that the resource had before, or whose state it takes over.
	Aliases []string

	kind string
}

// Position is a place in the source of a program. The zero value means that it is not known.
type Position struct {
	File string
	Line int
}

// Token is the type token with known aliases replaced by one name: "aws:alb/loadBalancer:LoadBalancer" and
// "aws:lb/loadBalancer:LoadBalancer" are the same object and answer the same token.
func (r *Resource) Token() string { return CanonicalToken(r.Type) }

// ID is the id that the provider gave to the resource, or empty while it is not known.
func (r *Resource) ID() string {
	id, _ := fromProperty(r.Outputs.Get("id")).Text()
	return id
}

// Value returns a top-level property. An output that is known is what the provider answered and wins over the input; an
// input that is unknown makes the value unknown whatever an older output says; a property that is missing from both but
// has property dependencies was set by the author and is unknown.
func (r *Resource) Value(key string) Value {
	in, out := fromProperty(r.Inputs.Get(key)), fromProperty(r.Outputs.Get(key))
	refs := r.PropertyDependencies[key]
	v := in
	switch {
	case in.state == Unknown:
	case out.state == Known:
		v = out
	case in.state == Absent && out.state == Unknown && r.Inputs.Len() == 0:
		v = out
	case in.state == Absent && len(refs) > 0:
		v = Value{state: Unknown}
	}
	v.refs = refs
	return v
}

// Answer returns a top-level property that the provider decides when the author says nothing, such as
// "mainRouteTableId": unlike Value it reports a computed output as unknown although the author did not set it.
func (r *Resource) Answer(key string) Value {
	v := r.Value(key)
	if v.state == Absent {
		v.state = fromProperty(r.Outputs.Get(key)).state
	}
	return v
}

// authored tells whether the author set a top-level property, as far as the source shows: a value that only the provider
// answers counts where there are no inputs to look at, unless it is a list of one, which is how providers answer defaults.
func (r *Resource) authored(key string) bool {
	if fromProperty(r.Inputs.Get(key)).state != Absent || len(r.PropertyDependencies[key]) > 0 {
		return true
	}
	elements, _ := r.Value(key).Elements()
	return r.Inputs.Len() == 0 && len(elements) > 1
}

// isComponent tells a component, which holds nothing but what its children hold. Stack references have no provider of
// their own, and are no components.
func (r *Resource) isComponent() bool {
	return !r.Custom && !strings.HasPrefix(r.Type, "aws:") && r.Type != "pulumi:pulumi:StackReference"
}

// keys returns the names of all properties that any part of the resource mentions.
func (r *Resource) keys() []string {
	var keys []string
	for k := range r.Inputs.All {
		keys = append(keys, k)
	}
	for k := range r.Outputs.All {
		keys = append(keys, k)
	}
	for k := range r.PropertyDependencies {
		keys = append(keys, k)
	}
	return keys
}

// urnType returns the type token inside a URN, without the types of the parents.
func urnType(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	qualified := parts[2]
	return qualified[strings.LastIndex(qualified, "$")+1:]
}

// urnName returns the logical name inside a URN, or the text itself where it is no URN.
func urnName(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return urn
	}
	return parts[3]
}
