package levels

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
)

// No component of cloudgap makes a rule group of Network Firewall and the simulation does not know the type, so that no subject has one:
// the provider is driven without an engine.
func TestTheFrontPlaysRuleGroupsOfNetworkFirewallToTheProvider(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED: it starts the provider, which takes seconds; run without -short")
	}
	root, err := parts.Root()
	if err != nil {
		t.Fatal(err)
	}
	backend, _, err := findBackend(root)
	var missing *parts.Missing
	if errors.As(err, &missing) {
		t.Skipf("NOT CHECKED: %v", missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	behind := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn><UserId>u</UserId>`+
			`<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
	}))
	t.Cleanup(behind.Close)
	address, err := url.Parse(behind.URL)
	if err != nil {
		t.Fatal(err)
	}
	front, err := emulator.StartFront(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(front.Close)
	rig, err := newRig("", backend, front.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rig.close)
	provider, err := openOracle(t.Context(), fmt.Sprintf("127.0.0.1:%d", rig.proxy.Port()), recordedState)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.close)

	const urn = "urn:pulumi:test::conformance::aws:networkfirewall/ruleGroup:RuleGroup::deny"
	inputs := func(rules string) map[string]any {
		return map[string]any{"name": "deny", "type": "STATEFUL", "capacity": 10.0, "rules": rules, "tags": map[string]any{"a": "1"}}
	}
	sent := func(values map[string]any) *pulumirpc.CreateRequest {
		properties, err := onWire(resource.NewPropertyMapFromMap(values))
		if err != nil {
			t.Fatal(err)
		}
		return &pulumirpc.CreateRequest{Urn: urn, Properties: properties}
	}
	const drop, pass = "drop ip any any -> any any (sid:1;)", "pass ip any any -> any any (sid:2;)"
	made, err := provider.client.Create(t.Context(), sent(inputs(drop)))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(made.GetId(), ":stateful-rulegroup/deny") {
		t.Errorf("want the ARN as id, got %s", made.GetId())
	}
	updated, err := provider.client.Update(t.Context(), &pulumirpc.UpdateRequest{
		Id: made.GetId(), Urn: urn, Olds: made.GetProperties(), OldInputs: sent(inputs(drop)).GetProperties(), News: sent(inputs(pass)).GetProperties(),
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := provider.client.Read(t.Context(), &pulumirpc.ReadRequest{Id: made.GetId(), Urn: urn, Properties: updated.GetProperties()})
	if err != nil {
		t.Fatal(err)
	}
	found, err := plugin.UnmarshalProperties(read.GetProperties(), plugin.MarshalOptions{KeepUnknowns: true})
	if err != nil {
		t.Fatal(err)
	}
	if rules := found["ruleGroup"].ObjectValue()["rulesSource"].ObjectValue()["rulesString"].StringValue(); rules != pass {
		t.Errorf("want the changed rules, got %q in %v", rules, found)
	}
	if _, err := provider.client.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: made.GetId(), Urn: urn, Properties: read.GetProperties()}); err != nil {
		t.Fatal(err)
	}
	gone, err := provider.client.Read(t.Context(), &pulumirpc.ReadRequest{Id: made.GetId(), Urn: urn, Properties: read.GetProperties()})
	if err != nil || gone.GetId() != "" {
		t.Errorf("want nothing after the deletion, got %v, %v", gone, err)
	}
}
