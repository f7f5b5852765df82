package cloudflare

import (
	"strings"
	"testing"
)

func TestGroupsAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"good":                  {in{"name": "g", "includes": []any{in{"emails": []any{"ada@example.com"}}}}, "", ""},
		"no include":            {in{"name": "g"}, "CheckFailure", "includes"},
		"an empty include":      {in{"name": "g", "includes": []any{in{}}}, "12130", "include must not be empty"},
		"an include of nobody":  {in{"name": "g", "includes": []any{in{"emails": []any{}, "everyone": false}}}, "12130", "include must not be empty"},
		"a group that is none":  {in{"name": "g", "includes": []any{in{"groups": []any{"f3a1"}}}}, "12130", "no such object"},
		"a rule that is none":   {in{"name": "g", "includes": []any{in{"devicePostures": []any{"f3a1"}}}}, "12130", "no such device posture rule"},
		"an account and a zone": {in{"name": "g", "zoneId": strings.Repeat("a", 32), "includes": []any{in{"emails": []any{"a@example.com"}}}}, "CheckFailure", "conflicts"},
		"neither of them":       {in{"name": "g", "accountId": nil, "includes": []any{in{"emails": []any{"a@example.com"}}}}, noCode, `"zone_id" or "account_id" required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inputs := with(test.inputs)
			if inputs["accountId"] == nil {
				delete(inputs, "accountId")
			}
			_, err := newWorld(t).create(tGroup, "group", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestOnlyTheLastElementOfAListIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.make(tGroup, "group", with(in{"name": "g", "includes": []any{in{"emails": []any{"ada@example.com"}}, in{"emails": []any{"bob@example.com"}}}}))
	includes := w.read(tGroup, "group", made.ID).Objects("includes")
	if len(includes) != 1 || includes[0].Strings("emails")[0] != "bob@example.com" || len(w.drift(tGroup, "group", made.ID)) == 0 {
		t.Errorf("the last element alone and drift expected, got %v", includes)
	}
}

func TestPoliciesAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	ada := []any{in{"emails": []any{"ada@example.com"}}}
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"reusable":                     {in{"decision": "allow", "includes": ada}, "", ""},
		"in an application":            {in{"decision": "allow", "includes": ada, "applicationId": "app", "precedence": 2}, "", ""},
		"at a place that is taken":     {in{"decision": "allow", "includes": ada, "applicationId": "app", "precedence": 1}, "12130", "policy precedences must be unique"},
		"a place without application":  {in{"decision": "allow", "includes": ada, "precedence": 1}, "CheckFailure", "precedence"},
		"a decision in camel case":     {in{"decision": "nonIdentity", "includes": ada}, "CheckFailure", "non_identity"},
		"no include":                   {in{"decision": "allow", "includes": []any{in{}}}, "12130", "include must not be empty"},
		"a session of another grammar": {in{"decision": "allow", "includes": ada, "sessionDuration": "8 hours"}, "CheckFailure", "sessionDuration"},
		"reusable in a zone":           {in{"decision": "allow", "includes": ada, "accountId": nil, "zoneId": strings.Repeat("a", 32)}, noCode, "application_id is required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			app := w.make(tApp, "app", with(in{"name": "a", "destinations": []any{in{"uri": "a.example.com"}}}))
			w.make(tPolicy, "first", with(in{"name": "first", "decision": "allow", "includes": ada, "applicationId": app.ID, "precedence": 1}))
			inputs := with(test.inputs)
			inputs["name"] = "p"
			if inputs["accountId"] == nil {
				delete(inputs, "accountId")
			}
			if inputs["applicationId"] != nil {
				inputs["applicationId"] = app.ID
			}
			_, err := w.create(tPolicy, "policy", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestApplicationsAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	private := []any{in{"type": "private", "hostname": "a.platform.internal"}}
	for name, test := range map[string]struct {
		inputs     in
		code, text string
	}{
		"private":                   {in{"type": "self_hosted", "destinations": private}, "", ""},
		"a type in camel case":      {in{"type": "selfHosted", "destinations": private}, "CheckFailure", "self_hosted"},
		"a destination's":           {in{"destinations": []any{in{"type": "Private", "hostname": "a"}}}, "CheckFailure", "private"},
		"nothing to protect":        {in{}, "12130", "domain or destinations"},
		"a place without a name":    {in{"destinations": []any{in{"type": "private"}}}, "12130", "hostname or a cidr"},
		"a range":                   {in{"destinations": []any{in{"type": "private", "cidr": "10.20.0.0/24", "portRange": "5432"}}}, "", ""},
		"a range and a name":        {in{"destinations": []any{in{"type": "private", "cidr": "10.20.0.0/24", "hostname": "a"}}}, "12130", "and not both"},
		"bits beyond the prefix":    {in{"destinations": []any{in{"type": "private", "cidr": "10.20.0.1/24"}}}, "12130", "invalid cidr"},
		"a list of ports":           {in{"destinations": []any{in{"type": "private", "cidr": "10.20.0.1", "portRange": "80,443"}}}, "12130", "invalid port_range"},
		"a public name":             {in{"domain": "a.example.com"}, "", ""},
		"SSH to hosts":              {in{"type": "infrastructure", "targetCriterias": []any{in{"port": 22, "protocol": "SSH"}}}, "", ""},
		"hosts without SSH":         {in{"type": "infrastructure", "targetCriterias": []any{in{"port": 5432, "protocol": "POSTGRES"}}}, "12130", "speaks SSH"},
		"no hosts":                  {in{"type": "infrastructure"}, "12130", "target_criteria are required"},
		"hosts of another kind":     {in{"destinations": private, "targetCriterias": []any{in{"port": 22, "protocol": "SSH"}}}, "12130", "and for no other"},
		"both ways":                 {in{"destinations": private, "selfHostedDomains": []any{"a.example.com"}}, "CheckFailure", "conflicts"},
		"a policy that is none":     {in{"destinations": private, "policies": []any{"f3a1"}}, "12130", "no such policy"},
		"a network that is none":    {in{"destinations": []any{in{"type": "private", "hostname": "a", "vnetId": "f3a1"}}}, badRequest, "no such virtual network"},
		"a policy of another":       {in{"destinations": private, "policies": []any{"bound"}}, "12130", "belongs to an application"},
		"a session that is no time": {in{"destinations": private, "sessionDuration": "a day"}, "CheckFailure", "sessionDuration"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			first := w.make(tApp, "first", with(in{"name": "first", "destinations": private}))
			bound := w.make(tPolicy, "bound", with(in{
				"name": "b", "decision": "allow", "includes": []any{in{"emails": []any{"ada@example.com"}}}, "applicationId": first.ID, "precedence": 1,
			}))
			inputs := with(test.inputs)
			if list, ok := inputs["policies"].([]any); ok && list[0] == "bound" {
				inputs["policies"] = []any{bound.ID}
			}
			_, err := w.create(tApp, "app", inputs)
			expect(t, err, test.code, test.text)
		})
	}
}

func TestWhatIsUsedCannotBeDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.make(tToken, "token", with(in{"name": "ci"}))
	group := w.make(tGroup, "group", with(in{"name": "g", "includes": []any{in{"serviceTokens": []any{token.ID}}}}))
	policy := w.make(tPolicy, "policy", with(in{"name": "p", "decision": "non_identity", "includes": []any{in{"groups": []any{group.ID}}}}))
	app := w.make(tApp, "app", with(in{"name": "a", "policies": []any{policy.ID}, "destinations": []any{in{"uri": "a.example.com"}}}))
	expect(t, w.delete(tToken, "token", token.ID), "12139", "cannot be deleted")
	expect(t, w.delete(tGroup, "group", group.ID), "12130", "is used by")
	expect(t, w.delete(tPolicy, "policy", policy.ID), "12130", "is used by")
	for _, each := range []struct{ name, logical, id string }{{tApp, "app", app.ID}, {tPolicy, "policy", policy.ID}, {tGroup, "group", group.ID}, {tToken, "token", token.ID}} {
		expect(t, w.delete(each.name, each.logical, each.id), "", "")
	}
}

func TestATokenIsRenewedWhenItIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.make(tToken, "token", with(in{"name": "ci", "minDaysForRenewal": 30}))
	end := made.Properties.String("expiresAt")
	if end != "2027-01-01T00:00:00Z" {
		t.Errorf("a year from the day of the simulation expected, got %s", end)
	}
	if err := w.Cloud.Modify(kindServiceToken, made.ID, setExpiry("2026-01-20T00:00:00Z")); err != nil {
		t.Fatal(err)
	}
	if got := w.read(tToken, "token", made.ID).String("expiresAt"); got != end {
		t.Errorf("a token that ends within 30 days is renewed, got %s", got)
	}
	if err := w.Cloud.Modify(kindServiceToken, made.ID, setExpiry("2026-03-01T00:00:00Z")); err != nil {
		t.Fatal(err)
	}
	if got := w.read(tToken, "token", made.ID).String("expiresAt"); got != "2026-03-01T00:00:00Z" {
		t.Errorf("a token that ends later is left alone, got %s", got)
	}
	_, err := w.create(tToken, "long", with(in{"name": "long", "duration": "1y"}))
	expect(t, err, "CheckFailure", "8760h")
}
