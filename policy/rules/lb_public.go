package rules

var balancerPublic = Rule{
	ID:       "LB-PUBLIC",
	Title:    "every load balancer is internal",
	Severity: High,
	Types: []string{
		"aws:lb/loadBalancer:LoadBalancer",
		"aws:elb/loadBalancer:LoadBalancer",
	},
	Why: "A load balancer is internet-facing unless internal is set: it gets public addresses, and forwards what " +
		"arrives to targets that have none.",
	Fix:      "set internal to true",
	Controls: addressing,
}
