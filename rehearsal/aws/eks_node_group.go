package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// amiTypes are the types of AMI that the simulation knows, with what their names say of the architecture.
var amiTypes = []string{
	"AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA", "AL2023_x86_64_NEURON", "BOTTLEROCKET_x86_64",
	"BOTTLEROCKET_ARM_64", "BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_ARM_64_FIPS", "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA", "AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64", "CUSTOM",
}

func nodeGroupTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:eks/nodeGroup:NodeGroup", Args: eks.NodeGroupArgs{}, State: eks.NodeGroup{}, Kind: kindNodeGroup, Noun: "EKS Node Group",
		API:      eksAPI("CreateNodegroup", "UpdateNodegroupConfig", "DescribeNodegroup", "DeleteNodegroup"),
		Required: []string{"subnetIds"},
		ID:       "{clusterName}:{nodeGroupName}",
		Autoname: &cloud.Autoname{Property: "nodeGroupName", Max: 63},
		Outputs: map[string]any{
			"arn":    "arn:{partition}:eks:{region}:{account}:nodegroup/{clusterName}/{nodeGroupName}/{uuid}",
			"status": "ACTIVE", "nodeGroupNamePrefix": "", "amiType": "AL2023_x86_64_STANDARD", "capacityType": "ON_DEMAND", "diskSize": 20, "releaseVersion": "",
			"version": "", "instanceTypes": []any{"t3.medium"}, "updateConfig": map[string]any{"maxUnavailable": 1}, "nodeRepairConfig": map[string]any{"enabled": false},
			"resources": []any{map[string]any{
				"autoscalingGroups": []any{map[string]any{"name": "eks-{nodeGroupName}-{uuid}"}}, "remoteAccessSecurityGroupId": "",
			}},
		},
		ReplaceOn: []string{
			"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate.id", "launchTemplate.name", "nodeGroupName", "nodeGroupNamePrefix",
			"nodeRoleArn", "remoteAccess", "subnetIds",
		},
		Nested: []string{"launchTemplate.id", "launchTemplate.name"},
		Sets:   []string{"subnetIds", "taints"},
		Constraints: []cloud.Constraint{
			{Path: "amiType", OneOf: amiTypes}, {Path: "capacityType", OneOf: []string{"ON_DEMAND", "SPOT", "CAPACITY_BLOCK"}},
			{Path: "taints[*].effect", OneOf: []string{"NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"}}, {Path: "taints", MaxLen: 50},
			{Path: "nodeGroupName", MaxLen: 63}, {Path: "updateConfig.maxUnavailable", Min: 1, Max: 100},
			{Path: "updateConfig.maxUnavailablePercentage", Min: 1, Max: 100}, {Path: "nodeGroupName", Pattern: regexp.MustCompile(`^[0-9A-Za-z][A-Za-z0-9_-]*$`)},
		},
		References: []cloud.Reference{
			{Path: "clusterName", Kind: kindCluster, Blocks: true, Code: clusterMissing.Code, Text: clusterMissing.Text, Status: clusterMissing.Status},
			{Path: "subnetIds[*]", Kind: kindSubnet, Blocks: true, Code: "InvalidParameterException", Text: "The subnet ID '{value}' does not exist"},
			{Path: "launchTemplate.id", Kind: kindLaunchTemplate, Code: "InvalidRequestException", Text: "Launch template {value} does not exist"},
		},
		Unique:   []cloud.Unique{{Properties: []string{"clusterName", "nodeGroupName"}, Code: "ResourceInUseException", Text: "NodeGroup already exists with name {value}", Status: 409}},
		NotFound: cloud.Refusal{Code: "ResourceNotFoundException", Text: "No node group found for name: {value}.", Status: 404},
		Check:    checkNodeUpdates,
		Create:   settleNodeGroup, Update: settleNodeGroup,
	}}
}

func checkNodeUpdates(c *cloud.Checking) {
	limits := c.Inputs.Map("updateConfig")
	if limits != nil && limits.Has("maxUnavailable") == limits.Has("maxUnavailablePercentage") {
		c.Fail("updateConfig", "one of `max_unavailable,max_unavailable_percentage` must be specified")
	}
}

// settleNodeGroup judges what nodes would be launched, and whether they could be and would join.
func settleNodeGroup(c *cloud.Call) error {
	p := c.Object.Properties
	cluster, err := clusterOf(c)
	if err != nil {
		return err
	}
	if err := roleFor(c, p.String("nodeRoleArn"), "ec2."+partitionOf(c.Account.Region).dnsSuffix); err != nil {
		return err
	}
	sizes := p.Map("scalingConfig")
	if sizes.Int("minSize") > sizes.Int("desiredSize") || sizes.Int("desiredSize") > sizes.Int("maxSize") || sizes.Int("maxSize") < 1 {
		return eksInvalid(c, "Minimum capacity %d, desired %d and maximum %d are not in this order", sizes.Int("minSize"), sizes.Int("desiredSize"), sizes.Int("maxSize"))
	}
	for _, id := range p.Strings("subnetIds") {
		if subnet, ok := c.Get(kindSubnet, id); ok && subnet.Properties.String("vpcId") != cluster.Properties.String("vpcConfig.vpcId") {
			return eksInvalid(c, "Subnet %s is not in the VPC of the cluster", id)
		}
	}
	if err := checkNodeVersion(c, cluster); err != nil {
		return err
	}
	if err := checkNodeTemplate(c); err != nil {
		return err
	}
	if err := checkArchitectures(c); err != nil {
		return err
	}
	return joinCluster(c, cluster)
}

// checkNodeVersion refuses nodes that are newer than their cluster, or more than three minor versions older.
func checkNodeVersion(c *cloud.Call, cluster *cloud.Object) error {
	p := c.Object.Properties
	version := cluster.Properties.String("version")
	if p.String("amiType") != "CUSTOM" && p.String("version") == "" {
		p.Set("version", version)
	}
	behind := minorVersion(version) - minorVersion(p.String("version"))
	if p.String("version") != "" && (behind < 0 || behind > 3) {
		return eksInvalid(c, "Nodegroup version %s is not supported by cluster version %s", p.String("version"), version)
	}
	if p.String("releaseVersion") == "" && p.String("version") != "" {
		p.Set("releaseVersion", p.String("version")+".1-20251103")
	}
	return nil
}

// checkNodeTemplate refuses a launch template that does not fit a managed node group, and volumes with a key that the
// service which launches the nodes may not use.
func checkNodeTemplate(c *cloud.Call) error {
	p := c.Object.Properties
	id := p.String("launchTemplate.id")
	if id == "" {
		return nil
	}
	template, ok := c.Get(kindLaunchTemplate, id)
	if !ok {
		return c.Refuse("InvalidRequestException", "Launch template %s does not exist", id)
	}
	t := template.Properties
	version, err := strconv.Atoi(p.String("launchTemplate.version"))
	if err != nil || version < 1 || version > t.Int("latestVersion") {
		return c.Refuse("InvalidRequestException", "Launch template version %s of %s does not exist", p.String("launchTemplate.version"), id)
	}
	named := p.Map("launchTemplate").Clone()
	named.Set("name", t.String("name"))
	p.Set("launchTemplate", named)
	if c.Inputs.Has("diskSize") || c.Inputs.Has("remoteAccess") {
		return eksInvalid(c, "Disk size and remote access must be specified within the launch template.")
	}
	if t.Has("imageId") {
		if c.Inputs.Has("amiType") && c.Inputs.String("amiType") != "CUSTOM" {
			return eksInvalid(c, "You cannot specify an AMI Type other than CUSTOM, when specifying an image id in your launch template.")
		}
		p.Set("amiType", "CUSTOM")
	}
	for _, group := range groupsOfTemplate(template) {
		if found, ok := c.Get(kindSecurityGroup, group); ok {
			c.Link(c.Object, found, true)
		}
	}
	for _, device := range t.Objects("blockDeviceMappings") {
		if key := device.String("ebs.kmsKeyId"); key != "" && !launcherMayUse(c, key) {
			return c.Refuse("NodeCreationFailure", "AsgInstanceLaunchFailures: Could not launch On-Demand Instances. Client.InvalidKMSKey.InvalidState: The KMS key %s is not accessible to the service-linked role of Auto Scaling.", key)
		}
	}
	return nil
}

// launcherMayUse tells whether the policy of a key lets the service-linked role of EC2 Auto Scaling encrypt with it.
func launcherMayUse(c *cloud.Call, keyARN string) bool {
	keys := c.Find(kindKey, where("arn", keyARN))
	if len(keys) == 0 {
		return false
	}
	role := fmt.Sprintf("arn:%s:iam::%s:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", c.Account.Partition, c.Account.ID)
	doc, malformed := parseDocument(keys[0].Properties.String("policy"))
	context := map[string]string{"kms:calleraccount": c.Account.ID, "aws:principalarn": role, "kms:grantisforawsresource": "true"}
	for _, action := range []string{"kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt", "kms:CreateGrant"} {
		if malformed != "" || !doc.allows(request{principalType: "AWS", principals: []string{role}, action: action, resource: keyARN, context: context}) {
			return false
		}
	}
	return true
}

var gravitonType = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z0-9-]*)\.`)

// checkArchitectures refuses instance types that the AMI does not run on.
func checkArchitectures(c *cloud.Call) error {
	p := c.Object.Properties
	amiType := p.String("amiType")
	if amiType == "CUSTOM" {
		return nil
	}
	for _, name := range p.Strings("instanceTypes") {
		if !instanceType.MatchString(name) {
			return eksInvalid(c, "[%s] is not a valid instance type", name)
		}
		if gravitonType.MatchString(name) != strings.Contains(amiType, "ARM_64") {
			return eksInvalid(c, "[%s] is not a valid instance type for requested amiType %s", name, amiType)
		}
	}
	return nil
}

// joinCluster makes the access entry that EKS makes for nodes without one, and refuses nodes that never become ready because the
// cluster has no network plugin.
func joinCluster(c *cloud.Call, cluster *cloud.Object) error {
	role := c.Object.Properties.String("nodeRoleArn")
	if cluster.Properties.String("accessConfig.authenticationMode") != "CONFIG_MAP" && len(c.Find(kindAccessEntry, entryOf(cluster.ID, role))) == 0 {
		if _, err := c.Make("entry", kindAccessEntry, cloud.Format(cluster.ID+":"+role), cloud.Values{
			"clusterName": cluster.ID, "principalArn": role, "type": "EC2_LINUX", "kubernetesGroups": []any{"system:nodes"},
		}); err != nil {
			return err
		}
	}
	if cluster.Properties.Bool("bootstrapSelfManagedAddons") || c.Object.Properties.Int("scalingConfig.desiredSize") == 0 {
		return nil
	}
	for _, needed := range []string{"vpc-cni", "kube-proxy"} {
		if !slices.ContainsFunc(c.Find(kindAddOn, where("clusterName", cluster.ID)), where("addonName", needed)) {
			return c.Refuse("NodeCreationFailure", "Unhealthy nodes in the kubernetes cluster: %s is not installed", needed)
		}
	}
	return nil
}
