package eks

import (
	"fmt"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Egress modes of a control plane. By default EKS gives the control plane a way to the internet through networks of AWS, for
// webhooks, OIDC issuers and aggregated APIs outside the VPC. The AWS provider that this component is built on cannot
// change the mode, so it is a fact that remains: see docs/components/private-eks-cluster.md.
const (
	// AwsManagedEgress is the default.
	AwsManagedEgress = "AWS_MANAGED"
	// CustomerRoutedEgress sends the control plane's connections through the cluster's own subnets. There is no way back.
	CustomerRoutedEgress = "CUSTOMER_ROUTED"
)

// ControlPlaneEgressScp returns a service control policy that refuses to make a cluster unless its control plane is routed
// through the customer's subnets, and to route it otherwise later. An organization that attaches it cannot make clusters
// with this component until the provider can set the mode; it is meant for the day after the clusters were switched with
// ControlPlaneEgressCommand.
func ControlPlaneEgressScp() (string, error) {
	// A negated operator also matches a request without the key: right for a new cluster, wrong for an update of
	// something else.
	otherwise := map[string][]string{"eks:controlPlaneEgressMode": {CustomerRoutedEgress}}
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "NewControlPlanesStayInTheVpc", Effect: iamdoc.Deny, Action: []string{"eks:CreateCluster"}, Resource: []string{"*"},
			Condition: iamdoc.Conditions{"StringNotEquals": otherwise},
		},
		iamdoc.Statement{
			Sid: "ControlPlanesStayInTheVpc", Effect: iamdoc.Deny, Action: []string{"eks:UpdateClusterConfig"}, Resource: []string{"*"},
			Condition: iamdoc.Conditions{"StringNotEquals": otherwise, "Null": {"eks:controlPlaneEgressMode": {"false"}}},
		},
	).JSON()
}

// ControlPlaneEgressCommand returns the AWS CLI command that routes the control plane of a cluster through its own subnets.
// The cluster's role needs ec2:DescribeVpcs and ec2:DescribeDhcpOptions for that, and the VPC the Amazon-provided resolver.
func ControlPlaneEgressCommand(region, cluster string) string {
	return fmt.Sprintf("aws eks update-cluster-config --region %s --name %s --resources-vpc-config controlPlaneEgressMode=%s", region, cluster, CustomerRoutedEgress)
}
