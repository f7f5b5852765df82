package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// index holds every entry of the tables by service.
var index = func() map[Service]Entry {
	entries := map[Service]Entry{}
	for _, table := range [][]Entry{
		containers, identity, detection, observability, operations, delivery, storage, databases, integration, network,
		intelligence,
	} {
		for _, e := range table {
			entries[e.Service] = e
		}
	}
	return entries
}()

// Lookup returns the entry of a service and whether there is one.
func Lookup(s Service) (Entry, bool) {
	e, ok := index[s]
	return e, ok
}

// All returns every entry, sorted by service.
func All() []Entry {
	entries := make([]Entry, 0, len(index))
	for _, e := range index {
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Service, b.Service) })
	return entries
}

// Refusal says why no endpoint of the service can be made in the region and what to do instead; both are empty where one
// can.
func Refusal(s Service, r Region) (what, remedy string) {
	e, known := index[s]
	if !known {
		if u, ok := unreachable[s]; ok {
			return u.why, u.workaround
		}
		if near := nearest(s); near != "" {
			return "unknown service", fmt.Sprintf("did you mean %q?", near)
		}
		return "unknown service", "use a service of the catalog in docs/components/endpoint-set.md"
	}
	if gap := e.Gap(r); gap != "" {
		return gap, cmp.Or(e.Workaround, "do without the capability in this region, or use a central set in another one")
	}
	return "", ""
}

// nearest returns the known service that a misspelt one most likely means: the same letters in another spelling, or the
// full service name in place of the short one.
func nearest(s Service) Service {
	for _, e := range All() {
		if squeeze(string(e.Service)) == squeeze(string(s)) || strings.HasSuffix(string(s), "."+string(e.Service)) {
			return e.Service
		}
	}
	return ""
}

func squeeze(s string) string {
	return strings.NewReplacer(".", "", "-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}
