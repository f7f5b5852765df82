package cloudflare

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/internal/worlds"
)

// world is a simulated account, driven without an engine. Types are named by their last word.
type world struct{ *worlds.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	at, err := account(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &world{worlds.New(t, Package(), at)}
}

// in is short for a resource's inputs.
type in = map[string]any

const (
	testAccount = "0123456789abcdef0123456789abcdef"
	testZone    = "fedcba9876543210fedcba9876543210"
)

// with adds the account to a resource's inputs, unless they say that there is none.
func with(inputs in) in {
	result := in{"accountId": testAccount}
	for name, value := range inputs {
		result[name] = value
	}
	if result["accountId"] == nil {
		delete(result, "accountId")
	}
	return result
}

var goodSecret = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", 32)))

// Tokens by their last word.
func token(name string) string {
	return "cloudflare:index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

func (w *world) check(name, logical string, inputs in) (*cloud.Resource, cloud.Values, error) {
	return w.Check(token(name), logical, inputs)
}

func (w *world) create(name, logical string, inputs in) (cloud.Result, error) {
	return w.Create(token(name), logical, inputs)
}

// there puts something into the account that was there before every program, so that it has no URN.
func (w *world) there(name, logical string, inputs in) cloud.Result {
	w.T.Helper()
	r, checked, err := w.check(name, logical, inputs)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Inputs[logical] = checked
	result, err := w.Cloud.Create(cloud.Request{Resource: r, URN: logical, Name: logical, Account: w.At, Inputs: checked})
	if err != nil {
		w.T.Fatalf("put %s %s into the account: %v", name, logical, err)
	}
	return result
}

func (w *world) make(name, logical string, inputs in) cloud.Result {
	w.T.Helper()
	return w.Make(token(name), logical, inputs)
}

func (w *world) update(name, logical, id string, inputs in) (cloud.Result, error) {
	return w.Update(token(name), logical, id, inputs)
}

func (w *world) delete(name, logical, id string) error {
	w.T.Helper()
	return w.Delete(token(name), logical, id)
}

func (w *world) read(name, logical, id string) cloud.Values {
	w.T.Helper()
	properties, _ := w.Read(token(name), logical, id)
	return properties
}

func (w *world) drift(name, logical, id string) []cloud.Change {
	w.T.Helper()
	return w.Drift(token(name), logical, id)
}

// replaces tells whether a change forces a replacement.
func (w *world) replaces(name string, old, next in) bool {
	w.T.Helper()
	return len(w.Replaces(token(name), old, next)) > 0
}

func expect(t *testing.T, err error, code, text string) {
	t.Helper()
	worlds.Expect(t, err, code, text)
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
	tRecord   = "Record"
	// tOrganization is the account's own.
	tOrganization = "ZeroTrustAccessOrganization"
)

func (w *world) tunnel() cloud.Result {
	w.T.Helper()
	return w.make(tTunnel, "tunnel", with(in{"name": "t", "secret": goodSecret, "configSrc": "cloudflare"}))
}

func (w *world) network() cloud.Result {
	w.T.Helper()
	return w.make(tNetwork, "network", with(in{"name": "n"}))
}

func (w *world) profile() cloud.Result {
	w.T.Helper()
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
