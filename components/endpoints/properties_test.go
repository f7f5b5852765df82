package endpoints

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

func TestAddingACapabilityAddsOnlyItsEndpoints(t *testing.T) {
	t.Parallel()
	all := capability.All()
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfDistinct(rapid.SampledFrom(all), func(s capability.Spec) capability.Capability { return s.Capability }).Draw(t, "capabilities")
		list := []capability.Capability{capability.PodIdentity}
		for _, s := range drawn {
			list = append(list, s.Capability)
		}
		last, _ := capability.Lookup(list[len(list)-1])
		fewer, err := newPlan(devArgs(list[:len(list)-1]...))
		if err != nil && len(list) > 1 {
			t.Fatalf("plan of %v: %v", list[:len(list)-1], err)
		}
		more, err := newPlan(devArgs(list...))
		if err != nil {
			t.Fatalf("plan of %v: %v", list, err)
		}
		for _, service := range more.set.Services {
			needed := slices.ContainsFunc(last.Required, func(n capability.Need) bool { return n.Service == service })
			if fewer != nil && !needed && !slices.Contains(fewer.set.Services, service) {
				t.Errorf("adding %s added %s, which it does not need", last.Capability, service)
			}
		}
		if fewer != nil {
			for _, service := range fewer.set.Services {
				if !slices.Contains(more.set.Services, service) {
					t.Errorf("adding %s removed %s", last.Capability, service)
				}
			}
		}
	})
}

func TestEverySetIsClosedWhateverItServes(t *testing.T) {
	t.Parallel()
	all := capability.All()
	rapid.Check(t, func(t *rapid.T) {
		list := []capability.Capability{capability.PodIdentity}
		for _, s := range rapid.SliceOf(rapid.SampledFrom(all)).Draw(t, "capabilities") {
			list = append(list, s.Capability)
		}
		args := devArgs(list...)
		if rapid.Bool().Draw(t, "central") {
			args.Central = &Central{}
		}
		r, err := run(args, false, nil)
		if err != nil {
			t.Fatalf("NewEndpointSet: %v", err)
		}
		names := map[string]bool{}
		for _, res := range r.resources() {
			if names[res.Name] {
				t.Errorf("the name %q is used twice", res.Name)
			}
			names[res.Name] = true
			if text := fmt.Sprint(res.Inputs); strings.Contains(text, "0.0.0.0/0") || strings.Contains(text, "::/0") {
				t.Errorf("%s is open to the world: %s", res.Name, text)
			}
			if !slices.Contains([]string{"EndpointSet", "SecurityGroup", "SecurityGroupIngressRule", "VpcEndpoint", "Zone", "Record"}, short(res.Type)) {
				t.Errorf("%s is of the unexpected type %s", res.Name, res.Type)
			}
		}
		for _, endpoint := range r.ofType("VpcEndpoint") {
			i := slices.IndexFunc(catalog.All(), func(e catalog.Entry) bool {
				return strings.HasSuffix(endpoint.Name, "-"+strings.ToLower(string(e.Kind()))+"-"+e.Key())
			})
			if text, has := endpoint.Inputs["policy"].(string); catalog.All()[i].TakesPolicy() != has || (has && len(text) > policy.MaxCharacters) {
				t.Errorf("%s has the policy %q", endpoint.Name, text)
			}
		}
	})
}
