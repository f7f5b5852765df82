package eks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/docs"
)

const page = "../../docs/components/private-eks-cluster.md"

// TestPageOfTheComponentSaysWhatTheCodeDoes generates the parts of the page that repeat the code. Run it with -update after a
// change of either.
func TestPageOfTheComponentSaysWhatTheCodeDoes(t *testing.T) {
	t.Parallel()
	structs := docs.Structs(t, "args.go", "args_pools.go", "args_access.go", "args_addons.go", "private_eks_cluster.go")
	var arguments strings.Builder
	for _, name := range []string{
		"PrivateEksClusterArgs", "NodePool", "Taint", "PodNetwork", "AddOnArgs", "ControllerArgs", "Access", "Developer", "Deployer", "AccessRoles", "APIClient", "EgressRange",
	} {
		fmt.Fprintf(&arguments, "\n### %s\n\n%s", name, docs.FieldTable("Argument", structs[name]))
	}
	docs.Check(t, page, map[string]string{
		"example":       "```go\n" + docs.ExampleBody(t, "example_test.go") + "```\n",
		"arguments":     arguments.String() + "\n",
		"outputs":       docs.FieldTable("Output", structs["PrivateEksCluster"]),
		"resources":     resourceTable(t),
		"add-ons":       addOnRows(),
		"add-on images": addOnImageRows(),
		"controllers":   controllerRows(),
		"versions":      versionRows(),
		"rules":         ruleRows(t),
		"problems":      "```\n" + docs.Read(t, "testdata/problems.txt") + "```\n",
		"scp":           "```json\n" + docs.Read(t, "testdata/policies/control-plane-egress-scp.json") + "```\n",
		"command":       "```sh\n" + ControlPlaneEgressCommand(testRegion, "platform-eks") + "\n```\n",
	})
}

// resourceTable lists what a component with every option registers.
func resourceTable(t *testing.T) string {
	t.Helper()
	r := &recorder{}
	r.mustDeploy(t, everything())
	var rows [][]string
	for _, reg := range r.own() {
		rows = append(rows, []string{"`" + reg.Token + "`", "`<name>" + strings.TrimPrefix(reg.Name, testName) + "`"})
	}
	slices.SortFunc(rows, slices.Compare)
	return docs.Table([]string{"Type", "Name"}, rows)
}

func addOnRows() string {
	var rows [][]string
	for _, a := range addOnTable {
		role := "none"
		if a.managedPolicy != "" {
			role = "`" + a.managedPolicy + "` for `" + a.namespace + "/" + a.serviceAccount + "`"
		}
		rows = append(rows, []string{"`" + string(a.name) + "`", yes(a.required), order(a.beforeNodes), role, "`" + strings.Join(texted(a.capabilities), "` `") + "`"})
		if len(a.capabilities) == 0 {
			rows[len(rows)-1][4] = "none"
		}
	}
	return docs.Table([]string{"Add-on", "Required", "Made", "Pod Identity role", "Capabilities"}, rows)
}

func addOnImageRows() string {
	var rows [][]string
	for _, a := range addOnTable {
		if len(a.images) > 0 {
			rows = append(rows, []string{"`" + string(a.name) + "`", "`" + strings.Join(a.images, "` `") + "`"})
		}
	}
	return docs.Table([]string{"Add-on", "Repositories"}, rows)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func order(beforeNodes bool) string {
	if beforeNodes {
		return "before the nodes"
	}
	return "after the nodes"
}

func controllerRows() string {
	var rows [][]string
	for _, c := range controllerTable {
		rows = append(rows, []string{"`" + string(c.name) + "`", "`" + c.namespace + "/" + c.serviceAccount + "`", "`" + string(c.capability) + "`"})
	}
	return docs.Table([]string{"Controller", "Service account", "Capability"}, rows)
}

func versionRows() string {
	var rows [][]string
	for _, r := range releases {
		rows = append(rows, []string{r.minor, r.endOfStandardSupport, r.endOfExtendedSupport})
	}
	return docs.Table([]string{"Version", "Standard support ends", "Extended support ends"}, rows)
}

func ruleRows(t *testing.T) string {
	t.Helper()
	p, err := newPlan(testName, everything())
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, rule := range securityRules(p) {
		direction, other := "in from", string(rule.peer)
		if rule.egress {
			direction = "out to"
		}
		switch {
		case rule.cidr != "":
			other = rule.cidr
		case rule.group != nil:
			other = "a security group of the user"
		}
		ports := "all"
		if rule.from > 0 {
			ports = fmt.Sprintf("%s %d", rule.protocol, rule.from)
		}
		rows = append(rows, []string{string(rule.of), direction + " " + other, ports, rule.description})
	}
	return docs.Table([]string{"Group", "Rule", "Ports", "Why"}, rows)
}
