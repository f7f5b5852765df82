package cloudflare

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryTypeComesBackAsItWasMade makes one resource of every type, with the inputs that a program would give: a refresh finds
// no difference, and everything can be deleted in the opposite order.
func TestEveryTypeComesBackAsItWasMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type made struct{ name, logical, id string }
	var all []made
	add := func(name, logical string, inputs in) string {
		make := w.make
		if name == tOrganization {
			make = w.there
		}
		result := make(name, logical, with(inputs))
		all = append(all, made{name, logical, result.ID})
		if drift := w.drift(name, logical, result.ID); len(drift) > 0 {
			t.Errorf("%s differs after a refresh: %v", name, drift)
		}
		return result.ID
	}
	network := add(tNetwork, "network", in{"name": "n", "comment": "c", "isDefaultNetwork": false})
	tunnel := add(tTunnel, "tunnel", in{"name": "t", "secret": goodSecret, "configSrc": "cloudflare"})
	add(tConfig, "config", warpConfig(tunnel))
	posture := add(tPosture, "posture", in{"name": "p", "type": "firewall", "inputs": []any{in{"enabled": true}}, "matches": []any{in{"platform": "mac"}}})
	pass := add(tToken, "token", in{"name": "ci", "minDaysForRenewal": 30})
	healthy := add(tGroup, "healthy", in{"name": "h", "includes": []any{in{"devicePostures": []any{posture}}}})
	people := add(tGroup, "people", in{"name": "g", "includes": []any{in{"emails": []any{"ada@example.com"}}}, "requires": []any{in{"groups": []any{healthy}}}})
	policy := add(tPolicy, "policy", in{"name": "p", "decision": "allow", "includes": []any{in{"groups": []any{people}}}, "sessionDuration": "8h"})
	pipeline := add(tPolicy, "pipeline", in{"name": "ci", "decision": "non_identity", "includes": []any{in{"serviceTokens": []any{pass}}}})
	add(tApp, "app", in{
		"name": "a", "type": "self_hosted", "policies": []any{policy, pipeline}, "sessionDuration": "8h",
		"destinations": []any{in{"type": "private", "hostname": "a.platform.internal", "vnetId": network, "portRange": "443", "l4Protocol": "tcp"}},
	})
	add(tRule, "rule", rule(in{"ruleSettings": in{"checkSession": in{"enforce": true, "duration": "8h0m0s"}}}))
	add("ZeroTrustGatewaySettings", "settings", in{"proxy": in{"tcp": true, "udp": true, "rootCa": false, "virtualIp": false, "disableForTime": 0}})
	add(tOrganization, "organization", in{"name": "example", "authDomain": "example.cloudflareaccess.com", "sessionDuration": "8h"})
	add(tRecord, "record", in{"accountId": nil, "zoneId": testZone, "name": "a.example.com", "type": "CNAME", "content": tunnel + ".cfargotunnel.com", "proxied": true})
	add(tApp, "public", in{"name": "b", "type": "self_hosted", "policies": []any{policy}, "domain": "a.example.com"})
	add(tApp, "addresses", in{
		"name": "c", "type": "self_hosted", "policies": []any{policy}, "destinations": []any{in{"type": "private", "cidr": "10.20.0.0/24", "vnetId": network, "portRange": "5432"}},
	})
	add("ZeroTrustList", "list", in{"name": "serials", "type": "SERIAL", "items": []any{"b", "a"}})
	profile := add(tProfile, "profile", in{"name": "p", "description": "d", "match": `identity.email == "ada@example.com"`, "precedence": 10})
	add(tSplit, "split", in{"policyId": profile, "mode": "include", "tunnels": []any{in{"address": "10.0.0.0/8"}}})
	add(tFallback, "fallback", in{"policyId": profile, "domains": []any{in{"suffix": "platform.internal", "dnsServers": []any{"10.0.0.2"}}}})
	add("LogpushOwnershipChallenge", "challenge", in{"destinationConf": "s3://a/b?region=eu-central-1"})
	add("LogpushJob", "job", in{"dataset": "audit_logs", "destinationConf": "s3://a/b?region=eu-central-1", "ownershipChallenge": "t", "enabled": true, "name": "j"})
	add("NotificationPolicy", "notify", in{"name": "n", "enabled": true, "alertType": "tunnel_health_event", "emailIntegrations": []any{in{"id": "a@example.com"}}})
	add(tRoute, "route", in{"network": "10.20.0.0/16", "tunnelId": tunnel, "virtualNetworkId": network})

	for _, described := range w.Cloud.Types() {
		if !slices.ContainsFunc(all, func(m made) bool { return token(m.name) == described }) {
			t.Errorf("no %s was made", described)
		}
	}
	for _, each := range slices.Backward(all) {
		if err := w.delete(each.name, each.logical, each.id); err != nil {
			t.Errorf("delete %s: %v", each.name, err)
		}
	}
	if left := w.Cloud.Objects(); len(left) > 0 {
		t.Errorf("everything deleted, and there is still %v", left)
	}
}

func TestSecretsAreMarkedAsTheProviderMarksThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := map[string]string{token(tTunnel): "secret,tunnelToken", token(tToken): "clientSecret"}
	for _, described := range w.Cloud.Types() {
		r, err := w.Cloud.Type(described)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(r.Secret, ","); got != want[described] {
			t.Errorf("%s marks %q as secret, want %q", described, got, want[described])
		}
	}
}

func TestTheOldNamesAreRefused(t *testing.T) {
	t.Parallel()
	for _, old := range []string{"Tunnel", "TunnelRoute", "AccessApplication", "AccessGroup", "TeamsRule", "SplitTunnel", "FallbackDomain"} {
		if _, err := newWorld(t).Cloud.Type(token(old)); err == nil {
			t.Errorf("%s is accepted, want it refused by name", old)
		}
	}
}
