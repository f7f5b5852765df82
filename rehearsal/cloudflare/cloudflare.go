// Package cloudflare is what the rehearsal knows of Cloudflare Zero Trust: the resource types and rules of the simulated account,
// one file for each noun. It answers as pulumi-cloudflare 5.49.1 does, which wraps terraform-provider-cloudflare 4.51.0, and the
// API behind it where that is known, and refuses, rather than guesses, where it is not. It never claims that Cloudflare accepted
// anything.
//
// Names, kinds and required inputs come from the provider's SDK by reflection. Enumerations, defaults, forced replacements and
// quirks of the provider are those of its source at v4.51.0. The numbers and texts of the API's errors are written down where
// they are public; where they are not, the code is bad_request. Some refusals are stricter than the API on purpose, because what
// it accepts there changes the account for everybody: a default virtual network, and lists that are bound to no device profile.
//
// Only the names that begin with ZeroTrust are known. The older ones (Tunnel, AccessApplication, TeamsRule, DevicePolicy...) are
// deprecated upstream, have no aliases, and are refused by name like any other type that the rehearsal does not know.
package cloudflare

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Version is the version of pulumi-cloudflare that the package stands for.
const Version = "5.49.1"

// Package returns the simulated Cloudflare provider.
func Package() cloud.Package {
	resources := slices.Concat(
		tunnelTypes(), routeTypes(), virtualNetworkTypes(), gatewayPolicyTypes(), gatewaySettingsTypes(), listTypes(), postureTypes(),
		deviceProfileTypes(), groupTypes(), policyTypes(), applicationTypes(), organizationTypes(), serviceTokenTypes(), logpushTypes(), notificationTypes(),
	)
	for i := range resources {
		resources[i].Constraints = append(resources[i].Constraints, accountRoute)
	}
	resources = append(resources, recordTypes()...)
	for i := range resources {
		resources[i].API.Print = printed
		resources[i].Create = firstOf(oneOwner, resources[i].Create)
	}
	return cloud.Package{Name: "cloudflare", Version: Version, Config: cloudflare.ProviderArgs{}, Account: account, Resources: resources}
}

// account is the one place where everything is. Which Cloudflare account an object belongs to is an input of each resource.
func account(cloud.Values) (cloud.Account, error) {
	return cloud.Account{ID: "cloudflare", Partition: "cloudflare"}, nil
}

// accountRoute refuses what is no account's id. Source: the API's answer to a path with a malformed identifier.
var accountRoute = cloud.Constraint{
	Path: "accountId", Pattern: regexp.MustCompile(`^([0-9a-f]{32})?$`), Code: "7003",
	Text: "Could not route to /client/v4/accounts/{value}, perhaps your object identifier is invalid?",
}

// zoneRoute is the same for zones.
var zoneRoute = cloud.Constraint{
	Path: "zoneId", Pattern: regexp.MustCompile(`^([0-9a-f]{32})?$`), Code: "7003",
	Text: "Could not route to /client/v4/zones/{value}, perhaps your object identifier is invalid?",
}

// oneOwner refuses a resource that belongs to no account and no zone, where its type leaves the choice.
// Source: initIdentifier in utils.go.
func oneOwner(c *cloud.Call) error {
	if c.Inputs.String("accountId") == "" && c.Inputs.String("zoneId") == "" {
		return c.Refuse(noCode, `error determining resource: "zone_id" or "account_id" required`)
	}
	return nil
}

// eitherOwner refuses, before any call, a resource that belongs to an account and a zone.
func eitherOwner(c *cloud.Checking) {
	if c.Inputs.Has("accountId") && c.Inputs.Has("zoneId") {
		c.Fail("zoneId", `"zone_id": conflicts with account_id`)
	}
}

// noCode is the code of refusals that come from the provider itself, and badRequest of those whose number is not public.
const (
	noCode     = "provider"
	badRequest = "bad_request"
)

// printed prints a refusal as the provider does: what it was doing, the API's text and the error's number.
func printed(e *cloud.APIError) string {
	text := fmt.Sprintf("error %s %s", e.Verb, e.Noun)
	if e.ID != "" {
		text += fmt.Sprintf(" %q", e.ID)
	}
	if e.Code == noCode {
		return text + ": " + e.Text
	}
	return fmt.Sprintf("%s: %s (%s)", text, e.Text, e.Code)
}

// firstOf runs hooks in order and stops at the first refusal; a nil hook does nothing.
func firstOf(hooks ...func(*cloud.Call) error) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		for _, hook := range hooks {
			if hook == nil {
				continue
			}
			if err := hook(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// firstCheck runs plan-time checks in order.
func firstCheck(checks ...func(*cloud.Checking)) func(*cloud.Checking) {
	return func(c *cloud.Checking) {
		for _, check := range checks {
			check(c)
		}
	}
}

// refers says that a property names an object that must exist.
func refers(path, kind, text string) cloud.Reference {
	return cloud.Reference{Path: path, Kind: kind, Code: badRequest, Text: text}
}

// needs is refers for an object that cannot be deleted before the one that names it.
func needs(path, kind, text string) cloud.Reference {
	reference := refers(path, kind, text)
	reference.Blocks = true
	return reference
}

// sameAccount returns the other objects of a kind in the account of the object at hand.
func sameAccount(c *cloud.Call, kind string) []*cloud.Object {
	return c.Find(kind, func(o *cloud.Object) bool {
		return o.ID != c.Object.ID && o.Properties.String("accountId") == c.Object.Properties.String("accountId")
	})
}
