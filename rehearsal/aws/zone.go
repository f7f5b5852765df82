package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

var zoneMissing = cloud.Refusal{Code: "NoSuchHostedZone", Text: "No hosted zone found with ID: {value}", Status: 404}

func route53API(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "Route 53", Modeled: true, Create: create, Update: update, Read: read, Delete: remove}
}

func zoneTypes() []cloud.Resource {
	zone := cloud.Reference{Path: "zoneId", Kind: kindZone, Anywhere: true, Code: zoneMissing.Code, Text: zoneMissing.Text, Status: zoneMissing.Status}
	vpc := func(path string) cloud.Reference {
		return cloud.Reference{Path: path, Kind: kindVPC, Anywhere: true, Code: "InvalidVPCId", Text: "The VPC: {value} that you provided is not authorized to make the association."}
	}
	return []cloud.Resource{{
		Type: "aws:route53/zone:Zone", Args: route53.ZoneArgs{}, State: route53.Zone{}, Kind: kindZone, Noun: "Route53 Hosted Zone", Global: true,
		API:      route53API("CreateHostedZone", "UpdateHostedZoneComment", "GetHostedZone", "DeleteHostedZone"),
		ID:       "Z{upper20}",
		Defaults: map[string]any{"comment": "Managed by Pulumi", "forceDestroy": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53:::hostedzone/{id}", "zoneId": "{id}", "primaryNameServer": "ns-1.awsdns-00.com", "nameServers": []any{
				"ns-1.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk", "ns-512.awsdns-00.net",
			},
		},
		Nested: []string{"vpcs[*].vpcRegion"},
		// The provider tells the VPCs of a zone apart by their ids alone.
		Same:        func(path string, _, _ cloud.Values) bool { return strings.HasSuffix(path, ".vpcRegion") },
		ReplaceOn:   []string{"delegationSetId", "name"},
		Sets:        []string{"vpcs"},
		Constraints: []cloud.Constraint{{Path: "name", MinLen: 1, MaxLen: 1024}, {Path: "comment", MaxLen: 256}},
		References:  []cloud.Reference{vpc("vpcs[*].vpcId")},
		Quotas:      []cloud.Quota{{Max: 500, Code: "TooManyHostedZones", Text: "You have reached the limit on the number of hosted zones."}},
		InUse: cloud.Refusal{
			Code: "HostedZoneNotEmpty", Text: "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
		},
		NotFound: zoneMissing,
		Create:   settleZone, Update: settleZone, Read: readZone, Delete: emptyZone,
	}, {
		Type: "aws:route53/zoneAssociation:ZoneAssociation", Args: route53.ZoneAssociationArgs{}, State: route53.ZoneAssociation{},
		Kind: kindZoneAssociation, Noun: "Route53 Hosted Zone Association", Global: true,
		API:        route53API("AssociateVPCWithHostedZone", "", "ListHostedZonesByVPC", "DisassociateVPCFromHostedZone"),
		ID:         "{zoneId}:{vpcId}",
		ReplaceOn:  []string{"vpcId", "vpcRegion", "zoneId"},
		References: []cloud.Reference{zone, vpc("vpcId")},
		Create:     associateZone,
	}, {
		Type: "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
		Args: route53.VpcAssociationAuthorizationArgs{}, State: route53.VpcAssociationAuthorization{},
		Kind: kindZoneAuthorization, Noun: "Route53 VPC Association Authorization", Global: true,
		API: route53API("CreateVPCAssociationAuthorization", "", "ListVPCAssociationAuthorizations", "DeleteVPCAssociationAuthorization"),
		ID:  "{zoneId}:{vpcId}", Outputs: map[string]any{"vpcRegion": "{region}"},
		ReplaceOn:  []string{"vpcId", "vpcRegion", "zoneId"},
		References: []cloud.Reference{zone},
	}, {
		Type: "aws:route53/record:Record", Args: route53.RecordArgs{}, State: route53.Record{}, Kind: kindRecord, Noun: "Route53 Record", Global: true,
		API:       route53API("ChangeResourceRecordSets", "ChangeResourceRecordSets", "ListResourceRecordSets", "ChangeResourceRecordSets"),
		MakeID:    recordID,
		Outputs:   map[string]any{"allowOverwrite": false},
		Autoname:  &cloud.Autoname{},
		ReplaceOn: []string{"name", "zoneId"},
		Sets:      []string{"records"},
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: []string{"A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"}},
		},
		References: []cloud.Reference{{Path: "zoneId", Kind: kindZone, Anywhere: true, Code: zoneMissing.Code, Text: zoneMissing.Text, Status: 404, Blocks: true}},
		Check:      checkRecordInputs,
		Create:     checkRecord, Update: checkRecord,
		Read: func(c *cloud.Call) error {
			c.Object.Properties.Set("fqdn", recordName(c, c.Object.Properties))
			return nil
		},
	}}
}

// settleZone refuses a second answer to the same name in one VPC.
func settleZone(c *cloud.Call) error {
	p := c.Object.Properties
	p.Set("name", strings.TrimSuffix(p.String("name"), "."))
	for _, vpc := range c.Inputs.Objects("vpcs") {
		if err := refuseSecondZone(c, c.Object, vpc.String("vpcId")); err != nil {
			return err
		}
	}
	return nil
}

func refuseSecondZone(c *cloud.Call, zone *cloud.Object, vpcID string) error {
	name := zone.Properties.String("name")
	conflict := func(other string) error {
		return c.Refuse("ConflictingDomainExists", "The VPC %s in region %s has already been associated with the hosted zone %s with the same domain name.",
			vpcID, c.Account.Region, other)
	}
	for _, other := range c.FindAnywhere(kindZone, where("name", name)) {
		if other.ID != zone.ID && slices.Contains(vpcsOfZone(c, other), vpcID) {
			return conflict(other.ID)
		}
	}
	for _, endpoint := range c.Find(kindEndpoint, where("vpcId", vpcID)) {
		o, known := findOffer(c.Account.Region, endpoint.Properties.String("serviceName"))
		if !known || !endpoint.Properties.Bool("privateDnsEnabled") {
			continue
		}
		for _, private := range o.privateNames(c.Account.Region) {
			if strings.TrimPrefix(private, "*.") == name {
				return conflict("Z" + strings.ToUpper(digest(20, "private zone", endpoint.ID, private)))
			}
		}
	}
	return nil
}

// vpcsOfZone returns the VPCs in which a private hosted zone answers.
func vpcsOfZone(c *cloud.Call, zone *cloud.Object) []string {
	var ids []string
	for _, vpc := range zone.Properties.Objects("vpcs") {
		ids = append(ids, vpc.String("vpcId"))
	}
	for _, association := range c.FindAnywhere(kindZoneAssociation, where("zoneId", zone.ID)) {
		ids = append(ids, association.Properties.String("vpcId"))
	}
	return ids
}

func associateZone(c *cloud.Call) error {
	p := c.Object.Properties
	if p.String("vpcRegion") == "" {
		p.Set("vpcRegion", c.Account.Region)
	}
	for _, zone := range c.FindAnywhere(kindZone, nil) {
		if zone.ID != p.String("zoneId") {
			continue
		}
		p.Set("owningAccount", zone.Account)
		if len(zone.Properties.Objects("vpcs")) == 0 {
			return c.Refuse("PublicZoneVPCAssociation", "The hosted zone %s is public; only a private hosted zone can be associated with a VPC.", zone.ID)
		}
		if zone.Account != c.Account.ID && len(c.FindAnywhere(kindZoneAuthorization, func(o *cloud.Object) bool {
			return o.Properties.String("zoneId") == zone.ID && o.Properties.String("vpcId") == p.String("vpcId")
		})) == 0 {
			return c.Refuse("NotAuthorizedException", "The VPC %s has not authorized the association with the hosted zone %s.", p.String("vpcId"), zone.ID)
		}
		return refuseSecondZone(c, zone, p.String("vpcId"))
	}
	return nil
}

// readZone answers the VPCs of the zone itself. Those of associations are not among them: the provider leaves them out when
// the zone states its own, which a private zone does.
func readZone(c *cloud.Call) error {
	vpcs := c.Object.Properties.Objects("vpcs")
	for _, vpc := range vpcs {
		if vpc.String("vpcRegion") == "" {
			vpc.Set("vpcRegion", c.Account.Region)
		}
	}
	c.Object.Properties.Set("vpcs", vpcs)
	return nil
}

// emptyZone takes the records along when the zone may be destroyed with them.
func emptyZone(c *cloud.Call) error {
	for _, record := range c.FindAnywhere(kindRecord, where("zoneId", c.Object.ID)) {
		c.Remove(record)
	}
	return nil
}

func recordID(c *cloud.Call) (string, error) {
	in := c.Inputs
	id := fmt.Sprintf("%s_%s_%s", in.String("zoneId"), strings.ToLower(in.String("name")), in.String("type"))
	if set := in.String("setIdentifier"); set != "" {
		id += "_" + set
	}
	return id, nil
}

// recordName is the full name of a record: names without the zone's suffix are within the zone.
func recordName(c *cloud.Call, record cloud.Values) string {
	name := strings.ToLower(strings.TrimSuffix(record.String("name"), "."))
	for _, zone := range c.FindAnywhere(kindZone, nil) {
		if zone.ID != record.String("zoneId") {
			continue
		}
		suffix := zone.Properties.String("name")
		switch {
		case name == "":
			return suffix
		case name == suffix || strings.HasSuffix(name, "."+suffix):
			return name
		default:
			return name + "." + suffix
		}
	}
	return name
}

func checkRecordInputs(c *cloud.Checking) {
	hasRecords, hasAlias := c.Inputs.Has("records"), c.Inputs.Has("aliases")
	if hasRecords == hasAlias {
		c.Fail("", "one of `alias,records` must be specified")
	}
	if hasAlias && c.Inputs.Has("ttl") {
		c.Fail("ttl", "conflicts with alias")
	}
}

func checkRecord(c *cloud.Call) error {
	p := c.Object.Properties
	name, kind := recordName(c, p), p.String("type")
	if p.Has("records") && !p.Has("ttl") {
		return c.Refuse("InvalidInput", "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], "+
			"but found none in Change with [Name=%s., Type=%s]", name, kind)
	}
	for _, other := range c.FindAnywhere(kindRecord, where("zoneId", p.String("zoneId"))) {
		if other.ID == c.Object.ID || recordName(c, other.Properties) != name || p.Has("setIdentifier") {
			continue
		}
		otherKind := other.Properties.String("type")
		if otherKind == kind && !p.Bool("allowOverwrite") {
			return c.Refuse("InvalidChangeBatch", "[Tried to create resource record set [name='%s.', type='%s'] but it already exists]", name, kind)
		}
		if kind == "CNAME" || otherKind == "CNAME" {
			return c.Refuse("InvalidChangeBatch", "[RRSet of type %s with DNS name %s. is not permitted as it conflicts with other records with the same DNS name in zone]", kind, name)
		}
	}
	for _, zone := range c.FindAnywhere(kindZone, where("name", name)) {
		if zone.ID == p.String("zoneId") && kind == "CNAME" {
			return c.Refuse("InvalidChangeBatch", "[RRSet of type CNAME with DNS name %s. is not permitted at apex in zone %s.]", name, name)
		}
	}
	return nil
}
