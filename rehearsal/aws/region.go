package aws

import (
	"fmt"
	"slices"
	"strings"
)

// region is what the simulated account sees of one AWS Region: its standard zones and the address prefix lists that
// gateway endpoints route to. Local Zones and Wavelength Zones need an opt-in that the account has not made.
type region struct {
	description string
	// zones maps the letters of the Availability Zones to the numbers of their AZ ids. AWS shuffles this mapping for each
	// account; the simulated account always sees the same.
	zones    map[string]int
	zoneCode string
}

// inOrder are the zones of a Region whose letters and AZ ids run in step.
func inOrder(letters string) map[string]int {
	zones := map[string]int{}
	for i, letter := range letters {
		zones[string(letter)] = i + 1
	}
	return zones
}

// regions are the Regions that the simulation knows; a provider configured with another Region is refused.
// Source: the Regions and Zones page of the EC2 user guide and the AZ ids of AWS RAM.
var regions = map[string]region{
	"af-south-1":     {"Africa (Cape Town)", inOrder("abc"), "afs1"},
	"ap-east-1":      {"Asia Pacific (Hong Kong)", inOrder("abc"), "ape1"},
	"ap-northeast-1": {"Asia Pacific (Tokyo)", map[string]int{"a": 4, "c": 1, "d": 2}, "apne1"},
	"ap-northeast-2": {"Asia Pacific (Seoul)", inOrder("abcd"), "apne2"},
	"ap-northeast-3": {"Asia Pacific (Osaka)", inOrder("abc"), "apne3"},
	"ap-south-1":     {"Asia Pacific (Mumbai)", inOrder("abc"), "aps1"},
	"ap-south-2":     {"Asia Pacific (Hyderabad)", inOrder("abc"), "aps2"},
	"ap-southeast-1": {"Asia Pacific (Singapore)", inOrder("abc"), "apse1"},
	"ap-southeast-2": {"Asia Pacific (Sydney)", inOrder("abc"), "apse2"},
	"ap-southeast-3": {"Asia Pacific (Jakarta)", inOrder("abc"), "apse3"},
	"ap-southeast-4": {"Asia Pacific (Melbourne)", inOrder("abc"), "apse4"},
	"ca-central-1":   {"Canada (Central)", map[string]int{"a": 1, "b": 2, "d": 4}, "cac1"},
	"ca-west-1":      {"Canada West (Calgary)", inOrder("abc"), "caw1"},
	"cn-north-1":     {"China (Beijing)", map[string]int{"a": 1, "b": 2, "d": 3}, "cnn1"},
	"cn-northwest-1": {"China (Ningxia)", inOrder("abc"), "cnnw1"},
	"eu-central-1":   {"Europe (Frankfurt)", inOrder("abc"), "euc1"},
	"eu-central-2":   {"Europe (Zurich)", inOrder("abc"), "euc2"},
	"eu-north-1":     {"Europe (Stockholm)", inOrder("abc"), "eun1"},
	"eu-south-1":     {"Europe (Milan)", inOrder("abc"), "eus1"},
	"eu-south-2":     {"Europe (Spain)", inOrder("abc"), "eus2"},
	"eu-west-1":      {"Europe (Ireland)", inOrder("abc"), "euw1"},
	"eu-west-2":      {"Europe (London)", inOrder("abc"), "euw2"},
	"eu-west-3":      {"Europe (Paris)", inOrder("abc"), "euw3"},
	"il-central-1":   {"Israel (Tel Aviv)", inOrder("abc"), "ilc1"},
	"me-central-1":   {"Middle East (UAE)", inOrder("abc"), "mec1"},
	"me-south-1":     {"Middle East (Bahrain)", inOrder("abc"), "mes1"},
	"sa-east-1":      {"South America (Sao Paulo)", inOrder("abc"), "sae1"},
	"us-east-1":      {"US East (N. Virginia)", inOrder("abcdef"), "use1"},
	"us-east-2":      {"US East (Ohio)", inOrder("abc"), "use2"},
	"us-gov-east-1":  {"AWS GovCloud (US-East)", inOrder("abc"), "usge1"},
	"us-gov-west-1":  {"AWS GovCloud (US-West)", inOrder("abc"), "usgw1"},
	"us-west-1":      {"US West (N. California)", map[string]int{"a": 1, "c": 3}, "usw1"},
	"us-west-2":      {"US West (Oregon)", inOrder("abcd"), "usw2"},
}

// zone is one Availability Zone.
type zone struct{ name, id string }

// zonesOf returns the zones of a Region sorted by name, and false for a Region that the simulation does not know.
func zonesOf(name string) ([]zone, bool) {
	r, known := regions[name]
	if !known {
		return nil, false
	}
	var zones []zone
	for letter, number := range r.zones {
		zones = append(zones, zone{name + letter, fmt.Sprintf("%s-az%d", r.zoneCode, number)})
	}
	slices.SortFunc(zones, func(a, b zone) int { return strings.Compare(a.name, b.name) })
	return zones, true
}

// partition groups Regions that share accounts, an ARN prefix and DNS suffixes.
type partition struct{ name, dnsSuffix, reverseDNS string }

// partitionOf returns the partition of a Region by its name's prefix.
func partitionOf(regionName string) partition {
	switch {
	case strings.HasPrefix(regionName, "cn-"):
		return partition{"aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"}
	case strings.HasPrefix(regionName, "us-gov-"):
		return partition{"aws-us-gov", "amazonaws.com", "com.amazonaws"}
	default:
		return partition{"aws", "amazonaws.com", "com.amazonaws"}
	}
}
