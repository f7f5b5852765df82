package isolation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// exported writes a stack as `pulumi stack export` does.
func exported(resources []Resource) map[string]any {
	var list []any
	for _, r := range resources {
		list = append(list, exportedResource(r))
	}
	return map[string]any{"version": 3, "deployment": map[string]any{"manifest": map[string]any{}, "resources": list}}
}

// planned writes a stack as `pulumi preview --json --show-sames` does.
func planned(resources []Resource) map[string]any {
	var steps []any
	for _, r := range resources {
		steps = append(steps, map[string]any{"op": "create", "urn": r.URN, "newState": exportedResource(r)})
	}
	return map[string]any{"steps": steps, "changeSummary": map[string]any{"create": len(resources)}}
}

func exportedResource(r Resource) map[string]any {
	return map[string]any{
		"urn": r.URN, "type": r.Type, "custom": r.Custom, "parent": r.Parent, "id": "",
		"inputs": plainMap(r.Inputs), "outputs": plainMap(r.Outputs),
		"propertyDependencies": r.PropertyDependencies, "sourcePosition": "project:///main.go#12,3",
	}
}

func plainMap(m property.Map) map[string]any {
	out := map[string]any{}
	for k, v := range m.All {
		out[k] = plain(v)
	}
	return out
}

func plain(v property.Value) any {
	switch {
	case v.IsComputed():
		return "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
	case v.IsMap():
		return plainMap(v.AsMap())
	case v.IsArray():
		list := []any{}
		for _, e := range v.AsArray().All {
			list = append(list, plain(e))
		}
		return list
	case v.IsString():
		return v.AsString()
	case v.IsBool():
		return v.AsBool()
	case v.IsNumber():
		return v.AsNumber()
	default:
		return nil
	}
}

func encode(t testing.TB, doc any) []byte {
	t.Helper()
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatalf("encode the document: %v", err)
	}
	return raw
}

func TestStateAndPlanAreJudgedAsThePolicyPassesAre(t *testing.T) {
	t.Parallel()
	for _, b := range bypasses() {
		for _, f := range []form{formKnown, formUnknown} {
			s := with(private, b.add)
			want := describe(s.build(f, b.cfg).Ways())
			state, err := ReadState(bytes.NewReader(encode(t, exported(s.resources(f)))))
			if err != nil {
				t.Fatalf("%s: read state: %v", b.name, err)
			}
			if diff := cmp.Diff(want, describe(Build(state, b.cfg).Ways())); diff != "" {
				t.Errorf("%s (%s): the state is judged differently (-passes +state):\n%s", b.name, f, diff)
			}
			plan, err := ReadPlan(bytes.NewReader(encode(t, planned(s.resources(f)))))
			if err != nil {
				t.Fatalf("%s: read plan: %v", b.name, err)
			}
			if diff := cmp.Diff(want, describe(Build(plan, b.cfg).Ways())); diff != "" {
				t.Errorf("%s (%s): the plan is judged differently (-passes +plan):\n%s", b.name, f, diff)
			}
		}
	}
}

func TestTwoPassesAreJoinedByURN(t *testing.T) {
	t.Parallel()
	s := with(private, igw, stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "0.0.0.0/0", "gatewayId": ref("igw")})})
	inputs := map[string]property.Map{}
	var outputs []Resource
	for _, r := range s.resources(formUnknown) {
		inputs[r.URN] = r.Inputs
		r.Inputs = property.Map{}
		outputs = append(outputs, r)
	}
	got := describe(Build(JoinPasses(outputs, inputs), Config{}).Ways())
	if diff := cmp.Diff(describe(s.build(formUnknown, Config{}).Ways()), got); diff != "" {
		t.Errorf("the joined passes are judged differently (-want +got):\n%s", diff)
	}
	if outputs[0].Inputs.Len() != 0 {
		t.Error("joining the passes wrote into its argument")
	}
}

func TestSecretsInAStateAreReadWherePlainAndUnknownWhereEncrypted(t *testing.T) {
	t.Parallel()
	secret := func(key, text string) any { return map[string]any{markKey: markSecret, key: text} }
	read := func(gateway any) *Model {
		s := with(private, stack{"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationCidrBlock": "10.1.0.0/16"})})
		doc := exported(s.resources(formKnown))
		for _, r := range doc["deployment"].(map[string]any)["resources"].([]any) {
			if r := r.(map[string]any); strings.HasSuffix(r["urn"].(string), "::route") {
				r["inputs"].(map[string]any)["gatewayId"] = gateway
				r["outputs"].(map[string]any)["gatewayId"] = gateway
			}
		}
		resources, err := ReadState(bytes.NewReader(encode(t, doc)))
		if err != nil {
			t.Fatalf("read state: %v", err)
		}
		return Build(resources, Config{})
	}
	if ways := read(secret("plaintext", `"igw-1"`)).WaysOf(RouteIGW); len(ways) != 1 || ways[0].Verdict != Reaches {
		t.Errorf("expected the plain secret to be read as an internet gateway, got %s", describe(ways))
	}
	if ways := read(secret("ciphertext", "v1:abc")).WaysOf(RouteUnknown); len(ways) != 1 || ways[0].Verdict != CannotTell {
		t.Errorf("expected the encrypted secret to be an unknown target, got %s", describe(ways))
	}
}

func TestPositionOfAResourceIsRead(t *testing.T) {
	t.Parallel()
	resources, err := ReadState(bytes.NewReader(encode(t, exported(private.resources(formKnown)))))
	if err != nil {
		t.Fatalf("read state: %v", err)
	}
	if want := (Position{File: "main.go", Line: 12}); resources[0].Position != want {
		t.Errorf("expected position %+v, got %+v", want, resources[0].Position)
	}
}

func TestWhatCannotBeReadCompletelyIsAnError(t *testing.T) {
	t.Parallel()
	whole := encode(t, exported(private.resources(formKnown)))
	plan := encode(t, planned(private.resources(formUnknown)))
	edit := func(change func(map[string]any)) string {
		var doc map[string]any
		if err := json.Unmarshal(plan, &doc); err != nil {
			t.Fatal(err)
		}
		change(doc)
		return string(encode(t, doc))
	}
	for _, c := range []struct{ name, state, plan, want string }{
		{name: "empty", state: "", want: "empty"},
		{name: "space", state: " \n", want: "empty"},
		{name: "truncated", state: string(whole[:len(whole)/2]), want: "unexpected"},
		{name: "two documents", state: string(whole) + string(whole), want: "after the end"},
		{name: "no object", state: "[]", want: "cannot unmarshal"},
		{name: "no version", state: "{}", want: "no version"},
		{name: "old version", state: `{"version":2,"deployment":{"resources":[]}}`, want: "version 2"},
		{name: "newer version", state: `{"version":9,"deployment":{"resources":[]}}`, want: "version 9"},
		{name: "no deployment", state: `{"version":3}`, want: "no deployment"},
		{name: "null deployment", state: `{"version":3,"deployment":null}`, want: "no deployment"},
		{name: "no resources", state: `{"version":3,"deployment":{"resources":[]}}`, want: "no resources"},
		{name: "no URN", state: `{"version":3,"deployment":{"resources":[{"type":"x"}]}}`, want: "no URN"},
		{name: "a plan for a state", state: string(plan), want: "no version"},
		{name: "empty plan", plan: " ", want: "empty"},
		{name: "truncated plan", plan: string(plan[:len(plan)-2]), want: "unexpected"},
		{name: "a state for a plan", plan: string(whole), want: "change summary"},
		{name: "plan without steps", plan: `{"changeSummary":{}}`, want: "no resources"},
		{name: "plan of a failed preview", want: "the preview failed: boom; mend that", plan: edit(func(d map[string]any) {
			d["diagnostics"] = []any{map[string]any{"message": "boom", "severity": "error"}}
		})},
		{name: "plan without unchanged resources", want: "--show-sames", plan: edit(func(d map[string]any) {
			d["changeSummary"].(map[string]any)["same"] = 3
		})},
		{name: "plan that lost a state", want: "no new state", plan: edit(func(d map[string]any) {
			delete(d["steps"].([]any)[0].(map[string]any), "newState")
		})},
		{name: "corrupt plan", want: "corrupt", plan: edit(func(d map[string]any) { d["maybeCorrupt"] = true })},
		{name: "update plan", plan: `{"version":1,"plan":{"resourcePlans":{}}}`, want: "update plan"},
	} {
		var err error
		if c.plan != "" {
			_, err = ReadPlan(strings.NewReader(c.plan))
		} else {
			_, err = ReadState(strings.NewReader(c.state))
		}
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "the preview failed, so that its plan is not complete: ", "the preview failed: "), c.want) {
			t.Errorf("%s: expected an error with %q, got %v", c.name, c.want, err)
		}
	}
}

func TestPlanLeavesOutWhatIsDeletedAndKeepsWhatIsReplaced(t *testing.T) {
	t.Parallel()
	s := with(private, igw)
	doc := planned(s.resources(formUnknown))
	steps := doc["steps"].([]any)
	for i, step := range steps {
		if step := step.(map[string]any); strings.HasSuffix(step["urn"].(string), "::igw") {
			step["op"] = "delete"
			delete(step, "newState")
			steps[i] = step
		}
	}
	doc["changeSummary"] = map[string]any{"create": len(s) - 1, "delete": 1}
	subnet := exportedResource(s.resource("subnet", formUnknown))
	doc["steps"] = append(steps, map[string]any{"op": "create-replacement", "urn": subnet["urn"], "newState": subnet})
	resources, err := ReadPlan(bytes.NewReader(encode(t, doc)))
	if err != nil {
		t.Fatalf("read plan: %v", err)
	}
	if len(resources) != len(private) {
		t.Errorf("expected %d resources, got %d", len(private), len(resources))
	}
}

func TestResourceThatWasBeingCreatedCounts(t *testing.T) {
	t.Parallel()
	s := with(private, igw)
	doc := exported(private.resources(formKnown))
	doc["deployment"].(map[string]any)["pending_operations"] = []any{
		map[string]any{"type": "creating", "resource": exportedResource(s.resource("igw", formKnown))},
	}
	resources, err := ReadState(bytes.NewReader(encode(t, doc)))
	if err != nil {
		t.Fatalf("read state: %v", err)
	}
	if ways := Build(resources, Config{}).WaysOf(GatewayIGW); len(ways) != 1 {
		t.Errorf("expected the gateway that may exist, got %s", describe(ways))
	}
}

func ExampleModel_Ways() {
	file, err := os.Open("testdata/leak.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	resources, err := ReadState(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, way := range Build(resources, Config{}).WaysOf(RouteIGW) {
		fmt.Println(way)
	}
	// Output:
	// subnet "app-a" (subnet-0a) → route table "app-a" (rtb-0a) → route 0.0.0.0/1 "half" → internet gateway "igw" (igw-0a): an internet gateway connects the VPC with the internet
}
