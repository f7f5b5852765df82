package access

import "github.com/cloudgap/cloudgap/components/endpoints/catalog"

// place is where the component is deployed, as ARNs and policies need it.
type place struct {
	region  catalog.Region
	account string
}

// arn returns an ARN of the place's Region and account.
func (p place) arn(service, resource string) string {
	return "arn:" + p.region.Partition + ":" + service + ":" + p.region.Name + ":" + p.account + ":" + resource
}

// root is the account itself as a principal.
func (p place) root() string { return "arn:" + p.region.Partition + ":iam::" + p.account + ":root" }

// serviceLinkedRole is the ARN of a role that a service makes for itself.
func (p place) serviceLinkedRole(path string) string {
	return "arn:" + p.region.Partition + ":iam::" + p.account + ":role/aws-service-role/" + path
}
