// Package cost works out what VPC endpoints cost in a month, and when central endpoints or a NAT gateway would cost less. It
// is arithmetic over a dated price table; data transfer that depends on where clients are is left out.
package cost

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// HoursPerMonth is what AWS calculates a month with.
const HoursPerMonth = 730

// Prices are list prices of one region in US dollars, without tax.
type Prices struct {
	// Region is the region's name.
	Region string `json:"region"`
	// AsOf is the day for which the prices are known, as 2006-01-02.
	AsOf string `json:"asOf"`
	// Unconfirmed names the prices that come from a secondary source.
	Unconfirmed []string `json:"unconfirmed,omitempty"`
	// EndpointZoneHour is an interface endpoint in one zone for an hour.
	EndpointZoneHour float64 `json:"endpointZoneHour"`
	// EndpointGB is the price of a gigabyte through interface endpoints, by volume in the region and month.
	EndpointGB []Tier `json:"endpointGB"`
	// TransitAttachmentHour is a transit gateway attachment for an hour, TransitGB a gigabyte through it.
	TransitAttachmentHour float64 `json:"transitAttachmentHour"`
	TransitGB             float64 `json:"transitGB"`
	// NatHour is a NAT gateway for an hour, NatGB a gigabyte through it.
	NatHour float64 `json:"natHour"`
	NatGB   float64 `json:"natGB"`
	// ZoneMonth is a hosted zone for a month, each of the first 25; FurtherZoneMonth is each beyond.
	ZoneMonth        float64 `json:"zoneMonth"`
	FurtherZoneMonth float64 `json:"furtherZoneMonth"`
	// ProfileHour is a Route 53 Profile for an hour with up to 100 associations; FurtherAssociationHour is each beyond.
	ProfileHour            float64 `json:"profileHour"`
	FurtherAssociationHour float64 `json:"furtherAssociationHour"`
}

// Tier is a price per gigabyte up to a volume; the last tier has no end.
type Tier struct {
	// UpToGB is the volume at which the tier ends; zero is no end.
	UpToGB float64 `json:"upToGB,omitempty"`
	// USD is the price of a gigabyte.
	USD float64 `json:"usd"`
}

const petabyte = 1 << 20

// endpointTiers are the same in every region of the table.
var endpointTiers = []Tier{{UpToGB: petabyte, USD: 0.01}, {UpToGB: 5 * petabyte, USD: 0.006}, {USD: 0.004}}

// table holds the prices that are known. Sources: the pricing pages of AWS PrivateLink, Transit Gateway, VPC and Route 53,
// and the AWS price list for the endpoint prices of eu-central-1.
var table = map[string]Prices{
	"us-east-1": {
		Region: "us-east-1", AsOf: "2026-06-13",
		EndpointZoneHour: 0.01, EndpointGB: endpointTiers, TransitAttachmentHour: 0.05, TransitGB: 0.02, NatHour: 0.045, NatGB: 0.045,
		ZoneMonth: 0.50, FurtherZoneMonth: 0.10, ProfileHour: 0.75, FurtherAssociationHour: 0.0014,
	},
	"eu-central-1": {
		Region: "eu-central-1", AsOf: "2026-09-22", Unconfirmed: []string{"transitAttachmentHour", "natHour", "natGB"},
		EndpointZoneHour: 0.012, EndpointGB: endpointTiers, TransitAttachmentHour: 0.06, TransitGB: 0.02, NatHour: 0.052, NatGB: 0.052,
		ZoneMonth: 0.50, FurtherZoneMonth: 0.10, ProfileHour: 0.75, FurtherAssociationHour: 0.0014,
	},
}

// Lookup returns the prices of a region. It fails for a region that the table does not have; callers may pass Prices of
// their own instead.
func Lookup(region string) (Prices, error) {
	p, ok := table[region]
	if !ok {
		return Prices{}, fmt.Errorf("no prices for region %q; the table has %s, other prices can be given", region,
			strings.Join(slices.Sorted(maps.Keys(table)), ", "))
	}
	return p, nil
}

// endpointData is the price of a volume through interface endpoints.
func (p Prices) endpointData(gb float64) float64 {
	total, from := 0.0, 0.0
	for _, tier := range p.EndpointGB {
		if tier.UpToGB == 0 || gb <= tier.UpToGB {
			return total + (gb-from)*tier.USD
		}
		total += (tier.UpToGB - from) * tier.USD
		from = tier.UpToGB
	}
	return total
}

// hostedZones is the price of a number of hosted zones for a month.
func (p Prices) hostedZones(n int) float64 {
	return float64(min(n, 25))*p.ZoneMonth + float64(max(n-25, 0))*p.FurtherZoneMonth
}

// profile is the price of a Route 53 Profile with that many associations for a month.
func (p Prices) profile(associations int) float64 {
	return (p.ProfileHour + float64(max(associations-100, 0))*p.FurtherAssociationHour) * HoursPerMonth
}
