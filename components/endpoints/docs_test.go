package endpoints

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/internal/docs"
)

func TestPageOfTheComponentSaysWhatTheCodeDoes(t *testing.T) {
	t.Parallel()
	structs := docs.Structs(t, "args.go", "endpoint_set.go")
	docs.Check(t, "../../docs/components/endpoint-set.md", map[string]string{
		"example":      exampleProgram(t),
		"capabilities": capabilityTable(),
		"services":     serviceTable(t),
		"exceptions":   exceptionTable(t),
		"unreachable":  unreachableTable(),
		"arguments":    argumentTables(structs),
		"outputs":      docs.FieldTable("Output", structs["EndpointSet"]),
		"resources":    resourceTable(t),
	})
}

// exampleProgram returns the program of the example.
func exampleProgram(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatalf("read the example: %v", err)
	}
	source := string(data)
	body := source[strings.Index(source, "\tpulumi.Run("):strings.LastIndex(source, "}")]
	return "```go\n" + strings.ReplaceAll(strings.TrimPrefix(body, "\t"), "\n\t", "\n") + "```\n"
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

func capabilityTable() string {
	var rows [][]string
	for _, s := range capability.All() {
		names := func(needs []capability.Need) string {
			var list []string
			for _, n := range needs {
				list = append(list, code(string(n.Service)))
			}
			return strings.Join(list, " ")
		}
		rows = append(rows, []string{code(string(s.Capability)), s.Title, names(s.Required), names(s.Optional)})
	}
	return docs.Table([]string{"Capability", "For", "Required services", "Optional services"}, rows)
}

func serviceTable(t *testing.T) string {
	t.Helper()
	region, err := catalog.ParseRegion("eu-central-1")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, e := range catalog.All() {
		ports := strings.Trim(strings.ReplaceAll(fmt.Sprint(e.TCPPorts()), " ", ", "), "[]")
		takes := "yes"
		if !e.TakesPolicy() {
			takes = "no"
		}
		rows = append(rows, []string{code(string(e.Service)), e.Title, string(e.Kind()), ports, takes, cmp.Or(e.Gap(region), e.Limited)})
	}
	return docs.Table([]string{"Service", "Name", "Endpoint", "Ports", "Policy", "In eu-central-1"}, rows)
}

func exceptionTable(t *testing.T) string {
	t.Helper()
	region, err := catalog.ParseRegion("eu-central-1")
	if err != nil {
		t.Fatal(err)
	}
	request := policy.Request{Region: region, Trust: policy.Trust{AccountID: testAccount}, AddOnRegistry: "602401143452"}
	var rows [][]string
	for _, e := range policy.Exceptions() {
		who := "everyone"
		probes := policy.Probes(e, request)
		if probes[0].Call.Context["aws:PrincipalAccount"] != "" {
			who = "trusted principals"
		}
		var actions, services []string
		for _, p := range probes {
			actions = append(actions, code(p.Call.Action))
		}
		for _, s := range probes[0].Services {
			services = append(services, code(string(s)))
		}
		var users []string
		for _, s := range capability.All() {
			if slices.Contains(s.Exceptions, e) {
				users = append(users, code(string(s.Capability)))
			}
		}
		rows = append(rows, []string{strings.Join(services, " "), who, strings.Join(sortedSet(actions), " "), strings.Join(users, " ")})
	}
	return docs.Table([]string{"Policy of", "Admits", "To", "For"}, rows)
}

func unreachableTable() string {
	var rows [][]string
	for _, o := range catalog.Unreachable() {
		rows = append(rows, []string{code(string(o.Service)), o.Why, o.Workaround})
	}
	return docs.Table([]string{"Service", "Why", "Instead"}, rows)
}

// argumentTables documents the arguments and the structs in them.
func argumentTables(structs map[string][]docs.Field) string {
	var text strings.Builder
	for _, name := range []string{"EndpointSetArgs", "Trust", "Bucket", "Fragment", "Central", "ZoneVpc", "Profile", "UseCentralEndpoints"} {
		fmt.Fprintf(&text, "\n### %s\n\n%s", name, docs.FieldTable("Argument", structs[name]))
	}
	return text.String() + "\n"
}

// resourceTable lists what a set with every option registers.
func resourceTable(t *testing.T) string {
	t.Helper()
	central := centralArgs()
	central.IngressSecurityGroups = pulumi.StringMap{"nodes": pulumi.String("sg-nodes")}
	consumer := devArgs(capability.CloudWatchLogs)
	consumer.UseCentralEndpoints = &UseCentralEndpoints{
		Services: []catalog.Service{catalog.Logs}, Cidrs: []string{"10.9.0.0/24"}, ZoneIDs: pulumi.StringMap{"logs.eu-central-1.amazonaws.com": pulumi.String("Z1")},
	}
	profile := devArgs(capability.CloudWatchLogs)
	profile.UseCentralEndpoints = &UseCentralEndpoints{Services: []catalog.Service{catalog.Logs}, Cidrs: []string{"10.9.0.0/24"}, ProfileID: pulumi.String("rp-1")}
	shorten := strings.NewReplacer(
		"logs-eu-central-1-amazonaws-com", "<domain>",
		"ecr-api", "<service>", "ecr-dkr", "<service>", "10-0-0-0-16", "<range>", "ingress-nodes", "ingress-<group>",
		"-prod", "-<vpc>", "-organization", "-<principal>", "-443", "-<port>",
	)
	var rows [][]string
	for _, r := range []*recorder{mustRun(t, central), mustRun(t, consumer), mustRun(t, profile)} {
		for _, res := range r.resources() {
			if res.Type != TypeToken {
				rows = append(rows, []string{code(res.Type), code("<name>" + shorten.Replace(strings.TrimPrefix(res.Name, "dev")))})
			}
		}
	}
	slices.SortFunc(rows, slices.Compare)
	return docs.Table([]string{"Type", "Name"}, slices.CompactFunc(rows, slices.Equal))
}
