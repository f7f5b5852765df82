// Package recording stands in for the engine and the providers in the tests of components: it records what a program registers
// and answers what the tests give it to answer.
package recording

import (
	"fmt"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Recorder keeps what a program registers and asks. A test's own recorder embeds it and is a pulumi.MockResourceMonitor once it
// has NewResource, most of which is Answer, and Call, most of which is Lookup.
type Recorder struct {
	mu sync.Mutex
	// Registered are the resources in the order of their registration, Calls the calls of functions.
	Registered Registrations
	Calls      []pulumi.MockCallArgs
	// OutputsCalled is how often a component or the stack registered outputs.
	OutputsCalled int
}

// Run runs a program in the project "project" and the stack "dev", as a preview or as an up.
func Run(monitor pulumi.MockResourceMonitor, preview bool, program pulumi.RunFunc) error {
	return pulumi.RunErr(program, pulumi.WithMocks("project", "dev", monitor), func(info *pulumi.RunInfo) { info.DryRun = preview })
}

// Answer records a resource and answers as a provider does. In a preview that is the inputs, with no id and nothing computed;
// else an id, an ARN and a name made of the resource's own, and what else is computed.
func (r *Recorder) Answer(args pulumi.MockResourceArgs, preview bool, computed map[string]any) (string, resource.PropertyMap, error) {
	rpc := args.RegisterRPC
	// The inputs are read again because args.Inputs leaves out unknown values and the marks of secrets.
	inputs, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true})
	if err != nil {
		return "", nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Registered = append(r.Registered, Registration{
		Token: args.TypeToken, Name: args.Name, Parent: rpc.GetParent(), Provider: rpc.GetProvider(), Inputs: inputs,
		Ignored: rpc.GetIgnoreChanges(), ImportID: rpc.GetImportId(), Protected: rpc.GetProtect(), Retained: rpc.GetRetainOnDelete(),
		Dependencies: rpc.GetDependencies(), Transforms: args.Transforms,
	})
	outputs := args.Inputs.Copy()
	if preview {
		return "", outputs, nil
	}
	outputs["arn"] = resource.NewProperty("arn:aws:test:::" + args.Name)
	if !outputs.HasValue("name") {
		outputs["name"] = resource.NewProperty(args.Name + "-0a1b2c3")
	}
	for key, value := range Properties(computed) {
		outputs[key] = value
	}
	return args.Name + "-id", outputs, nil
}

// Lookup records a call and answers it from a table, by the function's token, or by its token and what is looked for:
// "aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.s3".
func (r *Recorder) Lookup(args pulumi.MockCallArgs, answers map[string]resource.PropertyMap) (resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Calls = append(r.Calls, args)
	key := args.Token
	for _, argument := range []resource.PropertyKey{"id", "routeTableId", "name"} {
		if v, ok := args.Args[argument]; ok && v.IsString() {
			key += " " + v.StringValue()
		}
	}
	for _, key := range []string{key, args.Token} {
		if answer, ok := answers[key]; ok {
			return answer, nil
		}
	}
	return nil, fmt.Errorf("no answer for %q", key)
}

// RegisterResourceOutputs counts the calls of the components and of the stack.
func (r *Recorder) RegisterResourceOutputs() (*emptypb.Empty, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.OutputsCalled++
	return &emptypb.Empty{}, nil
}

// Properties is short for the properties of plain values.
func Properties(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}
