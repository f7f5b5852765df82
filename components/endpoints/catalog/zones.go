package catalog

import (
	"slices"
	"strings"
)

// zoneGaps holds the zone ids in which AWS documents a service to be missing. There is no complete list: a caller's own
// choice of zones always wins.
var zoneGaps = map[Service][]string{
	// Amazon SES developer guide, "Setting up VPC endpoints with Amazon SES".
	EmailSMTP: {
		"use1-az2", "use1-az3", "use1-az5", "usw1-az2", "usw2-az4", "apne2-az4", "cac1-az3", "cac1-az4",
	},
}

// crossRegionZoneGaps holds the zone ids in which no endpoint to a service of another region can stand (AWS PrivateLink
// guide, "Cross-region enabled AWS services").
var crossRegionZoneGaps = []string{"use1-az3", "usw1-az2", "apne1-az3", "apne2-az2", "apne2-az4"}

// zonePrefixes maps the regions that zone gaps are known of to the prefix of their zone ids.
var zonePrefixes = map[string]string{
	"us-east-1": "use1-", "us-west-1": "usw1-", "us-west-2": "usw2-", "ap-northeast-1": "apne1-",
	"ap-northeast-2": "apne2-", "ca-central-1": "cac1-",
}

// MissingZoneIDs returns the ids of the region's availability zones in which the service is known to be missing, for
// example "use1-az3". Zone ids, unlike zone names, mean the same zone in every account.
func (e Entry) MissingZoneIDs(r Region) []string {
	gaps := slices.Clone(zoneGaps[e.Service])
	if _, cross := e.HomeRegion(r); cross {
		gaps = append(gaps, crossRegionZoneGaps...)
	}
	prefix, known := zonePrefixes[r.Name]
	return slices.DeleteFunc(gaps, func(id string) bool { return !known || !strings.HasPrefix(id, prefix) })
}
