package cloudflare

import (
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func setExpiry(to string) func(*cloud.Object) {
	return func(o *cloud.Object) { o.Properties.Set("expiresAt", to) }
}

func TestDeviceProfilesAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change     in
		code, text string
	}{
		"good":                      {in{}, "", ""},
		"no match":                  {in{"match": ""}, noCode, "match must be set"},
		"no place":                  {in{"precedence": nil}, noCode, "precedence must be set"},
		"a place that is taken":     {in{"name": "p", "precedence": 10}, badRequest, "precedences must be unique"},
		"a match of unknown fields": {in{"match": `identity.mail == "a"`}, badRequest, "unknown field"},
		"the default one":           {in{"default": true}, noCode, "make a custom one"},
		"an unknown protocol":       {in{"tunnelProtocol": "WireGuard"}, "CheckFailure", "wireguard"},
		"an unknown mode":           {in{"serviceModeV2Mode": "postureOnly"}, "CheckFailure", "posture_only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.profile()
			inputs := with(in{"name": "other", "description": "d", "match": `identity.email == "ada@example.com"`, "precedence": 20})
			for property, value := range test.change {
				inputs[property] = value
				if value == nil {
					delete(inputs, property)
				}
			}
			_, err := w.create(tProfile, "other", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestListsOfAProfileAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"a split tunnel":                  {tSplit, in{"mode": "include", "tunnels": []any{in{"address": "10.0.0.0/8"}, in{"host": "a.example.com"}}}, "", ""},
		"of nothing":                      {tSplit, in{"mode": "include", "tunnels": []any{in{"address": "10.0.0.0/8"}}, "policyId": nil}, noCode, "default profile"},
		"of a profile that is none":       {tSplit, in{"mode": "include", "tunnels": []any{in{"address": "10.0.0.0/8"}}, "policyId": "f3a1"}, badRequest, "not found"},
		"an address and a host":           {tSplit, in{"mode": "include", "tunnels": []any{in{"address": "10.0.0.0/8", "host": "a"}}}, noCode, "mutually exclusive"},
		"not an address":                  {tSplit, in{"mode": "include", "tunnels": []any{in{"address": "10.0.0"}}}, badRequest, "invalid address"},
		"an unknown mode":                 {tSplit, in{"mode": "Include", "tunnels": []any{in{"address": "10.0.0.0/8"}}}, "CheckFailure", "include"},
		"fallback domains":                {tFallback, in{"domains": []any{in{"suffix": "platform.internal", "dnsServers": []any{"10.0.0.2"}}}}, "", ""},
		"fallback domains of nothing":     {tFallback, in{"domains": []any{in{"suffix": "platform.internal"}}, "policyId": nil}, noCode, "default profile"},
		"fallback domains of no profile":  {tFallback, in{"domains": []any{in{"suffix": "platform.internal"}}, "policyId": "f3a1"}, badRequest, "not found"},
		"a suffix with a star":            {tFallback, in{"domains": []any{in{"suffix": "*.internal"}}}, badRequest, "invalid suffix"},
		"a server that is not an address": {tFallback, in{"domains": []any{in{"suffix": "a.internal", "dnsServers": []any{"dns"}}}}, badRequest, "invalid DNS server"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			inputs := with(in{"policyId": w.profile().ID})
			for property, value := range test.inputs {
				inputs[property] = value
				if value == nil {
					delete(inputs, property)
				}
			}
			_, err := w.create(test.token, "list", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAListGoesBeforeItsProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	profile := w.profile()
	split := w.make(tSplit, "split", with(in{"mode": "include", "policyId": profile.ID, "tunnels": []any{in{"address": "10.0.0.0/8"}}}))
	if err := w.Cloud.Vanish(kindDeviceProfile, profile.ID); err != nil {
		t.Fatal(err)
	}
	expect(t, w.delete(tSplit, "split", split.ID), badRequest, "not found")
}

func TestLogsAndNotificationsAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	s3 := "s3://archive/audit/{DATE}?region=eu-central-1"
	for name, test := range map[string]struct {
		token      string
		inputs     in
		code, text string
	}{
		"a job":                     {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": s3, "ownershipChallenge": "token", "name": "a.b-c"}, "", ""},
		"no proof":                  {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": s3}, noCode, "ownership_challenge must be set"},
		"no proof needed":           {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": "https://logs.example.com"}, "", ""},
		"a data set in camel case":  {"LogpushJob", in{"dataset": "auditLogs", "destinationConf": s3, "ownershipChallenge": "token"}, "CheckFailure", "audit_logs"},
		"a name with an underscore": {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": s3, "ownershipChallenge": "t", "name": "a_b"}, "CheckFailure", "hyphens"},
		"a bucket without region":   {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": "s3://archive/a", "ownershipChallenge": "t"}, badRequest, "region"},
		"of nobody":                 {"LogpushJob", in{"dataset": "audit_logs", "destinationConf": s3, "ownershipChallenge": "t", "accountId": nil}, "CheckFailure", "exactly one"},
		"a challenge":               {"LogpushOwnershipChallenge", in{"destinationConf": s3}, "", ""},
		"a notification":            {"NotificationPolicy", in{"name": "n", "enabled": true, "alertType": "tunnel_health_event", "emailIntegrations": []any{in{"id": "a@example.com"}}}, "", ""},
		"to nobody":                 {"NotificationPolicy", in{"name": "n", "enabled": true, "alertType": "tunnel_health_event"}, badRequest, "needs an e-mail"},
		"an alert in camel case":    {"NotificationPolicy", in{"name": "n", "enabled": true, "alertType": "tunnelHealthEvent"}, "CheckFailure", "tunnel_health_event"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inputs := with(test.inputs)
			if inputs["accountId"] == nil {
				delete(inputs, "accountId")
			}
			_, err := newWorld(t).create(test.token, "object", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestALogJobWithoutTheFlagIsOff(t *testing.T) {
	t.Parallel()
	made := newWorld(t).make("LogpushJob", "job", with(in{"dataset": "audit_logs", "destinationConf": "https://logs.example.com"}))
	if made.Properties["enabled"] != false {
		t.Errorf("the provider sends an unset flag as false, got %v", made.Properties["enabled"])
	}
}
