package zerotrust

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestTheChildrenAreExactlyThoseOfTheContract(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*Args{"small": small(), "everything": everything()} {
		for _, preview := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := &recorder{preview: preview}
				r.mustDeploy(t, args)
				golden.Equal(t, "children/"+name+".txt", []byte(strings.Join(r.children(), "\n")+"\n"))
			})
		}
	}
}

func TestEveryChildHasTheCallersComponentAsParentAndItsNameAsPrefix(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, reg := range r.own() {
		if !strings.HasSuffix(reg.parent, "::"+testToken+"::"+testName) || !strings.HasPrefix(reg.name, testName+"-") {
			t.Errorf("%s has the parent %q, want the component and its name", reg.name, reg.parent)
		}
		if reg.inputs["accountId"].StringValue() != testAccount || reg.inputs.HasValue("zoneId") {
			t.Errorf("%s belongs to %v, want the account", reg.name, reg.inputs["accountId"])
		}
	}
}

func TestTheDenyRuleComesBeforeEveryAllowAndEverythingBeforeTheRoutes(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	routes := 0
	for _, reg := range r.own() {
		role := strings.TrimPrefix(reg.name, testName+"-")
		switch {
		case strings.HasPrefix(role, "allow-"):
			if !reg.waitsFor(testName + "-deny") {
				t.Errorf("%s does not wait for the deny rule", reg.name)
			}
		case strings.HasPrefix(role, "route-"):
			routes++
			checkRoute(t, r, reg)
		case strings.HasPrefix(role, "tunnel") || role == "network":
			if reg.waitsFor(testName + "-deny") {
				t.Errorf("%s waits for the deny rule, so that destroying would take the rule away while connectors hold the tunnel", reg.name)
			}
		}
	}
	if routes != 4 {
		t.Errorf("three ranges and a resolver make four routes, got %d", routes)
	}
}

// checkRoute fails unless a route waits for everything that decides about traffic and for what carries it, and nothing for it.
func checkRoute(t *testing.T, r *recorder, route registration) {
	t.Helper()
	if !route.waitsFor(connectors) {
		t.Errorf("%s does not wait for the connectors", route.name)
	}
	for _, other := range r.own() {
		role := strings.TrimPrefix(other.name, testName+"-")
		late := strings.HasPrefix(role, "route-") || strings.HasPrefix(role, "log-") || strings.HasPrefix(role, "notify-")
		if !late && !route.waitsFor(other.name) {
			t.Errorf("%s does not wait for %s", route.name, other.name)
		}
		if other.waitsFor(route.name) {
			t.Errorf("%s waits for %s, so that it would go first when everything is destroyed", other.name, route.name)
		}
	}
}

func TestTheTunnelIsManagedByCloudflareAndItsSecretNeverReplacesIt(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	tunnel := r.find(t, "tunnel")
	if !slices.Contains(tunnel.ignored, "secret") || tunnel.inputs["configSrc"].StringValue() != "cloudflare" || !tunnel.protected {
		t.Errorf("the tunnel ignores %v, has %v and protection %t", tunnel.ignored, tunnel.inputs, tunnel.protected)
	}
	if network := r.find(t, "network"); network.inputs["isDefaultNetwork"].BoolValue() || !network.protected {
		t.Errorf("the network is %v, want one of its own that is protected", network.inputs)
	}
	config := r.find(t, "tunnel-config").inputs["config"].Mappable()
	want := map[string]any{"warpRouting": map[string]any{"enabled": true}, "ingressRules": []any{map[string]any{"service": "http_status:404"}}}
	if diff := cmp.Diff(want, config); diff != "" {
		t.Errorf("the configuration differs (-want +got):\n%s", diff)
	}
}

func TestASecretIsMadeWhereNoneIsGiven(t *testing.T) {
	t.Parallel()
	secrets := map[string]bool{}
	for range 2 {
		r := &recorder{}
		r.mustDeploy(t, small())
		secret := r.find(t, "tunnel").inputs["secret"]
		if !secret.IsSecret() {
			t.Fatalf("the secret is not marked as one: %v", secret)
		}
		text := secret.SecretValue().Element.StringValue()
		if decoded, err := base64.StdEncoding.DecodeString(text); err != nil || len(decoded) != secretBytes {
			t.Errorf("32 bytes in base64 expected, got %d, %v", len(decoded), err)
		}
		secrets[text] = true
	}
	if len(secrets) != 2 {
		t.Error("two tunnels have the same secret")
	}
}

func TestNoSecretIsPlainAnywhere(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	edge := r.mustDeploy(t, everything())
	for _, reg := range r.own() {
		for _, secret := range []string{givenSecret, ownershipToken} {
			if strings.Contains(plainText(resource.NewProperty(reg.inputs)), secret) {
				t.Errorf("%s has a secret in plain text", reg.name)
			}
		}
	}
	outputs := map[string]pulumi.Output{"tunnelToken": edge.TunnelToken}
	for key, credential := range edge.ServiceTokens {
		outputs["clientSecret "+key] = credential.ClientSecret
	}
	if len(outputs) != 3 {
		t.Errorf("a tunnel and two service tokens expected, got %d", len(outputs))
	}
	for name, output := range outputs {
		got, err := internals.UnsafeAwaitOutput(context.Background(), output)
		if err != nil || !got.Secret || got.Value != issued {
			t.Errorf("%s is %v, secret %t, %v; want a secret", name, got.Value, got.Secret, err)
		}
	}
}

// plainText writes a value without what is marked as secret.
func plainText(value resource.PropertyValue) string {
	switch {
	case value.IsSecret():
		return ""
	case value.IsObject():
		var parts []string
		for _, inner := range value.ObjectValue() {
			parts = append(parts, plainText(inner))
		}
		return strings.Join(parts, "\n")
	case value.IsArray():
		var parts []string
		for _, inner := range value.ArrayValue() {
			parts = append(parts, plainText(inner))
		}
		return strings.Join(parts, "\n")
	case value.IsString():
		return value.StringValue()
	}
	return ""
}

func TestGatewayPoliciesSayWhoReachesWhat(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, want := range map[string]map[string]any{
		"deny": {
			"accountId": testAccount, "name": "main-deny", "description": "Blocks what no rule before this one allows into the private network of main",
			"precedence": 1990.0, "enabled": true, "action": "block", "filters": []any{"l4"}, "traffic": `net.vnet_id == "main-network-id"`,
		},
		"allow-data": allowed("data", 1010, `identity.email in {"ada@example.com"}`,
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.3.0/24 fd00:20::/64} and net.dst.port in {5432}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
		"allow-office": allowed("office", 1020,
			`any(identity.groups.id[*] in {"6fd6c3f4-0000-4000-8000-000000000000"}) or any(identity.groups.email[*] in {"ops@example.com"}) or any(identity.saml_attributes[*] == "groups=Operations")`,
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.2.0/24} and net.dst.port in {443 3000}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
		"allow-pipelines": allowed("pipelines", 1900, `identity.email == "non_identity@example.cloudflareaccess.com"`,
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.3.0/24 fd00:20::/64} and net.dst.port in {5432}) or (net.dst.ip in {10.20.2.0/24} and net.dst.port in {443 3000}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
	} {
		if diff := cmp.Diff(want, r.find(t, role).inputs.Mappable()); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", role, diff)
		}
	}
}

func allowed(key string, precedence int, identity, traffic string) map[string]any {
	return map[string]any{
		"accountId": testAccount, "name": "main-allow-" + key, "description": "What " + key + " reach in main", "precedence": float64(precedence),
		"enabled": true, "action": "allow", "filters": []any{"l4"}, "identity": identity, "traffic": traffic,
		"devicePosture": `any(device_posture.checks.passed[*] in {"main-posture-disk-mac-id" "main-posture-disk-windows-id"})` +
			` and any(device_posture.checks.passed[*] in {"main-posture-firewall-mac-id" "main-posture-firewall-windows-id"})` +
			` and any(device_posture.checks.passed[*] in {"main-posture-identity-mac-id"})` +
			` and any(device_posture.checks.passed[*] in {"main-posture-ours-windows-id"})` +
			` and any(device_posture.checks.passed[*] in {"main-posture-version-mac-id" "main-posture-version-windows-id"})`,
		"ruleSettings": map[string]any{"checkSession": map[string]any{"enforce": true, "duration": "4h0m0s"}},
	}
}

func TestAccessAsksTheSamePeopleForTheSameDevices(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	healthy := []any{"main-healthy-disk-id", "main-healthy-firewall-id", "main-healthy-identity-id", "main-healthy-ours-id", "main-healthy-version-id"}
	policy := func(name, decision string, who map[string]any) map[string]any {
		return map[string]any{
			"accountId": testAccount, "name": name, "decision": decision, "sessionDuration": "4h", "includes": []any{who},
			"requires": []any{map[string]any{"groups": healthy}},
		}
	}
	for role, want := range map[string]map[string]any{
		"healthy-disk": {
			"accountId": testAccount, "name": "main-healthy-disk",
			"includes": []any{map[string]any{"devicePostures": []any{"main-posture-disk-mac-id", "main-posture-disk-windows-id"}}},
		},
		"persona-office": {"accountId": testAccount, "name": "main-persona-office", "includes": []any{map[string]any{
			"azures":  []any{map[string]any{"identityProviderId": "entra", "ids": []any{"6fd6c3f4-0000-4000-8000-000000000000"}}},
			"gsuites": []any{map[string]any{"identityProviderId": "google", "emails": []any{"ops@example.com"}}},
			"samls":   []any{map[string]any{"identityProviderId": "saml", "attributeName": "groups", "attributeValue": "Operations"}},
		}}},
		"policy-office":       policy("main-policy-office", "allow", map[string]any{"groups": []any{"main-persona-office-id"}}),
		"policy-token-deploy": policy("main-policy-token-deploy", "non_identity", map[string]any{"serviceTokens": []any{"main-token-deploy-id"}}),
		"app-grafana": {
			"accountId": testAccount, "name": "main-app-grafana", "type": "self_hosted", "sessionDuration": "4h", "httpOnlyCookieAttribute": true,
			"enableBindingCookie": true, "appLauncherVisible": false,
			"policies": []any{"main-policy-office-id", "main-policy-platform-id", "main-policy-token-deploy-id"},
			"destinations": []any{
				map[string]any{"type": "private", "hostname": "grafana.platform.internal", "portRange": "443", "l4Protocol": "tcp", "vnetId": "main-network-id"},
				map[string]any{"type": "private", "hostname": "grafana.platform.internal", "portRange": "3000", "l4Protocol": "tcp", "vnetId": "main-network-id"},
			},
		},
	} {
		if diff := cmp.Diff(want, r.find(t, role).inputs.Mappable()); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", role, diff)
		}
	}
}

func TestDevicesSendPrivateAddressesAndNamesIntoTheTunnel(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	profile := r.find(t, "devices").inputs
	want := `identity.email in {"ada@example.com"} or any(identity.groups.id[*] in {"6fd6c3f4-0000-4000-8000-000000000000"})` +
		` or any(identity.groups.email[*] in {"ops@example.com"}) or any(identity.saml_attributes[*] == "groups=Operations")` +
		` or any(identity.groups.name[*] in {"platform"}) or identity.email == "non_identity@example.cloudflareaccess.com"`
	if got := profile["match"].StringValue(); got != want {
		t.Errorf("the profile matches %s, want %s", got, want)
	}
	if !profile["switchLocked"].BoolValue() || profile["allowedToLeave"].BoolValue() || !profile["disableAutoFallback"].BoolValue() || profile.HasValue("default") {
		t.Errorf("the profile lets people out or is the default one: %v", profile)
	}
	for _, role := range []string{"split-tunnel", "fallback"} {
		if got := r.find(t, role).inputs["policyId"].StringValue(); got != "main-devices-id" {
			t.Errorf("%s is bound to %q, want the profile", role, got)
		}
	}
	var addresses []string
	for _, entry := range r.find(t, "split-tunnel").inputs["tunnels"].ArrayValue() {
		addresses = append(addresses, entry.ObjectValue()["address"].String()+entry.ObjectValue()["host"].String())
	}
	if got := len(addresses); got != 5 {
		t.Errorf("four ranges and the organisation's host expected, got %v", addresses)
	}
	served := map[string]bool{}
	for _, domain := range r.find(t, "fallback").inputs["domains"].ArrayValue() {
		served[domain.ObjectValue()["suffix"].StringValue()] = domain.ObjectValue().HasValue("dnsServers")
	}
	if !served["platform.internal"] || !served["vpce.amazonaws.com"] || served["home.arpa"] || len(served) != 2+len(defaultFallbacks) {
		t.Errorf("two private zones and the default suffixes expected, got %v", served)
	}
}

func TestWithoutPrivateZonesTheDefaultListIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	for _, child := range r.children() {
		if strings.HasPrefix(child, "ZeroTrustLocalFallbackDomain") {
			t.Errorf("%s is made without a private zone", child)
		}
	}
}

func TestSettingsOfTheAccountAreAdoptedAndNeverChanged(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	settings := r.find(t, "account-gateway")
	schema, err := cloud.SchemaOf(cloudflare.ZeroTrustGatewaySettingsArgs{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(schema.Inputs)), func(name string) bool { return name == "accountId" })
	if diff := cmp.Diff(all, settings.ignored); diff != "" {
		t.Errorf("the component could change settings that it does not ignore (-SDK +ignored):\n%s", diff)
	}
	if settings.importID != testAccount || !settings.retained || len(settings.inputs) != 1 {
		t.Errorf("the settings are imported from %q, retained %t, with %v", settings.importID, settings.retained, settings.inputs)
	}
	for _, reg := range r.own() {
		if reg.importID != "" && reg.name != settings.name {
			t.Errorf("%s is imported, want the account's settings alone", reg.name)
		}
	}
	off := &recorder{proxyOff: true}
	if _, err := off.deploy(everything()); err == nil || !strings.Contains(err.Error(), "requireGatewayProxy: the account's Gateway does not proxy TCP and UDP") {
		t.Errorf("an account without the UDP proxy expected to be refused, got %v", err)
	}
	for _, child := range off.children() {
		if strings.HasPrefix(child, "ZeroTrustTunnelRoute") {
			t.Errorf("%s is made although Gateway does not look", child)
		}
	}
}

func TestLogsFollowTheProofAndAlertsNameTheTunnel(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	edge := r.mustDeploy(t, everything())
	job := r.find(t, "log-gateway-network").inputs
	if !job["enabled"].BoolValue() || job["destinationConf"].StringValue() != "s3://example-archive/cloudflare/network/{DATE}?region=eu-central-1" || !job["ownershipChallenge"].IsSecret() {
		t.Errorf("the job is %v, want an enabled one with a secret proof", job)
	}
	if slices.Contains(r.children(), "LogpushJob main-log-audit-logs") {
		t.Error("a job is made without proof of ownership")
	}
	challenges, err := internals.UnsafeAwaitOutput(context.Background(), edge.LogpushChallenges)
	if err != nil || len(challenges.Value.(map[string]string)) != 2 {
		t.Errorf("two challenges expected, got %v, %v", challenges.Value, err)
	}
	health := r.find(t, "notify-tunnel-health-event").inputs
	filters := map[string]any{"tunnelIds": []any{"main-tunnel-id"}, "newStatuses": []any{"TUNNEL_STATUS_TYPE_DEGRADED", "TUNNEL_STATUS_TYPE_DOWN"}}
	if diff := cmp.Diff(filters, health["filters"].Mappable()); diff != "" {
		t.Errorf("the alert looks at something else (-want +got):\n%s", diff)
	}
	if !health["enabled"].BoolValue() || len(health["emailIntegrations"].ArrayValue())+len(health["webhooksIntegrations"].ArrayValue())+len(health["pagerdutyIntegrations"].ArrayValue()) != 3 {
		t.Errorf("three ways to be told expected, got %v", health)
	}
}
