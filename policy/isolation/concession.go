package isolation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ConcessionReport is one thing that the way in for people gives up against a proof without exceptions. It stands in the report
// beside the table of subnets, also where waivers let it pass.
type ConcessionReport struct {
	// URN and Name identify what gives it up: the component, or the VPC.
	URN, Name string
	// Text says what is given up.
	Text string
}

// String is the concession in one sentence.
func (c ConcessionReport) String() string { return fmt.Sprintf("%q: %s", c.Name, c.Text) }

// accessToken is the type of the component for the way in, which says in its output what its placement gives up.
const accessToken = "cloudgap:index:ZeroTrustAccess"

// concessions reports what the components of the stack say, and each VPC that routes to the tunnel edge without being an access
// VPC, whoever made it.
func (g *graph) concessions() []ConcessionReport {
	var rows []ConcessionReport
	for _, r := range g.resources {
		if r.Type != accessToken {
			continue
		}
		said, _ := r.Value("concessions").Elements()
		for _, element := range said {
			if text, state := element.Text(); state == Known {
				rows = append(rows, ConcessionReport{URN: r.URN, Name: r.Name, Text: text})
			}
		}
	}
	for _, v := range g.vpcs {
		if !v.Access.Wants || v.Access.Holds {
			continue
		}
		row := ConcessionReport{Name: v.Name(), Text: "routes to the tunnel edge and is no access VPC, so that its isolation is proven route table by route table " +
			"instead of by having no gateway: " + strings.Join(firstOf(v.Access.Against, maxReasons), "; ")}
		if v.Resource != nil {
			row.URN = v.Resource.URN
		}
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b ConcessionReport) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.URN, b.URN))
	})
	return rows
}

// maxReasons is how many reasons are named: a VPC with workloads has as many as there are workloads.
const maxReasons = 3

// firstOf are the first texts, and how many more there are.
func firstOf(texts []string, n int) []string {
	if len(texts) <= n {
		return texts
	}
	return append(slices.Clone(texts[:n]), fmt.Sprintf("and %d more", len(texts)-n))
}
