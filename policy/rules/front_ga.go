package rules

var frontAccelerator = Rule{
	ID:       "FRONT-GA",
	Title:    "no Global Accelerator endpoint leads into a VPC",
	Severity: High,
	Types: []string{
		"aws:globalaccelerator/endpointGroup:EndpointGroup",
		"aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
	},
	Why: "Global Accelerator carries traffic from public anycast addresses to load balancers and instances that " +
		"have private addresses only; no route in the VPC shows it.",
	Fix:      "remove the endpoint group",
	Controls: addressing,
}
