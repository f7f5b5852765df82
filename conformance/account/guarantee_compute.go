package account

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// clusters: each has a private API only, with its secrets encrypted.
func (l *look) clusters(ctx context.Context) error {
	out, err := l.account.eks.ListClusters(ctx, &eks.ListClustersInput{})
	if err != nil {
		return fmt.Errorf("list clusters: %w", err)
	}
	for _, name := range out.Clusters {
		l.saw("clusters", 1)
		described, err := l.account.eks.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)})
		if err != nil {
			return fmt.Errorf("describe cluster %s: %w", name, err)
		}
		cluster := described.Cluster
		if cluster.ResourcesVpcConfig.EndpointPublicAccess || !cluster.ResourcesVpcConfig.EndpointPrivateAccess {
			l.breach("the API of cluster %s can be reached from the internet", name)
		}
		if len(cluster.EncryptionConfig) == 0 {
			l.breach("the secrets of cluster %s are not encrypted with a key of ours", name)
		}
		if cluster.AccessConfig == nil || cluster.AccessConfig.AuthenticationMode != "API" {
			l.breach("cluster %s admits more than access entries", name)
		}
	}
	return nil
}

// templates: each asks for IMDSv2 within the instance and for volumes encrypted with a key of ours, and gives no public address.
func (l *look) templates(ctx context.Context) error {
	out, err := l.account.ec2.DescribeLaunchTemplates(ctx, &ec2.DescribeLaunchTemplatesInput{})
	if err != nil {
		return fmt.Errorf("describe launch templates: %w", err)
	}
	for _, template := range out.LaunchTemplates {
		l.saw("launch templates", 1)
		versions, err := l.account.ec2.DescribeLaunchTemplateVersions(ctx, &ec2.DescribeLaunchTemplateVersionsInput{
			LaunchTemplateId: template.LaunchTemplateId, Versions: []string{"$Latest"},
		})
		if err != nil {
			return fmt.Errorf("describe launch template %s: %w", aws.ToString(template.LaunchTemplateId), err)
		}
		for _, version := range versions.LaunchTemplateVersions {
			l.template(aws.ToString(template.LaunchTemplateName), version.LaunchTemplateData)
		}
	}
	return nil
}

func (l *look) template(name string, data *types.ResponseLaunchTemplateData) {
	metadata := data.MetadataOptions
	if metadata == nil || metadata.HttpTokens != types.LaunchTemplateHttpTokensStateRequired || aws.ToInt32(metadata.HttpPutResponseHopLimit) != 1 {
		l.breach("launch template %s does not require IMDSv2 with a hop limit of 1", name)
	}
	for _, device := range data.BlockDeviceMappings {
		if device.Ebs == nil {
			continue
		}
		l.saw("volumes of launch templates", 1)
		if !aws.ToBool(device.Ebs.Encrypted) || aws.ToString(device.Ebs.KmsKeyId) == "" {
			l.breach("launch template %s has a volume %s that is not encrypted with a key of ours", name, aws.ToString(device.DeviceName))
		}
	}
	for _, card := range data.NetworkInterfaces {
		if aws.ToBool(card.AssociatePublicIpAddress) {
			l.breach("launch template %s gives a public address", name)
		}
	}
}

// balancers: each is internal.
func (l *look) balancers(ctx context.Context) error {
	out, err := l.account.elb.DescribeLoadBalancers(ctx, &elasticloadbalancingv2.DescribeLoadBalancersInput{})
	if err != nil {
		return fmt.Errorf("describe load balancers: %w", err)
	}
	for _, balancer := range out.LoadBalancers {
		l.saw("load balancers", 1)
		if balancer.Scheme != elbtypes.LoadBalancerSchemeEnumInternal {
			l.breach("load balancer %s can be reached from the internet", aws.ToString(balancer.LoadBalancerName))
		}
	}
	return nil
}

// roles: none can be assumed by everyone.
func (l *look) roles(ctx context.Context) error {
	out, err := l.account.iam.ListRoles(ctx, &iam.ListRolesInput{})
	if err != nil {
		return fmt.Errorf("list roles: %w", err)
	}
	for _, role := range out.Roles {
		l.saw("roles", 1)
		document, err := url.QueryUnescape(aws.ToString(role.AssumeRolePolicyDocument))
		if err != nil {
			return err
		}
		if strings.Contains(strings.ReplaceAll(document, " ", ""), `"Principal":"*"`) || strings.Contains(strings.ReplaceAll(document, " ", ""), `"AWS":"*"`) {
			l.breach("role %s can be assumed by everyone", aws.ToString(role.RoleName))
		}
	}
	return nil
}
