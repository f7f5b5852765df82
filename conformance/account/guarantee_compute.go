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
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// clusters: each has a private API only, with its secrets encrypted.
func (l *look) clusters(ctx context.Context) error {
	out, err := l.account.eks.ListClusters(ctx, &eks.ListClustersInput{})
	if err != nil {
		return fmt.Errorf("list clusters: %w", err)
	}
	for _, name := range out.Clusters {
		l.controlled++
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

// templates: each asks for IMDSv2 within the instance and for encrypted volumes, and gives no public address.
func (l *look) templates(ctx context.Context) error {
	out, err := l.account.ec2.DescribeLaunchTemplates(ctx, &ec2.DescribeLaunchTemplatesInput{})
	if err != nil {
		return fmt.Errorf("describe launch templates: %w", err)
	}
	for _, template := range out.LaunchTemplates {
		l.templated++
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
		if device.Ebs != nil && !aws.ToBool(device.Ebs.Encrypted) {
			l.breach("launch template %s has an unencrypted volume %s", name, aws.ToString(device.DeviceName))
		}
	}
	for _, card := range data.NetworkInterfaces {
		if aws.ToBool(card.AssociatePublicIpAddress) {
			l.breach("launch template %s gives a public address", name)
		}
	}
}

// roles: none can be assumed by everyone.
func (l *look) roles(ctx context.Context) error {
	out, err := l.account.iam.ListRoles(ctx, &iam.ListRolesInput{})
	if err != nil {
		return fmt.Errorf("list roles: %w", err)
	}
	for _, role := range out.Roles {
		l.trusted++
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
