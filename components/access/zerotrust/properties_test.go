package zerotrust

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/cloudflare"
)

// drawArgs draws arguments that are valid.
func drawArgs(t *rapid.T) *Args {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	full, args := everything(), small()
	for key, application := range full.Applications {
		if flag("application " + key) {
			args.Applications[key] = application
		}
	}
	for _, application := range args.Applications {
		if application.PublicHostname != "" {
			args.ZoneID = full.ZoneID
		}
	}
	if !flag("tokens") {
		for key, application := range args.Applications {
			application.ServiceTokens = nil
			args.Applications[key] = application
		}
	}
	args.ServiceTokens = map[string]ServiceToken{}
	for _, application := range args.Applications {
		for _, token := range application.ServiceTokens {
			args.ServiceTokens[token] = full.ServiceTokens[token]
		}
	}
	args.PrivateCidrs, args.AllowWideRoutes = full.PrivateCidrs, true
	everyApplication := slices.Sorted(maps.Keys(args.Applications))
	args.Personas = map[string]Persona{"all": {Emails: []string{"ada@example.com"}, Applications: everyApplication}}
	for i := range rapid.IntRange(0, 5).Draw(t, "personas") {
		args.Personas[fmt.Sprintf("p%d", i)] = Persona{
			Groups:       rapid.SliceOfN(rapid.SampledFrom(full.Personas["office"].Groups), 1, 3).Draw(t, "groups"),
			Applications: rapid.SampledFrom([][]string{everyApplication, everyApplication[:1]}).Draw(t, "reach"),
		}
	}
	for key, check := range full.Posture {
		if flag("posture " + key) {
			args.Posture[key] = check
		}
	}
	if flag("zones") {
		args.PrivateZones, args.Resolvers = full.PrivateZones, full.Resolvers
	}
	if flag("secret") {
		args.TunnelSecret = full.TunnelSecret
	}
	if flag("telemetry") {
		args.Logpush, args.Notifications = full.Logpush, full.Notifications
	}
	args.RequireGatewayProxy, args.RequireOrganization = flag("gateway"), flag("organization")
	args.Precedence = 1000 * rapid.IntRange(1, 50).Draw(t, "precedence")
	args.Session = rapid.SampledFrom([]string{"", "15m", "90m", "8h"}).Draw(t, "session")
	args.TunnelProtocol = rapid.SampledFrom([]DeviceProtocol{"", Masque, WireGuard}).Draw(t, "protocol")
	args.Protect = flag("protect")
	return args
}

func TestWhateverIsAskedForTheDenyRuleHolds(t *testing.T) {
	t.Parallel()
	provider := providerOf(t)
	rapid.Check(t, func(t *rapid.T) {
		args := drawArgs(t)
		r := &recorder{preview: rapid.Bool().Draw(t, "preview")}
		if _, err := r.deploy(args); err != nil {
			t.Fatalf("valid arguments are refused: %v", err)
		}
		deny := r.find(t, "deny").Inputs
		if !deny["enabled"].BoolValue() || deny["action"].StringValue() != "block" || deny.HasValue("identity") || deny.HasValue("devicePosture") {
			t.Errorf("the deny rule is off, or spares somebody: %v", deny)
		}
		allows := 0
		for _, reg := range r.own() {
			checkPlain(t, reg)
			provider.check(t, reg)
			switch shortType(reg.Token) {
			case "ZeroTrustGatewayPolicy":
				if reg.Name != testName+"-deny" {
					allows++
					checkAllow(t, reg.Inputs, deny["precedence"].NumberValue(), r.preview)
				}
			case "ZeroTrustTunnelVirtualNetwork":
				if reg.Inputs["isDefaultNetwork"].BoolValue() {
					t.Errorf("%s is the account's default network", reg.Name)
				}
			case "ZeroTrustTunnelRoute":
				if strings.HasSuffix(reg.Inputs["network"].StringValue(), "/0") || !r.preview && reg.Inputs["virtualNetworkId"].StringValue() != "main-network-id" {
					t.Errorf("%s is a default route, or in another network: %v", reg.Name, reg.Inputs)
				}
			}
		}
		checkAsked(t, r)
		if want := len(args.Personas) + min(1, len(args.ServiceTokens)); allows != want {
			t.Errorf("%d rules that allow, want one for each persona and one for pipelines, %d", allows, want)
		}
	})
}

// checkAllow fails for a rule that lets somebody in without identity, posture or a fresh session, or outside the network.
func checkAllow(t *rapid.T, rule resource.PropertyMap, deny float64, preview bool) {
	if rule["precedence"].NumberValue() >= deny || rule["action"].StringValue() != "allow" || !rule["enabled"].BoolValue() {
		t.Errorf("%v comes after the deny rule, is off, or does something else", rule["name"])
	}
	if rule["identity"].StringValue() == "" {
		t.Errorf("%v lets in everybody", rule["name"])
	}
	session := rule["ruleSettings"].ObjectValue()["checkSession"].ObjectValue()
	if d, err := time.ParseDuration(session["duration"].StringValue()); err != nil || d > 8*time.Hour || !session["enforce"].BoolValue() || d.String() != session["duration"].StringValue() {
		t.Errorf("%v lets in for %v, want 8 hours at most in the form that the provider reads back", rule["name"], session)
	}
	if preview {
		if !rule["traffic"].IsComputed() && !rule["traffic"].IsOutput() || !rule["devicePosture"].IsComputed() && !rule["devicePosture"].IsOutput() {
			t.Errorf("%v knows ids in a preview: %v", rule["name"], rule)
		}
		return
	}
	if traffic := rule["traffic"].StringValue(); !strings.HasPrefix(traffic, `net.vnet_id == "main-network-id" and (`) {
		t.Errorf("%v lets in beyond the environment's network: %s", rule["name"], traffic)
	}
	if !strings.Contains(rule["devicePosture"].StringValue(), "device_posture.checks.passed") {
		t.Errorf("%v lets in any device", rule["name"])
	}
}

// checkAsked fails for an application of Access that is open, of another kind than ours, or found before it is closed.
func checkAsked(t *rapid.T, r *recorder) {
	for _, reg := range r.own() {
		switch shortType(reg.Token) {
		case "ZeroTrustAccessApplication":
			if kind := reg.Inputs["type"].StringValue(); kind != "self_hosted" || len(reg.Inputs["policies"].ArrayValue()) == 0 {
				t.Errorf("%s is %s, or open: %v", reg.Name, kind, reg.Inputs)
			}
			destinations, _ := reg.Inputs["destinations"].V.([]resource.PropertyValue)
			for _, d := range destinations {
				if port := d.ObjectValue()["portRange"]; !d.ObjectValue().HasValue("vnetId") || port.StringValue() == "22" {
					t.Errorf("%s is in every network, or for SSH: %v", reg.Name, d)
				}
			}
		case "ZeroTrustAccessPolicy":
			if len(reg.Inputs["includes"].ArrayValue()) != 1 || !reg.Inputs["requires"].ArrayValue()[0].ObjectValue().HasValue("groups") {
				t.Errorf("%s lets in everybody, or any device: %v", reg.Name, reg.Inputs)
			}
		case "Record":
			key := strings.TrimPrefix(reg.Name, testName+"-record-")
			if !reg.WaitsFor(testName+"-public-"+key) || !reg.Inputs["proxied"].BoolValue() {
				t.Errorf("%s is found before Access decides, or without it: %v", reg.Name, reg.Inputs)
			}
		}
	}
}

// checkPlain fails for a secret in plain text.
func checkPlain(t *rapid.T, reg registration) {
	text := plainText(resource.NewProperty(reg.Inputs))
	for _, secret := range []string{givenSecret, ownershipToken} {
		if strings.Contains(text, secret) {
			t.Errorf("%s has a secret in plain text", reg.Name)
		}
	}
	if reg.Inputs.HasValue("secret") && !reg.Inputs["secret"].IsSecret() {
		t.Errorf("the secret of %s is not marked", reg.Name)
	}
}

// provider is the plan-time half of the simulated provider, which knows every enumeration as the real one does.
type provider struct{ cloud *cloud.Cloud }

func providerOf(t *testing.T) provider {
	t.Helper()
	c, err := cloud.Open("", cloudflare.Package())
	if err != nil {
		t.Fatal(err)
	}
	return provider{c}
}

// check fails for inputs that the provider refuses before any call, such as a value in camel case.
func (p provider) check(t *rapid.T, reg registration) {
	r, err := p.cloud.Type(reg.Token)
	if err != nil {
		t.Fatal(err)
	}
	values, _ := plain(resource.NewProperty(reg.Inputs)).(map[string]any)
	_, _, failures := r.CheckInputs(values, cloud.ExampleAccount, cloud.Naming{})
	for _, failure := range failures {
		t.Errorf("the provider refuses %s: %s: %s", reg.Name, failure.Path, failure.Reason)
	}
}

// plain turns a property into what the simulated cloud works with.
func plain(value resource.PropertyValue) any {
	switch {
	case value.IsSecret():
		return plain(value.SecretValue().Element)
	case value.IsComputed(), value.IsOutput():
		return cloud.Unknown
	case value.IsObject():
		result := map[string]any{}
		for key, inner := range value.ObjectValue() {
			result[string(key)] = plain(inner)
		}
		return result
	case value.IsArray():
		result := []any{}
		for _, inner := range value.ArrayValue() {
			result = append(result, plain(inner))
		}
		return result
	default:
		return value.V
	}
}

func TestThePlanTimeHalfOfTheProviderRefusesCamelCase(t *testing.T) {
	t.Parallel()
	p := providerOf(t)
	for token, inputs := range map[string]cloud.Values{
		"cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication": {"accountId": testAccount, "type": "selfHosted"},
		"cloudflare:index/zeroTrustGatewayPolicy:ZeroTrustGatewayPolicy": {
			"accountId": testAccount, "name": "n", "description": "d", "precedence": 1.0, "action": "auditSsh",
		},
	} {
		r, err := p.cloud.Type(token)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, failures := r.CheckInputs(inputs, cloud.ExampleAccount, cloud.Naming{}); len(failures) == 0 {
			t.Errorf("%s takes camel case, so that the property above proves nothing", token)
		}
	}
}

func TestRulesKeepTheirPlaceWhateverElseIsAsked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, err := newPlan(testName, drawArgs(t))
		if err != nil {
			t.Fatal(err)
		}
		places := map[int]string{}
		for _, persona := range p.personas {
			places[persona.precedence] = persona.key
		}
		if len(places) != len(p.personas) {
			t.Errorf("two personas share a place: %v", places)
		}
		if last := slices.Max(slices.Collect(maps.Keys(places))); last >= p.firstPrecedence+pipelinePrecedence || pipelinePrecedence >= denyPrecedence {
			t.Errorf("the last persona is at %d, want it before pipelines and the deny rule", last)
		}
	})
}
