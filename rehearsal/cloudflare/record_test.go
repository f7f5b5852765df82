package cloudflare

import "testing"

func TestRecordsAreRefusedAsCloudflareRefusesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change     in
		code, text string
	}{
		"good":                     {in{}, "", ""},
		"no zone":                  {in{"zoneId": nil}, "CheckFailure", "zoneId"},
		"a zone that is none":      {in{"zoneId": "example.com"}, "7003", "zones/example.com"},
		"a name that is taken":     {in{"name": "taken.example.com"}, noCode, "already exists"},
		"an alias of a host":       {in{"name": "host.example.com"}, noCode, "already exists"},
		"another address":          {in{"name": "host.example.com", "type": "A", "content": "192.0.2.2"}, "", ""},
		"the name of another zone": {in{"name": "taken.example.com", "zoneId": testAccount}, "", ""},
		"an unknown type":          {in{"type": "ALIAS"}, "CheckFailure", "CNAME"},
		"no content":               {in{"content": nil}, "CheckFailure", "exactly one of"},
		"two contents":             {in{"value": "b.example.com"}, "CheckFailure", "exactly one of"},
		"a proxied record's life":  {in{"ttl": 300}, noCode, "ttl must be set to 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			inputs := in{"accountId": nil, "zoneId": testZone, "name": "a.example.com", "type": "CNAME", "content": "t.cfargotunnel.com", "proxied": true}
			taken := with(inputs)
			taken["name"] = "taken.example.com"
			w.make(tRecord, "taken", taken)
			w.make(tRecord, "address", with(in{"accountId": nil, "zoneId": testZone, "name": "host.example.com", "type": "A", "content": "192.0.2.1"}))
			for property, value := range test.change {
				if inputs[property] = value; value == nil {
					delete(inputs, property)
				}
			}
			inputs["accountId"] = nil
			_, err := w.create(tRecord, "record", with(inputs))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestAnOrganizationIsImportedAndNeverMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organization := with(in{"name": "example", "authDomain": "example.cloudflareaccess.com"})
	_, err := w.create(tOrganization, "organization", organization)
	expect(t, err, noCode, "must be imported")
	_, err = w.create(tOrganization, "session", with(in{"name": "example", "authDomain": "a", "sessionDuration": "a day"}))
	expect(t, err, "CheckFailure", "session")
	there := w.there(tOrganization, "dashboard", organization)
	if got := w.read(tOrganization, "dashboard", there.ID).String("authDomain"); there.ID != testAccount || got != "example.cloudflareaccess.com" {
		t.Errorf("the organisation is read by the account's id, got %s with %s", there.ID, got)
	}
}
