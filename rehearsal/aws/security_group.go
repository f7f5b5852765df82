package aws

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// groupText are the characters that names and descriptions of security groups may have.
var groupText = regexp.MustCompile(`^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*$`)

func securityGroupTypes() []cloud.Resource {
	outputs := map[string]any{
		"arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}", "ownerId": "{account}", "ingress": []any{}, "egress": []any{},
	}
	named := map[string]any{"namePrefix": ""}
	for name, value := range outputs {
		named[name] = value
	}
	sets := []string{"ingress", "egress", "ingress[*].securityGroups", "egress[*].securityGroups"}
	return []cloud.Resource{{
		Type: "aws:ec2/securityGroup:SecurityGroup", Args: ec2.SecurityGroupArgs{}, State: ec2.SecurityGroup{},
		Kind: kindSecurityGroup, Noun: "Security Group",
		API:    ec2API("SecurityGroup", "AuthorizeSecurityGroupIngress"),
		MakeID: nameGroup,
		Defaults: map[string]any{
			"description": "Managed by Pulumi", "revokeRulesOnDelete": false, "ingress[*].self": false, "egress[*].self": false,
		},
		Outputs:   named,
		ReplaceOn: []string{"description", "name", "namePrefix", "vpcId"},
		Sets:      sets,
		Constraints: []cloud.Constraint{
			{Path: "name", MaxLen: 255}, {Path: "description", MaxLen: 255},
			{
				Path: "name", Pattern: groupText, Code: "InvalidParameterValue",
				Text: "Value ({value}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.",
			},
			{
				Path: "description", Pattern: groupText, Code: "InvalidParameterValue",
				Text: "Value ({value}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
			},
		},
		References: []cloud.Reference{needs("vpcId", kindVPC)},
		Unique: []cloud.Unique{{
			Properties: []string{"vpcId", "name"}, Code: "InvalidGroup.Duplicate", Text: "The security group '{value}' already exists for VPC '{vpcId}'",
		}},
		Quotas: []cloud.Quota{{
			Max: 2500, Code: "SecurityGroupLimitExceeded", Text: "The maximum number of security groups has been reached.",
		}},
		InUse:    cloud.Refusal{Code: "DependencyViolation", Text: "resource {id} has a dependent object"},
		NotFound: missing[kindSecurityGroup],
		Check:    checkGroup,
		Create:   checkGroupRules, Update: checkGroupRules, Read: readGroupRules, Delete: deleteGroup,
	}, {
		Type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", Args: ec2.DefaultSecurityGroupArgs{}, State: ec2.DefaultSecurityGroup{},
		Kind: kindSecurityGroup, Noun: "Default Security Group",
		API:        ec2API("SecurityGroup", "AuthorizeSecurityGroupIngress"),
		Defaults:   map[string]any{"revokeRulesOnDelete": false, "ingress[*].self": false, "egress[*].self": false},
		Outputs:    named,
		ReplaceOn:  []string{"vpcId"},
		Sets:       sets,
		References: []cloud.Reference{refers("vpcId", kindVPC)},
		NotFound:   missing[kindSecurityGroup],
		Check:      func(c *cloud.Checking) { checkInlineRules(c) },
		Adopt:      adoptGroup, Create: checkGroupRules, Update: checkGroupRules, Read: readGroupRules,
	}}
}

func checkGroup(c *cloud.Checking) {
	for _, property := range []string{"name", "namePrefix"} {
		if strings.HasPrefix(c.Inputs.String(property), "sg-") {
			c.Fail(property, "invalid value for %s (cannot begin with sg-)", property)
		}
	}
	checkInlineRules(c)
}

// checkInlineRules does what the provider's schema does for the rules inside a group.
func checkInlineRules(c *cloud.Checking) {
	for _, direction := range []string{"ingress", "egress"} {
		for i, rule := range c.Inputs.Objects(direction) {
			path := fmt.Sprintf("%s[%d]", direction, i)
			if rule.Known("protocol") && rule.Known("fromPort") && rule.Known("toPort") && allProtocols(rule.String("protocol")) &&
				(rule.Int("fromPort") != 0 || rule.Int("toPort") != 0) {
				c.Fail(path, "from_port (%d) and to_port (%d) must both be 0 to use the 'ALL' \"-1\" protocol!", rule.Int("fromPort"), rule.Int("toPort"))
			}
			for _, property := range []string{"cidrBlocks", "ipv6CidrBlocks"} {
				for _, block := range rule.Strings(property) {
					if !isNetwork(block) {
						c.Fail(path+"."+property, "%q is not a valid CIDR block: it must be a network address with no host bits", block)
					}
				}
			}
		}
	}
}

// nameGroup settles the name before it is compared with others, and makes the id.
func nameGroup(c *cloud.Call) (string, error) {
	if !c.Inputs.Has("vpcId") {
		return "", c.Refuse("VPCIdNotSpecified", "No default VPC for this user")
	}
	if prefix := c.Inputs.String("namePrefix"); prefix != "" {
		name, err := c.Expand(cloud.Format(prefix + "{digits26}"))
		if err != nil {
			return "", err
		}
		c.Object.Properties.Set("name", name)
	}
	if c.Object.Properties.String("name") == "default" {
		return "", c.Refuse("InvalidParameterValue", "Cannot use reserved security group name: default")
	}
	return c.Expand("sg-0{hex16}")
}

// adoptGroup takes over a VPC's default security group and, like the provider, removes every rule that is in it.
func adoptGroup(c *cloud.Call) (*cloud.Object, error) {
	if !c.Inputs.Has("vpcId") {
		return nil, c.Refuse("VPCIdNotSpecified", "No default VPC for this user")
	}
	for _, group := range c.Find(kindSecurityGroup, where("vpcId", c.Inputs.String("vpcId"))) {
		if group.Properties.Bool(markDefault) {
			changed := c.Change(group)
			delete(changed.Properties, "ingress")
			delete(changed.Properties, "egress")
			return changed, nil
		}
	}
	return nil, c.RefuseWith(missing[kindVPC], c.Inputs.String("vpcId"))
}

// checkGroupRules judges the rules inside a group and records which other groups they keep.
func checkGroupRules(c *cloud.Call) error {
	linkReferencedGroups(c)
	for _, direction := range []string{"ingress", "egress"} {
		rules := rulesWithin(c.Object, direction)
		for _, rule := range rules {
			if err := checkRule(c, c.Object, rule); err != nil {
				return err
			}
		}
		if err := checkRuleSet(c, c.Object, direction); err != nil {
			return err
		}
	}
	return nil
}

// linkReferencedGroups replaces the links to groups that rules inside this one name.
func linkReferencedGroups(c *cloud.Call) {
	var kept []cloud.Link
	for _, link := range c.Object.References {
		if link.Path != "" {
			kept = append(kept, link)
		}
	}
	c.Object.References = kept
	for _, direction := range []string{"ingress", "egress"} {
		for _, rule := range rulesWithin(c.Object, direction) {
			if group, ok := c.Get(kindSecurityGroup, rule.peer); ok && group.ID != c.Object.ID {
				c.Link(c.Object, group, true)
			}
		}
	}
}

// deleteGroup refuses to delete a default group, and takes the rules beside the group along.
func deleteGroup(c *cloud.Call) error {
	if c.Object.Properties.Bool(markDefault) {
		return c.Refuse("CannotDelete", "the specified group: \"%s\" name: \"default\" cannot be deleted by a user", c.Object.ID)
	}
	for _, kind := range []string{kindSecurityGroupRules, kindSecurityGroupRule} {
		for _, rule := range c.Find(kind, where("securityGroupId", c.Object.ID)) {
			c.Remove(rule)
		}
	}
	return nil
}

// readGroupRules answers every rule of the group, those beside it included.
func readGroupRules(c *cloud.Call) error {
	for _, direction := range []string{"ingress", "egress"} {
		rules := c.Object.Properties.Objects(direction)
		for _, beside := range rulesBeside(c, c.Object, direction) {
			rules = append(rules, beside.inline())
		}
		c.Object.Properties.Set(direction, rules)
	}
	return nil
}
