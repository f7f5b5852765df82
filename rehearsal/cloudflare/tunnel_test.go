package cloudflare

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestTunnelsAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"good":                        {in{"name": "a", "secret": goodSecret}, "", ""},
		"managed by Cloudflare":       {in{"name": "a", "secret": goodSecret, "configSrc": "cloudflare"}, "", ""},
		"a short secret":              {in{"name": "a", "secret": base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", 31)))}, badRequest, "32 bytes"},
		"a secret that is not base64": {in{"name": "a", "secret": strings.Repeat("!", 64)}, badRequest, "base64"},
		"a name that is taken":        {in{"name": "t", "secret": goodSecret}, "1013", "already have a tunnel with this name"},
		"an unknown source":           {in{"name": "a", "secret": goodSecret, "configSrc": "remote"}, "CheckFailure", "configSrc"},
		"no name":                     {in{"secret": goodSecret}, "CheckFailure", "name"},
		"an account that is none":     {in{"name": "a", "secret": goodSecret, "accountId": "acme"}, "7003", "object identifier is invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.tunnel()
			_, err := w.create(tTunnel, "other", with(test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestATunnelGoesOnlyWithoutConnectorsRoutesAndWarpRouting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tunnel, network := w.tunnel(), w.network()
	config := w.make(tConfig, "config", warpConfig(tunnel.ID))
	route := w.make(tRoute, "route", with(in{"network": "10.20.0.0/16", "tunnelId": tunnel.ID, "virtualNetworkId": network.ID}))
	connectors := func(n int) {
		if err := w.Cloud.Modify(KindTunnel, tunnel.ID, func(o *cloud.Object) { o.Properties.Set(Connectors, n) }); err != nil {
			t.Fatal(err)
		}
	}
	connectors(2)
	expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), "1023", "Warp routing")
	expect(t, w.delete(tNetwork, "network", network.ID), badRequest, "has routes")
	expect(t, w.delete(tRoute, "route", route.ID), "", "")
	expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), "1022", "active connections")
	connectors(0)
	expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), "1023", "Warp routing")
	expect(t, w.delete(tConfig, "config", config.ID), "", "")
	expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), "", "")
	expect(t, w.delete(tNetwork, "network", network.ID), "", "")
}

func TestAConfigurationCannotBeEmptiedAfterItsTunnel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tunnel := w.tunnel()
	config := w.make(tConfig, "config", with(in{"tunnelId": tunnel.ID, "config": in{"ingressRules": []any{in{"service": "http_status:404"}}}}))
	expect(t, w.delete(tTunnel, "tunnel", tunnel.ID), "", "")
	expect(t, w.delete(tConfig, "config", config.ID), "1003", "Tunnel not found")
}

func TestAConfigurationEndsWithARuleForEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tunnel := w.tunnel()
	for name, rules := range map[string][]any{
		"none": {}, "a name": {in{"service": "https://10.0.0.1", "hostname": "a.example.com"}}, "a path": {in{"service": "https://10.0.0.1", "path": "/a"}},
	} {
		_, err := w.create(tConfig, name, with(in{"tunnelId": tunnel.ID, "config": in{"ingressRules": rules}}))
		expect(t, err, badRequest, "last ingress rule")
	}
	_, err := w.create(tConfig, "of nothing", warpConfig("f3a1"))
	expect(t, err, "1003", "Tunnel not found")
}

func TestATokenFollowsARotationAndTheSecretDoesNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tunnel := w.tunnel()
	before := tunnel.Properties.String("tunnelToken")
	if decoded, err := base64.StdEncoding.DecodeString(before); err != nil || !strings.Contains(string(decoded), tunnel.ID) || !strings.Contains(string(decoded), goodSecret) {
		t.Errorf("a token has the tunnel's id and secret, got %q, %v", decoded, err)
	}
	err := w.Cloud.Modify(KindTunnel, tunnel.ID, func(o *cloud.Object) { o.Properties.Set(Secret, "another") })
	if err != nil {
		t.Fatal(err)
	}
	after := w.read(tTunnel, "tunnel", tunnel.ID)
	if after.String("tunnelToken") == before || after.String("secret") != goodSecret || len(w.drift(tTunnel, "tunnel", tunnel.ID)) > 0 {
		t.Errorf("another token, the old secret and no drift expected, got %v", after)
	}
}

func TestEveryChangeOfATunnelReplacesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := with(in{"name": "t", "secret": goodSecret, "configSrc": "cloudflare"})
	changes := in{"name": "u", "secret": goodSecret + "x", "configSrc": "local", "accountId": strings.Repeat("f", 32)}
	for property, value := range changes {
		next := with(old)
		next[property] = value
		if !w.replaces(tTunnel, old, next) {
			t.Errorf("a change of %s does not replace the tunnel", property)
		}
	}
}

func TestRoutesAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change     in
		code, text string
	}{
		"good":                     {in{}, "", ""},
		"IPv6":                     {in{"network": "fd00::/48"}, "", ""},
		"in another network":       {in{"network": "10.20.0.0/16", "virtualNetworkId": "second"}, "", ""},
		"in the default network":   {in{"network": "10.20.0.0/16", "virtualNetworkId": nil}, "", ""},
		"taken":                    {in{"network": "10.20.0.0/16"}, "1014", "already have a route"},
		"not a network":            {in{"network": "10.20.0.1"}, badRequest, "CIDR"},
		"bits beyond the prefix":   {in{"network": "10.20.0.1/16"}, badRequest, "CIDR"},
		"of no tunnel":             {in{"tunnelId": "f3a1"}, "1003", "Tunnel not found"},
		"in a network that is not": {in{"virtualNetworkId": "f3a1"}, badRequest, "not found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tunnel, network := w.tunnel(), w.network()
			second := w.make(tNetwork, "second", with(in{"name": "second"}))
			w.make(tRoute, "first", with(in{"network": "10.20.0.0/16", "tunnelId": tunnel.ID, "virtualNetworkId": network.ID}))
			inputs := with(in{"network": "10.30.0.0/16", "tunnelId": tunnel.ID, "virtualNetworkId": network.ID})
			for property, value := range test.change {
				switch value {
				case nil:
					delete(inputs, property)
				case "second":
					inputs[property] = second.ID
				default:
					inputs[property] = value
				}
			}
			_, err := w.create(tRoute, "route", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestARouteMovesToAnotherTunnelButNotToAnotherNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tunnel, network := w.tunnel(), w.network()
	other := w.make(tTunnel, "other", with(in{"name": "other", "secret": goodSecret}))
	inputs := with(in{"network": "10.20.0.0/16", "tunnelId": tunnel.ID, "virtualNetworkId": network.ID})
	route := w.make(tRoute, "route", inputs)
	moved := with(inputs)
	moved["tunnelId"] = other.ID
	if _, err := w.update(tRoute, "route", route.ID, moved); err != nil {
		t.Errorf("a route moves to another tunnel in place, got %v", err)
	}
	renumbered := with(inputs)
	renumbered["network"] = "10.30.0.0/16"
	_, err := w.update(tRoute, "route", route.ID, renumbered)
	expect(t, err, "1015", "isn't routed")
}

func TestADefaultNetworkIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.create(tNetwork, "default", with(in{"name": "default", "isDefaultNetwork": true}))
	expect(t, err, badRequest, "default virtual network already")
	network := w.network()
	_, err = w.update(tNetwork, "network", network.ID, with(in{"name": "n", "isDefaultNetwork": true}))
	expect(t, err, badRequest, "default virtual network already")
	_, err = w.create(tNetwork, "again", with(in{"name": "n"}))
	expect(t, err, badRequest, "exists already")
}
