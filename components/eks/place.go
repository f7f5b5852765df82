package eks

import "github.com/cloudgap/cloudgap/components/endpoints/catalog"

// place is where a cluster is deployed, as ARNs and policies need it.
type place struct {
	region  catalog.Region
	account string
	cluster string
}

// arn returns an ARN of the place's Region and account.
func (p place) arn(service, resource string) string {
	return "arn:" + p.region.Partition + ":" + service + ":" + p.region.Name + ":" + p.account + ":" + resource
}

// clusterArn is the cluster's ARN, known before the cluster exists.
func (p place) clusterArn() string { return p.arn("eks", "cluster/"+p.cluster) }

// managed is the ARN of an AWS managed policy.
func managed(region catalog.Region, policy string) string {
	return "arn:" + region.Partition + ":iam::aws:policy/" + policy
}

// accessPolicy is the ARN of an EKS access policy.
func accessPolicy(region catalog.Region, policy string) string {
	return "arn:" + region.Partition + ":eks::aws:cluster-access-policy/" + policy
}
