package provider

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/archive"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/asset"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// defaultsKey is where the bridge of the real providers records which inputs the user did not give. Policies and states of
// real deployments contain it, so ours do too.
const defaultsKey = "__defaults"

// internalPrefix starts the names of keys that belong to the engine or the bridge and not to the resource.
const internalPrefix = "__"

// marshalling keeps everything that the engine can express.
var marshalling = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, SkipNulls: true}

// readProperties turns the engine's properties into plain values, and tells which of them are secret. Keys of the bridge are
// left out.
func readProperties(properties *structpb.Struct) (cloud.Values, secretValues, error) {
	if properties == nil {
		return cloud.Values{}, secretValues{}, nil
	}
	read, err := plugin.UnmarshalProperties(properties, marshalling)
	if err != nil {
		return nil, nil, fmt.Errorf("read properties: %w", err)
	}
	secrets := secretValues{}
	values, err := plainMap("", read, secrets)
	return values, secrets, err
}

func plainMap(at string, properties resource.PropertyMap, secrets secretValues) (map[string]any, error) {
	result := make(map[string]any, len(properties))
	for key, value := range properties {
		if strings.HasPrefix(string(key), internalPrefix) {
			continue
		}
		one, err := plain(join(at, string(key)), value, secrets)
		if err != nil {
			return nil, err
		}
		if one != nil {
			result[string(key)] = one
		}
	}
	return result, nil
}

func plain(path string, value resource.PropertyValue, secrets secretValues) (any, error) {
	switch {
	case value.IsNull():
		return nil, nil
	case value.IsComputed():
		return cloud.Unknown, nil
	case value.IsOutput():
		return plainOutput(path, value.OutputValue(), secrets)
	case value.IsSecret():
		inner, err := plain(path, value.SecretValue().Element, secrets)
		if inner != nil {
			secrets[path] = inner
		}
		return inner, err
	case value.IsString():
		return value.StringValue(), nil
	case value.IsBool():
		return value.BoolValue(), nil
	case value.IsNumber():
		return value.NumberValue(), nil
	case value.IsArray():
		list := make([]any, 0, len(value.ArrayValue()))
		for i, e := range value.ArrayValue() {
			one, err := plain(fmt.Sprintf("%s[%d]", path, i), e, secrets)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		return list, nil
	case value.IsObject():
		return plainMap(path, value.ObjectValue(), secrets)
	case value.IsResourceReference():
		return plain(path, value.ResourceReferenceValue().ID, secrets)
	case value.IsAsset():
		return value.AssetValue().Serialize(), nil
	case value.IsArchive():
		return value.ArchiveValue().Serialize(), nil
	}
	return nil, fmt.Errorf("property %s has a kind that the simulated provider does not know: %s", path, value.TypeString())
}

func plainOutput(path string, output resource.Output, secrets secretValues) (any, error) {
	if !output.Known {
		return cloud.Unknown, nil
	}
	value := output.Element
	if output.Secret {
		value = resource.MakeSecret(value)
	}
	return plain(path, value, secrets)
}

// writeProperties turns plain values into the engine's properties; those that the marks cover are marked secret.
func writeProperties(values cloud.Values, secret marks) (*structpb.Struct, error) {
	properties, err := richMap("", values, secret)
	if err != nil {
		return nil, err
	}
	written, err := plugin.MarshalProperties(properties, marshalling)
	if err != nil {
		return nil, fmt.Errorf("write properties: %w", err)
	}
	return written, nil
}

func richMap(at string, values map[string]any, secret marks) (resource.PropertyMap, error) {
	result := make(resource.PropertyMap, len(values))
	for key, value := range values {
		one, err := rich(join(at, key), value, secret)
		if err != nil {
			return nil, err
		}
		result[resource.PropertyKey(key)] = one
	}
	return result, nil
}

func rich(path string, value any, secret marks) (resource.PropertyValue, error) {
	inner, err := richInner(path, value, secret)
	if err == nil && secret.covers(path, value) && !inner.IsComputed() {
		inner = resource.MakeSecret(inner)
	}
	return inner, err
}

func richInner(path string, value any, secret marks) (resource.PropertyValue, error) {
	if value == cloud.Unknown {
		return resource.MakeComputed(resource.NewStringProperty("")), nil
	}
	switch value := value.(type) {
	case map[string]any:
		if _, special := value[sig.Key]; special {
			return richAsset(path, value)
		}
		inner, err := richMap(path, value, secret)
		return resource.NewObjectProperty(inner), err
	case []any:
		list := make([]resource.PropertyValue, 0, len(value))
		for i, e := range value {
			one, err := rich(fmt.Sprintf("%s[%d]", path, i), e, secret)
			if err != nil {
				return resource.PropertyValue{}, err
			}
			list = append(list, one)
		}
		return resource.NewArrayProperty(list), nil
	default:
		return resource.NewPropertyValue(value), nil
	}
}

// richAsset restores an asset or archive.
func richAsset(path string, value map[string]any) (resource.PropertyValue, error) {
	if a, ok, err := asset.Deserialize(value); ok && err == nil {
		return resource.NewAssetProperty(a), nil
	}
	if a, ok, err := archive.Deserialize(value); ok && err == nil {
		return resource.NewArchiveProperty(a), nil
	}
	return resource.PropertyValue{}, fmt.Errorf("property %s is neither an asset nor an archive", path)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
