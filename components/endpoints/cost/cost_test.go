package cost

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
)

func prices(t testing.TB, region string) Prices {
	t.Helper()
	p, err := Lookup(region)
	if err != nil {
		t.Fatalf("Lookup(%q): %v", region, err)
	}
	return p
}

func some(n, zones int) []Endpoint {
	list := []Endpoint{{Service: catalog.S3, Price: catalog.Free}}
	for i := range n {
		list = append(list, Endpoint{Service: catalog.Service(fmt.Sprintf("service-%02d", i)), Price: catalog.PerZone, Zones: zones})
	}
	return list
}

func TestOneEndpointInThreeFrankfurtZonesCosts2628(t *testing.T) {
	t.Parallel()
	bill := NewBill(prices(t, "eu-central-1"), []Endpoint{{Service: catalog.STS, Price: catalog.PerZone, Zones: 3}}, 0)
	if bill.Total != 26.28 || bill.Lines[0].Month != 26.28 {
		t.Errorf("one endpoint in three zones costs %v, want 26.28", bill.Total)
	}
}

func TestGatewayEndpointsAreFree(t *testing.T) {
	t.Parallel()
	if bill := NewBill(prices(t, "us-east-1"), some(0, 3), 0); bill.Total != 0 || len(bill.Lines) != 1 {
		t.Errorf("gateway endpoints cost %v on %d lines, want 0 on one", bill.Total, len(bill.Lines))
	}
}

func TestDataIsChargedByTiers(t *testing.T) {
	t.Parallel()
	p := prices(t, "us-east-1")
	for gb, want := range map[float64]float64{
		0: 0, 1000: 10, petabyte: petabyte * 0.01, 5 * petabyte: petabyte*0.01 + 4*petabyte*0.006, 6 * petabyte: petabyte*0.01 + 4*petabyte*0.006 + petabyte*0.004,
	} {
		if got := p.endpointData(gb); math.Abs(got-want) > 1e-6 {
			t.Errorf("%v GB cost %v, want %v", gb, got, want)
		}
	}
}

func TestSmallestNumberOfVpcsForCentralEndpoints(t *testing.T) {
	t.Parallel()
	p := prices(t, "us-east-1")
	for _, c := range []struct{ endpoints, zones, profile, attached int }{
		{1, 0, 0, 3}, {2, 12, 87, 2}, {3, 4, 23, 2}, {5, 3, 10, 2}, {8, 2, 6, 2}, {10, 2, 5, 2}, {15, 2, 4, 2}, {20, 2, 3, 2},
	} {
		got := [3]int{
			Compare(p, some(c.endpoints, 3), Sharing{VPCs: 1}).BreakEvenVPCs,
			Compare(p, some(c.endpoints, 3), Sharing{VPCs: 1, Names: RouteProfile}).BreakEvenVPCs,
			Compare(p, some(c.endpoints, 3), Sharing{VPCs: 1, Attached: true}).BreakEvenVPCs,
		}
		if diff := cmp.Diff([3]int{c.zones, c.profile, c.attached}, got); diff != "" {
			t.Errorf("break-even of %d endpoints: hosted zones, profile, attached (-want +got):\n%s", c.endpoints, diff)
		}
	}
}

func TestTrafficEatsUpWhatCentralEndpointsSave(t *testing.T) {
	t.Parallel()
	p := prices(t, "us-east-1")
	for vpcs, want := range map[int]struct {
		saved USD
		gb    float64
	}{2: {211.50, 10575}, 3: {503.50, 25175}, 5: {1087.50, 54375}, 10: {2547.50, 127375}} {
		c := Compare(p, some(15, 3), Sharing{VPCs: vpcs})
		if saved := usd(float64(c.Local - c.Central)); saved != want.saved || c.BreakEvenGB != want.gb {
			t.Errorf("%d VPCs save %v up to %v GB, want %v up to %v", vpcs, saved, c.BreakEvenGB, want.saved, want.gb)
		}
	}
}

func TestBreakEvensAreWhereTheCheaperWayChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := table[rapid.SampledFrom([]string{"us-east-1", "eu-central-1"}).Draw(t, "region")]
		list := some(rapid.IntRange(1, 30).Draw(t, "endpoints"), rapid.IntRange(1, 4).Draw(t, "zones"))
		s := Sharing{
			VPCs: rapid.IntRange(1, 40).Draw(t, "vpcs"), Attached: rapid.Bool().Draw(t, "attached"), Names: rapid.SampledFrom([]Names{HostedZones, RouteProfile}).Draw(t, "names"),
		}
		even := Compare(p, list, s).BreakEvenVPCs
		for vpcs := 1; vpcs <= 60; vpcs++ {
			s.VPCs = vpcs
			c := Compare(p, list, s)
			if cheaper := c.Central < c.Local; cheaper != (even != 0 && vpcs >= even) && c.Central != c.Local {
				t.Errorf("%d VPCs: central %v, local %v, but the break-even is said to be %d", vpcs, c.Central, c.Local, even)
			}
			if c.BreakEvenGB > 0 {
				s.GB = c.BreakEvenGB + 1
				if more := Compare(p, list, s); more.Central < more.Local {
					t.Errorf("beyond %v GB central still costs less: %v against %v", c.BreakEvenGB, more.Central, more.Local)
				}
				s.GB = 0
			}
		}
	})
}

func TestEndpointsBeatNatGatewaysBeyondTheBreakEven(t *testing.T) {
	t.Parallel()
	p := prices(t, "us-east-1")
	c := CompareNat(p, some(15, 3), 3, 0)
	if c.Endpoints != 328.50 || c.Nat != 98.55 {
		t.Errorf("endpoints cost %v and NAT gateways %v, want 328.50 and 98.55", c.Endpoints, c.Nat)
	}
	if less, more := CompareNat(p, some(15, 3), 3, c.BreakEvenGB-2), CompareNat(p, some(15, 3), 3, c.BreakEvenGB+2); less.Endpoints <= less.Nat || more.Endpoints >= more.Nat {
		t.Errorf("around %v GB the endpoints cost %v against %v, then %v against %v", c.BreakEvenGB, less.Endpoints, less.Nat, more.Endpoints, more.Nat)
	}
	if cheap := CompareNat(p, some(2, 3), 3, 0); cheap.BreakEvenGB != 0 {
		t.Errorf("two endpoints always cost less than three NAT gateways, but the break-even is %v GB", cheap.BreakEvenGB)
	}
}

func TestUnknownRegionIsRefused(t *testing.T) {
	t.Parallel()
	if p, err := Lookup("eu-west-9"); err == nil || !strings.Contains(err.Error(), "eu-central-1") {
		t.Errorf("prices are %+v with error %v, want an error that names the known regions", p, err)
	}
}

func frankfurtStack() []resource.Resource {
	endpoint := func(service, kind string, subnets ...any) resource.Resource {
		return resource.Resource{Type: endpointType, Inputs: map[string]any{"serviceName": service, "vpcEndpointType": kind, "subnetIds": subnets}}
	}
	return []resource.Resource{
		{Type: setType, Outputs: map[string]any{"region": "eu-central-1"}},
		endpoint("com.amazonaws.eu-central-1.s3", "Gateway"),
		endpoint("com.amazonaws.eu-central-1.sts", "Interface", "a", "b", "c"),
		endpoint("com.amazonaws.route53", "Interface", "a", "b", "c"),
		endpoint("com.amazonaws.vpce.eu-central-1.vpce-svc-1", "Interface", "a"),
	}
}

func TestReportPricesEveryEndpointOfAStack(t *testing.T) {
	t.Parallel()
	report, err := NewReport(frankfurtStack(), Question{GB: 100, Sharing: Sharing{VPCs: 4}})
	if err != nil {
		t.Fatalf("NewReport: %v", err)
	}
	var lines []string
	for _, l := range report.Bill.Lines {
		lines = append(lines, fmt.Sprintf("%s %s %d %.2f", l.Service, l.Price, l.Zones, l.Month))
	}
	want := []string{
		"com.amazonaws.vpce.eu-central-1.vpce-svc-1 per zone 1 8.76", "route53 per zone, cross-region 3 26.28", "s3 free 0 0.00", "sts per zone 3 26.28",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if report.Bill.Total != 62.32 {
		t.Errorf("total is %v, want 62.32", report.Bill.Total)
	}
	table := report.Table()
	for _, want := range []string{"26.28", "62.32", "4 VPCs", "as of 2026-09-22", "secondary source: transitAttachmentHour"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	data, err := json.Marshal(report)
	if err != nil || !strings.Contains(string(data), `"month":26.28`) {
		t.Errorf("JSON is %s with error %v, want the months in it", data, err)
	}
}

func TestReportTakesOtherPricesAndRefusesWhatItCannotPrice(t *testing.T) {
	t.Parallel()
	stack := frankfurtStack()
	own := prices(t, "us-east-1")
	if report, err := NewReport(stack, Question{Prices: &own}); err != nil || report.Bill.Lines[3].Month != 21.90 {
		t.Errorf("bill is %+v with error %v, want the prices given", report.Bill, err)
	}
	stack[0].Outputs["region"] = "eu-west-1"
	if _, err := NewReport(stack, Question{}); err == nil {
		t.Error("a region without prices was accepted")
	}
	if _, err := NewReport(stack[1:], Question{}); err == nil {
		t.Error("a stack without an EndpointSet was accepted")
	}
}
