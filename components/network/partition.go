package network

import "strings"

// partition is what differs between the separate parts of the AWS cloud.
type partition struct {
	// name is the second field of an ARN.
	name string
	// dnsSuffix ends the names of service endpoints.
	dnsSuffix string
	// dualStackSuffix ends the names of dual-stack service endpoints.
	dualStackSuffix string
}

// regionalPartitions maps the beginning of a Region's name to its partition; Regions that match none are commercial.
// The suffixes are those of the endpoint partitions that the AWS SDKs are built with.
var regionalPartitions = []struct {
	prefix string
	partition
}{
	{"cn-", partition{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"}},
	{"us-gov-", partition{"aws-us-gov", "amazonaws.com", "api.aws"}},
	{"us-iso-", partition{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov"}},
	{"us-isob-", partition{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"}},
	{"us-isof-", partition{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"}},
	{"eu-isoe-", partition{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"}},
	{"eusc-", partition{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"}},
}

// partitionOf returns the partition of a Region.
func partitionOf(region string) partition {
	for _, p := range regionalPartitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return partition{"aws", "amazonaws.com", "api.aws"}
}

// instanceDomain is the domain of the names that AWS gives to instances of a Region.
func instanceDomain(region string) string {
	if region == "us-east-1" {
		return "ec2.internal"
	}
	return region + ".compute.internal"
}
