package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var frontClientVPN = Rule{
	ID:       "FRONT-CLIENTVPN",
	Title:    "no AWS Client VPN exists",
	Severity: High,
	Types:    isolation.TypesOf(isolation.FrontClientVPN),
	Why: "A Client VPN endpoint is reachable from the internet and puts whoever has a certificate or a login into " +
		"the VPC.",
	Fix:      "remove the Client VPN; let people in through the identity-aware tunnel",
	Controls: addressing,
}
