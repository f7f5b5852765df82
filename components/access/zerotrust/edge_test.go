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
		if !strings.HasSuffix(reg.Parent, "::"+testToken+"::"+testName) || !strings.HasPrefix(reg.Name, testName+"-") {
			t.Errorf("%s has the parent %q, want the component and its name", reg.Name, reg.Parent)
		}
		owner, want := resource.PropertyKey("accountId"), testAccount
		if shortType(reg.Token) == "Record" {
			owner, want = "zoneId", testZone
		}
		if got := reg.Inputs[owner]; !got.IsString() || got.StringValue() != want || reg.Inputs.HasValue("accountId") == reg.Inputs.HasValue("zoneId") {
			t.Errorf("%s belongs to %v, want %s %s", reg.Name, reg.Inputs, owner, want)
		}
	}
}

func TestTheDenyRuleComesBeforeEveryAllowAndEverythingBeforeTheRoutes(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	routes := 0
	for _, reg := range r.own() {
		role := strings.TrimPrefix(reg.Name, testName+"-")
		switch {
		case strings.HasPrefix(role, "allow-"):
			if !reg.WaitsFor(testName + "-deny") {
				t.Errorf("%s does not wait for the deny rule", reg.Name)
			}
		case strings.HasPrefix(role, "route-"), strings.HasPrefix(role, "record-"):
			routes++
			checkRoute(t, r, reg)
		case strings.HasPrefix(role, "tunnel") || role == "network":
			if reg.WaitsFor(testName + "-deny") {
				t.Errorf("%s waits for the deny rule, so that destroying would take the rule away while connectors hold the tunnel", reg.Name)
			}
		}
	}
	if routes != 5 {
		t.Errorf("three ranges and a resolver make four routes, and a public name one record, got %d", routes)
	}
}

// checkRoute fails unless a route waits for everything that decides about traffic and for what carries it, and nothing for it.
func checkRoute(t *testing.T, r *recorder, route registration) {
	t.Helper()
	if !route.WaitsFor(connectors) {
		t.Errorf("%s does not wait for the connectors", route.Name)
	}
	for _, other := range r.own() {
		role := strings.TrimPrefix(other.Name, testName+"-")
		late := strings.HasPrefix(role, "route-") || strings.HasPrefix(role, "record-") || strings.HasPrefix(role, "log-") || strings.HasPrefix(role, "notify-")
		if !late && !route.WaitsFor(other.Name) {
			t.Errorf("%s does not wait for %s", route.Name, other.Name)
		}
		if other.WaitsFor(route.Name) {
			t.Errorf("%s waits for %s, so that it would go first when everything is destroyed", other.Name, route.Name)
		}
	}
}

func TestTheTunnelIsManagedByCloudflareAndItsSecretNeverReplacesIt(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	tunnel := r.find(t, "tunnel")
	if !slices.Contains(tunnel.Ignored, "secret") || tunnel.Inputs["configSrc"].StringValue() != "cloudflare" || !tunnel.Protected {
		t.Errorf("the tunnel ignores %v, has %v and protection %t", tunnel.Ignored, tunnel.Inputs, tunnel.Protected)
	}
	if network := r.find(t, "network"); network.Inputs["isDefaultNetwork"].BoolValue() || !network.Protected {
		t.Errorf("the network is %v, want one of its own that is protected", network.Inputs)
	}
	config := r.find(t, "tunnel-config").Inputs["config"].Mappable()
	want := map[string]any{"warpRouting": map[string]any{"enabled": true}, "ingressRules": []any{
		map[string]any{"hostname": "grafana.example.com", "service": "https://grafana.platform.internal:443"}, map[string]any{"service": "http_status:404"},
	}}
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
		secret := r.find(t, "tunnel").Inputs["secret"]
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
			if strings.Contains(plainText(resource.NewProperty(reg.Inputs)), secret) {
				t.Errorf("%s has a secret in plain text", reg.Name)
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
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.3.0/24 fd00:20::/64} and net.dst.port in {5432}) or (net.dst.ip in {10.20.4.0/24} and net.dst.port in {3389}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
		"allow-office": allowed("office", 1020,
			`any(identity.groups.id[*] in {"6fd6c3f4-0000-4000-8000-000000000000"}) or any(identity.groups.email[*] in {"ops@example.com"}) or any(identity.saml_attributes[*] == "groups=Operations")`,
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.2.0/24} and net.dst.port in {443 3000}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
		"allow-pipelines": allowed("pipelines", 1900, `identity.email == "non_identity@example.cloudflareaccess.com"`,
			`net.vnet_id == "main-network-id" and ((net.dst.ip in {10.20.3.0/24 fd00:20::/64} and net.dst.port in {5432}) or (net.dst.ip in {10.20.2.0/24} and net.dst.port in {443 3000}) or (net.dst.ip in {10.60.0.2/32} and net.dst.port in {53}))`),
	} {
		if diff := cmp.Diff(want, r.find(t, role).Inputs.Mappable()); diff != "" {
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
		"app-cluster": {
			"accountId": testAccount, "name": "main-app-cluster", "type": "self_hosted", "sessionDuration": "4h", "appLauncherVisible": false,
			"policies":     []any{"main-policy-platform-id"},
			"destinations": []any{map[string]any{"type": "private", "cidr": "10.20.1.0/24", "portRange": "443", "vnetId": "main-network-id"}},
		},
		"app-desktop": {
			"accountId": testAccount, "name": "main-app-desktop", "type": "self_hosted", "sessionDuration": "4h", "appLauncherVisible": false,
			"policies":     []any{"main-policy-data-id"},
			"destinations": []any{map[string]any{"type": "private", "cidr": "10.20.4.0/24", "portRange": "3389", "vnetId": "main-network-id"}},
		},
	} {
		if diff := cmp.Diff(want, r.find(t, role).Inputs.Mappable()); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", role, diff)
		}
	}
}

func TestDevicesSendPrivateAddressesAndNamesIntoTheTunnel(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	profile := r.find(t, "devices").Inputs
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
		if got := r.find(t, role).Inputs["policyId"].StringValue(); got != "main-devices-id" {
			t.Errorf("%s is bound to %q, want the profile", role, got)
		}
	}
	var addresses []string
	for _, entry := range r.find(t, "split-tunnel").Inputs["tunnels"].ArrayValue() {
		addresses = append(addresses, entry.ObjectValue()["address"].String()+entry.ObjectValue()["host"].String())
	}
	if got := len(addresses); got != 5 {
		t.Errorf("four ranges and the organisation's host expected, got %v", addresses)
	}
	served := map[string]bool{}
	for _, domain := range r.find(t, "fallback").Inputs["domains"].ArrayValue() {
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
	var imported []string
	for role, args := range map[string]any{
		"account-gateway": cloudflare.ZeroTrustGatewaySettingsArgs{}, "account-organization": cloudflare.ZeroTrustAccessOrganizationArgs{},
	} {
		settings := r.find(t, role)
		imported = append(imported, settings.Name)
		schema, err := cloud.SchemaOf(args, nil)
		if err != nil {
			t.Fatal(err)
		}
		owners := []string{"accountId", "zoneId"}
		all := slices.DeleteFunc(slices.Sorted(maps.Keys(schema.Inputs)), func(name string) bool { return slices.Contains(owners, name) })
		if diff := cmp.Diff(all, settings.Ignored); diff != "" {
			t.Errorf("the component could change settings of %s that it does not ignore (-SDK +ignored):\n%s", role, diff)
		}
		if settings.ImportID != testAccount || !settings.Retained {
			t.Errorf("%s is imported from %q, retained %t, with %v", role, settings.ImportID, settings.Retained, settings.Inputs)
		}
	}
	for _, reg := range r.own() {
		if reg.ImportID != "" && !slices.Contains(imported, reg.Name) {
			t.Errorf("%s is imported, want the account's settings alone", reg.Name)
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

// sharedByTheAccount are the types of which an account has one, or which take over the account's without a profile.
// Source: the delete functions and documentation of terraform-provider-cloudflare v4.51.0.
var sharedByTheAccount = []string{
	"ZeroTrustAccessOrganization", "ZeroTrustDeviceCertificates", "ZeroTrustDnsLocation", "ZeroTrustGatewayCertificate", "ZeroTrustGatewayProxyEndpoint",
	"ZeroTrustGatewaySettings", "ZeroTrustKeyAccessKeyConfiguration", "ZeroTrustRiskBehavior", "ZeroTrustRiskScoreIntegration",
}

func TestNothingThatTheAccountSharesIsTouchedUnlessAskedFor(t *testing.T) {
	t.Parallel()
	args := everything()
	args.RequireGatewayProxy, args.RequireOrganization = false, false
	for name, args := range map[string]*Args{"small": small(), "without requirements": args} {
		r := &recorder{}
		r.mustDeploy(t, args)
		for _, reg := range r.own() {
			short := shortType(reg.Token)
			if slices.Contains(sharedByTheAccount, short) || reg.ImportID != "" {
				t.Errorf("%s: %s is made or adopted without being asked for", name, reg.Name)
			}
			// These are the account's own without a profile, or as its default.
			if (short == "ZeroTrustSplitTunnel" || short == "ZeroTrustLocalFallbackDomain") && !reg.Inputs.HasValue("policyId") || reg.Inputs.HasValue("default") {
				t.Errorf("%s: %s belongs to the account's default profile", name, reg.Name)
			}
		}
	}
}

func TestAnOrganizationThatForgetsNobodyKeepsTheRoutesClosed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		domain, session, refusal string
	}{
		"as long as a session": {"", "4h", ""},
		"none of its own":      {"", "", ""},
		"longer than one":      {"", "24h", `outlives the session of its applications, so that no route is made, got "24h"; set the organisation's global session to 4h or less`},
		"for ever":             {"", "forever", "outlives the session"},
		"of another team":      {"acme.cloudflareaccess.com", "4h", "the account has another Access organisation"},
	} {
		r := &recorder{organization: test.domain, session: test.session}
		_, err := r.deploy(everything())
		if test.refusal == "" && err != nil || test.refusal != "" && (err == nil || !strings.Contains(err.Error(), test.refusal)) {
			t.Errorf("%s: refusal %q expected, got %v", name, test.refusal, err)
		}
		for _, child := range r.children() {
			if test.refusal != "" && (strings.HasPrefix(child, "ZeroTrustTunnelRoute") || strings.HasPrefix(child, "Record")) {
				t.Errorf("%s: %s is made in spite of it", name, child)
			}
		}
	}
}

func TestPublicNamesLeadThroughAccess(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for role, want := range map[string]map[string]any{
		"public-grafana": {
			"accountId": testAccount, "name": "main-public-grafana", "type": "self_hosted", "domain": "grafana.example.com", "sessionDuration": "4h",
			"httpOnlyCookieAttribute": true, "enableBindingCookie": true, "appLauncherVisible": false,
			"policies": []any{"main-policy-office-id", "main-policy-platform-id", "main-policy-token-deploy-id"},
		},
		"record-grafana": {
			"zoneId": testZone, "name": "grafana.example.com", "type": "CNAME", "content": "main-tunnel-id.cfargotunnel.com", "proxied": true, "comment": "main",
		},
	} {
		if diff := cmp.Diff(want, r.find(t, role).Inputs.Mappable()); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", role, diff)
		}
	}
}

func TestLogsFollowTheProofAndAlertsNameTheTunnel(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	edge := r.mustDeploy(t, everything())
	job := r.find(t, "log-gateway-network").Inputs
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
	health := r.find(t, "notify-tunnel-health-event").Inputs
	filters := map[string]any{"tunnelIds": []any{"main-tunnel-id"}, "newStatuses": []any{"TUNNEL_STATUS_TYPE_DEGRADED", "TUNNEL_STATUS_TYPE_DOWN"}}
	if diff := cmp.Diff(filters, health["filters"].Mappable()); diff != "" {
		t.Errorf("the alert looks at something else (-want +got):\n%s", diff)
	}
	if !health["enabled"].BoolValue() || len(health["emailIntegrations"].ArrayValue())+len(health["webhooksIntegrations"].ArrayValue())+len(health["pagerdutyIntegrations"].ArrayValue()) != 3 {
		t.Errorf("three ways to be told expected, got %v", health)
	}
}
