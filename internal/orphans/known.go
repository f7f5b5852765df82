package orphans

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// known is what the states know of an account.
type known struct {
	// urns are the resources of the first state that have an object.
	urns map[string]bool
	// ids are type and id of each resource, and the ids of what a VPC brings with it.
	ids map[string]bool
	// arns are the names that resources told of themselves or of others.
	arns map[string]bool
}

// implied are the outputs of a VPC that name what AWS makes with it.
var implied = []string{"mainRouteTableId", "defaultRouteTableId", "defaultNetworkAclId", "defaultSecurityGroupId"}

func newKnown(states [][]isolation.Resource) known {
	k := known{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for i, state := range states {
		for _, r := range state {
			if r.ID() == "" {
				continue // A component, or a creation that was begun and not ended.
			}
			if i == 0 {
				k.urns[r.URN] = true
			}
			k.ids[isolation.CanonicalToken(r.Type)+" "+r.ID()] = true
			for _, output := range implied {
				k.ids[textOf(r.Outputs.Get(output))] = true
			}
			for _, value := range r.Outputs.All {
				if text := textOf(value); strings.HasPrefix(text, "arn:") {
					k.arns[strings.TrimSuffix(text, ":*")] = true
				}
			}
		}
	}
	return k
}

func (k known) has(sort kind, name arn.ARN) bool {
	if k.arns[strings.TrimSuffix(name.String(), ":*")] {
		return true
	}
	id := sort.id(name, func(string) string { return "" })
	if id != "" && k.ids[id] {
		return true
	}
	for _, token := range sort.tokens {
		if id != "" && k.ids[token+" "+id] {
			return true
		}
	}
	return false
}

// textOf is a text that is known, or empty.
func textOf(v property.Value) string {
	if v.IsString() {
		return v.AsString()
	}
	return ""
}

// texts gives the inputs of a resource that are known texts.
func texts(r isolation.Resource) names {
	return func(input string) string { return textOf(r.Inputs.Get(input)) }
}

// plain are the inputs of a resource, as JSON would have them, with Unknown for what is not known or secret.
func plain(r isolation.Resource) map[string]any {
	inputs := map[string]any{}
	for key, value := range r.Inputs.All {
		inputs[key] = isolation.Plain(value, func(part property.Value) (any, bool) { return Unknown, part.IsComputed() || part.Secret() })
	}
	return inputs
}
