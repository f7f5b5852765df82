package cloudflare

import (
	"time"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// today is the day on which everything in the simulated account happens.
var today = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func serviceTokenTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustAccessServiceToken:ZeroTrustAccessServiceToken",
		Args: cloudflare.ZeroTrustAccessServiceTokenArgs{}, State: cloudflare.ZeroTrustAccessServiceToken{},
		Kind: kindServiceToken, Noun: "access service token", ID: "{uuid}", ImportID: "{accountId}/{id}",
		Defaults:    map[string]any{"minDaysForRenewal": 0},
		Outputs:     map[string]any{"clientId": "{hex32}.access", "clientSecret": "{hex64}", "duration": "8760h"},
		Secret:      []string{"clientSecret"},
		Constraints: []cloud.Constraint{{Path: "duration", OneOf: []string{"8760h", "17520h", "43800h", "87600h", "forever"}}},
		InUse:       cloud.Refusal{Code: "12139", Text: "access.api.error.invalid_request: the service token '{id}' is referenced by {value} and cannot be deleted"},
		Check:       eitherOwner,
		Create:      issue, Read: renew,
	}}
}

func issue(c *cloud.Call) error {
	c.Object.Properties.Set("expiresAt", expiry(c.Object.Properties).Format(time.RFC3339))
	return nil
}

func expiry(p cloud.Values) time.Time {
	duration, err := time.ParseDuration(p.String("duration"))
	if err != nil {
		return today.AddDate(100, 0, 0)
	}
	return today.Add(duration)
}

// renew does what the provider does whenever it reads: a token that ends within the given days is renewed.
func renew(c *cloud.Call) error {
	p := c.Object.Properties
	ends, err := time.Parse(time.RFC3339, p.String("expiresAt"))
	if days := p.Int("minDaysForRenewal"); err == nil && days > 0 && today.AddDate(0, 0, days).After(ends) {
		p.Set("expiresAt", expiry(p).Format(time.RFC3339))
	}
	return nil
}
