package cost

import (
	"cmp"
	"math"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

// USD is an amount of US dollars, exact to the cent when it was rounded.
type USD float64

func usd(amount float64) USD { return USD(math.Round(amount*100) / 100) }

// Endpoint is one endpoint to be priced.
type Endpoint struct {
	// Service is the service, or the service name of an endpoint that the catalog does not know.
	Service catalog.Service `json:"service"`
	// Price is how the endpoint is charged.
	Price catalog.PriceClass `json:"price"`
	// Zones is the number of availability zones that it stands in; gateway endpoints have none.
	Zones int `json:"zones"`
}

// Line is the price of one endpoint for a month, without data.
type Line struct {
	Endpoint
	// Month is the price of a month.
	Month USD `json:"month"`
}

// Bill is what the endpoints of a stack cost in a month.
type Bill struct {
	// Prices are what was calculated with.
	Prices Prices `json:"prices"`
	// Lines has one line for each endpoint, sorted by service.
	Lines []Line `json:"lines"`
	// Hours is the sum of the lines.
	Hours USD `json:"hours"`
	// GB is the volume through the interface endpoints, Data its price.
	GB   float64 `json:"gb"`
	Data USD     `json:"data"`
	// Total is Hours and Data together.
	Total USD `json:"total"`
}

// NewBill prices endpoints with a volume of gigabytes in a month.
func NewBill(p Prices, endpoints []Endpoint, gb float64) Bill {
	sorted := slices.Clone(endpoints)
	slices.SortFunc(sorted, func(a, b Endpoint) int { return cmp.Compare(a.Service, b.Service) })
	bill := Bill{Prices: p, GB: gb, Data: usd(p.endpointData(gb))}
	hours := 0.0
	for _, e := range sorted {
		month := 0.0
		if e.Price != catalog.Free {
			month = p.EndpointZoneHour * float64(e.Zones) * HoursPerMonth
		}
		hours += month
		bill.Lines = append(bill.Lines, Line{Endpoint: e, Month: usd(month)})
	}
	bill.Hours = usd(hours)
	bill.Total = usd(hours + p.endpointData(gb))
	return bill
}

// priced returns how many endpoints are charged and in how many zones altogether.
func priced(endpoints []Endpoint) (count, zones int) {
	for _, e := range endpoints {
		if e.Price != catalog.Free {
			count++
			zones += e.Zones
		}
	}
	return count, zones
}
