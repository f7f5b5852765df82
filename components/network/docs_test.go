package network

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/golden"
)

const page = "../../docs/components/zero-egress-vpc.md"

// TestPageOfTheComponentSaysWhatTheCodeDoes generates the parts of the page that repeat the code. Run it with -update
// after a change of either.
func TestPageOfTheComponentSaysWhatTheCodeDoes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatalf("read the page of the component: %v", err)
	}
	structs := parseStructs(t, "args.go", "zero_egress_vpc.go")
	sections := map[string]string{
		"example":   "```go\n" + exampleBody(t) + "```\n",
		"arguments": argumentTables(structs),
		"outputs":   table(structs["ZeroEgressVpc"], "Output"),
		"resources": resourceTable(t),
		"plan":      planTable(),
		"problems":  "```\n" + read(t, "testdata/problems.txt") + "```\n",
	}
	for name, body := range sections {
		begin, end := "<!-- generated: "+name+" -->\n", "<!-- end of "+name+" -->"
		from, to := bytes.Index(text, []byte(begin)), bytes.Index(text, []byte(end))
		if from < 0 || to < from {
			t.Fatalf("the page has no place for %s: it needs the lines %q and %q", name, strings.TrimSpace(begin), end)
		}
		text = slices.Concat(text[:from+len(begin)], []byte(body), text[to:])
	}
	golden.File(t, page, text)
}

// field is a documented field of a struct.
type field struct{ name, goType, doc string }

// parseStructs returns the fields that have a pulumi tag, by struct.
func parseStructs(t *testing.T, files ...string) map[string][]field {
	t.Helper()
	structs := map[string][]field{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatalf("parse %s: %v", file, err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = taggedFields(t, s)
			}
			return true
		})
	}
	return structs
}

func taggedFields(t *testing.T, s *ast.StructType) []field {
	t.Helper()
	var fields []field
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("pulumi"), ",")
		var goType bytes.Buffer
		if err := format.Node(&goType, token.NewFileSet(), f.Type); err != nil {
			t.Fatalf("print the type of %s: %v", name, err)
		}
		fields = append(fields, field{name, goType.String(), oneLine(f.Doc.Text())})
	}
	return fields
}

// oneLine turns a doc comment into the text of a table's cell.
func oneLine(text string) string {
	var parser comment.Parser
	printed := (&comment.Printer{TextWidth: -1}).Text(parser.Parse(text))
	return strings.ReplaceAll(strings.Join(strings.Fields(string(printed)), " "), "|", `\|`)
}

// argumentTables documents the arguments and the structs in them.
func argumentTables(structs map[string][]field) string {
	var text strings.Builder
	for _, name := range []string{
		"ZeroEgressVpcArgs", "AvailabilityZones", "TierArgs", "DhcpOptionsArgs", "FlowLogsArgs", "DnsFirewallArgs", "QueryLogArgs", "ExistingVpc", "ExistingSubnet",
	} {
		fmt.Fprintf(&text, "\n### %s\n\n%s", name, table(structs[name], "Argument"))
	}
	return text.String() + "\n"
}

func table(fields []field, heading string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "| %s | Go type | Meaning |\n| --- | --- | --- |\n", heading)
	for _, f := range fields {
		fmt.Fprintf(&text, "| `%s` | `%s` | %s |\n", f.name, f.goType, f.doc)
	}
	return text.String()
}

// exampleBody returns the program of the example.
func exampleBody(t *testing.T) string {
	t.Helper()
	source := read(t, "example_test.go")
	from := strings.Index(source, "\tpulumi.Run(")
	to := strings.LastIndex(source, "}")
	return strings.ReplaceAll(strings.TrimPrefix(source[from:to], "\t"), "\n\t", "\n")
}

var subnetOfTier = regexp.MustCompile(`-(nodes|control-plane|endpoints|data|transit|pods)-[a-h]$`)

var aclOfTier = regexp.MustCompile(`-acl-(nodes|control-plane|endpoints|data|transit|pods)$`)

// resourceTable lists what a component with every option registers.
func resourceTable(t *testing.T) string {
	t.Helper()
	r := newRecorder()
	args := everything()
	args.AvailabilityZones.Names = []string{"eu-central-1a", "eu-central-1b"}
	r.mustDeploy(t, args)
	var rows []string
	for _, reg := range r.registered {
		if reg.token == TypeToken {
			continue
		}
		name := "<name>" + strings.TrimPrefix(reg.name, testName)
		name = subnetOfTier.ReplaceAllString(name, "-<tier>-<zone>")
		name = aclOfTier.ReplaceAllString(name, "-acl-<tier>")
		rows = append(rows, fmt.Sprintf("| `%s` | `%s` |\n", reg.token, name))
	}
	slices.Sort(rows)
	return "| Type | Name |\n| --- | --- |\n" + strings.Join(slices.Compact(rows), "")
}

// planTable shows the default size of each tier's subnets and the widest that fits, by the size of the VPC.
func planTable() string {
	var text strings.Builder
	text.WriteString("| VPC | Zones |")
	for _, tier := range Tiers() {
		fmt.Fprintf(&text, " %s |", tier)
	}
	text.WriteString("\n| --- | --- |" + strings.Repeat(" --- |", len(Tiers())) + "\n")
	for blockBits := widestBlock; blockBits <= narrowestBlock; blockBits++ {
		fmt.Fprintf(&text, "| /%d | a to %c |", blockBits, 'a'+divisionFor(TierNodes, blockBits).slots-1)
		for _, tier := range Tiers() {
			text.WriteString(" " + sizes(tier, blockBits) + " |")
		}
		text.WriteString("\n")
	}
	return text.String()
}

func sizes(tier Tier, blockBits int) string {
	slot, ok := slotBits(tier, blockBits)
	usual, _ := subnetBits(tier, blockBits, 0)
	switch {
	case !ok:
		return "no room"
	case slot == usual:
		return fmt.Sprintf("/%d", usual)
	default:
		return fmt.Sprintf("/%d, up to /%d", usual, slot)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read %s: %v", file, err)
	}
	return string(text)
}
