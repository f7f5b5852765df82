package eks

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Access says who may use the Kubernetes API, by role. Each person or pipeline signs in with an IAM role; the maps' keys are
// stable words that name the access entries.
type Access struct {
	// PlatformAdmins are the ARNs of roles that may do everything in the cluster.
	PlatformAdmins map[string]pulumi.StringInput `pulumi:"platformAdmins,optional"`
	// Developers may read objects, but not secrets.
	Developers map[string]Developer `pulumi:"developers,optional"`
	// Deployers are pipelines that change objects in their namespaces.
	Deployers map[string]Deployer `pulumi:"deployers,optional"`
	// Roles makes the roles of a regulated set-up, apart from that of the nodes, which is always made. Nil makes none.
	Roles *AccessRoles `pulumi:"roles,optional"`
}

// Developer is a role that reads.
type Developer struct {
	// PrincipalArn is the ARN of the role. Required.
	PrincipalArn pulumi.StringInput `pulumi:"principalArn"`
	// Namespaces limits the access. Nil admits to all of them.
	Namespaces []string `pulumi:"namespaces,optional"`
}

// Deployer is a pipeline that changes objects in its namespaces.
type Deployer struct {
	// PrincipalArn is the ARN of the role. Required.
	PrincipalArn pulumi.StringInput `pulumi:"principalArn"`
	// Namespaces are those that it deploys to; a name may end in "*". Required.
	Namespaces []string `pulumi:"namespaces"`
}

// AccessRoles makes one role for people who look and one for pipelines that deploy. Each may describe this cluster and
// nothing else of the account.
type AccessRoles struct {
	// DeveloperPrincipals are the ARNs that may take the developer role, such as the role of an identity centre's
	// permission set. Required.
	DeveloperPrincipals []string `pulumi:"developerPrincipals"`
	// DeployPrincipals are the ARNs that may take the deploy role, such as that of a pipeline's runners. Required.
	DeployPrincipals []string `pulumi:"deployPrincipals"`
	// DeployNamespaces are the namespaces that the deploy role deploys to. Required.
	DeployNamespaces []string `pulumi:"deployNamespaces"`
}
