package isolation

import (
	"net/netip"
	"strings"

	"go4.org/netipx"
)

// Addresses is a set of IPv4 and IPv6 addresses. The zero value is the empty set.
type Addresses struct {
	set *netipx.IPSet
}

// IsEmpty tells whether no address is in the set.
func (a Addresses) IsEmpty() bool { return a.set == nil || len(a.set.Ranges()) == 0 }

// Contains tells whether an address is in the set.
func (a Addresses) Contains(ip netip.Addr) bool { return a.set != nil && a.set.Contains(ip) }

// Prefixes returns the smallest list of prefixes that make up the set, IPv4 first.
func (a Addresses) Prefixes() []netip.Prefix {
	if a.set == nil {
		return nil
	}
	return a.set.Prefixes()
}

// String lists at most four prefixes and then how many more there are, or "nothing".
func (a Addresses) String() string {
	prefixes := a.Prefixes()
	if len(prefixes) == 0 {
		return "nothing"
	}
	const most = 4
	var texts []string
	for i, p := range prefixes {
		if i == most {
			return strings.Join(texts, ", ") + " and more"
		}
		texts = append(texts, p.String())
	}
	return strings.Join(texts, ", ")
}

// setOf makes a set of prefixes; invalid ones are left out.
func setOf(prefixes []netip.Prefix) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range prefixes {
		if p.IsValid() {
			b.AddPrefix(p.Masked())
		}
	}
	return build(&b)
}

// build finishes a set. The builder reports an error for invalid input only, and no caller adds any.
func build(b *netipx.IPSetBuilder) *netipx.IPSet {
	set, err := b.IPSet()
	if err != nil {
		return &netipx.IPSet{}
	}
	return set
}

// minus returns the addresses of a that are in none of the other sets.
func (a Addresses) minus(others ...*netipx.IPSet) Addresses {
	if a.set == nil {
		return a
	}
	var b netipx.IPSetBuilder
	b.AddSet(a.set)
	for _, o := range others {
		if o != nil {
			b.RemoveSet(o)
		}
	}
	return Addresses{build(&b)}
}

// and returns the addresses in both sets.
func (a Addresses) and(o Addresses) Addresses {
	if a.set == nil || o.set == nil {
		return Addresses{}
	}
	var b netipx.IPSetBuilder
	b.AddSet(a.set)
	b.Intersect(o.set)
	return Addresses{build(&b)}
}

// or returns the addresses in either set.
func (a Addresses) or(o Addresses) Addresses {
	switch {
	case a.set == nil:
		return o
	case o.set == nil:
		return a
	}
	var b netipx.IPSetBuilder
	b.AddSet(a.set)
	b.AddSet(o.set)
	return Addresses{build(&b)}
}

// parsePrefix reads a CIDR or a single address. AWS masks host bits itself, so they are no error.
func parsePrefix(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if p, err := netip.ParsePrefix(text); err == nil {
		return p.Masked(), true
	}
	if ip, err := netip.ParseAddr(text); err == nil && ip.Zone() == "" {
		return netip.PrefixFrom(ip, ip.BitLen()), true
	}
	return netip.Prefix{}, false
}

func prefixSet(p netip.Prefix) Addresses { return Addresses{setOf([]netip.Prefix{p})} }
