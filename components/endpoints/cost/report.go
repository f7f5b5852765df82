package cost

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/cloudgap/cloudgap/components/endpoints/resource"
)

// Report is everything that is said about the cost of a stack's endpoints.
type Report struct {
	// Bill is what the endpoints cost.
	Bill Bill `json:"bill"`
	// Central compares them with central endpoints.
	Central Comparison `json:"central"`
	// Nat compares them with NAT gateways.
	Nat NatComparison `json:"nat"`
}

// Question is what the cost of a stack depends on beside its endpoints.
type Question struct {
	// GB is the volume through the interface endpoints of one VPC in a month.
	GB float64
	// Sharing describes the VPCs that could share the endpoints; its GB is worked out from GB and the number of VPCs.
	Sharing Sharing
	// Prices replaces the prices of the table.
	Prices *Prices
}

// NewReport answers a question about the endpoints of a stack. It fails for a stack without an EndpointSet and for a region
// without prices.
func NewReport(resources []resource.Resource, q Question) (Report, error) {
	region, endpoints, err := Observe(resources)
	if err != nil {
		return Report{}, err
	}
	prices := q.Prices
	if prices == nil {
		known, err := Lookup(region)
		if err != nil {
			return Report{}, err
		}
		prices = &known
	}
	zones := 0
	for _, e := range endpoints {
		zones = max(zones, e.Zones)
	}
	q.Sharing.GB = q.GB * float64(q.Sharing.VPCs)
	return Report{
		Bill:    NewBill(*prices, endpoints, q.GB),
		Central: Compare(*prices, endpoints, q.Sharing),
		Nat:     CompareNat(*prices, endpoints, zones, q.GB),
	}, nil
}

// Table returns the report as text for a terminal.
func (r Report) Table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	// Neither a tab writer on a strings.Builder nor the builder itself ever fails.
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	say("ENDPOINT\tCHARGED\tZONES\tUSD A MONTH")
	for _, l := range r.Bill.Lines {
		say("%s\t%s\t%d\t%.2f", l.Service, l.Price, l.Zones, l.Month)
	}
	say("data, %.0f GB\t\t\t%.2f", r.Bill.GB, r.Bill.Data)
	say("total\t\t\t%.2f", r.Bill.Total)
	_ = w.Flush()
	c := r.Central
	say("")
	say("%d VPCs, before data through the endpoints: local %.2f USD a month, central (%s) %.2f.", c.VPCs, c.Local, c.Names, c.Central)
	switch {
	case c.BreakEvenVPCs == 0:
		say("Central endpoints never cost less for these endpoints.")
	default:
		say("Central endpoints cost less from %d VPCs.", c.BreakEvenVPCs)
	}
	if c.BreakEvenGB > 0 {
		say("For %d VPCs they cost less up to %.0f GB a month.", c.VPCs, c.BreakEvenGB)
	}
	say("NAT gateways in the same zones: %.2f USD a month against %.2f for the endpoints; endpoints cost less from %.0f GB.",
		r.Nat.Nat, r.Nat.Endpoints, r.Nat.BreakEvenGB)
	say("List prices of %s as of %s, without tax.", r.Bill.Prices.Region, r.Bill.Prices.AsOf)
	if len(r.Bill.Prices.Unconfirmed) > 0 {
		say("From a secondary source: %s.", strings.Join(r.Bill.Prices.Unconfirmed, ", "))
	}
	_ = w.Flush()
	return b.String()
}
