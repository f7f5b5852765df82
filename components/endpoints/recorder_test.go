package endpoints

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const testAccount = "111122223333"

// registered is one resource that the component registered.
type registered struct {
	Type, Name, Parent string
	Inputs             map[string]any
	// unknown are the inputs whose values were not known, which the mock monitor drops from Inputs.
	unknown []string
}

// recorder is a cloud that accepts everything and remembers it.
type recorder struct {
	mu        sync.Mutex
	resources []registered
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	res := registered{Type: args.TypeToken, Name: args.Name, Inputs: args.Inputs.Mappable()}
	if args.RegisterRPC != nil {
		res.Parent = args.RegisterRPC.GetParent()
		for key, value := range args.RegisterRPC.GetObject().GetFields() {
			if value.GetStringValue() == plugin.UnknownStringValue {
				res.unknown = append(res.unknown, key)
			}
		}
	}
	slices.Sort(res.unknown)
	r.resources = append(r.resources, res)
	outputs := args.Inputs.Copy()
	switch args.TypeToken {
	case "aws:ec2/vpcEndpoint:VpcEndpoint":
		outputs["prefixListId"] = resource.NewProperty("pl-" + args.Name)
		outputs["dnsEntries"] = resource.NewProperty([]resource.PropertyValue{resource.NewProperty(resource.PropertyMap{
			"dnsName": resource.NewProperty(args.Name + ".vpce.example"), "hostedZoneId": resource.NewProperty("ZVPCE"),
		})})
	case "aws:route53/zone:Zone":
		outputs["zoneId"] = resource.NewProperty("Z" + args.Name)
		outputs["arn"] = resource.NewProperty("arn:aws:route53:::hostedzone/Z" + args.Name)
	case "aws:route53/profilesProfile:ProfilesProfile", "aws:ram/resourceShare:ResourceShare":
		outputs["arn"] = resource.NewProperty("arn:aws:test:::" + args.Name)
	}
	return args.Name + "-id", outputs, nil
}

func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	if args.Token != "aws:index/getCallerIdentity:getCallerIdentity" {
		return resource.PropertyMap{}, nil
	}
	return resource.PropertyMap{"accountId": resource.NewProperty(testAccount)}, nil
}

// names returns "type name" of everything registered, sorted, with the type shortened to its last part.
func (r *recorder) names() []string {
	var names []string
	for _, res := range r.resources {
		names = append(names, short(res.Type)+" "+res.Name)
	}
	slices.Sort(names)
	return names
}

func short(token string) string { return token[strings.LastIndex(token, ":")+1:] }

// find returns the resource of that name.
func (r *recorder) find(t *testing.T, name string) registered {
	t.Helper()
	for _, res := range r.resources {
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
	for _, res := range r.resources {
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
	return r, pulumi.RunErr(func(ctx *pulumi.Context) error {
		set, err := NewEndpointSet(ctx, "dev", args)
		if err != nil || then == nil {
			return err
		}
		return then(ctx, set)
	}, pulumi.WithMocks("project", "stack", r), func(info *pulumi.RunInfo) { info.DryRun = preview })
}

func mustRun(t *testing.T, args *EndpointSetArgs) *recorder {
	t.Helper()
	r, err := run(args, false, nil)
	if err != nil {
		t.Fatalf("NewEndpointSet: %v", err)
	}
	return r
}
