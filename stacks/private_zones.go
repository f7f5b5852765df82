package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// OutputPrivateZoneIDs are the private hosted zones that the stack made, by key. Whoever runs an application writes its names there.
const OutputPrivateZoneIDs = "privateZoneIds"

// deployPrivateZones makes the private zones that the spec names without an id, and returns their ids by key.
func (e *Environment) deployPrivateZones(ctx *pulumi.Context, vpc handles) (map[string]pulumi.StringInput, error) {
	made, ids := map[string]pulumi.StringInput{}, pulumi.StringMap{}
	for _, key := range slices.Sorted(maps.Keys(e.Access.PrivateZones)) {
		spec := e.Access.PrivateZones[key]
		if spec.ZoneID != "" {
			continue
		}
		zone, err := route53.NewZone(ctx, e.Environment+"-zone-"+key, &route53.ZoneArgs{
			Name: pulumi.String(spec.Name), Comment: pulumi.String("Names inside " + e.Environment), Tags: e.tags(),
			Vpcs: route53.ZoneVpcArray{route53.ZoneVpcArgs{VpcId: vpc.vpcID.ToStringOutput()}},
			// The access associates the connectors' VPC with it.
		}, pulumi.IgnoreChanges([]string{"vpcs"}))
		if err != nil {
			return nil, fmt.Errorf("create the private zone %q: %w", key, err)
		}
		made[key], ids[key] = zone.ZoneId, zone.ZoneId
	}
	ctx.Export(OutputPrivateZoneIDs, ids)
	return made, nil
}
