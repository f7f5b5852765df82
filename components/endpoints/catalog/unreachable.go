package catalog

import (
	"cmp"
	"slices"
)

// obstacle says why a service cannot be reached through an endpoint, and what to do instead.
type obstacle struct{ why, workaround string }

// unreachable holds services that people ask for and that have no usable endpoint service.
var unreachable = map[Service]obstacle{
	"ecr-public":           {"public registry images are served by a public content network", "copy the images to private ECR repositories from an image manifest"},
	"ecr-public.api":       {"its endpoint service exists in us-east-1 only and the layers come from a public content network", "copy the images to private ECR repositories from an image manifest"},
	"waf-regional":         {"it has no PrivateLink", "set enable-waf=false in the AWS Load Balancer Controller and use wafv2"},
	"waf":                  {"it has no PrivateLink", "use wafv2"},
	"organizations":        {"no endpoint service outside its home region is confirmed", "call AWS Organizations at deploy time, outside the VPC"},
	"savingsplans":         {"no endpoint service outside its home region is confirmed", "call it outside the VPC"},
	"metering-marketplace": {"it is not confirmed for every region", "use products that need no metering, or bring your own license"},
	"marketplace":          {"it has no PrivateLink", "use products that need no metering, or bring your own license"},
	"cloudfront":           {"its control plane is global", "manage distributions at deploy time, outside the VPC"},
	"globalaccelerator":    {"it has no PrivateLink and leads out to the internet", "use an internal load balancer"},
	"support":              {"it has no PrivateLink", "open cases outside the VPC"},
	"health":               {"it has no PrivateLink", "receive AWS Health events through EventBridge"},
	"ce":                   {"its endpoint is global", "read costs outside the VPC"},
	"bottlerocket":         {"its update repository is a public content network", "replace the nodes with a newer AMI instead of updating in place"},
}

// Obstacle is a service that people ask for and that has no usable endpoint service.
type Obstacle struct {
	// Service is the one asked for.
	Service Service
	// Why says what is in the way, Workaround what to do instead.
	Why, Workaround string
}

// Unreachable returns the services without a usable endpoint service, sorted.
func Unreachable() []Obstacle {
	list := make([]Obstacle, 0, len(unreachable))
	for service, o := range unreachable {
		list = append(list, Obstacle{service, o.why, o.workaround})
	}
	slices.SortFunc(list, func(a, b Obstacle) int { return cmp.Compare(a.Service, b.Service) })
	return list
}
