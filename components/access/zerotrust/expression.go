package zerotrust

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Expressions are of Cloudflare's wirefilter language, in the form in which the API gives them back, so that a refresh finds no
// difference. Source: the selectors of Gateway network policies in Cloudflare's documentation.

// reach is a set of addresses and the ports open there.
type reach struct {
	cidrs []netip.Prefix
	ports []int
}

// expression matches the traffic to the addresses and ports.
func (r reach) expression() string {
	addresses := make([]string, len(r.cidrs))
	for i, cidr := range r.cidrs {
		addresses[i] = cidr.String()
	}
	ports := make([]string, len(r.ports))
	for i, port := range r.ports {
		ports[i] = strconv.Itoa(port)
	}
	return fmt.Sprintf("net.dst.ip in {%s} and net.dst.port in {%s}", strings.Join(addresses, " "), strings.Join(ports, " "))
}

// inNetwork matches all traffic of a virtual network.
func inNetwork(virtualNetwork string) string { return fmt.Sprintf("net.vnet_id == %q", virtualNetwork) }

// trafficTo matches the traffic of a virtual network to any of the places.
func trafficTo(virtualNetwork string, places []reach) string {
	parts := make([]string, len(places))
	for i, place := range places {
		parts[i] = "(" + place.expression() + ")"
	}
	return fmt.Sprintf("%s and (%s)", inNetwork(virtualNetwork), strings.Join(parts, " or "))
}

// passes matches devices that passed, of each check, the rule of one platform.
func passes(checks [][]string) string {
	parts := make([]string, len(checks))
	for i, rules := range checks {
		parts[i] = fmt.Sprintf("any(device_posture.checks.passed[*] in {%s})", quoted(rules))
	}
	return strings.Join(parts, " and ")
}

// groupSelectors are the selectors that match a group, by the kind of its identity provider. SAML has a form of its own.
var groupSelectors = map[IdentityProvider]string{
	Okta: "identity.groups.name", EntraID: "identity.groups.id", GoogleWorkspace: "identity.groups.email",
}

// is matches the people of a persona.
func (p Persona) is() string {
	var parts []string
	if len(p.Emails) > 0 {
		parts = append(parts, fmt.Sprintf("identity.email in {%s}", quoted(p.Emails)))
	}
	for _, group := range p.Groups {
		if group.Provider == SAML {
			parts = append(parts, fmt.Sprintf("any(identity.saml_attributes[*] == %q)", group.Attribute+"="+group.Name))
			continue
		}
		parts = append(parts, fmt.Sprintf("any(%s[*] in {%s})", groupSelectors[group.Provider], quoted([]string{group.Name})))
	}
	return strings.Join(parts, " or ")
}

// isPipeline matches devices that enrolled with a service token of the team. Gateway does not tell one token from another.
func isPipeline(team string) string {
	return fmt.Sprintf("identity.email == %q", "non_identity@"+teamHost(team))
}

func teamHost(team string) string { return team + ".cloudflareaccess.com" }

func quoted(values []string) string {
	result := make([]string, len(values))
	for i, value := range values {
		result[i] = strconv.Quote(value)
	}
	return strings.Join(result, " ")
}
