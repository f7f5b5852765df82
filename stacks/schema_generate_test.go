package stacks

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/network"
	"github.com/cloudgap/cloudgap/internal/golden"
)

// choices are the named string types of the spec with their values.
func choices() map[reflect.Type][]any {
	return map[reflect.Type][]any{
		reflect.TypeFor[capability.Capability](): values(capability.All(), func(s capability.Spec) capability.Capability { return s.Capability }),
		reflect.TypeFor[catalog.Service]():       values(catalog.All(), func(e catalog.Entry) catalog.Service { return e.Service }),
		reflect.TypeFor[policy.Access]():         values([]policy.Access{policy.Read, policy.ReadWrite}, func(a policy.Access) policy.Access { return a }),
		reflect.TypeFor[eks.AddOn]():             values(eks.AddOns(), func(a eks.AddOn) eks.AddOn { return a }),
		reflect.TypeFor[eks.Controller]():        values(eks.Controllers(), func(c eks.Controller) eks.Controller { return c }),
		reflect.TypeFor[network.Tier]():          values(network.Tiers(), func(t network.Tier) network.Tier { return t }),

		reflect.TypeFor[access.Placement]():           listed(access.Placements()...),
		reflect.TypeFor[edge.Region]():                listed(edge.Regions()...),
		reflect.TypeFor[zerotrust.ApplicationKind]():  listed(zerotrust.Kubernetes, zerotrust.Web, zerotrust.Infrastructure),
		reflect.TypeFor[zerotrust.IdentityProvider](): listed(zerotrust.Okta, zerotrust.EntraID, zerotrust.GoogleWorkspace, zerotrust.SAML),
		reflect.TypeFor[zerotrust.PostureType]():      listed(zerotrust.DiskEncryption, zerotrust.Firewall, zerotrust.OSVersion),
		reflect.TypeFor[zerotrust.Platform](): listed(zerotrust.Windows, zerotrust.Mac, zerotrust.Linux, zerotrust.Android, zerotrust.IOS,
			zerotrust.ChromeOS),
		reflect.TypeFor[zerotrust.TokenDuration](): listed(zerotrust.OneYear, zerotrust.TwoYears, zerotrust.FiveYears),
		reflect.TypeFor[zerotrust.Dataset](): listed(zerotrust.AccessRequests, zerotrust.AuditLogs, zerotrust.DevicePosture, zerotrust.GatewayDNS,
			zerotrust.GatewayNetwork, zerotrust.ZeroTrustNetwork),
	}
}

func listed[S ~string](list ...S) []any { return values(list, func(s S) S { return s }) }

func values[T any, S ~string](list []T, name func(T) S) []any {
	result := make([]any, len(list))
	for i, v := range list {
		result[i] = string(name(v))
	}
	return result
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	known := choices()
	reflector := &jsonschema.Reflector{Anonymous: true, Mapper: func(t reflect.Type) *jsonschema.Schema {
		if list, ok := known[t]; ok {
			return &jsonschema.Schema{Type: "string", Enum: list}
		}
		if t.Kind() == reflect.Map && known[t.Key()] != nil {
			inner := (&jsonschema.Reflector{Anonymous: true, DoNotReference: true}).ReflectFromType(t.Elem())
			inner.Version = ""
			keys := jsonschema.NewProperties()
			for _, key := range known[t.Key()] {
				keys.Set(key.(string), inner)
			}
			return &jsonschema.Schema{Type: "object", Properties: keys, AdditionalProperties: jsonschema.FalseSchema}
		}
		return nil
	}}
	if err := reflector.AddGoComments("github.com/cloudgap/cloudgap/stacks", "."); err != nil {
		t.Fatalf("read the doc comments: %v", err)
	}
	reflected := reflector.Reflect(&Spec{})
	definitions := reflected.Definitions

	region := &jsonschema.Schema{Type: "string", Description: "RegionKey is the AWS region that the stack is deployed to.", Pattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]+$"}
	configuration := jsonschema.NewProperties()
	configuration.Set(RegionKey, region)
	configuration.Set(SpecKey, &jsonschema.Schema{Ref: "#/$defs/Spec"})
	file := jsonschema.NewProperties()
	file.Set("config", &jsonschema.Schema{Type: "object", Properties: configuration, Required: []string{RegionKey, SpecKey}})
	document := &jsonschema.Schema{
		Version:     jsonschema.Version,
		ID:          schemaURL,
		Title:       "Configuration of a cloudgap stack",
		Type:        "object",
		Properties:  file,
		Required:    []string{"config"},
		Definitions: definitions,
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		t.Fatalf("marshal the schema: %v", err)
	}
	return out.Bytes()
}

func TestTheCommittedSchemaIsWhatTheGoTypesSay(t *testing.T) {
	t.Parallel()
	golden.File(t, "stack.schema.json", generateSchema(t))
}
