package cloudflare

import (
	"strings"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// organizationTypes is the account's Access organisation. Every account has one from the beginning, and it stays when the resource
// goes. Source: resource_cloudflare_access_organization.go.
func organizationTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustAccessOrganization:ZeroTrustAccessOrganization",
		Args: cloudflare.ZeroTrustAccessOrganizationArgs{}, State: cloudflare.ZeroTrustAccessOrganization{},
		Kind: kindOrganization, Noun: "Access Organization", ID: "{accountId}",
		Outputs: map[string]any{"accountId": "", "zoneId": ""},
		Check:   firstCheck(eitherOwner, checkSessionDuration),
		Create:  onlyImported,
	}}
}

// onlyImported refuses to make an organisation for an engine, whose resources have a URN. A test that puts one into the account, as
// somebody with a dashboard did before, has none.
func onlyImported(c *cloud.Call) error {
	if strings.HasPrefix(c.URN, "urn:") {
		return c.Refuse(noCode, "access organizations cannot be created and must be imported")
	}
	return nil
}
