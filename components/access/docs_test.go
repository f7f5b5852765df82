package access

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/internal/docs"
)

const page = "../../docs/components/zero-trust-access.md"

// TestPageOfTheComponentSaysWhatTheCodeDoes generates the parts of the page that repeat the code. Run it with -update after a
// change of either.
func TestPageOfTheComponentSaysWhatTheCodeDoes(t *testing.T) {
	t.Parallel()
	structs := docs.Structs(t, "args.go", "zero_trust_access.go")
	var arguments strings.Builder
	for _, name := range []string{
		"ZeroTrustAccessArgs", "Workload", "AccessVpcArgs", "PrivateLinkArgs", "PrivateResource", "ConnectorSubnetsArgs", "TransitGatewayArgs", "ConnectorsArgs",
		"PackageArgs", "ClusterArgs", "BreakGlass",
	} {
		fmt.Fprintf(&arguments, "\n### %s\n\n%s", name, docs.FieldTable("Argument", structs[name]))
	}
	docs.Check(t, page, map[string]string{
		"example":         "```go\n" + docs.ExampleBody(t, "example_test.go") + "```\n",
		"arguments":       arguments.String() + "\n",
		"outputs":         docs.FieldTable("Output", structs["ZeroTrustAccess"]),
		"resources":       resourceTable(t),
		"concessions":     concessionRows(),
		"edge":            edgeRows(),
		"egress":          egressRows(t),
		"problems":        "```\n" + docs.Read(t, "testdata/problems.txt") + "```\n",
		"unit":            "```ini\n" + docs.Read(t, "connector/testdata/cloudflared.service") + "```\n",
		"steps eks":       steps(t, "eks"),
		"steps rke2":      steps(t, "rke2"),
		"steps link":      steps(t, "private-link"),
		"steps link rke2": steps(t, "private-link-rke2"),
		"break-glass":     steps(t, "break-glass"),
	})
}

// resourceTable lists what a component registers with every option of the default placement, without what its own components
// and the Cloudflare half make.
func resourceTable(t *testing.T) string {
	t.Helper()
	r := &recorder{}
	r.mustDeploy(t, everything())
	var rows [][]string
	for _, reg := range r.own() {
		if strings.HasSuffix(reg.Parent, TypeToken+"::"+testName) && !strings.HasPrefix(reg.Token, "cloudflare:") {
			rows = append(rows, []string{"`" + reg.Token + "`", "`<name>" + strings.TrimPrefix(reg.Name, testName) + "`"})
		}
	}
	slices.SortFunc(rows, slices.Compare)
	return docs.Table([]string{"Type", "Name"}, rows)
}

func concessionRows() string {
	var rows [][]string
	for _, p := range Placements() {
		given := Concessions(p)
		if len(given) == 0 {
			given = []string{"nothing"}
		}
		for _, text := range given {
			rows = append(rows, []string{"`" + string(p) + "`", text})
		}
	}
	return docs.Table([]string{"Placement", "What is given up"}, rows)
}

func edgeRows() string {
	var rows [][]string
	for _, r := range edge.Regions() {
		for _, f := range []edge.Family{edge.IPv6, edge.IPv4} {
			var routes []string
			for _, route := range edge.Routes(r, f) {
				routes = append(routes, "`"+route.String()+"`")
			}
			rows = append(rows, []string{"`" + string(r) + "`", fmt.Sprintf("IPv%d", f), strings.Join(routes, " ")})
		}
	}
	return "As of " + edge.AsOf + ", port " + fmt.Sprint(edge.Port) + ":\n\n" + docs.Table([]string{"Region", "Family", "Routes"}, rows)
}

func egressRows(t *testing.T) string {
	t.Helper()
	p, err := newPlan(testName, everything())
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, rule := range egressRules(p) {
		to := "the hosts of the edge, one by one"
		if !rule.edge {
			to = rule.cidr.String()
		}
		rows = append(rows, []string{to, fmt.Sprintf("%s %d", rule.protocol, rule.port), rule.description})
	}
	return docs.Table([]string{"To", "Port", "Why"}, append(rows, []string{"the VPC endpoints and their prefix lists", "tcp 443", "made by the EndpointSet"}))
}

func steps(t *testing.T, name string) string {
	t.Helper()
	var text strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(docs.Read(t, "testdata/steps/"+name+".txt")), "\n") {
		fmt.Fprintf(&text, "%d. %s\n", i+1, line)
	}
	return text.String()
}
