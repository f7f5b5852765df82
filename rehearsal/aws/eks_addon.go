package aws

import (
	"encoding/json"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// selfManaged are the add-ons that EKS installs by itself unless told not to.
var selfManaged = []string{"vpc-cni", "kube-proxy", "coredns"}

// onNodes are the add-ons that wait for a node to run on.
var onNodes = []string{
	"coredns", "aws-ebs-csi-driver", "aws-efs-csi-driver", "snapshot-controller", "metrics-server", "amazon-cloudwatch-observability",
}

func addOnTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:eks/addon:Addon", Args: eks.AddonArgs{}, State: eks.Addon{}, Kind: kindAddOn, Noun: "EKS Add-On",
		API: eksAPI("CreateAddon", "UpdateAddon", "DescribeAddon", "DeleteAddon"),
		ID:  "{clusterName}:{addonName}",
		Outputs: map[string]any{
			"arn": "arn:{partition}:eks:{region}:{account}:addon/{clusterName}/{addonName}/{uuid}", "createdAt": created, "modifiedAt": created,
			"configurationValues": "",
		},
		ReplaceOn: []string{"addonName", "clusterName"},
		JSON:      []string{"configurationValues"},
		Sets:      []string{"podIdentityAssociations"},
		Constraints: []cloud.Constraint{
			{Path: "addonVersion", Pattern: regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$`), Code: "InvalidParameterException", Text: "Addon version specified is not supported"},
			{Path: "resolveConflictsOnCreate", OneOf: []string{"NONE", "OVERWRITE"}}, {Path: "resolveConflictsOnUpdate", OneOf: []string{"NONE", "OVERWRITE", "PRESERVE"}},
		},
		References: []cloud.Reference{ofCluster},
		Unique:     []cloud.Unique{{Properties: []string{"clusterName", "addonName"}, Code: "ResourceInUseException", Text: "Addon already exists.", Status: 409}},
		Check: func(c *cloud.Checking) {
			// The version that EKS would choose changes with time, so the simulation has none to offer.
			if !c.Inputs.Has("addonVersion") {
				c.Fail("addonVersion", "an add-on without a pinned version is not simulated")
			}
		},
		Create: createAddOn, Update: settleAddOn,
	}}
}

func createAddOn(c *cloud.Call) error {
	p := c.Object.Properties
	cluster, err := clusterOf(c)
	if err != nil {
		return err
	}
	name := p.String("addonName")
	if cluster.Properties.Bool("bootstrapSelfManagedAddons") && slices.Contains(selfManaged, name) && p.String("resolveConflictsOnCreate") != "OVERWRITE" {
		return c.Refuse("ResourceInUseException", "ConfigurationConflict: Conflicts found when trying to apply %s. Will not continue due to resolve conflicts mode.", name)
	}
	if slices.Contains(onNodes, name) && len(c.Find(kindNodeGroup, where("clusterName", cluster.ID))) == 0 {
		return c.Refuse("InsufficientNumberOfReplicas", "unexpected state 'DEGRADED', wanted target 'ACTIVE'. The add-on %s is unhealthy because it doesn't have the desired number of replicas.", name)
	}
	return settleAddOn(c)
}

func settleAddOn(c *cloud.Call) error {
	p := c.Object.Properties
	if values := p.String("configurationValues"); values != "" && !json.Valid([]byte(values)) {
		return eksInvalid(c, "ConfigurationValue provided in request is not supported: it is no valid JSON")
	}
	for _, association := range p.Objects("podIdentityAssociations") {
		if err := roleFor(c, association.String("roleArn"), "pods.eks.amazonaws.com"); err != nil {
			return err
		}
	}
	return nil
}
