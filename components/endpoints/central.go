package endpoints

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ram"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/tags"
)

// buildCentral makes the names of a central set: a hosted zone with alias records for each private DNS name, the
// authorisations of other VPCs, and the profile that carries the zones.
func (s *EndpointSet) buildCentral(ctx *pulumi.Context) error {
	zoneIDs := pulumi.StringMap{}
	s.ProfileID = pulumi.String("").ToStringOutput()
	var zones []*route53.Zone
	for _, z := range s.plan.zones {
		zone, err := s.buildZone(ctx, z)
		if err != nil {
			return err
		}
		zones = append(zones, zone)
		zoneIDs[z.name] = zone.ZoneId
	}
	s.ZoneIDs = zoneIDs.ToStringMapOutput()
	if s.args.Central == nil || s.args.Central.Profile == nil {
		return nil
	}
	return s.buildProfile(ctx, s.args.Central.Profile, zones)
}

// buildZone makes one hosted zone. The VPCs that associate themselves later belong to their own stacks, so a change of the
// list of VPCs is not this zone's to undo.
func (s *EndpointSet) buildZone(ctx *pulumi.Context, z zonePlan) (*route53.Zone, error) {
	name, parent := s.child("zone", z.key)
	zone, err := route53.NewZone(ctx, name, &route53.ZoneArgs{
		Name:    pulumi.String(z.name),
		Comment: pulumi.String(fmt.Sprintf("Central endpoint of %s", z.service)),
		Vpcs:    route53.ZoneVpcArray{route53.ZoneVpcArgs{VpcId: s.args.VpcID.ToStringOutput(), VpcRegion: pulumi.String(s.plan.region.Name)}},
		Tags:    tags.For(s.args.Tags, name),
	}, parent, pulumi.IgnoreChanges([]string{"vpcs"}))
	if err != nil {
		return nil, fmt.Errorf("create hosted zone %q: %w", name, err)
	}
	if err := s.buildRecord(ctx, z, zone, "apex", z.name); err != nil {
		return nil, err
	}
	if z.wildcard {
		if err := s.buildRecord(ctx, z, zone, "wildcard", "*."+z.name); err != nil {
			return nil, err
		}
	}
	return zone, s.authorize(ctx, z, zone)
}

// buildRecord makes an alias record that leads to the endpoint.
func (s *EndpointSet) buildRecord(ctx *pulumi.Context, z zonePlan, zone *route53.Zone, role, domain string) error {
	name, parent := s.child("record", z.key, role)
	entry := s.Endpoints[z.service].DnsEntries.Index(pulumi.Int(0))
	_, err := route53.NewRecord(ctx, name, &route53.RecordArgs{
		ZoneId: zone.ZoneId,
		Name:   pulumi.String(domain),
		Type:   pulumi.String("A"),
		Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
			Name:                 entry.DnsName().Elem(),
			ZoneId:               entry.HostedZoneId().Elem(),
			EvaluateTargetHealth: pulumi.Bool(false),
		}},
	}, parent)
	if err != nil {
		return fmt.Errorf("create record %q: %w", name, err)
	}
	return nil
}

// authorize lets the VPCs of other accounts associate themselves with the zone.
func (s *EndpointSet) authorize(ctx *pulumi.Context, z zonePlan, zone *route53.Zone) error {
	vpcs := s.args.Central.ZoneVpcs
	for _, key := range slices.Sorted(maps.Keys(vpcs)) {
		name, parent := s.child("authorization", z.key, key)
		region := vpcs[key].Region
		if region == "" {
			region = s.plan.region.Name
		}
		if _, err := route53.NewVpcAssociationAuthorization(ctx, name, &route53.VpcAssociationAuthorizationArgs{
			ZoneId: zone.ZoneId, VpcId: vpcs[key].VpcID.ToStringOutput(), VpcRegion: pulumi.String(region),
		}, parent); err != nil {
			return fmt.Errorf("create authorization %q: %w", name, err)
		}
	}
	return nil
}

// buildProfile makes the Route 53 Profile with every zone in it and shares it.
func (s *EndpointSet) buildProfile(ctx *pulumi.Context, p *Profile, zones []*route53.Zone) error {
	name, parent := s.child("profile")
	profile, err := route53.NewProfilesProfile(ctx, name, &route53.ProfilesProfileArgs{Tags: tags.For(s.args.Tags, name)}, parent)
	if err != nil {
		return fmt.Errorf("create profile %q: %w", name, err)
	}
	s.ProfileID = profile.ID().ToStringOutput()
	for i, zone := range zones {
		name, parent := s.child("profile-zone", s.plan.zones[i].key)
		if _, err := route53.NewProfilesResourceAssociation(ctx, name, &route53.ProfilesResourceAssociationArgs{
			Name: pulumi.String(s.plan.zones[i].key), ProfileId: s.ProfileID, ResourceArn: zone.Arn,
		}, parent); err != nil {
			return fmt.Errorf("put hosted zone into the profile %q: %w", name, err)
		}
	}
	return s.shareProfile(ctx, profile, p.Principals)
}

// shareProfile shares the profile through RAM, inside the organization only.
func (s *EndpointSet) shareProfile(ctx *pulumi.Context, profile *route53.ProfilesProfile, principals map[string]pulumi.StringInput) error {
	if len(principals) == 0 {
		return nil
	}
	name, parent := s.child("share")
	share, err := ram.NewResourceShare(ctx, name, &ram.ResourceShareArgs{
		AllowExternalPrincipals: pulumi.Bool(false), Tags: tags.For(s.args.Tags, name),
	}, parent)
	if err != nil {
		return fmt.Errorf("create resource share %q: %w", name, err)
	}
	name, parent = s.child("share-profile")
	if _, err := ram.NewResourceAssociation(ctx, name, &ram.ResourceAssociationArgs{
		ResourceArn: profile.Arn, ResourceShareArn: share.Arn,
	}, parent); err != nil {
		return fmt.Errorf("share the profile %q: %w", name, err)
	}
	for _, key := range slices.Sorted(maps.Keys(principals)) {
		name, parent := s.child("share-principal", key)
		if _, err := ram.NewPrincipalAssociation(ctx, name, &ram.PrincipalAssociationArgs{
			Principal: principals[key], ResourceShareArn: share.Arn,
		}, parent); err != nil {
			return fmt.Errorf("share with a principal %q: %w", name, err)
		}
	}
	return nil
}
