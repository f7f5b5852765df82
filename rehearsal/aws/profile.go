package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func profileTypes() []cloud.Resource {
	api := func(create, read, remove string) cloud.API {
		return cloud.API{Service: "Route53Profiles", Modeled: true, Create: create, Update: "TagResource", Read: read, Delete: remove}
	}
	named := resolverAutoname
	named.Kept = true
	profile := resolverRefers("profileId", kindProfile, true)
	return []cloud.Resource{{
		Type: "aws:route53/profilesProfile:ProfilesProfile", Args: route53.ProfilesProfileArgs{}, State: route53.ProfilesProfile{},
		Kind: kindProfile, Noun: "Route53Profiles Profile",
		API:      api("CreateProfile", "GetProfile", "DeleteProfile"),
		ID:       "rp-{hex16}",
		Autoname: &named, Constraints: resolverNames,
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53profiles:{region}:{account}:profile/{id}", "ownerId": "{account}", "shareStatus": "NOT_SHARED",
			"status": "COMPLETE", "statusMessage": "Created Profile",
		},
		ReplaceOn: []string{"name"},
		InUse:     cloud.Refusal{Code: "ConflictException", Text: "The Profile '{id}' has resources or is associated with a VPC. Remove them and try again."},
		NotFound:  resolverMissing(kindProfile),
	}, {
		Type: "aws:route53/profilesAssociation:ProfilesAssociation", Args: route53.ProfilesAssociationArgs{}, State: route53.ProfilesAssociation{},
		Kind: kindProfileAssociation, Noun: "Route53Profiles Association",
		API:      api("AssociateProfile", "GetProfileAssociation", "DisassociateProfile"),
		ID:       "rpassoc-{hex16}",
		Autoname: &named, Constraints: resolverNames,
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53profiles:{region}:{account}:profile-association/{id}", "ownerId": "{account}", "status": "COMPLETE",
			"statusMessage": "Created Profile Association",
		},
		ReplaceOn:  []string{"name", "profileId", "resourceId"},
		References: []cloud.Reference{profile, resolverRefers("resourceId", kindVPC, false)},
		Unique: []cloud.Unique{{
			Properties: []string{"resourceId"}, Code: "ConflictException", Text: "The VPC '{value}' is associated with a Profile already; a VPC takes one.",
		}},
	}, {
		Type: "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
		Args: route53.ProfilesResourceAssociationArgs{}, State: route53.ProfilesResourceAssociation{},
		Kind: kindProfileResource, Noun: "Route53Profiles Resource Association",
		API:      api("AssociateResourceToProfile", "GetProfileResourceAssociation", "DisassociateResourceFromProfile"),
		ID:       "rpr-{hex16}",
		Autoname: &named, Constraints: resolverNames,
		Outputs:   map[string]any{"ownerId": "{account}", "status": "COMPLETE", "statusMessage": "Created Profile Resource Association"},
		ReplaceOn: []string{"name", "profileId", "resourceArn"},
		References: []cloud.Reference{profile, {
			Path: "resourceArn", Kind: kindZone + "|" + kindEndpoint + "|" + kindFirewallGroup + "|" + kindQueryLog, By: []string{"arn"}, Anywhere: true,
			Code: "ResourceNotFoundException", Text: "Can't find the resource '{value}'.",
		}},
		Unique: []cloud.Unique{{
			Properties: []string{"profileId", "resourceArn"}, Code: "ConflictException", Text: "The resource '{value}' is in the Profile already.",
		}},
		Create: func(c *cloud.Call) error {
			c.Object.Properties.Set("resourceType", resourceTypes[serviceOf(c.Inputs.String("resourceArn"))])
			return nil
		},
	}}
}

// resourceTypes are the types of the resources in a profile, by the service in their ARN.
var resourceTypes = map[string]string{"route53": "PRIVATE_HOSTED_ZONE", "ec2": "VPC_ENDPOINT", "route53resolver": "FIREWALL_RULE_GROUP"}
