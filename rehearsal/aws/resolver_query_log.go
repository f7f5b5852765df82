package aws

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func queryLogTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig",
		Args: route53.ResolverQueryLogConfigArgs{}, State: route53.ResolverQueryLogConfig{},
		Kind: kindQueryLog, Noun: "Route53 Resolver Query Log Config",
		API:      resolverAPI("CreateResolverQueryLogConfig", "TagResource", "GetResolverQueryLogConfig", "DeleteResolverQueryLogConfig"),
		ID:       "rqlc-{hex16}",
		Autoname: &resolverAutoname, Constraints: resolverNames,
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/{id}", "ownerId": "{account}", "shareStatus": "NOT_SHARED",
		},
		ReplaceOn: []string{"destinationArn", "name"},
		References: []cloud.Reference{{
			Path: "destinationArn", Kind: kindLogGroup, By: []string{"arn"}, Unless: notLogGroup,
			Code: "ResourceNotFoundException", Text: "The destination '{value}' does not exist.",
		}},
		Quotas: []cloud.Quota{{Max: 20, Code: "LimitExceededException", Text: "Too many query logging configurations in the Region."}},
		InUse: cloud.Refusal{
			Code: "InvalidRequestException", Text: "The query logging configuration '{id}' is associated with a VPC. Remove the association and try again.",
		},
		NotFound: resolverMissing(kindQueryLog),
	}, {
		Type: "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
		Args: route53.ResolverQueryLogConfigAssociationArgs{}, State: route53.ResolverQueryLogConfigAssociation{},
		Kind: kindQueryLogAssociation, Noun: "Route53 Resolver Query Log Config Association",
		API: resolverAPI("AssociateResolverQueryLogConfig", "", "GetResolverQueryLogConfigAssociation", "DisassociateResolverQueryLogConfig"),
		ID:  "rqlca-{hex16}",

		ReplaceOn: []string{"resolverQueryLogConfigId", "resourceId"},
		References: []cloud.Reference{
			resolverRefers("resolverQueryLogConfigId", kindQueryLog, true), resolverRefers("resourceId", kindVPC, false),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"resolverQueryLogConfigId", "resourceId"}, Code: "ResourceExistsException",
			Text: "The query logging configuration is already associated with the VPC '{value}'.",
		}},
	}}
}

// notLogGroup exempts the destinations that are not simulated as objects: S3 buckets and Firehose streams.
func notLogGroup(arn string) bool { return !hasService(arn, "logs") }
