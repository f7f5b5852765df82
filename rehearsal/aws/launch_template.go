package aws

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// maxUserData is the longest user data in bytes, before it is encoded.
const maxUserData = 16384

func launchTemplateTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/launchTemplate:LaunchTemplate", Args: ec2.LaunchTemplateArgs{}, State: ec2.LaunchTemplate{},
		Kind: kindLaunchTemplate, Noun: "EC2 Launch Template",
		API:      ec2API("LaunchTemplate", "CreateLaunchTemplateVersion"),
		ID:       "lt-0{hex16}",
		Autoname: &cloud.Autoname{Property: "name", Max: 128},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:launch-template/{id}", "namePrefix": "", "metadataOptions": map[string]any{},
		},
		Nested:          slices.Collect(maps.Keys(templateZeroes)),
		ChangesOnUpdate: []string{"latestVersion"},
		ReplaceOn:       []string{"name", "namePrefix"},
		Sets:            []string{"vpcSecurityGroupIds", "networkInterfaces[*].securityGroups"},
		Constraints: []cloud.Constraint{
			{Path: "name", MinLen: 3, MaxLen: 128}, {Path: "name", Pattern: regexp.MustCompile(`^[a-zA-Z0-9().\-/_]+$`)}, {Path: "description", MaxLen: 255},
			{Path: "metadataOptions.httpEndpoint", OneOf: []string{"enabled", "disabled"}},
			{Path: "metadataOptions.httpTokens", OneOf: []string{"optional", "required"}},
			{Path: "metadataOptions.httpPutResponseHopLimit", Min: 1, Max: 64},
			{Path: "blockDeviceMappings[*].ebs.volumeType", OneOf: []string{"standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"}},
			{Path: "tagSpecifications[*].resourceType", OneOf: []string{"instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"}},
		},
		References: []cloud.Reference{
			refers("vpcSecurityGroupIds[*]", kindSecurityGroup), refers("networkInterfaces[*].securityGroups[*]", kindSecurityGroup),
			refers("networkInterfaces[*].subnetId", kindSubnet),
		},
		Unique: []cloud.Unique{{
			Properties: []string{"name"}, Code: "InvalidLaunchTemplateName.AlreadyExistsException", Text: "Launch template name already in use.",
		}},
		NotFound: cloud.Refusal{Code: "InvalidLaunchTemplateId.NotFound", Text: "The specified launch template, with template ID {value}, does not exist."},
		Create:   firstTemplateVersion, Update: nextTemplateVersion,
	}}
}

// templateZeroes are what the provider computes within blocks of a template: EC2 keeps what it was given and answers nothing for
// the rest. Source: aws_launch_template in terraform-provider-aws 5.100.
var templateZeroes = map[string]any{
	"blockDeviceMappings[*].ebs.iops": 0.0, "blockDeviceMappings[*].ebs.throughput": 0.0, "blockDeviceMappings[*].ebs.volumeInitializationRate": 0.0,
	"blockDeviceMappings[*].ebs.volumeSize": 0.0, "blockDeviceMappings[*].ebs.volumeType": "",
	"metadataOptions.httpEndpoint": "", "metadataOptions.httpProtocolIpv6": "", "metadataOptions.httpPutResponseHopLimit": 0.0,
	"metadataOptions.httpTokens": "", "metadataOptions.instanceMetadataTags": "",
}

// markVersions is on a launch template: how many versions it has.
const markVersions = "_versions"

func firstTemplateVersion(c *cloud.Call) error {
	c.Object.Properties.Set(markVersions, 0)
	return nextTemplateVersion(c)
}

// nextTemplateVersion judges a version of the template and numbers it. The default version stays the first one unless the
// program wants it to follow.
func nextTemplateVersion(c *cloud.Call) error {
	p := c.Object.Properties
	text, err := base64.StdEncoding.DecodeString(p.String("userData"))
	if err != nil {
		return c.Refuse("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")
	}
	if len(text) > maxUserData {
		return c.Refuse("InvalidUserData.Malformed", "User data is limited to %d bytes", maxUserData)
	}
	if len(p.Strings("vpcSecurityGroupIds")) > 0 && len(p.Objects("networkInterfaces")) > 0 {
		return c.Refuse("InvalidParameterCombination", "Network interfaces and an instance-level security groups may not be specified on the same request")
	}
	fillZeroes(p, templateZeroes)
	version := p.Int(markVersions) + 1
	p.Set(markVersions, version)
	p.Set("latestVersion", version)
	if version == 1 || p.Bool("updateDefaultVersion") {
		p.Set("defaultVersion", version)
	}
	return nil
}

// groupsOfTemplate are the security groups that instances of a template get.
func groupsOfTemplate(template *cloud.Object) []string {
	groups := template.Properties.Strings("vpcSecurityGroupIds")
	for _, card := range template.Properties.Objects("networkInterfaces") {
		groups = append(groups, card.Strings("securityGroups")...)
	}
	return groups
}
