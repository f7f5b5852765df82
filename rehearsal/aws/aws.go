// Package aws is what the rehearsal knows of AWS: the resource types, functions and rules of the simulated account, one file
// for each noun of AWS. It answers as the AWS provider 6.83 and the services behind it do where that is known, and
// refuses, rather than guesses, where it is not. It never claims that AWS accepted anything.
//
// Names, kinds and required inputs come from the provider's SDK by reflection. Defaults, forced replacements, error codes,
// texts and quotas are written down as they are documented; where a comment names a source it was checked there, the others
// were not, and the conformance module compares those that planning shows with the real provider.
package aws

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Version is the version of pulumi-aws that the package stands for.
const Version = "6.83.2"

// Package returns the simulated AWS provider.
func Package() cloud.Package {
	resources := slices.Concat(
		vpcTypes(), subnetTypes(), routeTableTypes(), routeTypes(), networkACLTypes(), securityGroupTypes(), securityGroupRuleTypes(),
		prefixListTypes(), endpointTypes(), networkInterfaceTypes(), flowLogTypes(), dhcpOptionsTypes(), gatewayTypes(), transitTypes(),
		kmsTypes(), iamTypes(), logTypes(), firewallTypes(), queryLogTypes(), resolverEndpointTypes(), zoneTypes(), profileTypes(), ramTypes(),
		launchTemplateTypes(), clusterTypes(), nodeGroupTypes(), addOnTypes(), accessEntryTypes(), podIdentityTypes(),
		autoScalingTypes(), loadBalancingTypes(), storageTypes(), secretTypes(), alarmTypes(), eventTypes(), topicTypes(), queueTypes(), ssmTypes(),
	)
	for i := range resources {
		resources[i] = limitBySchema(limitTags(resources[i]))
	}
	return cloud.Package{
		Name: "aws", Version: Version, Config: aws.ProviderArgs{},
		Account: account, Prepare: addDefaultTags,
		Mirrors:   map[string]string{"tagsAll": "tags"},
		Resources: resources,
		Invokes:   slices.Concat(accountInvokes(), networkInvokes(), eksInvokes(), imageInvokes()),
	}
}

// account derives the simulated account from the provider's configuration. The region is required, as it is in the real
// provider when no environment gives one. A role to assume moves to the role's account.
func account(config cloud.Values) (cloud.Account, error) {
	name := config.String("region")
	if name == "" {
		return cloud.Account{}, fmt.Errorf("invalid AWS Region: nothing given; set aws:region in the stack's configuration")
	}
	if _, known := regions[name]; !known {
		return cloud.Account{}, fmt.Errorf("invalid AWS Region: %s is not one of those that are simulated: %s", name,
			strings.Join(slices.Sorted(maps.Keys(regions)), ", "))
	}
	at := cloud.Account{ID: cloud.ExampleAccount.ID, Region: name, Partition: partitionOf(name).name}
	for _, role := range config.Objects("assumeRole") {
		parts := strings.Split(role.String("roleArn"), ":")
		if len(parts) == 6 && accountNumber.MatchString(parts[4]) {
			at.ID = parts[4]
		}
	}
	if allowed := config.Strings("allowedAccountIds"); len(allowed) > 0 && !slices.Contains(allowed, at.ID) {
		return cloud.Account{}, fmt.Errorf("AWS account ID not allowed: %s; allowedAccountIds has %s", at.ID, strings.Join(allowed, ", "))
	}
	if slices.Contains(config.Strings("forbiddenAccountIds"), at.ID) {
		return cloud.Account{}, fmt.Errorf("AWS account ID not allowed: %s is in forbiddenAccountIds", at.ID)
	}
	return at, nil
}

// addDefaultTags lays a resource's tags over the default tags of its provider, as the real provider does before a policy
// sees the inputs.
func addDefaultTags(config cloud.Values, r *cloud.Resource, inputs cloud.Values) cloud.Values {
	defaults := config.Map("defaultTags").Map("tags")
	schema, err := cloud.SchemaOf(r.Args, nil)
	// The tags of an Auto Scaling group are a list with a field of its own for each; default tags do not reach them.
	tagsField, taggable := schema.Inputs["tags"]
	if err != nil || !taggable || tagsField.Shape.Kind != cloud.ShapeMap || len(defaults) == 0 {
		return inputs
	}
	if given, stated := inputs.Get("tags"); stated && given == cloud.Unknown {
		return inputs
	}
	result := inputs.Clone()
	tags := defaults.Clone()
	maps.Copy(tags, inputs.Map("tags"))
	result.Set("tags", tags)
	return result
}
