package eks

import "github.com/cloudgap/cloudgap/components/internal/check"

// serviceSpace is where EKS allows the range of services to be.
// Source: the EKS API reference, KubernetesNetworkConfigRequest.serviceIpv4Cidr.
var serviceSpace = check.PrivateSpace[:3]
