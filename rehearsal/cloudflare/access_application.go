package cloudflare

import (
	"net/netip"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// applicationKinds are what the provider takes. Source: schema_cloudflare_access_application.go.
var applicationKinds = []string{"app_launcher", "bookmark", "biso", "dash_sso", "saas", "self_hosted", "ssh", "vnc", "warp", "infrastructure"}

func applicationTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication",
		Args: cloudflare.ZeroTrustAccessApplicationArgs{}, State: cloudflare.ZeroTrustAccessApplication{},
		Kind: kindApplication, Noun: "Access Application", ID: "{uuid}", ImportID: "{accountId}/{id}",
		Outputs: map[string]any{"aud": "{hex64}", "accountId": "", "zoneId": "", "domain": "", "domainType": ""},
		Defaults: map[string]any{
			"type": "self_hosted", "sessionDuration": "24h", "autoRedirectToIdentity": false, "enableBindingCookie": false, "skipInterstitial": false,
			"appLauncherVisible": true, "serviceAuth401Redirect": false, "skipAppLauncherLoginPage": false, "optionsPreflightBypass": false,
			"destinations[*].type": "public",
		},
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: applicationKinds}, {Path: "destinations[*].type", OneOf: []string{"public", "private"}},
			{Path: "destinations[*].l4Protocol", OneOf: []string{"tcp", "udp"}},
		},
		Sets: []string{"allowedIdps", "customPages", "selfHostedDomains", "tags"},
		References: []cloud.Reference{
			{Path: "policies[*]", Kind: kindPolicy, Blocks: true, Code: invalidRequest, Text: "access.api.error.invalid_request: no such policy: {value}"},
			refers("destinations[*].vnetId", kindVirtualNetwork, "access.api.error.invalid_request: no such virtual network: {value}"),
		},
		InUse:  cloud.Refusal{Code: invalidRequest, Text: "access.api.error.invalid_request: the application '{id}' has policies"},
		Check:  firstCheck(eitherOwner, checkSessionDuration, oneWayOfDestinations),
		Create: firstOf(hasDestination, wellFormedDestinations, isInfrastructure, reusablePolicies),
		Update: firstOf(hasDestination, wellFormedDestinations, isInfrastructure, reusablePolicies),
	}}
}

func oneWayOfDestinations(c *cloud.Checking) {
	if c.Inputs.Has("destinations") && c.Inputs.Has("selfHostedDomains") {
		c.Fail("destinations", `"destinations": conflicts with self_hosted_domains`)
	}
}

// hasDestination refuses an application that protects nothing.
func hasDestination(c *cloud.Call) error {
	kinds := []string{"self_hosted", "ssh", "vnc"}
	if !slices.Contains(kinds, c.Inputs.String("type")) {
		return nil
	}
	if c.Inputs.String("domain") == "" && len(c.Inputs.List("destinations"))+len(c.Inputs.List("selfHostedDomains")) == 0 {
		return c.Refuse(invalidRequest, "access.api.error.invalid_request: a %s application needs a domain or destinations", c.Inputs.String("type"))
	}
	return nil
}

// portRange is a port, or two of them. Source: Cloudflare's documentation of self-hosted private applications, which takes no list.
var portRange = regexp.MustCompile(`^[0-9]{1,5}(-[0-9]{1,5})?$`)

// wellFormedDestinations refuses a private destination that is no place, or more than one, and a range that is none.
func wellFormedDestinations(c *cloud.Call) error {
	for _, d := range c.Inputs.Objects("destinations") {
		if d.String("type") != "private" {
			continue
		}
		host, cidr, ports := d.String("hostname"), d.String("cidr"), d.String("portRange")
		if (host == "") == (cidr == "") {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: a private destination needs a hostname or a cidr, and not both")
		}
		if cidr != "" && !isRangeOrAddress(cidr) {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: invalid cidr %q", cidr)
		}
		if ports != "" && !portRange.MatchString(ports) {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: invalid port_range %q", ports)
		}
	}
	return nil
}

func isRangeOrAddress(text string) bool {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix == prefix.Masked()
	}
	_, err := netip.ParseAddr(text)
	return err == nil
}

// isInfrastructure refuses an infrastructure application without targets, or for another protocol than SSH, and targets elsewhere.
// Source: schema_cloudflare_access_application.go; Cloudflare's documentation of infrastructure applications.
func isInfrastructure(c *cloud.Call) error {
	criteria := c.Inputs.Objects("targetCriterias")
	if (c.Inputs.String("type") == "infrastructure") != (len(criteria) > 0) {
		return c.Refuse(invalidRequest, "access.api.error.invalid_request: target_criteria are required for an infrastructure application, and for no other")
	}
	for _, target := range criteria {
		if protocol := target.String("protocol"); protocol != "SSH" {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: an infrastructure application speaks SSH, not %q", protocol)
		}
	}
	return nil
}

// reusablePolicies refuses a policy that belongs to one application: an application's own list and policies that name their
// application exclude each other.
func reusablePolicies(c *cloud.Call) error {
	for _, id := range c.Inputs.Strings("policies") {
		if policy, ok := c.Get(kindPolicy, id); ok && policy.Properties.String("applicationId") != "" {
			return c.Refuse(invalidRequest, "access.api.error.invalid_request: the policy %s belongs to an application and cannot be in a list", id)
		}
	}
	return nil
}
