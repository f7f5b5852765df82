package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildQueryLog logs the DNS queries of the VPC and returns the name of the log group, empty where there is none.
func (b *builder) buildQueryLog(vpcID, key pulumi.StringOutput) (pulumi.StringOutput, error) {
	if b.plan.queryLog == nil {
		return noString(), nil
	}
	group, err := b.buildLogGroup("query-log", b.queryLogGroupName(), b.plan.queryLog.retentionInDays, key)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	config, err := route53.NewResolverQueryLogConfig(b.ctx, b.child("query-log"), &route53.ResolverQueryLogConfigArgs{
		DestinationArn: group.Arn,
		Tags:           b.childTags("query-log"),
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("create the query log: %w", err)
	}
	_, err = route53.NewResolverQueryLogConfigAssociation(b.ctx, b.child("query-log-association"), &route53.ResolverQueryLogConfigAssociationArgs{
		ResolverQueryLogConfigId: config.ID(),
		ResourceId:               vpcID,
	}, b.options()...)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("associate the query log: %w", err)
	}
	return group.Name, nil
}
