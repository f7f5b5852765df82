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
