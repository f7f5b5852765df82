package rules

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/cloudgap/cloudgap/internal/problems"
	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Settings are what a team declares to the pack. The zero value trusts nothing and waives nothing.
type Settings struct {
	// Network is what the model takes for inside and for trusted.
	Network isolation.Config
	// Waivers are the exceptions.
	Waivers []Waiver
	// ProtectedStacks are the names of the stacks whose clusters have to be protected, where "*" stands for any text. Nil takes
	// those that are productive by their names.
	ProtectedStacks []string

	allowed map[string][]string
}

// Allows tells whether an entry is on the allow-list of a rule.
func (s Settings) Allows(rule, entry string) bool { return slices.Contains(s.allowed[rule], entry) }

// Allowed is the allow-list of a rule.
func (s Settings) Allowed(rule string) []string { return slices.Clone(s.allowed[rule]) }

// allowedKey is the one setting that a rule of the catalogue may have.
const allowedKey = "allowed"

// setting is one key of the pack-wide settings.
type setting struct {
	doc    string
	format string
	set    func(*Settings, []string)
}

const (
	formatText   = "text"
	formatPrefix = "prefix"
)

// packSettings are the keys of the pack-wide settings, under the rule PackSelf, besides the waivers.
var packSettings = map[string]setting{
	"privateRanges": {"CIDRs that count as inside; by default RFC 1918, RFC 6598 and RFC 4193", formatPrefix,
		func(s *Settings, v []string) { s.Network.PrivateRanges = prefixes(v) }},
	"tunnelEdge": {"pinned CIDRs of the access tunnel's edge, for an access VPC only", formatPrefix,
		func(s *Settings, v []string) { s.Network.TunnelEdge = prefixes(v) }},
	"peers": {"VPC ids, peering connection ids or account ids that may be peered with", formatText,
		func(s *Settings, v []string) { s.Network.Peers = v }},
	"hubs": {"transit gateways, core networks, virtual private gateways and Direct Connect gateways that private ranges may be routed to",
		formatText, func(s *Settings, v []string) { s.Network.Hubs = v }},
	"endpoints": {"endpoint ids or service names of others that traffic may be sent to", formatText,
		func(s *Settings, v []string) { s.Network.Endpoints = v }},
	"prefixLists": {"ids of prefix lists outside the stack whose entries are private", formatText,
		func(s *Settings, v []string) { s.Network.PrefixLists = v }},
	"opaqueTypes": {"type tokens that may be used although the pack cannot look into them, or does not know them", formatText,
		func(s *Settings, v []string) { s.Network.OpaqueTypes = v }},
	"protectedStacks": {"names of the stacks whose clusters have to be protected, in which * stands for any text; by default those with prod, production, prd or live as a word",
		formatText, func(s *Settings, v []string) { s.ProtectedStacks = v }},
	"principals": {"account ids, organization ids or ARNs that network objects may be shared with", formatText,
		func(s *Settings, v []string) { s.Network.Principals = v }},
}

const waiversKey = "waivers"

// ParseSettings reads the settings as a policy pack gets them: by rule id, then by key. It refuses whatever it does not
// know, because a misspelt key would silently leave a rule without the team's declaration, or a waiver without effect.
func ParseSettings(byRule map[string]map[string]any) (Settings, error) {
	settings := Settings{allowed: map[string][]string{}}
	var found problems.List
	for _, id := range slices.Sorted(maps.Keys(byRule)) {
		rule, known := ByID(id)
		if !known {
			found.Add(id, "is no rule of this pack", id, "take a rule id from docs/policies, or remove the entry")
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(byRule[id])) {
			settings.parse(&found, rule, key, byRule[id][key])
		}
	}
	return settings, found.Err("policy pack: invalid configuration")
}

func (s *Settings) parse(found *problems.List, rule Rule, key string, value any) {
	path := rule.ID + "." + key
	switch {
	case rule.ID == PackSelf && key == waiversKey:
		s.Waivers = parseWaivers(found, path, value)
	case rule.ID == PackSelf && packSettings[key].set != nil:
		known := packSettings[key]
		if list, ok := texts(found, path, value, known.format); ok {
			known.set(s, list)
		}
	case rule.Allows != "" && key == allowedKey:
		if list, ok := texts(found, path, value, formatText); ok {
			s.allowed[rule.ID] = list
		}
	default:
		found.Add(path, "is no setting of this rule", key, "use "+strings.Join(rule.settingKeys(), ", "))
	}
}

// settingKeys are the keys that the rule knows, sorted.
func (r Rule) settingKeys() []string {
	switch {
	case r.ID == PackSelf:
		return slices.Sorted(maps.Keys(r.Schema()))
	case r.Allows != "":
		return []string{allowedKey}
	default:
		return []string{"no settings for this rule: remove the key"}
	}
}

// Schema is the JSON schema of each setting of the rule, nil for a rule without settings.
func (r Rule) Schema() map[string]map[string]any {
	list := func(doc string) map[string]any {
		return map[string]any{"type": "array", "description": doc, "items": map[string]any{"type": "string"}}
	}
	switch {
	case r.ID == PackSelf:
		schema := map[string]map[string]any{waiversKey: waiverSchema()}
		for key, known := range packSettings {
			schema[key] = list(known.doc)
		}
		return schema
	case r.Allows != "":
		return map[string]map[string]any{allowedKey: list(r.Allows)}
	default:
		return nil
	}
}

// texts reads a list of strings in a format.
func texts(found *problems.List, path string, value any, format string) ([]string, bool) {
	items, ok := value.([]any)
	if !ok {
		found.Add(path, "must be a list of strings", fmt.Sprintf("%T", value), "write it as a JSON list")
		return nil, false
	}
	list := make([]string, 0, len(items))
	for i, item := range items {
		text, isText := item.(string)
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case !isText || text == "":
			found.Add(at, "must be a string that is not empty", item, "quote the entry or remove it")
		case format == formatPrefix && !canonicalPrefix(text):
			found.Add(at, "must be a CIDR without host bits", text, `write it like "10.0.0.0/8"`)
		case format == formatPrefix && tooWide(text):
			found.Add(at, "holds addresses of others, so that nearly everything would pass", text, "name your own blocks, of IPv4 /8 or longer, of IPv6 /7 or longer")
		default:
			list = append(list, text)
		}
	}
	return list, true
}

func canonicalPrefix(text string) bool {
	p, err := netip.ParsePrefix(text)
	return err == nil && p == p.Masked()
}

// tooWide tells whether a prefix is wider than any block that somebody has: 10.0.0.0/8 and fc00::/7 are the widest of their kinds.
func tooWide(text string) bool {
	p := netip.MustParsePrefix(text)
	return p.Bits() < 7 || p.Addr().Is4() && p.Bits() < 8
}

// prefixes parses what canonicalPrefix has accepted.
func prefixes(list []string) []netip.Prefix {
	parsed := make([]netip.Prefix, 0, len(list))
	for _, text := range list {
		parsed = append(parsed, netip.MustParsePrefix(text))
	}
	return parsed
}

// day is the format of a date in the settings.
const day = time.DateOnly
