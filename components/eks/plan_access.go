package eks

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// accessPlan is an access entry with one access policy. The principal is nil for the roles that the component makes.
type accessPlan struct {
	key        string
	principal  pulumi.StringInput
	policy     string
	namespaces []string
}

// The access policies of EKS. Source: the EKS user guide, "Review access policy permissions".
const (
	adminPolicy  = "AmazonEKSClusterAdminPolicy"
	viewPolicy   = "AmazonEKSViewPolicy"
	deployPolicy = "AmazonEKSEditPolicy"
)

// Keys of the access entries of the roles that the component makes.
const (
	nodeEntry      = "node"
	developerEntry = "role-developer"
	deployEntry    = "role-deploy"
)

// planAccess turns the roles of people and pipelines into access entries.
func planAccess(list *problems.List, p *plan, access Access) {
	add := func(path, key, kind, policy string, principal pulumi.StringInput, namespaces []string) {
		check.Key(list, path, key, maxKeyLength)
		if principal == nil {
			list.Add(path+".principalArn", "the role is required", problems.Missing, "pass the ARN of an IAM role")
		}
		checkNamespaces(list, path+".namespaces", namespaces)
		p.entries = append(p.entries, accessPlan{kind + "-" + key, principal, policy, namespaces})
	}
	for _, key := range slices.Sorted(maps.Keys(access.PlatformAdmins)) {
		add("access.platformAdmins."+key, key, "admin", adminPolicy, access.PlatformAdmins[key], nil)
	}
	for _, key := range slices.Sorted(maps.Keys(access.Developers)) {
		d := access.Developers[key]
		add("access.developers."+key, key, "developer", viewPolicy, d.PrincipalArn, d.Namespaces)
	}
	for _, key := range slices.Sorted(maps.Keys(access.Deployers)) {
		d := access.Deployers[key]
		path := "access.deployers." + key
		requireNamespaces(list, path+".namespaces", d.Namespaces)
		add(path, key, "deployer", deployPolicy, d.PrincipalArn, d.Namespaces)
	}
	planRoles(list, p, access.Roles)
}

// planRoles checks the roles that the component makes for people and pipelines.
func planRoles(list *problems.List, p *plan, roles *AccessRoles) {
	if roles == nil {
		return
	}
	const path = "access.roles"
	requireArns(list, path+".developerPrincipals", roles.DeveloperPrincipals)
	requireArns(list, path+".deployPrincipals", roles.DeployPrincipals)
	requireNamespaces(list, path+".deployNamespaces", roles.DeployNamespaces)
	checkNamespaces(list, path+".deployNamespaces", roles.DeployNamespaces)
	p.entries = append(p.entries,
		accessPlan{key: developerEntry, policy: viewPolicy},
		accessPlan{key: deployEntry, policy: deployPolicy, namespaces: roles.DeployNamespaces})
}

func requireNamespaces(list *problems.List, path string, namespaces []string) {
	if len(namespaces) == 0 {
		list.Add(path, "a pipeline deploys to namespaces that are named", problems.Missing, "name them")
	}
}

var namespacePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$|^[a-z0-9][a-z0-9-]{0,61}\*$`)

func checkNamespaces(list *problems.List, path string, namespaces []string) {
	for i, namespace := range namespaces {
		if !namespacePattern.MatchString(namespace) {
			list.Add(fmt.Sprintf("%s[%d]", path, i), "not the name of a namespace, nor the beginning of one and a \"*\"", namespace, `write one such as "shop" or "shop-*"`)
		}
	}
}

var principalPattern = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+$`)

// requireArns reports principals that are not single roles or users. A whole account, let alone everybody, is refused.
func requireArns(list *problems.List, path string, arns []string) {
	if len(arns) == 0 {
		list.Add(path, "somebody has to be able to take the role", problems.Missing, "pass the ARNs of IAM roles")
	}
	for i, arn := range arns {
		if !principalPattern.MatchString(arn) {
			list.Add(fmt.Sprintf("%s[%d]", path, i), "not the ARN of a role or user", arn, `write one such as "arn:aws:iam::111122223333:role/runner"`)
		}
	}
}
