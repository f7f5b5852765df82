package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestCheckNamesFillsInAndRecordsWhatTheUserDidNotGive(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	rule := resource.PropertyMap{"fromPort": resource.NewNumberProperty(443), "toPort": resource.NewNumberProperty(443), "protocol": text("tcp")}
	checked := e.check(groupType, "web", resource.PropertyMap{"ingress": resource.NewArrayProperty([]resource.PropertyValue{resource.NewObjectProperty(rule)})})
	name := checked["name"].StringValue()
	if !strings.HasPrefix(name, "web-") || len(name) != len("web-0123456") {
		t.Errorf("expected an automatic name such as web-0123456, got %q", name)
	}
	if again := e.check(groupType, "web", nil)["name"].StringValue(); again != name {
		t.Errorf("expected the same name again, got %q and %q", name, again)
	}
	if diff := cmp.Diff([]string{"description", "name"}, defaultsOf(checked)); diff != "" {
		t.Errorf("properties that the user did not give (-want +got):\n%s", diff)
	}
	inner := checked["ingress"].ArrayValue()[0].ObjectValue()
	if diff := cmp.Diff([]string{"self"}, defaultsOf(inner)); diff != "" {
		t.Errorf("properties of the rule that the user did not give (-want +got):\n%s", diff)
	}
}

func defaultsOf(properties resource.PropertyMap) []string {
	var names []string
	for _, name := range properties[defaultsKey].ArrayValue() {
		names = append(names, name.StringValue())
	}
	return names
}

func TestANameThatTheUserGivesNoMoreStaysWhereTheProviderKeepsIt(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	known, err := e.cloud.Type(groupType)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []bool{false, true} {
		named := *known
		named.Autoname = &cloud.Autoname{Property: "name", Kept: kept}
		got := keptName(&named, cloud.Values{"name": "mine"}, e.marshal(resource.PropertyMap{"name": text("mine")}))
		if want := map[bool]string{true: "mine"}[kept]; got != want {
			t.Errorf("kept %t: want %q, got %q", kept, want, got)
		}
	}
}

func TestAnAutomaticNameStaysAndFollowsTheProjectsConfiguration(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	old := e.check(groupType, "web", nil)
	old["name"] = text("web-kept")
	ask := func(auto *pulumirpc.CheckRequest_AutonamingOptions, olds resource.PropertyMap) resource.PropertyValue {
		response, err := e.Check(e.Context(), &pulumirpc.CheckRequest{
			Urn: urnOf(groupType, "web"), Type: groupType, Name: "web", News: e.marshal(nil), Olds: e.marshal(olds), Autonaming: auto,
		})
		if err != nil {
			t.Fatal(err)
		}
		return e.unmarshal(response.GetInputs())["name"]
	}
	if got := ask(nil, old); got != text("web-kept") {
		t.Errorf("expected the name of the existing resource to stay, got %v", got)
	}
	proposed := &pulumirpc.CheckRequest_AutonamingOptions{ProposedName: "trial-web", Mode: pulumirpc.CheckRequest_AutonamingOptions_PROPOSE}
	if got := ask(proposed, nil); got != text("trial-web") {
		t.Errorf("expected the proposed name, got %v", got)
	}
	disabled := &pulumirpc.CheckRequest_AutonamingOptions{Mode: pulumirpc.CheckRequest_AutonamingOptions_DISABLE}
	if got := ask(disabled, nil); !got.IsNull() {
		t.Errorf("expected no name, got %v", got)
	}
}

func TestCheckReportsFailuresByProperty(t *testing.T) {
	t.Parallel()
	e := newEngine(t, Options{})
	response, err := e.Check(e.Context(), &pulumirpc.CheckRequest{
		Urn: urnOf(vpcType, "v"), Type: vpcType, Name: "v", News: e.marshal(resource.PropertyMap{"cidr": text("x"), "tags": text("y")}),
	})
	if err != nil {
		t.Fatal(err)
	}
	var properties []string
	for _, f := range response.GetFailures() {
		properties = append(properties, f.GetProperty())
	}
	if diff := cmp.Diff([]string{"cidr", "tags"}, properties); diff != "" {
		t.Errorf("properties at fault (-want +got):\n%s", diff)
	}
}
