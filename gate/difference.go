package gate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is what a change does to a stack.
type Difference struct {
	// Problem says why there is no difference although one was asked for; empty where there is one.
	Problem string `json:"problem,omitempty"`
	// Resources, Subnets, Ways and Endpoints are what was added, removed and changed of each, in the order of their subjects.
	Resources []Change `json:"resources,omitempty"`
	Subnets   []Change `json:"subnets,omitempty"`
	Ways      []Change `json:"ways,omitempty"`
	Endpoints []Change `json:"endpoints,omitempty"`
}

// Change is one difference.
type Change struct {
	// Kind says what happened.
	Kind ChangeKind `json:"kind"`
	// Subject is what it happened to.
	Subject string `json:"subject"`
	// Details say how it changed; empty where Kind says everything.
	Details []string `json:"details,omitempty"`
}

// ChangeKind says what happened to the subject of a change.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Empty tells whether nothing differs.
func (d Difference) Empty() bool {
	return d.Problem == "" && len(d.Resources)+len(d.Subnets)+len(d.Ways)+len(d.Endpoints) == 0
}

// Part is the changes of one sort of thing.
type Part struct {
	// Name says what they are about.
	Name string
	// Changes are the changes.
	Changes []Change
}

// Parts are all changes with what they are about, the paths first because they matter most.
func (d Difference) Parts() []Part {
	return []Part{{"way out or in", d.Ways}, {"subnet", d.Subnets}, {"endpoint", d.Endpoints}, {"resource", d.Resources}}
}

// Compare returns what leads from the base to the head.
func Compare(base, head Snapshot) *Difference {
	return &Difference{
		Resources: compare(base.Resources, head.Resources, Resource.key, Resource.subject, Resource.changes),
		Subnets:   compare(base.Subnets, head.Subnets, Subnet.key, Subnet.subject, Subnet.changes),
		Ways:      compare(base.Ways, head.Ways, Way.key, Way.subject, Way.changes),
		Endpoints: compare(base.Endpoints, head.Endpoints, Endpoint.key, Endpoint.subject, Endpoint.changes),
	}
}

// CompareAll compares every stack with the snapshot of the same name. A stack that the base does not have is new, and a
// stack that was not judged is not compared, because its snapshot may not be complete.
func CompareAll(base []Snapshot, stacks []Stack) {
	for i := range stacks {
		s := &stacks[i]
		if s.Outcome() == Unjudged {
			s.Difference = &Difference{Problem: "the stack was not judged"}
			continue
		}
		at := slices.IndexFunc(base, func(b Snapshot) bool { return b.Stack == s.Snapshot.Stack })
		if at < 0 {
			s.Difference = Compare(Snapshot{}, s.Snapshot)
			continue
		}
		s.Difference = Compare(base[at], s.Snapshot)
	}
}

func compare[T any](base, head []T, key, subject func(T) string, changes func(base, head T) []string) []Change {
	before, after := byKey(base, key), byKey(head, key)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var found []Change
	for _, k := range slices.Sorted(maps.Keys(all)) {
		b, was := before[k]
		h, is := after[k]
		switch {
		case !was:
			found = append(found, Change{Kind: Added, Subject: subject(h), Details: changes(*new(T), h)})
		case !is:
			found = append(found, Change{Kind: Removed, Subject: subject(b)})
		default:
			if details := changes(b, h); len(details) > 0 {
				found = append(found, Change{Kind: Changed, Subject: subject(h), Details: details})
			}
		}
	}
	return found
}

func byKey[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, e := range list {
		m[key(e)] = e
	}
	return m
}

func (r Resource) key() string     { return r.URN }
func (r Resource) subject() string { return fmt.Sprintf("%s (%s)", nameOf(r.URN), typeOf(r.URN)) }

// changes names the inputs that differ; of a new resource every input would, which says nothing.
func (r Resource) changes(head Resource) []string {
	if r.URN == "" {
		return nil
	}
	all := maps.Clone(head.Inputs)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, r.Inputs)
	var differ []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if r.Inputs[name] != head.Inputs[name] {
			differ = append(differ, name)
		}
	}
	return differ
}

func (s Subnet) key() string     { return s.URN }
func (s Subnet) subject() string { return strings.TrimSpace(s.Name + " " + s.Cidr) }

func (s Subnet) changes(head Subnet) []string {
	var details []string
	switch {
	case s.URN == "":
		details = append(details, head.Verdict)
	case s.Verdict != head.Verdict:
		details = append(details, s.Verdict+" → "+head.Verdict)
	}
	if s.URN != "" && s.Cidr != head.Cidr {
		details = append(details, "block "+s.Cidr+" → "+head.Cidr)
	}
	if s.URN != "" && s.Table != head.Table {
		details = append(details, "route table "+s.Table+" → "+head.Table)
	}
	for _, d := range head.Destinations {
		if !slices.Contains(s.Destinations, d) {
			details = append(details, "can go to "+d)
		}
	}
	for _, d := range s.Destinations {
		if !slices.Contains(head.Destinations, d) {
			details = append(details, "can no longer go to "+d)
		}
	}
	return details
}

func (w Way) key() string     { return w.Rule + "\x00" + w.URN + "\x00" + w.Property }
func (w Way) subject() string { return w.Rule + " " + w.Text }

func (w Way) changes(head Way) []string {
	if w.Text == head.Text || w.URN == "" {
		return nil
	}
	return []string{"was " + w.Text}
}

func (e Endpoint) key() string     { return e.URN }
func (e Endpoint) subject() string { return fmt.Sprintf("%s (%s)", e.Service, e.Type) }

func (e Endpoint) changes(head Endpoint) []string {
	if e.URN == "" {
		return []string{"private DNS " + head.PrivateDNS, "policy: " + head.Policy}
	}
	var details []string
	for _, field := range []struct{ name, before, after string }{
		{"service", e.Service, head.Service},
		{"type", e.Type, head.Type},
		{"private DNS", e.PrivateDNS, head.PrivateDNS},
		{"policy:", e.Policy, head.Policy},
	} {
		if field.before != field.after {
			details = append(details, fmt.Sprintf("%s %s → %s", field.name, field.before, field.after))
		}
	}
	return details
}
