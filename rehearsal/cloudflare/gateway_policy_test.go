package cloudflare

import (
	"testing"
)

func TestGatewayPoliciesAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change     in
		code, text string
	}{
		"good":                         {in{"name": "other", "precedence": 20}, "", ""},
		"another name at the place":    {in{"name": "other"}, "", ""},
		"a place that is taken":        {in{}, badRequest, "precedences must be unique"},
		"an action in camel case":      {in{"precedence": 20, "action": "l4Override"}, "CheckFailure", "l4_override"},
		"a filter in camel case":       {in{"precedence": 20, "filters": []any{"dnsResolver"}}, badRequest, "invalid filter"},
		"a field that is none":         {in{"precedence": 20, "traffic": `net.dst.ipp in {10.0.0.0/8}`}, badRequest, "unknown field net.dst.ipp"},
		"an open bracket":              {in{"precedence": 20, "identity": `any(identity.groups.name[*] in {"a")`}, badRequest, "bracket"},
		"an open quote":                {in{"precedence": 20, "devicePosture": `any(device_posture.checks.passed[*] in {"a})`}, badRequest, "quote"},
		"an empty set":                 {in{"precedence": 20, "identity": `identity.email in {}`}, badRequest, "empty"},
		"no description":               {in{"precedence": 20, "description": nil}, "CheckFailure", "description"},
		"field names in a quoted text": {in{"precedence": 20, "identity": `any(identity.groups.name[*] in {"not.a.field {"})`}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.make(tRule, "first", rule(in{}))
			inputs := rule(test.change)
			for property, value := range test.change {
				if value == nil {
					delete(inputs, property)
				}
			}
			_, err := w.create(tRule, "second", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAPolicyWithoutTheFlagIsOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inputs := rule(in{})
	delete(inputs, "enabled")
	if made := w.make(tRule, "rule", inputs); made.Properties["enabled"] != false {
		t.Errorf("the provider sends an unset flag as false, got %v", made.Properties["enabled"])
	}
}

func TestANewNameMovesAPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.make(tRule, "rule", rule(in{}))
	order := func() int {
		for _, o := range w.Cloud.Objects() {
			if o.ID == made.ID {
				return o.Properties.Int(orderOf)
			}
		}
		return 0
	}
	before := order()
	// The checksum of "r" is 1812594589.
	if before != 10*1000+589 {
		t.Errorf("the API gets a thousand times the precedence and a hash of the name, want 10589, got %d", before)
	}
	changed, err := w.update(tRule, "rule", made.ID, rule(in{"name": "another"}))
	if err != nil || order() == before || changed.Properties.Int("precedence") != 10 {
		t.Errorf("another place in the API and the same in the program expected, got %d, %v, %v", order(), changed.Properties["precedence"], err)
	}
	if changed.Properties.Int("version") != made.Properties.Int("version")+1 {
		t.Errorf("a change counts the version up, got %v after %v", changed.Properties["version"], made.Properties["version"])
	}
}

func TestASessionIsReadBackInItsLongForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := func(duration string) in {
		return in{"checkSession": in{"enforce": true, "duration": duration}}
	}
	long := w.make(tRule, "long", rule(in{"name": "long", "ruleSettings": session("8h0m0s")}))
	if drift := w.drift(tRule, "long", long.ID); len(drift) > 0 {
		t.Errorf("the long form does not differ, got %v", drift)
	}
	short := w.make(tRule, "short", rule(in{"name": "short", "precedence": 20, "ruleSettings": session("8h")}))
	if drift := w.drift(tRule, "short", short.ID); len(drift) != 1 || drift[0].Path != "ruleSettings.checkSession.duration" {
		t.Errorf("the short form differs for ever, got %v", drift)
	}
	bad := w.make(tRule, "bad", rule(in{"name": "bad", "precedence": 30, "ruleSettings": session("8 hours")}))
	if bad.Properties.Has("ruleSettings.checkSession") {
		t.Errorf("the provider drops a session that it cannot read, got %v", bad.Properties["ruleSettings"])
	}
}

func TestPostureRulesAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"good":                     {in{"type": "disk_encryption", "inputs": []any{in{"requireAll": true}}}, "", ""},
		"without input":            {in{"type": "warp"}, "", ""},
		"an input that is missing": {in{"type": "firewall"}, badRequest, "needs an input"},
		"a version without sign":   {in{"type": "os_version", "inputs": []any{in{"version": "14.0.0"}}}, badRequest, "operator"},
		"a type in camel case":     {in{"type": "diskEncryption"}, "CheckFailure", "disk_encryption"},
		"an unknown platform":      {in{"type": "warp", "matches": []any{in{"platform": "macOS"}}}, "CheckFailure", "platform"},
		"an unknown sign":          {in{"type": "os_version", "inputs": []any{in{"version": "14.0.0", "operator": "=>"}}}, "CheckFailure", "operator"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newWorld(t).create(tPosture, "rule", with(test.inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestListsAreOfKnownTypes(t *testing.T) {
	t.Parallel()
	_, err := newWorld(t).create("ZeroTrustList", "list", with(in{"name": "l", "type": "serial"}))
	expect(t, err, "CheckFailure", "SERIAL")
}

func TestSettingsOfTheAccountAreOneObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	settings := with(in{"proxy": in{"tcp": true, "udp": true, "rootCa": false, "virtualIp": false, "disableForTime": 0}})
	if made := w.make("ZeroTrustGatewaySettings", "settings", settings); made.ID != testAccount {
		t.Errorf("the settings' id is the account, got %s", made.ID)
	}
	_, err := w.create("ZeroTrustGatewaySettings", "again", settings)
	expect(t, err, "ResourceAlreadyExists", "")
}
