package endpoints

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// useCentral associates the VPC with the names of a central set.
func (s *EndpointSet) useCentral(ctx *pulumi.Context) error {
	u := s.args.UseCentralEndpoints
	if u == nil {
		return nil
	}
	if u.ProfileID != nil {
		name, parent := s.child("profile-association")
		if _, err := route53.NewProfilesAssociation(ctx, name, &route53.ProfilesAssociationArgs{
			ProfileId: u.ProfileID, ResourceId: s.args.VpcID.ToStringOutput(), Tags: tags.For(s.args.Tags, name),
		}, parent); err != nil {
			return fmt.Errorf("associate the profile %q: %w", name, err)
		}
		return nil
	}
	for _, domain := range slices.Sorted(maps.Keys(u.ZoneIDs)) {
		name, parent := s.child("zone-association", strings.ReplaceAll(domain, ".", "-"))
		if _, err := route53.NewZoneAssociation(ctx, name, &route53.ZoneAssociationArgs{
			ZoneId: u.ZoneIDs[domain], VpcId: s.args.VpcID.ToStringOutput(), VpcRegion: pulumi.String(s.plan.region.Name),
		}, parent); err != nil {
			return fmt.Errorf("associate the hosted zone %q: %w", name, err)
		}
	}
	return nil
}
