package network

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// minZones and maxZones bound the number of zones: one is no basis for anything that should stay up, and no Region has
// more than six.
const minZones, maxZones = 2, 6

var regionPattern = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+){1,2}-[0-9]$`)

func checkRegion(list *problems.List, region string) {
	if region == "" {
		list.Add("region", "the Region is required", problems.Missing, `write the provider's Region, for example "eu-central-1"`)
	} else if !regionPattern.MatchString(region) {
		list.Add("region", "not the name of a Region", region, `write a name such as "eu-central-1"`)
	}
}

// planZones checks the selection of availability zones.
func planZones(list *problems.List, p *plan, zones AvailabilityZones) {
	const path = "availabilityZones"
	if len(zones.Names) > 0 && zones.Count != 0 {
		list.Add(path, "names and count exclude each other", fmt.Sprintf("%d names and count %d", len(zones.Names), zones.Count), "keep one of them")
		return
	}
	if len(zones.Names) > 0 {
		planZoneNames(list, p, zones.Names)
		return
	}
	switch {
	case zones.Count == 0:
		list.Add(path, "zones are required", problems.Missing, "name two to six, or set count")
	case zones.Count < minZones || zones.Count > maxZones:
		list.Add(path+".count", "a VPC spans two to six zones", zones.Count, "choose a number from 2 to 6")
	case p.vpcBlock.IsValid() && !hasSlot(TierNodes, p.vpcBlock.Bits(), string(rune('a'+zones.Count-1))):
		list.Add(path+".count", fmt.Sprintf("a VPC of /%d has room for four zones", p.vpcBlock.Bits()), zones.Count, "use a cidrBlock of /22 or wider, or fewer zones")
	default:
		p.zoneCount = zones.Count
	}
}

// planZoneNames checks zone names that the user gave.
func planZoneNames(list *problems.List, p *plan, names []string) {
	if len(names) < minZones || len(names) > maxZones {
		list.Add("availabilityZones.names", "a VPC spans two to six zones", names, "name two to six")
	}
	for i, name := range names {
		path := fmt.Sprintf("availabilityZones.names[%d]", i)
		switch {
		case slices.Contains(names[:i], name):
			list.Add(path, "named before", name, "name each zone once")
		case checkZone(list, path, p.region, name) && p.vpcBlock.IsValid():
			checkSlot(list, path, p, name)
		}
	}
	p.zones = slices.Sorted(slices.Values(names))
}

// checkZone reports a name that is not that of an availability zone of the Region. A missing Region is a problem of its
// own.
func checkZone(list *problems.List, path, region, zone string) bool {
	if region == "" {
		return false
	}
	letter, found := strings.CutPrefix(zone, region)
	if !found || len(letter) != 1 || letter[0] < 'a' || letter[0] >= 'a'+maxSlots {
		list.Add(path, "not an availability zone of the Region", zone, fmt.Sprintf("write a name such as %q; local zones are not supported", region+"a"))
		return false
	}
	return true
}

// checkSlot reports a zone for which a small VPC has no slot.
func checkSlot(list *problems.List, path string, p *plan, zone string) {
	if !hasSlot(TierNodes, p.vpcBlock.Bits(), zone) {
		list.Add(path, fmt.Sprintf("a VPC of /%d has room for zones a to d", p.vpcBlock.Bits()), zone, "use a cidrBlock of /22 or wider, or another zone")
	}
}

// firstZones returns the first zones by name of those that AWS offers the account, or says why there are not enough.
func firstZones(p plan, offered []string) ([]string, error) {
	var list problems.List
	zones := slices.Sorted(slices.Values(offered))
	if len(zones) < p.zoneCount {
		list.Add("availabilityZones.count", fmt.Sprintf("%s offers fewer zones to this account", p.region), p.zoneCount, fmt.Sprintf("use at most %d", len(zones)))
		return nil, list.Err(subject)
	}
	zones = zones[:p.zoneCount]
	for _, zone := range zones {
		if checkZone(&list, "availabilityZones.count", p.region, zone) {
			checkSlot(&list, "availabilityZones.count", &p, zone)
		}
	}
	return zones, list.Err(subject)
}
