package aws

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// nodeUsers are the user names of the types of access entries that are for nodes.
var nodeUsers = map[string]string{
	"EC2_LINUX": "system:node:{{EC2PrivateDNSName}}", "EC2_WINDOWS": "system:node:{{EC2PrivateDNSName}}", "EC2": "system:node:{{SessionName}}",
	"FARGATE_LINUX": "system:node:{{SessionName}}", "HYBRID_LINUX": "system:node:{{SessionName}}",
}

func accessEntryTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:eks/accessEntry:AccessEntry", Args: eks.AccessEntryArgs{}, State: eks.AccessEntry{}, Kind: kindAccessEntry, Noun: "EKS Access Entry",
		API:      eksAPI("CreateAccessEntry", "UpdateAccessEntry", "DescribeAccessEntry", "DeleteAccessEntry"),
		ID:       "{clusterName}:{principalArn}",
		Defaults: map[string]any{"type": "STANDARD"},
		Outputs: map[string]any{
			"accessEntryArn": "arn:{partition}:eks:{region}:{account}:access-entry/{clusterName}/role/{account}/{uuid}", "createdAt": created, "modifiedAt": created,
			"kubernetesGroups": []any{}, "userName": "",
		},
		ReplaceOn: []string{"clusterName", "principalArn", "type"},
		Sets:      []string{"kubernetesGroups"},
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: []string{"STANDARD", "EC2_LINUX", "EC2_WINDOWS", "EC2", "FARGATE_LINUX", "HYBRID_LINUX"}},
		},
		References: []cloud.Reference{ofCluster},
		Unique: []cloud.Unique{{
			Properties: []string{"clusterName", "principalArn"}, Code: "ResourceInUseException", Text: "The specified access entry resource is already in use on this cluster.", Status: 409,
		}},
		Create: settleEntry, Update: settleEntry,
	}, {
		Type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", Args: eks.AccessPolicyAssociationArgs{}, State: eks.AccessPolicyAssociation{},
		Kind: kindAccessPolicy, Noun: "EKS Access Policy Association",
		API:         eksAPI("AssociateAccessPolicy", "AssociateAccessPolicy", "ListAssociatedAccessPolicies", "DisassociateAccessPolicy"),
		ID:          "{clusterName}#{principalArn}#{policyArn}",
		Outputs:     map[string]any{"associatedAt": created, "modifiedAt": created},
		ReplaceOn:   []string{"accessScope", "clusterName", "policyArn", "principalArn"},
		Sets:        []string{"accessScope.namespaces"},
		Constraints: []cloud.Constraint{{Path: "accessScope.type", OneOf: []string{"cluster", "namespace"}, Code: "InvalidParameterException", Text: "The access scope type {value} is invalid"}},
		References:  []cloud.Reference{ofCluster},
		Create:      settleAssociation,
	}}
}

// settleEntry refuses principals that do not exist, and names or groups that entries of nodes do not take.
func settleEntry(c *cloud.Call) error {
	p := c.Object.Properties
	cluster, err := clusterOf(c)
	if err != nil {
		return err
	}
	if cluster.Properties.String("accessConfig.authenticationMode") == "CONFIG_MAP" {
		return c.Refuse("InvalidRequestException", "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
	}
	principal := p.String("principalArn")
	if unknownRole(c, principal) {
		return eksInvalid(c, "The specified principalArn is invalid: invalid principal.")
	}
	if user, forNodes := nodeUsers[p.String("type")]; forNodes {
		if c.Inputs.String("userName") != "" || len(c.Inputs.Strings("kubernetesGroups")) > 0 {
			return eksInvalid(c, "The type %s does not allow a username or Kubernetes groups", p.String("type"))
		}
		p.Set("userName", user)
		p.Set("kubernetesGroups", []string{"system:nodes"})
		return nil
	}
	for _, group := range p.Strings("kubernetesGroups") {
		if strings.HasPrefix(group, "system:") {
			return eksInvalid(c, "The kubernetes group name %s is invalid, it cannot start with system:", group)
		}
	}
	if c.Inputs.String("userName") == "" {
		p.Set("userName", principal)
	}
	return nil
}

func entryOf(cluster, principal string) func(*cloud.Object) bool {
	return func(o *cloud.Object) bool {
		return o.Properties.String("clusterName") == cluster && o.Properties.String("principalArn") == principal
	}
}

// settleAssociation refuses policies that are not EKS's own, entries that are missing or for nodes, and a scope without names.
func settleAssociation(c *cloud.Call) error {
	p := c.Object.Properties
	if prefix := fmt.Sprintf("arn:%s:eks::aws:cluster-access-policy/AmazonEKS", c.Account.Partition); !strings.HasPrefix(p.String("policyArn"), prefix) {
		return eksInvalid(c, "The policyArn parameter format is not valid")
	}
	entries := c.Find(kindAccessEntry, entryOf(p.String("clusterName"), p.String("principalArn")))
	if len(entries) == 0 {
		return c.RefuseWith(cloud.Refusal{Code: "ResourceNotFoundException", Text: "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.", Status: 404}, "")
	}
	if kind := entries[0].Properties.String("type"); kind != "STANDARD" && kind != "EC2" {
		return eksInvalid(c, "Access policies cannot be associated with an entry of type %s", kind)
	}
	if names := p.Strings("accessScope.namespaces"); (p.String("accessScope.type") == "namespace") != (len(names) > 0) {
		return eksInvalid(c, "Namespaces are given for the scope namespace and for no other")
	}
	return nil
}
