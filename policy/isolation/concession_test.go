package isolation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func TestAWayInThatGivesSomethingUpIsInTheReport(t *testing.T) {
	t.Parallel()
	beside := stack{
		"eigw":  n("ec2/egressOnlyInternetGateway", props{"vpcId": ref("vpc")}),
		"route": n("ec2/route", props{"routeTableId": ref("table"), "destinationIpv6CidrBlock": "2606:4700:a0::/48", "egressOnlyGatewayId": ref("eigw")}),
	}
	attached := stack{"more": n("ec2transitgateway/vpcAttachment", props{"transitGatewayId": "tgw-hub", "vpcId": ref("acc"), "subnetIds": list(ref("acc-subnet"))})}
	for name, c := range map[string]struct {
		stack stack
		cfg   Config
		of    string
		says  []string
	}{
		"nobody gets in":             {with(private, shape("private cluster")), sharedConfig, "", nil},
		"an access VPC":              {with(private, shape("access VPC")), sharedConfig, "", nil},
		"no edge is declared":        {with(private, shape("private cluster"), beside), Config{}, "", nil},
		"connectors in the workload": {with(private, shape("private cluster"), beside), sharedConfig, "vpc", []string{"routes to the tunnel edge and is no access VPC", "cluster"}},
		"a hub beside the gateway":   {with(private, shape("access VPC"), attached), sharedConfig, "acc", []string{"routes to the tunnel edge and is no access VPC", `"more"`}},
	} {
		for _, f := range allForms {
			rows := c.stack.build(f, c.cfg).Concessions()
			if c.of == "" {
				if len(rows) > 0 {
					t.Errorf("%s (%s): nothing is given up, got %v", name, f, rows)
				}
				continue
			}
			if len(rows) != 1 || rows[0].Name != c.of || rows[0].URN != c.stack.urn(c.of) {
				t.Errorf("%s (%s): one concession of %q expected, got %v", name, f, c.of, rows)
				continue
			}
			for _, part := range c.says {
				if !strings.Contains(rows[0].String(), part) {
					t.Errorf("%s (%s): %q expected in %s", name, f, part, rows[0])
				}
			}
		}
	}
}

func TestTheReportRepeatsWhatTheComponentSays(t *testing.T) {
	t.Parallel()
	says := func(values ...property.Value) property.Map {
		return property.NewMap(map[string]property.Value{"concessions": property.New(values)})
	}
	component := func(name string, outputs property.Map) Resource {
		return Resource{URN: "urn:pulumi:dev::cloudgap::" + accessToken + "::" + name, Type: accessToken, Name: name, Outputs: outputs}
	}
	other := component("other", says(property.New("of something else")))
	other.Type = "cloudgap:index:Other"
	model := Build([]Resource{
		component("b", says(property.New("first"), property.New("second"))), component("a", says(property.New(property.Computed), property.New("third"))),
		component("none", says()), component("silent", property.Map{}), other,
	}, Config{})
	var got []string
	for _, c := range model.Concessions() {
		got = append(got, c.String())
	}
	if diff := cmp.Diff([]string{`"a": third`, `"b": first`, `"b": second`}, got); diff != "" {
		t.Errorf("concessions differ (-want +got):\n%s", diff)
	}
}

func TestManyReasonsAreCounted(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"": "", "a": "a", "a b c": "a b c", "a b c d e": "a b c and 2 more"} {
		if got := strings.Join(firstOf(strings.Fields(in), maxReasons), " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
