package isolation

import (
	"net/netip"
	"slices"
)

var prefixListKinds = []string{"ec2/managedPrefixList"}

// addPrefixLists expands the prefix lists of the stack from their own entries and from separate entry resources.
func (g *graph) addPrefixLists() {
	g.prefixLists = map[*Resource]Destination{}
	for _, r := range g.of(prefixListKinds...) {
		d := Destination{State: Known, Text: "prefix list " + quoted(r), PrefixList: true, PrefixListURN: r.URN}
		entries, state := r.Value("entries").Elements()
		if state == Unknown {
			d.miss("the entries of prefix list " + quoted(r))
		}
		for _, e := range entries {
			d.add(e.Field("cidr"), "an entry of prefix list "+quoted(r))
		}
		g.prefixLists[r] = d
	}
	g.addPrefixListEntries()
}

// addPrefixListEntries adds the separate entries, each to its list, or to every list where it cannot be told to which.
func (g *graph) addPrefixListEntries() {
	if len(g.prefixLists) == 0 {
		return
	}
	var stray []*Resource
	sets := map[*Resource]*Destination{}
	for _, r := range g.byKind["ec2/managedPrefixListEntry"] {
		list := g.refer(r.Value("prefixListId"), prefixListKinds...)
		if list.state == Known && len(list.resources) == 0 {
			continue
		}
		target := list.only()
		if target == nil {
			stray = append(stray, r)
			continue
		}
		if sets[target] == nil {
			sets[target] = &Destination{State: Known}
		}
		sets[target].add(r.Value("cidr"), "entry "+quoted(r))
	}
	for r, d := range g.prefixLists {
		if s := sets[r]; s != nil {
			d.merge(*s)
		}
		d.close()
		if d.State == Known && d.Addresses.IsEmpty() {
			// A list without entries is of no use in a route; more likely the source does not show them.
			d.miss("the entries of prefix list " + quoted(r))
		}
		for _, e := range stray {
			d.miss("whether entry " + quoted(e) + " belongs to prefix list " + quoted(r))
		}
		g.prefixLists[r] = d
	}
}

// prefixList resolves a value that names a prefix list.
func (g *graph) prefixList(v Value) Destination {
	list := g.refer(v, prefixListKinds...)
	if r := list.only(); r != nil {
		if d, ok := g.prefixLists[r]; ok {
			return d
		}
	}
	if list.state == Known {
		d := Destination{State: Known, Text: "prefix list " + list.id, PrefixList: true}
		if !trusts(g.cfg.PrefixLists, list.id) {
			d.miss("the entries of prefix list " + list.id + ", which is outside the stack")
		}
		return d
	}
	d := Destination{State: Known, Text: "a prefix list", PrefixList: true}
	d.miss("the id of the prefix list")
	return d
}

// Destination is the destination of a route.
type Destination struct {
	// State is Unknown where the destination, or an entry of its prefix list, is not known.
	State State
	// Text is the prefix or the id or name of the prefix list, "unknown" where it is not known.
	Text string
	// Addresses is the set that is known.
	Addresses Addresses
	// PrefixList tells a prefix list from a prefix; PrefixListURN is set for one of the stack.
	PrefixList    bool
	PrefixListURN string
	// Missing says what is not known.
	Missing []string

	pending []netip.Prefix
}

func (d *Destination) miss(what string) {
	d.State = Unknown
	if !slices.Contains(d.Missing, what) {
		d.Missing = append(d.Missing, what)
	}
}

// add enters one CIDR value; what names it where it cannot be read.
func (d *Destination) add(cidr Value, what string) {
	text, state := cidr.Text()
	if p, ok := parsePrefix(text); ok && state == Known {
		d.pending = append(d.pending, p)
		return
	}
	d.miss(what)
}

// close makes the set of what was added. It is done once, because a list may have thousands of entries.
func (d *Destination) close() {
	if len(d.pending) > 0 {
		d.Addresses = d.Addresses.or(Addresses{setOf(d.pending)})
		d.pending = nil
	}
}

func (d *Destination) merge(o Destination) {
	d.pending = append(d.pending, o.pending...)
	d.Addresses = d.Addresses.or(o.Addresses)
	for _, m := range o.Missing {
		d.miss(m)
	}
}

// destinationKeys are the properties that hold the destination of a route, separate or inline.
var destinationKeys = []string{
	"destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock", "destinationPrefixListId",
}

// destination reads the destination of a route through an accessor for its properties.
func (g *graph) destination(get func(string) Value) Destination {
	d := Destination{State: Known, Text: "unknown"}
	seen := false
	for _, key := range destinationKeys {
		v := get(key)
		if v.state == Absent {
			continue
		}
		seen = true
		if key == "destinationPrefixListId" {
			list := g.prefixList(v)
			list.Missing = slices.Clone(list.Missing)
			list.merge(d)
			d = list
			continue
		}
		if text, state := v.Text(); state == Known && d.Text == "unknown" {
			d.Text = text
		}
		d.add(v, key)
	}
	if !seen {
		d.miss("the destination")
	}
	d.close()
	return d
}
