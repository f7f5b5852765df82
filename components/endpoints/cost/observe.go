package cost

import (
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
)

const (
	setType      = "cloudgap:index:EndpointSet"
	endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint"
)

// Observe returns every endpoint of a stack, ours or not, and the region that its EndpointSet is in. It fails for a stack
// without one.
func Observe(resources []resource.Resource) (region string, endpoints []Endpoint, err error) {
	for _, r := range resources {
		if r.Type == setType {
			region = r.Text("region")
		}
	}
	parsed, err := catalog.ParseRegion(region)
	if err != nil {
		return "", nil, fmt.Errorf("the stack has no EndpointSet: %w", err)
	}
	for _, r := range resources {
		if r.Type == endpointType {
			endpoints = append(endpoints, price(r, parsed))
		}
	}
	return region, endpoints, nil
}

// price tells how an endpoint is charged, by the catalog where it knows the service.
func price(r resource.Resource, region catalog.Region) Endpoint {
	name, kind, zones := r.Text("serviceName"), r.Text("vpcEndpointType"), len(r.Texts("subnetIds"))
	if unknown, ok := r.Value("subnetIds").([]any); ok {
		zones = len(unknown)
	}
	for _, e := range catalog.All() {
		if e.ServiceName(region) == name && strings.EqualFold(string(e.Kind()), kind) {
			return Endpoint{Service: e.Service, Price: e.Price(region), Zones: zones}
		}
	}
	if kind == "" || kind == string(catalog.Gateway) {
		return Endpoint{Service: catalog.Service(name), Price: catalog.Free}
	}
	return Endpoint{Service: catalog.Service(name), Price: catalog.PerZone, Zones: zones}
}
