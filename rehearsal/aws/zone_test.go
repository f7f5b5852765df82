package aws

import (
	"regexp"
	"testing"
)

const (
	tZone      = "aws:route53/zone:Zone"
	tRecord    = "aws:route53/record:Record"
	tZoneAssoc = "aws:route53/zoneAssociation:ZoneAssociation"
	tProfile   = "aws:route53/profilesProfile:ProfilesProfile"
	tProfVPC   = "aws:route53/profilesAssociation:ProfilesAssociation"
	tProfRes   = "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation"
	tShare     = "aws:ram/resourceShare:ResourceShare"
	tShared    = "aws:ram/resourceAssociation:ResourceAssociation"
	tPrincipal = "aws:ram/principalAssociation:PrincipalAssociation"
)

func TestAVpcTakesOnePrivateZoneOfAName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc, hub := w.vpc(), w.make(tVPC, "hub", in{"cidrBlock": "10.30.0.0/16"})
	zone := w.make(tZone, "z", in{"name": "internal.example", "vpcs": []any{in{"vpcId": vpc.ID}}})
	if p := zone.Properties; !regexp.MustCompile(`^Z[A-Z2-7]{20}$`).MatchString(zone.ID) || p.String("arn") != "arn:aws:route53:::hostedzone/"+zone.ID || p.String("vpcs[0].vpcRegion") != "eu-central-1" {
		t.Errorf("an id, an ARN and the VPC's Region expected, got %s %v", zone.ID, p)
	}
	_, err := w.create(tZone, "again", in{"name": "internal.example", "vpcs": []any{in{"vpcId": vpc.ID}}})
	expect(t, err, "ConflictingDomainExists", "has already been associated with the hosted zone "+zone.ID)
	second := w.make(tZone, "hub", in{"name": "internal.example", "vpcs": []any{in{"vpcId": hub.ID}}})
	_, err = w.create(tZoneAssoc, "a", in{"zoneId": second.ID, "vpcId": vpc.ID})
	expect(t, err, "ConflictingDomainExists", zone.ID)
	_, err = w.create(tZoneAssoc, "b", in{"zoneId": "Z0", "vpcId": vpc.ID})
	expect(t, err, "NoSuchHostedZone", "No hosted zone found with ID: Z0")
	_, err = w.create(tZone, "nowhere", in{"name": "x.example", "vpcs": []any{in{"vpcId": "vpc-0123"}}})
	expect(t, err, "InvalidVPCId", "vpc-0123")
	public := w.make(tZone, "public", in{"name": "example.org"})
	_, err = w.create(tZoneAssoc, "c", in{"zoneId": public.ID, "vpcId": vpc.ID})
	expect(t, err, "PublicZoneVPCAssociation", public.ID)
}

func TestAPrivateZoneOfAnEndpointsNameIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	w.make(tEndpoint, "sts", in{"vpcId": vpc.ID, "serviceName": serviceIn("sts"), "vpcEndpointType": "Interface", "privateDnsEnabled": true})
	_, err := w.create(tZone, "z", in{"name": "sts.eu-central-1.amazonaws.com", "vpcs": []any{in{"vpcId": vpc.ID}}})
	expect(t, err, "ConflictingDomainExists", vpc.ID)
}

func TestRecordsLiveInTheirZoneAndKeepIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	zone := w.make(tZone, "z", in{"name": "internal.example", "vpcs": []any{in{"vpcId": w.vpc().ID}}})
	a := in{"zoneId": zone.ID, "name": "api", "type": "A", "ttl": 60, "records": []any{"10.20.0.10"}}
	record := w.make(tRecord, "r", a)
	if want := zone.ID + "_api_A"; record.ID != want || record.Properties.String("fqdn") != "api.internal.example" {
		t.Errorf("id %s and a full name expected, got %s %s", want, record.ID, record.Properties.String("fqdn"))
	}
	a["name"] = "api.internal.example."
	_, err := w.create(tRecord, "again", a)
	expect(t, err, "InvalidChangeBatch", "[Tried to create resource record set [name='api.internal.example.', type='A'] but it already exists]")
	_, err = w.create(tRecord, "cname", in{"zoneId": zone.ID, "name": "api", "type": "CNAME", "ttl": 60, "records": []any{"x.example"}})
	expect(t, err, "InvalidChangeBatch", "conflicts with other records")
	_, err = w.create(tRecord, "apex", in{"zoneId": zone.ID, "name": "internal.example", "type": "CNAME", "ttl": 60, "records": []any{"x.example"}})
	expect(t, err, "InvalidChangeBatch", "apex")
	_, err = w.create(tRecord, "empty", in{"zoneId": zone.ID, "name": "x", "type": "A"})
	expect(t, err, "CheckFailure", "alias,records")
	_, err = w.create(tRecord, "no ttl", in{"zoneId": zone.ID, "name": "x", "type": "A", "records": []any{"10.0.0.1"}})
	expect(t, err, "InvalidInput", "TTL")
	expect(t, w.delete(tZone, "z", zone.ID), "HostedZoneNotEmpty", "")
	expect(t, w.delete(tRecord, "r", record.ID), "", "")
	expect(t, w.delete(tZone, "z", zone.ID), "", "")
}

func TestAVpcTakesOneProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vpc := w.vpc()
	first, second := w.make(tProfile, "p", in{}), w.make(tProfile, "q", in{})
	zone := w.make(tZone, "z", in{"name": "internal.example", "vpcs": []any{in{"vpcId": vpc.ID}}})
	w.make(tProfVPC, "a", in{"profileId": first.ID, "resourceId": vpc.ID})
	_, err := w.create(tProfVPC, "b", in{"profileId": second.ID, "resourceId": vpc.ID})
	expect(t, err, "ConflictException", vpc.ID)
	resource := w.make(tProfRes, "r", in{"profileId": first.ID, "resourceArn": zone.Properties.String("arn")})
	if got := resource.Properties.String("resourceType"); got != "PRIVATE_HOSTED_ZONE" {
		t.Errorf("resourceType = %s, want PRIVATE_HOSTED_ZONE", got)
	}
	_, err = w.create(tProfRes, "gone", in{"profileId": first.ID, "resourceArn": "arn:aws:route53:::hostedzone/Z0"})
	expect(t, err, "ResourceNotFoundException", "Z0")
	expect(t, w.delete(tProfile, "p", first.ID), "ConflictException", first.ID)
}

func TestASharedProfileGoesToAccountsOfTheOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	profile, share := w.make(tProfile, "p", in{}), w.make(tShare, "s", in{})
	if !regexp.MustCompile(`^arn:aws:ram:eu-central-1:111122223333:resource-share/[0-9a-f-]{36}$`).MatchString(share.ID) {
		t.Errorf("an ARN as id expected, got %s", share.ID)
	}
	w.make(tShared, "r", in{"resourceShareArn": share.ID, "resourceArn": profile.Properties.String("arn")})
	_, err := w.create(tShared, "gone", in{"resourceShareArn": share.ID, "resourceArn": "arn:aws:route53profiles:eu-central-1:111122223333:profile/rp-0"})
	expect(t, err, "MalformedArnException", "rp-0")
	for principal, code := range map[string]string{
		"444455556666": "", "arn:aws:organizations::111122223333:organization/o-exampleorg1": "",
		"999988887777": "OperationNotPermittedException", "everybody": "InvalidParameterException",
	} {
		_, err := w.create(tPrincipal, principal, in{"resourceShareArn": share.ID, "principal": principal})
		expect(t, err, code, "")
	}
	open := w.make(tShare, "open", in{"allowExternalPrincipals": true})
	w.make(tPrincipal, "outside", in{"resourceShareArn": open.ID, "principal": "999988887777"})
	_, err = w.create(tPrincipal, "nowhere", in{"resourceShareArn": "arn:aws:ram:eu-central-1:111122223333:resource-share/0", "principal": "444455556666"})
	expect(t, err, "UnknownResourceException", "")
}
