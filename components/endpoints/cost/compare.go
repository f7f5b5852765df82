package cost

import "math"

// Names is how the domain names of central endpoints reach the other VPCs.
type Names string

// Ways of central names.
const (
	// HostedZones associates a hosted zone for each endpoint with every VPC.
	HostedZones Names = "hosted zones"
	// RouteProfile puts the hosted zones into a Route 53 Profile.
	RouteProfile Names = "profile"
)

// Sharing describes the VPCs that could share central endpoints.
type Sharing struct {
	// VPCs is the number of VPCs that use the endpoints, beside the hub.
	VPCs int `json:"vpcs"`
	// Names is how the domain names reach them. Default: HostedZones.
	Names Names `json:"names"`
	// Zones is the number of hosted zones. Default: one for each interface endpoint.
	Zones int `json:"zones"`
	// Attached says that the VPCs are attached to the transit gateway anyway, so that only the hub's attachment is added.
	Attached bool `json:"attached"`
	// GB is the volume between all VPCs and the endpoints in a month.
	GB float64 `json:"gb"`
}

// Comparison is local endpoints in each VPC against central ones behind a transit gateway, in a month. Data through the
// endpoints themselves costs the same in both and is left out.
type Comparison struct {
	// Sharing is what was compared.
	Sharing
	// Local is the price of endpoints in each VPC, Central that of one set behind a transit gateway with the data through it.
	Local   USD `json:"local"`
	Central USD `json:"central"`
	// BreakEvenVPCs is the smallest number of VPCs for which central endpoints cost less before data; zero is never.
	BreakEvenVPCs int `json:"breakEvenVpcs"`
	// BreakEvenGB is the volume beyond which central endpoints cost more again; zero where they never cost less.
	BreakEvenGB float64 `json:"breakEvenGB"`
}

// manyVPCs ends the search for a break-even: a Route 53 Profile takes up to 1,000 VPCs.
const manyVPCs = 1000

// Compare sets local endpoints against central ones for the same endpoints.
func Compare(p Prices, endpoints []Endpoint, s Sharing) Comparison {
	if s.Names == "" {
		s.Names = HostedZones
	}
	count, _ := priced(endpoints)
	if s.Zones == 0 {
		s.Zones = count
	}
	c := Comparison{Sharing: s}
	local, central := monthly(p, endpoints, s)
	c.Local, c.Central = usd(local), usd(central+s.GB*p.TransitGB)
	if central < local {
		c.BreakEvenGB = math.Floor((local - central) / p.TransitGB)
	}
	for s.VPCs = 1; s.VPCs <= manyVPCs && c.BreakEvenVPCs == 0; s.VPCs++ {
		if local, central := monthly(p, endpoints, s); central < local {
			c.BreakEvenVPCs = s.VPCs
		}
	}
	return c
}

// monthly returns what both ways cost before data.
func monthly(p Prices, endpoints []Endpoint, s Sharing) (local, central float64) {
	_, zones := priced(endpoints)
	once := float64(zones) * p.EndpointZoneHour * HoursPerMonth
	attachments := 1
	if !s.Attached {
		attachments += s.VPCs
	}
	central = once + float64(attachments)*p.TransitAttachmentHour*HoursPerMonth + p.hostedZones(s.Zones)
	if s.Names == RouteProfile {
		central += p.profile(s.VPCs)
	}
	return once * float64(s.VPCs), central
}

// NatComparison is endpoints against NAT gateways, one in each zone, for the same volume in a month. It is about price only:
// a NAT gateway leads to the whole internet, which is what zero egress rules out.
type NatComparison struct {
	// Endpoints is the price of the endpoints, Nat that of the NAT gateways, both with data.
	Endpoints USD `json:"endpoints"`
	Nat       USD `json:"nat"`
	// BreakEvenGB is the volume beyond which endpoints cost less; zero where they always do.
	BreakEvenGB float64 `json:"breakEvenGB"`
}

// CompareNat sets the endpoints of a VPC against NAT gateways in that many zones.
func CompareNat(p Prices, endpoints []Endpoint, zones int, gb float64) NatComparison {
	_, endpointZones := priced(endpoints)
	fixed := float64(endpointZones) * p.EndpointZoneHour * HoursPerMonth
	nat := float64(zones) * p.NatHour * HoursPerMonth
	c := NatComparison{Endpoints: usd(fixed + p.endpointData(gb)), Nat: usd(nat + gb*p.NatGB)}
	if saved := p.NatGB - p.EndpointGB[0].USD; fixed > nat && saved > 0 {
		c.BreakEvenGB = math.Ceil((fixed - nat) / saved)
	}
	return c
}
