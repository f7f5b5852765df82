package aws

import (
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func networkACLTypes() []cloud.Resource {
	outputs := map[string]any{"arn": "arn:{partition}:ec2:{region}:{account}:network-acl/{id}", "ownerId": "{account}"}
	computed := map[string]any{"ingress": []any{}, "egress": []any{}, "subnetIds": []any{}}
	for name, value := range outputs {
		computed[name] = value
	}
	sets := []string{"ingress", "egress", "subnetIds"}
	return []cloud.Resource{{
		Type: "aws:ec2/networkAcl:NetworkAcl", Args: ec2.NetworkAclArgs{}, State: ec2.NetworkAcl{}, Kind: kindNetworkACL, Noun: "EC2 Network ACL",
		API:         ec2API("NetworkAcl", "CreateNetworkAclEntry"),
		ID:          "acl-0{hex16}",
		Outputs:     computed,
		ReplaceOn:   []string{"vpcId"},
		Sets:        sets,
		Constraints: ruleActions,
		References:  []cloud.Reference{needs("vpcId", kindVPC), refers("subnetIds[*]", kindSubnet)},
		Quotas: []cloud.Quota{{
			Per: []string{"vpcId"}, Max: 200, Code: "NetworkAclLimitExceeded", Text: "The maximum number of network ACLs has been reached.",
		}},
		InUse: inUse("networkAcl"), NotFound: missing[kindNetworkACL],
		Create: firstOf(checkACLRules, associateACL), Update: firstOf(checkACLRules, associateACL), Read: readACL, Delete: releaseACL,
	}, {
		Type: "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", Args: ec2.DefaultNetworkAclArgs{}, State: ec2.DefaultNetworkAcl{},
		Kind: kindNetworkACL, Noun: "EC2 Default Network ACL",
		API:         ec2API("NetworkAcl", "CreateNetworkAclEntry"),
		Outputs:     outputs,
		ReplaceOn:   []string{"defaultNetworkAclId"},
		Sets:        sets,
		Constraints: ruleActions,
		References:  []cloud.Reference{refers("defaultNetworkAclId", kindNetworkACL), refers("subnetIds[*]", kindSubnet)},
		NotFound:    missing[kindNetworkACL],
		Adopt:       adoptACL, Create: firstOf(checkACLRules, associateACL), Update: firstOf(checkACLRules, associateACL), Read: readACL,
	}, {
		Type: "aws:ec2/networkAclRule:NetworkAclRule", Args: ec2.NetworkAclRuleArgs{}, State: ec2.NetworkAclRule{},
		Kind: kindNetworkACLRule, Noun: "EC2 Network ACL Rule",
		API:      cloud.API{Service: "EC2", Create: "CreateNetworkAclEntry", Read: "DescribeNetworkAcls", Delete: "DeleteNetworkAclEntry"},
		ID:       "nacl-{digits10}",
		Defaults: map[string]any{"egress": false},
		ReplaceOn: []string{
			"cidrBlock", "egress", "fromPort", "icmpCode", "icmpType", "ipv6CidrBlock", "networkAclId", "protocol", "ruleAction", "ruleNumber", "toPort",
		},
		Constraints: []cloud.Constraint{{Path: "ruleAction", OneOf: []string{"allow", "deny"}}},
		References:  []cloud.Reference{refers("networkAclId", kindNetworkACL)},
		Same:        sameACLProtocol,
		Check: func(c *cloud.Checking) {
			oneACLRange("cidrBlock", "ipv6CidrBlock")(c)
			checkACLProtocol(c)
		},
		Create: addACLRule,
	}, {
		Type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
		Args: ec2.NetworkAclAssociationArgs{}, State: ec2.NetworkAclAssociation{},
		Kind: kindNetworkACLAssociation, Noun: "EC2 Network ACL Association",
		API:        cloud.API{Service: "EC2", Create: "ReplaceNetworkAclAssociation", Read: "DescribeNetworkAcls", Delete: "ReplaceNetworkAclAssociation"},
		ID:         "aclassoc-0{hex16}",
		ReplaceOn:  []string{"networkAclId", "subnetId"},
		References: []cloud.Reference{refers("networkAclId", kindNetworkACL), refers("subnetId", kindSubnet)},
		Create: firstOf(sameNetwork("networkAclId", kindNetworkACL, "subnetId", kindSubnet), func(c *cloud.Call) error {
			return moveSubnet(c, c.Inputs.String("subnetId"), c.Inputs.String("networkAclId"))
		}),
		Delete: func(c *cloud.Call) error { return returnSubnet(c, c.Object.Properties.String("subnetId")) },
	}}
}

// ruleActions are what a rule inside a network ACL may do, by the provider's schema.
var ruleActions = []cloud.Constraint{
	{Path: "ingress[*].action", OneOf: []string{"allow", "deny"}}, {Path: "egress[*].action", OneOf: []string{"allow", "deny"}},
}

// adoptACL takes over a VPC's default network ACL and, like the provider, removes every rule that is in it.
func adoptACL(c *cloud.Call) (*cloud.Object, error) {
	acl, err := get(c, kindNetworkACL, c.Inputs.String("defaultNetworkAclId"))
	if err != nil {
		return nil, err
	}
	if !acl.Properties.Bool(markDefault) {
		return nil, c.Refuse("InvalidParameterValue", "The networkAcl %s is not the default one of its VPC; use the NetworkAcl resource instead", acl.ID)
	}
	changed := c.Change(acl)
	delete(changed.Properties, "ingress")
	delete(changed.Properties, "egress")
	return changed, nil
}

// associateACL moves the subnets of the ACL's subnetIds to it, and those no longer there back to the default one. The
// default ACL gives no subnet away.
func associateACL(c *cloud.Call) error {
	wanted := c.Inputs.Strings("subnetIds")
	for _, id := range wanted {
		if err := moveSubnet(c, id, c.Object.ID); err != nil {
			return err
		}
	}
	if c.Object.Properties.Bool(markDefault) {
		return nil
	}
	for _, id := range c.Old.Strings("subnetIds") {
		if !slices.Contains(wanted, id) {
			if err := returnSubnet(c, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func moveSubnet(c *cloud.Call, subnetID, aclID string) error {
	subnet, err := get(c, kindSubnet, subnetID)
	if err != nil {
		return err
	}
	acl, err := get(c, kindNetworkACL, aclID)
	if err != nil {
		return err
	}
	if subnet.Properties.String("vpcId") != acl.Properties.String("vpcId") {
		return c.Refuse("InvalidParameterValue", "networkAcl %s and subnet %s belong to different networks", aclID, subnetID)
	}
	if acl.Properties.Bool(markDefault) {
		delete(c.Change(subnet).Properties, aclOf)
		return nil
	}
	c.Change(subnet).Properties.Set(aclOf, aclID)
	return nil
}

func returnSubnet(c *cloud.Call, subnetID string) error {
	if subnet, ok := c.Get(kindSubnet, subnetID); ok {
		delete(c.Change(subnet).Properties, aclOf)
	}
	return nil
}

// releaseACL returns the ACL's subnets to the default one, as the provider does before it deletes an ACL, and takes the rules
// beside the ACL along.
func releaseACL(c *cloud.Call) error {
	for _, subnet := range c.Find(kindSubnet, where(aclOf, c.Object.ID)) {
		delete(c.Change(subnet).Properties, aclOf)
	}
	for _, rule := range c.Find(kindNetworkACLRule, where("networkAclId", c.Object.ID)) {
		c.Remove(rule)
	}
	return nil
}

// readACL answers the rules and the subnets that the ACL applies to, whoever brought them there.
func readACL(c *cloud.Call) error {
	for direction, egress := range map[string]bool{"ingress": false, "egress": true} {
		rules := aclRules(c, c.Object, egress)
		for _, rule := range rules {
			delete(rule, "_id")
		}
		c.Object.Properties.Set(direction, rules)
	}
	own, isDefault := c.Object.ID, c.Object.Properties.Bool(markDefault)
	subnets := []string{}
	for _, subnet := range c.Find(kindSubnet, where("vpcId", c.Object.Properties.String("vpcId"))) {
		if acl := subnet.Properties.String(aclOf); acl == own || acl == "" && isDefault {
			subnets = append(subnets, subnet.ID)
		}
	}
	c.Object.Properties.Set("subnetIds", subnets)
	return nil
}
