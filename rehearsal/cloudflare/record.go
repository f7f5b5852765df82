package cloudflare

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// recordKinds are what the provider takes. Source: schema_cloudflare_record.go.
var recordKinds = []string{
	"A", "AAAA", "CAA", "CNAME", "TXT", "SRV", "LOC", "MX", "NS", "SPF", "CERT", "DNSKEY", "DS", "NAPTR", "SMIMEA", "SSHFP", "TLSA", "URI", "PTR", "HTTPS", "SVCB",
}

func recordTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/record:Record", Args: cloudflare.RecordArgs{}, State: cloudflare.Record{},
		Kind: kindRecord, Noun: "DNS record", ID: "{hex32}", ImportID: "{zoneId}/{id}",
		Defaults: map[string]any{"allowOverwrite": false},
		Outputs: map[string]any{
			"createdOn": "2026-01-01T00:00:00Z", "modifiedOn": "2026-01-01T00:00:00Z", "hostname": "{name}", "proxiable": true, "ttl": 1,
			"metadata": map[string]any{}, "content": "", "value": "",
		},
		ReplaceOn:   []string{"zoneId", "name", "type"},
		Constraints: []cloud.Constraint{{Path: "type", OneOf: recordKinds}, zoneRoute},
		Sets:        []string{"tags"},
		Check:       oneContent,
		Create:      firstOf(aliasAlone, proxiedTTL), Update: proxiedTTL,
	}}
}

// oneContent is the provider's own rule. Source: ExactlyOneOf in schema_cloudflare_record.go.
func oneContent(c *cloud.Checking) {
	given := 0
	for _, way := range []string{"content", "data", "value"} {
		if c.Inputs.Has(way) {
			given++
		}
	}
	if given != 1 {
		c.Fail("content", `exactly one of "content", "data" and "value" must be specified`)
	}
}

// aliasAlone refuses a second record of a name that has an alias, or an alias beside other records.
// Source: the API's documentation of DNS record errors.
func aliasAlone(c *cloud.Call) error {
	for _, other := range c.Find(kindRecord, func(o *cloud.Object) bool { return o.ID != c.Object.ID }) {
		if !sameIn(c.Object, other, "zoneId", "name") {
			continue
		}
		if c.Inputs.String("type") == "CNAME" || other.Properties.String("type") == "CNAME" {
			return c.Refuse(noCode, "expected DNS record to not already be present but already exists")
		}
	}
	return nil
}

// proxiedTTL is the provider's own rule, which it looks at only when it sends the record.
func proxiedTTL(c *cloud.Call) error {
	if ttl := c.Inputs.Int("ttl"); ttl > 1 && c.Inputs.Bool("proxied") {
		return c.Refuse(noCode, "error validating record %s: ttl must be set to 1 when `proxied` is true", c.Inputs.String("name"))
	}
	return nil
}
