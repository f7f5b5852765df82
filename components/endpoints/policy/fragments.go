package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// grant is what the fragments of equal conditions admit on one resource.
type grant struct {
	sid       string
	condition iamdoc.Conditions
	actions   []string
}

// fragments returns the statements of the fragments for a service, merged: under equal conditions, each resource has the
// actions of every fragment that names it, and resources with equal actions share a statement. A statement has the name
// that sorts first among those it was made of.
func fragments(service catalog.Service, r Request) []iamdoc.Statement {
	merged := map[string]iamdoc.Statement{}
	grants := grantsByResource(service, r)
	for _, key := range slices.SortedFunc(maps.Keys(grants), grantKey.compare) {
		g := grants[key]
		group := text(g.condition) + "|" + strings.Join(g.actions, ",")
		s, exists := merged[group]
		if !exists {
			s = iamdoc.Statement{Sid: g.sid, Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: g.actions, Condition: g.condition}
		}
		s.Sid = min(s.Sid, g.sid)
		s.Resource = append(s.Resource, key.resource)
		merged[group] = s
	}
	return slices.SortedFunc(maps.Values(merged), func(a, b iamdoc.Statement) int {
		return cmp.Or(cmp.Compare(a.Sid, b.Sid), slices.Compare(a.Action, b.Action), cmp.Compare(text(a.Condition), text(b.Condition)))
	})
}

// grantKey is a resource under some conditions.
type grantKey struct{ condition, resource string }

func (k grantKey) compare(other grantKey) int {
	return cmp.Or(cmp.Compare(k.condition, other.condition), cmp.Compare(k.resource, other.resource))
}

func grantsByResource(service catalog.Service, r Request) map[grantKey]grant {
	grants := map[grantKey]grant{}
	for _, f := range r.Fragments {
		if f.Service != service {
			continue
		}
		condition := f.condition(r.Trust)
		for _, resource := range f.Resources {
			key := grantKey{text(condition), resource}
			g, exists := grants[key]
			if !exists {
				g = grant{sid: f.Name, condition: condition}
			}
			g.sid = min(g.sid, f.Name)
			g.actions = union(g.actions, f.Actions)
			grants[key] = g
		}
	}
	return grants
}

// condition admits the fragment's principals to resources of its accounts.
func (f Fragment) condition(t Trust) iamdoc.Conditions {
	c := t.principals(nil)
	if len(f.ResourceAccounts) > 0 {
		c = with(c, "StringEquals", "aws:ResourceAccount", union(f.ResourceAccounts, nil)...)
	} else {
		c = t.resources(c)
	}
	if len(f.Principals) > 0 {
		c = with(c, "ArnEquals", "aws:PrincipalArn", union(f.Principals, nil)...)
	}
	return c
}

// uniqueSids appends a number to a Sid that was used before, because a document may not repeat one.
func uniqueSids(statements []iamdoc.Statement) []iamdoc.Statement {
	used := map[string]bool{}
	for i, s := range statements {
		name := s.Sid
		for n := 2; name != "" && used[name]; n++ {
			name = fmt.Sprintf("%sX%d", s.Sid, n)
		}
		used[name] = true
		statements[i].Sid = name
	}
	return statements
}

// text is the canonical form of conditions; maps of strings always marshal.
func text(c iamdoc.Conditions) string {
	data, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// union returns the elements of both lists, sorted, each once.
func union(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}
