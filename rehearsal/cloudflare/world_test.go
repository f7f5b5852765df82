package cloudflare

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// world is a simulated account, driven without an engine: Check, then the call to the cloud.
type world struct {
	t     *testing.T
	cloud *cloud.Cloud
	at    cloud.Account
	// inputs are the checked inputs of every resource made, by name.
	inputs map[string]cloud.Values
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c, err := cloud.Open("", Package())
	if err != nil {
		t.Fatalf("the descriptions do not fit the SDK: %v", err)
	}
	at, err := account(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, cloud: c, at: at, inputs: map[string]cloud.Values{}}
}

// in is short for a resource's inputs.
type in = map[string]any

const testAccount = "0123456789abcdef0123456789abcdef"

// with adds the account to a resource's inputs.
func with(inputs in) in {
	result := in{"accountId": testAccount}
	for name, value := range inputs {
		result[name] = value
	}
	return result
}

var goodSecret = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", 32)))

// Tokens by their last word.
func token(name string) string {
	return "cloudflare:index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

func (w *world) check(name, logical string, inputs in) (*cloud.Resource, cloud.Values, error) {
	r, err := w.cloud.Type(token(name))
	if err != nil {
		return nil, nil, err
	}
	checked, _, failures := r.CheckInputs(cloud.Values(cloud.Normal(map[string]any(inputs)).(map[string]any)), w.at, cloud.Naming{URN: logical, Logical: logical})
	if len(failures) > 0 {
		return nil, nil, fmt.Errorf("CheckFailure: %s: %s", failures[0].Path, failures[0].Reason)
	}
	return r, checked, nil
}

func (w *world) create(name, logical string, inputs in) (cloud.Result, error) {
	r, checked, err := w.check(name, logical, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	w.inputs[logical] = checked
	return w.cloud.Create(cloud.Request{Resource: r, URN: logical, Name: logical, Account: w.at, Inputs: checked})
}

// make is create for a resource that the test takes for granted.
func (w *world) make(name, logical string, inputs in) cloud.Result {
	w.t.Helper()
	result, err := w.create(name, logical, inputs)
	if err != nil {
		w.t.Fatalf("create %s %s: %v", name, logical, err)
	}
	return result
}

func (w *world) update(name, logical, id string, inputs in) (cloud.Result, error) {
	r, checked, err := w.check(name, logical, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	return w.cloud.Update(cloud.Request{Resource: r, URN: logical, Name: logical, Account: w.at, ID: id, Inputs: checked, Old: w.inputs[logical]})
}

func (w *world) delete(name, logical, id string) error {
	w.t.Helper()
	r, err := w.cloud.Type(token(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return w.cloud.Delete(cloud.Request{Resource: r, URN: logical, Name: logical, Account: w.at, ID: id})
}

func (w *world) read(name, logical, id string) cloud.Values {
	w.t.Helper()
	r, err := w.cloud.Type(token(name))
	if err != nil {
		w.t.Fatal(err)
	}
	result, found, err := w.cloud.Read(cloud.Request{Resource: r, URN: logical, Name: logical, Account: w.at, ID: id})
	if err != nil || !found {
		w.t.Fatalf("read %s %s: found %t, %v", name, id, found, err)
	}
	return result.Properties
}

// drift lists what a refresh would show as changed behind the program's back.
func (w *world) drift(name, logical, id string) []cloud.Change {
	w.t.Helper()
	r, _ := w.cloud.Type(token(name))
	return r.Diff(r.InputsOf(w.read(name, logical, id), w.inputs[logical]), w.inputs[logical])
}

// replaces tells whether a change forces a replacement.
func (w *world) replaces(name string, old, next in) bool {
	w.t.Helper()
	r, a, err := w.check(name, "old", old)
	if err != nil {
		w.t.Fatal(err)
	}
	_, b, err := w.check(name, "old", next)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, change := range r.Diff(a, b) {
		if change.Replaces {
			return true
		}
	}
	return false
}

// expect fails unless err is the refusal with this code: "" is none, "CheckFailure" is the provider's own, before any call.
func expect(t *testing.T, err error, code, text string) {
	t.Helper()
	got := cloud.CodeOf(err)
	if err != nil && strings.HasPrefix(err.Error(), "CheckFailure") {
		got = "CheckFailure"
	}
	switch {
	case code == "" && err != nil:
		t.Errorf("accepted expected, got %v", err)
	case code != "" && got != code:
		t.Errorf("refusal with %s expected, got %v", code, err)
	case code != "" && !strings.Contains(err.Error(), text):
		t.Errorf("text %q expected in the refusal, got %v", text, err)
	}
}

// Names of the types that most tests need.
const (
	tTunnel   = "ZeroTrustTunnelCloudflared"
	tConfig   = "ZeroTrustTunnelCloudflaredConfig"
	tRoute    = "ZeroTrustTunnelRoute"
	tNetwork  = "ZeroTrustTunnelVirtualNetwork"
	tRule     = "ZeroTrustGatewayPolicy"
	tGroup    = "ZeroTrustAccessGroup"
	tPolicy   = "ZeroTrustAccessPolicy"
	tApp      = "ZeroTrustAccessApplication"
	tToken    = "ZeroTrustAccessServiceToken"
	tProfile  = "ZeroTrustDeviceProfiles"
	tSplit    = "ZeroTrustSplitTunnel"
	tFallback = "ZeroTrustLocalFallbackDomain"
	tPosture  = "ZeroTrustDevicePostureRule"
)

func (w *world) tunnel() cloud.Result {
	w.t.Helper()
	return w.make(tTunnel, "tunnel", with(in{"name": "t", "secret": goodSecret, "configSrc": "cloudflare"}))
}

func (w *world) network() cloud.Result {
	w.t.Helper()
	return w.make(tNetwork, "network", with(in{"name": "n"}))
}

func (w *world) profile() cloud.Result {
	w.t.Helper()
	return w.make(tProfile, "profile", with(in{"name": "p", "description": "d", "match": `identity.email == "ada@example.com"`, "precedence": 10}))
}

func warpConfig(tunnel string) in {
	return with(in{"tunnelId": tunnel, "config": in{"warpRouting": in{"enabled": true}, "ingressRules": []any{in{"service": "http_status:404"}}}})
}

func rule(change in) in {
	result := with(in{"name": "r", "description": "d", "precedence": 10, "action": "block", "filters": []any{"l4"}, "enabled": true, "traffic": `net.vnet_id == "v"`})
	for name, value := range change {
		result[name] = value
	}
	return result
}
