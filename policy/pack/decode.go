package pack

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// decodeProperties turns properties from the wire into values, with unknown and secret values marked as such.
func decodeProperties(properties *structpb.Struct) (property.Map, error) {
	decoded, err := plugin.UnmarshalProperties(properties, plugin.MarshalOptions{
		KeepUnknowns:     true,
		KeepSecrets:      true,
		KeepResources:    true,
		KeepOutputValues: true,
	})
	if err != nil {
		return property.Map{}, fmt.Errorf("decode properties: %w", err)
	}
	return resource.FromResourcePropertyMap(decoded), nil
}

// decodeInputs decodes a resource of the resource pass.
func decodeInputs(req *pulumirpc.AnalyzeRequest) (policyx.AnalyzerResource, error) {
	properties, err := decodeProperties(req.GetProperties())
	if err != nil {
		return policyx.AnalyzerResource{}, err
	}
	provider, err := decodeProvider(req.GetProvider())
	if err != nil {
		return policyx.AnalyzerResource{}, err
	}
	return policyx.AnalyzerResource{
		Type:       req.GetType(),
		Properties: properties,
		URN:        req.GetUrn(),
		Name:       req.GetName(),
		Options:    decodeOptions(req.GetOptions()),
		Provider:   provider,
		Parent:     req.GetOptions().GetParent(),
	}, nil
}

// decodeOutputs decodes a resource of the stack pass.
func decodeOutputs(r *pulumirpc.AnalyzerResource) (policyx.AnalyzerResource, error) {
	properties, err := decodeProperties(r.GetProperties())
	if err != nil {
		return policyx.AnalyzerResource{}, err
	}
	provider, err := decodeProvider(r.GetProvider())
	if err != nil {
		return policyx.AnalyzerResource{}, err
	}
	dependencies := map[string][]string{}
	for key, list := range r.GetPropertyDependencies() {
		if urns := list.GetUrns(); len(urns) > 0 {
			dependencies[key] = urns
		}
	}
	return policyx.AnalyzerResource{
		Type:                 r.GetType(),
		Properties:           properties,
		URN:                  r.GetUrn(),
		Name:                 r.GetName(),
		Options:              decodeOptions(r.GetOptions()),
		Provider:             provider,
		Parent:               r.GetParent(),
		Dependencies:         r.GetDependencies(),
		PropertyDependencies: dependencies,
	}, nil
}

func decodeProvider(p *pulumirpc.AnalyzerProviderResource) (policyx.AnalyzerProviderResource, error) {
	if p == nil {
		return policyx.AnalyzerProviderResource{}, nil
	}
	properties, err := decodeProperties(p.GetProperties())
	if err != nil {
		return policyx.AnalyzerProviderResource{}, fmt.Errorf("provider: %w", err)
	}
	return policyx.AnalyzerProviderResource{Type: p.GetType(), Properties: properties, URN: p.GetUrn(), Name: p.GetName()}, nil
}

// decodeOptions takes over the options that a rule looks at.
func decodeOptions(o *pulumirpc.AnalyzerResourceOptions) pulumi.ResourceOptions {
	options := pulumi.ResourceOptions{
		IgnoreChanges:           o.GetIgnoreChanges(),
		Protect:                 o.GetProtect(),
		DeleteBeforeReplace:     o.GetDeleteBeforeReplace(),
		AdditionalSecretOutputs: o.GetAdditionalSecretOutputs(),
	}
	for _, urn := range o.GetAliases() {
		options.Aliases = append(options.Aliases, pulumi.Alias{URN: pulumi.URN(urn)})
	}
	return options
}
