package network

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/docs"
)

const page = "../../docs/components/zero-egress-vpc.md"

// TestPageOfTheComponentSaysWhatTheCodeDoes generates the parts of the page that repeat the code. Run it with -update
// after a change of either.
func TestPageOfTheComponentSaysWhatTheCodeDoes(t *testing.T) {
	t.Parallel()
	structs := docs.Structs(t, "args.go", "zero_egress_vpc.go")
	sections := map[string]string{
		"example":   "```go\n" + docs.ExampleBody(t, "example_test.go") + "```\n",
		"arguments": argumentTables(structs),
		"outputs":   docs.FieldTable("Output", structs["ZeroEgressVpc"]),
		"resources": resourceTable(t),
		"plan":      planTable(),
		"problems":  "```\n" + docs.Read(t, "testdata/problems.txt") + "```\n",
	}
	docs.Check(t, page, sections)
}

// argumentTables documents the arguments and the structs in them.
func argumentTables(structs map[string][]docs.Field) string {
	var text strings.Builder
	for _, name := range []string{
		"ZeroEgressVpcArgs", "AvailabilityZones", "TierArgs", "DhcpOptionsArgs", "FlowLogsArgs", "DnsFirewallArgs", "QueryLogArgs", "ExistingVpc", "ExistingSubnet",
	} {
		fmt.Fprintf(&text, "\n### %s\n\n%s", name, docs.FieldTable("Argument", structs[name]))
	}
	return text.String() + "\n"
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
	for _, reg := range r.Registered {
		if reg.Token == TypeToken {
			continue
		}
		name := "<name>" + strings.TrimPrefix(reg.Name, testName)
		name = subnetOfTier.ReplaceAllString(name, "-<tier>-<zone>")
		name = aclOfTier.ReplaceAllString(name, "-acl-<tier>")
		rows = append(rows, fmt.Sprintf("| `%s` | `%s` |\n", reg.Token, name))
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
