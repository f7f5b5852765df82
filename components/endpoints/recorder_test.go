package endpoints

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/recording"
)

const testAccount = "111122223333"

// registered is one resource that the component registered, with its inputs as plain values.
type registered struct {
	Type, Name, Parent string
	Inputs             map[string]any
	// unknown are the inputs whose values were not known, which Inputs leaves out.
	unknown []string
}

// recorder is a cloud that accepts everything and remembers it.
type recorder struct {
	recording.Recorder
}

// NewResource implements pulumi.MockResourceMonitor. What is computed is known in a preview too.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	computed := map[string]any{}
	switch args.TypeToken {
	case "aws:ec2/vpcEndpoint:VpcEndpoint":
		computed["prefixListId"] = "pl-" + args.Name
		computed["dnsEntries"] = []any{map[string]any{"dnsName": args.Name + ".vpce.example", "hostedZoneId": "ZVPCE"}}
	case "aws:route53/zone:Zone":
		computed["zoneId"] = "Z" + args.Name
		computed["arn"] = "arn:aws:route53:::hostedzone/Z" + args.Name
	}
	return r.Answer(args, false, computed)
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, map[string]resource.PropertyMap{
		"aws:index/getCallerIdentity:getCallerIdentity": recording.Properties(map[string]any{"accountId": testAccount}),
	})
}

// resources are what was registered, in order.
func (r *recorder) resources() []registered {
	var list []registered
	for _, reg := range r.Registered {
		res := registered{Type: reg.Token, Name: reg.Name, Parent: reg.Parent, Inputs: map[string]any{}}
		for _, key := range reg.Inputs.StableKeys() {
			if value := reg.Inputs[key]; value.IsComputed() {
				res.unknown = append(res.unknown, string(key))
			} else {
				res.Inputs[string(key)] = value.Mappable()
			}
		}
		list = append(list, res)
	}
	return list
}

// names returns "type name" of everything registered, sorted, with the type shortened to its last part.
func (r *recorder) names() []string {
	var names []string
	for _, res := range r.resources() {
		names = append(names, short(res.Type)+" "+res.Name)
	}
	slices.Sort(names)
	return names
}

func short(token string) string { return token[strings.LastIndex(token, ":")+1:] }

// find returns the resource of that name.
func (r *recorder) find(t *testing.T, name string) registered {
	t.Helper()
	for _, res := range r.resources() {
		if res.Name == name {
			return res
		}
	}
	t.Fatalf("no resource is called %q; there are %q", name, r.names())
	return registered{}
}

// ofType returns the resources of a type, sorted by name.
func (r *recorder) ofType(typeName string) []registered {
	var list []registered
	for _, res := range r.resources() {
		if short(res.Type) == typeName {
			list = append(list, res)
		}
	}
	slices.SortFunc(list, func(a, b registered) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// run makes a set called "dev", calls then with it, and returns what was registered.
func run(args *EndpointSetArgs, preview bool, then func(*pulumi.Context, *EndpointSet) error) (*recorder, error) {
	r := &recorder{}
	return r, recording.Run(r, preview, func(ctx *pulumi.Context) error {
		set, err := NewEndpointSet(ctx, "dev", args)
		if err != nil || then == nil {
			return err
		}
		return then(ctx, set)
	})
}

func mustRun(t *testing.T, args *EndpointSetArgs) *recorder {
	t.Helper()
	r, err := run(args, false, nil)
	if err != nil {
		t.Fatalf("NewEndpointSet: %v", err)
	}
	return r
}
