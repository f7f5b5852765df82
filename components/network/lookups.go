package network

import (
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// gatewayEndpointServices are the services that have gateway endpoints, as their prefix lists name them.
var gatewayEndpointServices = []string{"dynamodb", "s3"}

// resolveZones returns the names of the zones to use, asking AWS where a count was given.
func (b *builder) resolveZones() ([]string, error) {
	if b.plan.zoneCount == 0 {
		return b.plan.zones, nil
	}
	offered, err := aws.GetAvailabilityZones(b.ctx, &aws.GetAvailabilityZonesArgs{
		State: pulumi.StringRef("available"),
		// Local Zones and Wavelength Zones, and Regions that are off by default, need an opt-in.
		Filters: []aws.GetAvailabilityZonesFilter{{Name: "opt-in-status", Values: []string{"opt-in-not-required"}}},
	}, pulumi.Parent(b.component))
	if err != nil {
		return nil, fmt.Errorf("list the availability zones: %w", err)
	}
	return firstZones(b.plan, offered.Names)
}

// resolveGatewayRanges returns the ranges of gateway endpoint services, asking AWS where none were given.
func (b *builder) resolveGatewayRanges() ([]netip.Prefix, error) {
	if !b.plan.lookUpGatewayRanges {
		return b.plan.gatewayRanges, nil
	}
	var list problems.List
	var ranges []netip.Prefix
	for _, service := range gatewayEndpointServices {
		name := "com.amazonaws." + b.plan.region + "." + service
		found, err := ec2.GetPrefixList(b.ctx, &ec2.GetPrefixListArgs{Name: &name}, pulumi.Parent(b.component))
		if err != nil {
			return nil, fmt.Errorf("read the prefix list %s, or write its ranges into gatewayEndpointRanges: %w", name, err)
		}
		for _, text := range found.CidrBlocks {
			if r, ok := parseGatewayRange(&list, "prefix list "+name, text); ok {
				ranges = append(ranges, r)
			}
		}
	}
	ranges = aggregate(ranges)
	checkAclSize(&list, b.plan.privateRanges, ranges)
	return ranges, list.Err(subject)
}
