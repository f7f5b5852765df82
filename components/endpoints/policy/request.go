package policy

import (
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Request is everything that the policies of one set of endpoints follow from.
type Request struct {
	// Region is where the endpoints are.
	Region catalog.Region
	// Trust is whose principals and resources are admitted.
	Trust Trust
	// Exceptions are the further statements that the workloads need.
	Exceptions []Exception
	// AddOnRegistry is the account of the region's EKS add-on registry, needed for EksAddOnImages.
	AddOnRegistry string
	// Buckets is the allow-list of S3.
	Buckets []Bucket
	// Repositories maps prefixes of the trusted ECR repositories to what may be done with them. Nil is Read for all.
	Repositories map[string]Access
	// Fragments are the statements that other components contribute.
	Fragments []Fragment
}

// Trust is the account, or else the organization, whose principals may reach whose resources.
type Trust struct {
	// AccountID is a twelve-digit account id.
	AccountID string
	// OrganizationID is the id of an AWS organization; it wins over AccountID.
	OrganizationID string
}

// Bucket is one bucket of the allow-list.
type Bucket struct {
	// Name is the bucket's name.
	Name string
	// Access is what may be done with its objects; the zero value is Read.
	Access Access
	// Prefixes limits the access to keys that begin with one of them; none is every key.
	Prefixes []string
}

// Fragment is a statement that a component contributes for a trusted principal.
type Fragment struct {
	// Service is the service whose policy takes the statement.
	Service catalog.Service
	// Name becomes the statement's Sid.
	Name string
	// Actions are the IAM actions.
	Actions []string
	// Resources are the ARNs.
	Resources []string
	// Principals limits the statement to these role ARNs; none is every trusted principal.
	Principals []string
	// ResourceAccounts admits resources of these accounts; none is the trusted account or organization.
	ResourceAccounts []string
}

// owner is the account part of ARNs of trusted resources.
func (t Trust) owner() string {
	if t.OrganizationID != "" {
		return "*"
	}
	return t.AccountID
}

// principals adds the condition that the caller is trusted.
func (t Trust) principals(c iamdoc.Conditions) iamdoc.Conditions {
	if t.OrganizationID != "" {
		return with(c, "StringEquals", "aws:PrincipalOrgID", t.OrganizationID)
	}
	return with(c, "StringEquals", "aws:PrincipalAccount", t.AccountID)
}

// resources adds the condition that the resource is owned by whom is trusted.
func (t Trust) resources(c iamdoc.Conditions) iamdoc.Conditions {
	if t.OrganizationID != "" {
		return with(c, "StringEquals", "aws:ResourceOrgID", t.OrganizationID)
	}
	return with(c, "StringEquals", "aws:ResourceAccount", t.AccountID)
}

func with(c iamdoc.Conditions, operator, key string, values ...string) iamdoc.Conditions {
	if c == nil {
		c = iamdoc.Conditions{}
	}
	if c[operator] == nil {
		c[operator] = map[string][]string{}
	}
	c[operator][key] = values
	return c
}

// expand fills in the templates of resource ARNs.
func (r Request) expand(templates []string) []string {
	replace := strings.NewReplacer(
		"{partition}", r.Region.Partition,
		"{region}", r.Region.Name,
		"{compactRegion}", strings.ReplaceAll(r.Region.Name, "-", ""),
		"{owner}", r.Trust.owner(),
		"{addOnRegistry}", r.AddOnRegistry,
	)
	expanded := make([]string, len(templates))
	for i, t := range templates {
		expanded[i] = replace.Replace(t)
	}
	return expanded
}
