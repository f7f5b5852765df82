package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

// Region returns what speaks against running the capabilities in a region: services that it does not offer, those that not
// every region offers, those that live elsewhere, and zones that lack one. It fails for a name that is no region's.
func Region(name string, capabilities []capability.Capability) ([]string, error) {
	region, err := catalog.ParseRegion(name)
	if err != nil {
		return nil, err
	}
	warnings := regionWarnings(region, capabilities)
	return slices.Compact(slices.Sorted(slices.Values(warnings))), nil
}

func regionWarnings(region catalog.Region, capabilities []capability.Capability) []string {
	var warnings []string
	for _, c := range capabilities {
		spec, _ := capability.Lookup(c)
		for _, need := range spec.Required {
			e, _ := catalog.Lookup(need.Service)
			for _, warning := range entryWarnings(e, region) {
				warnings = append(warnings, fmt.Sprintf("%s: %s", need.Service, warning))
			}
		}
	}
	return warnings
}

func entryWarnings(e catalog.Entry, region catalog.Region) []string {
	var warnings []string
	if what, remedy := catalog.Refusal(e.Service, region); what != "" {
		warnings = append(warnings, what+"; "+remedy)
	}
	if e.Limited != "" {
		warnings = append(warnings, e.Limited+"; check "+region.Name+" with DescribeVpcEndpointServices")
	}
	if home, cross := e.HomeRegion(region); cross {
		warnings = append(warnings, "is reached in "+home+", which needs the permission vpce:AllowMultiRegion and costs data transfer between regions")
	}
	if zones := e.MissingZoneIDs(region); len(zones) > 0 {
		warnings = append(warnings, "is missing from "+strings.Join(zones, ", "))
	}
	if e.Note != "" {
		warnings = append(warnings, e.Note)
	}
	if e.NoPrivateDNS {
		warnings = append(warnings, "has no private DNS name; clients must use the endpoint's own name")
	}
	return warnings
}
