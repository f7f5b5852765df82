package isolation

import (
	"encoding/base64"
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// The marks with which the engine writes special values into JSON.
// Source: pulumi/sdk v3.263.0, go/common/resource/sig.
const (
	markKey        = "4dabf18193072939515e22adb298388d"
	markSecret     = "1b47061264138c4ac30d75fd1eb44270"
	markReference  = "5cf8f73096256a8f31e491e813e4eb8e"
	markOutput     = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
	markByteString = "803fd3297a5875dc03ca845dda5d2a98"
)

// unknownMarks stand for values that are not known yet; "[secret]" is what a preview writes for a secret.
var unknownMarks = map[string]bool{
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7": true,
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421": true,
	"04da6b54-80e4-46f7-96ec-b56ff0331ba9": true,
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2": true,
	"030794c1-ac77-496b-92df-f27374a8bd58": true,
	"e48ece36-62e2-4504-bad9-02848725956a": true,
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff": true,
	"[secret]":                             true,
}

var computed = property.New(property.Computed)

// propertyMap turns decoded JSON into properties. What has a mark that is not understood becomes unknown.
func propertyMap(m map[string]any) property.Map {
	if len(m) == 0 {
		return property.Map{}
	}
	values := make(map[string]property.Value, len(m))
	for k, v := range m {
		values[k] = propertyValue(v)
	}
	return property.NewMap(values)
}

func propertyValue(v any) property.Value {
	switch v := v.(type) {
	case nil:
		return property.Value{}
	case bool:
		return property.New(v)
	case float64:
		return property.New(v)
	case string:
		if unknownMarks[v] {
			return computed
		}
		return property.New(v)
	case []any:
		values := make([]property.Value, len(v))
		for i, e := range v {
			values[i] = propertyValue(e)
		}
		return property.New(values)
	case map[string]any:
		if mark, marked := v[markKey]; marked {
			return markedValue(mark, v)
		}
		return property.New(propertyMap(v))
	default:
		return computed
	}
}

// markedValue reads a secret whose text is there, a resource reference, an output value, or bytes.
func markedValue(mark any, v map[string]any) property.Value {
	switch mark {
	case markSecret:
		plain, ok := v["plaintext"].(string)
		var value any
		if !ok || json.Unmarshal([]byte(plain), &value) != nil {
			return computed
		}
		return propertyValue(value).WithSecret(true)
	case markReference:
		if id, ok := v["id"].(string); ok {
			return propertyValue(id)
		}
	case markOutput:
		if value, ok := v["value"]; ok {
			return propertyValue(value)
		}
	case markByteString:
		text, _ := v["value"].(string)
		if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
			return property.New(string(raw))
		}
	}
	return computed
}
