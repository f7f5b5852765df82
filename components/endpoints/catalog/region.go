package catalog

import (
	"fmt"
	"regexp"
	"strings"
)

// Region is an AWS region with what follows from its partition.
type Region struct {
	// Name is the region's name, for example "eu-central-1".
	Name string
	// Partition is the partition's id as in ARNs, for example "aws-cn".
	Partition string
	// Suffix is the DNS suffix of service names, for example "amazonaws.com".
	Suffix string
	// DualStackSuffix is the DNS suffix of dual-stack names, for example "api.aws".
	DualStackSuffix string
}

// partitions lists each partition with the prefixes of its regions' names; the first match counts. The suffixes are those
// of the partitions.json that every AWS SDK carries.
var partitions = []struct {
	prefixes []string
	region   Region
}{
	{[]string{"cn-"}, Region{Partition: "aws-cn", Suffix: "amazonaws.com.cn", DualStackSuffix: "api.amazonwebservices.com.cn"}},
	{[]string{"us-gov-"}, Region{Partition: "aws-us-gov", Suffix: "amazonaws.com", DualStackSuffix: "api.aws"}},
	{[]string{"us-isob-"}, Region{Partition: "aws-iso-b", Suffix: "sc2s.sgov.gov", DualStackSuffix: "api.aws.scloud"}},
	{[]string{"us-isof-"}, Region{Partition: "aws-iso-f", Suffix: "csp.hci.ic.gov", DualStackSuffix: "api.aws.hci.ic.gov"}},
	{[]string{"us-iso-"}, Region{Partition: "aws-iso", Suffix: "c2s.ic.gov", DualStackSuffix: "api.aws.ic.gov"}},
	{[]string{"eu-isoe-"}, Region{Partition: "aws-iso-e", Suffix: "cloud.adc-e.uk", DualStackSuffix: "api.cloud-aws.adc-e.uk"}},
	{[]string{"eusc-"}, Region{Partition: "aws-eusc", Suffix: "amazonaws.eu", DualStackSuffix: "api.amazonwebservices.eu"}},
	{
		[]string{"af-", "ap-", "ca-", "eu-", "il-", "me-", "mx-", "sa-", "us-"},
		Region{Partition: "aws", Suffix: "amazonaws.com", DualStackSuffix: "api.aws"},
	},
}

// regionRest is what follows the prefix of a region's name, for example "central-1" or "de-east-1".
var regionRest = regexp.MustCompile(`^([a-z]+-)+[0-9]+$`)

// ParseRegion returns the region of that name. It fails for a name that no partition's regions look like; it does not
// know which regions exist.
func ParseRegion(name string) (Region, error) {
	for _, p := range partitions {
		for _, prefix := range p.prefixes {
			rest, ok := strings.CutPrefix(name, prefix)
			if !ok {
				continue
			}
			if !regionRest.MatchString(rest) {
				break
			}
			region := p.region
			region.Name = name
			return region, nil
		}
	}
	return Region{}, fmt.Errorf("%q is not the name of an AWS region", name)
}
