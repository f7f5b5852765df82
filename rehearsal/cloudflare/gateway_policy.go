package cloudflare

import (
	"hash/crc32"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// gatewayActions are what the provider takes. Source: TeamsRulesActionValues of cloudflare-go v0.114.0.
var gatewayActions = []string{
	"allow", "block", "safesearch", "ytrestricted", "on", "off", "scan", "noscan", "isolate", "noisolate", "override", "l4_override", "egress", "audit_ssh", "resolve",
}

// gatewayFilters are what the API takes; the provider does not look.
var gatewayFilters = []string{"http", "dns", "l4", "egress", "dns_resolver"}

func gatewayPolicyTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustGatewayPolicy:ZeroTrustGatewayPolicy",
		Args: cloudflare.ZeroTrustGatewayPolicyArgs{}, State: cloudflare.ZeroTrustGatewayPolicy{},
		Kind: KindGatewayPolicy, Noun: "Teams rule", ID: "{uuid}", ImportID: "{accountId}/{id}",
		// An unset flag is sent as false: the rule exists and does nothing.
		Outputs: map[string]any{
			"enabled": false, "traffic": "", "identity": "", "devicePosture": "", "version": 1,
			"ruleSettings": map[string]any{"blockPageEnabled": false, "insecureDisableDnssecValidation": false},
		},
		ChangesOnUpdate: []string{"version"},
		Constraints: []cloud.Constraint{
			{Path: "action", OneOf: gatewayActions},
			{Path: "ruleSettings.untrustedCert.action", OneOf: []string{"pass_through", "block", "error"}},
			{Path: "filters[*]", OneOf: gatewayFilters, Code: badRequest, Text: "invalid filter {value}"},
		},
		Create: placeRule, Update: firstOf(placeRule, countChange), Read: readSession,
	}}
}

// orderOfAPI is the precedence that the provider sends: a thousand times the given one, and a hash of the name, so that a new
// name moves the rule. Source: providerToApiRulePrecedence in resource_cloudflare_teams_rules.go.
func orderOfAPI(precedence int, name string) int {
	return precedence*1000 + int(crc32.ChecksumIEEE([]byte(name)))%1000
}

func placeRule(c *cloud.Call) error {
	p := c.Object.Properties
	for _, field := range []string{"traffic", "identity", "devicePosture"} {
		if wrong := wrongExpression(c.Inputs.String(field)); wrong != "" {
			return c.Refuse(badRequest, "invalid %s expression: %s", field, wrong)
		}
	}
	if err := takeOrder(c, KindGatewayPolicy); err != nil {
		return err
	}
	if session := p.Map("ruleSettings").Map("checkSession"); session != nil {
		if _, err := time.ParseDuration(session.String("duration")); err != nil {
			// The provider drops a duration that it cannot read, and the session check with it, without a word.
			settings := p.Map("ruleSettings")
			delete(settings, "checkSession")
		}
	}
	return nil
}

// takeOrder gives the object its place in the account's order, which it shares with no other.
func takeOrder(c *cloud.Call, kind string) error {
	order := orderOfAPI(c.Inputs.Int("precedence"), c.Inputs.String("name"))
	for _, other := range sameAccount(c, kind) {
		if other.Properties.Int(orderOf) == order {
			return c.Refuse(badRequest, "the precedence %d is taken by %q; precedences must be unique", order, other.Properties.String("name"))
		}
	}
	c.Object.Properties.Set(orderOf, order)
	return nil
}

func countChange(c *cloud.Call) error {
	n := c.Object.Properties.Int(changes) + 1
	c.Object.Properties.Set(changes, n)
	c.Object.Properties.Set("version", n+1)
	return nil
}

// readSession writes the session's duration as the provider reads it back: "8h" becomes "8h0m0s", which differs from what the
// program said.
func readSession(c *cloud.Call) error {
	session := c.Object.Properties.Map("ruleSettings").Map("checkSession")
	if duration, err := time.ParseDuration(session.String("duration")); session != nil && err == nil {
		session.Set("duration", duration.String())
	}
	return nil
}

// selectors are the fields of expressions. Source: Cloudflare's documentation of Gateway network policies.
var selectors = []string{
	"net.dst.ip", "net.dst.port", "net.src.ip", "net.src.port", "net.vnet_id", "net.sni.domains", "net.sni.host", "net.protocol.detection", "net.detected_protocol",
	"net.dst.geo.country", "net.src.geo.country", "access.target", "access.private_app",
	"identity.email", "identity.name", "identity.groups.name", "identity.groups.id", "identity.groups.email", "identity.saml_attributes",
	"device_posture.checks.passed", "device_posture.checks.failed",
	"dns.domains", "dns.fqdn", "http.request.host", "http.request.uri", "http.conn.hostname",
}

var (
	quotedText = regexp.MustCompile(`"(\\.|[^"\\])*"`)
	fieldName  = regexp.MustCompile(`[a-z][a-z_0-9]*(?:\.[a-z_][a-z_0-9]*)+`)
)

// wrongExpression tells why the API refuses an expression, or "". It looks at quotes, brackets and the names of fields.
func wrongExpression(text string) string {
	bare := quotedText.ReplaceAllString(text, "0")
	if strings.Contains(bare, `"`) {
		return "a quote is not closed"
	}
	for _, pair := range []string{"()", "{}", "[]"} {
		if strings.Count(bare, pair[:1]) != strings.Count(bare, pair[1:]) {
			return "a bracket is not closed"
		}
	}
	if strings.Contains(bare, "{}") {
		return "a set is empty"
	}
	for _, field := range fieldName.FindAllString(bare, -1) {
		if !slices.Contains(selectors, field) {
			return "unknown field " + field
		}
	}
	return ""
}
