package rules_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/policy/rules"
)

const nested = "urn:pulumi:dev::cloudgap::edge:index:Platform$edge:index:Vpc$aws:ec2/internetGateway:InternetGateway::gateway"

func TestWaiversCoverOneRuleAndOneResourceOrTheChildrenOfAComponentType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		waiver rules.Waiver
		covers bool
	}{
		"the exact resource":       {rules.Waiver{Rule: "GW-IGW", URN: nested}, true},
		"another rule":             {rules.Waiver{Rule: "GW-NAT", URN: nested}, false},
		"the beginning of a URN":   {rules.Waiver{Rule: "GW-IGW", URN: nested[:len(nested)-1]}, false},
		"the nearest component":    {rules.Waiver{Rule: "GW-IGW", Component: "edge:index:Vpc"}, true},
		"a component further up":   {rules.Waiver{Rule: "GW-IGW", Component: "edge:index:Platform"}, true},
		"another component":        {rules.Waiver{Rule: "GW-IGW", Component: "edge:index:VpcEndpoint"}, false},
		"the type of the resource": {rules.Waiver{Rule: "GW-IGW", Component: "aws:ec2/internetGateway:InternetGateway"}, false},
		"neither of them":          {rules.Waiver{Rule: "GW-IGW"}, false},
	} {
		if got := c.waiver.Covers("GW-IGW", nested); got != c.covers {
			t.Errorf("%s: covers is %v, want %v", name, got, c.covers)
		}
	}
	if (rules.Waiver{Rule: "GW-IGW", Component: "edge:index:Vpc"}).Covers("GW-IGW", "") {
		t.Error("a waiver covers a finding on no resource, want it not to")
	}
}

func TestAWaiverHoldsUntilTheEndOfItsLastDay(t *testing.T) {
	t.Parallel()
	waiver := rules.Waiver{Rule: "GW-IGW", URN: nested, Expires: "2027-01-31"}
	for at, holds := range map[string]bool{"2027-01-31T23:59:59Z": true, "2027-02-01T00:00:00Z": false, "2027-01-31T23:30:00-01:00": false} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		ledger := rules.NewLedger([]rules.Waiver{waiver}, func() time.Time { return now })
		if _, excused := ledger.Excuse("GW-IGW", nested); excused != holds {
			t.Errorf("at %s: excused is %v, want %v", at, excused, holds)
		}
		if findings := ledger.Close(); (len(findings) == 0) != holds {
			t.Errorf("at %s: closing the books finds %v, want a finding only for the expired waiver", at, findings)
		}
		if diff := cmp.Diff(holds, len(ledger.Used()) == 1); diff != "" {
			t.Errorf("at %s: used waivers are %v", at, ledger.Used())
		}
	}
}
