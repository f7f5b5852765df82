package emulator

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// library answers what a plan asks an account for: facts that are the same in every account, and an account number. Where the
// simulation knows them they are the simulation's, so that plans can be compared.
type library struct{}

func (library) handle(c *call) (*answer, bool) {
	number := cloud.ExampleAccount.ID
	var text string
	switch c.service + " " + c.operation {
	case "sts GetCallerIdentity":
		text = fmt.Sprintf(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>`+
			`<Arn>arn:aws:sts::%[1]s:assumed-role/plan/plan</Arn><UserId>AROAPLAN:plan</UserId><Account>%[1]s</Account>`+
			`</GetCallerIdentityResult></GetCallerIdentityResponse>`, number)
	case "ec2 DescribeAvailabilityZones":
		text = zonesAnswer(c.region)
	case "ec2 DescribePrefixLists":
		text = prefixListsAnswer(c)
	case "organizations DescribeOrganization":
		return jsonAnswer(http.StatusOK, document{"Organization": document{
			"Id": "o-exampleorg0", "Arn": "arn:aws:organizations::" + number + ":organization/o-exampleorg0", "FeatureSet": "ALL",
			"MasterAccountId": number, "MasterAccountArn": "arn:aws:organizations::" + number + ":account/o-exampleorg0/" + number,
		}}), true
	default:
		return refusal(c, http.StatusForbidden, "NotInPlanLevel",
			fmt.Sprintf("a plan asked %s for %s, which only an account can answer; run the apply level, or have the front's library answer it", c.service, c.operation)), true
	}
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}, true
}

func zonesAnswer(region string) string {
	var items strings.Builder
	for i, letter := range []string{"a", "b", "c"} {
		fmt.Fprintf(&items, `<item><zoneName>%[1]s%[2]s</zoneName><zoneState>available</zoneState><zoneType>availability-zone</zoneType>`+
			`<optInStatus>opt-in-not-required</optInStatus><regionName>%[1]s</regionName><zoneId>%[1]s-az%[3]d</zoneId>`+
			`<groupName>%[1]s</groupName><networkBorderGroup>%[1]s</networkBorderGroup></item>`, region, letter, i+1)
	}
	return `<DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId><availabilityZoneInfo>` +
		items.String() + `</availabilityZoneInfo></DescribeAvailabilityZonesResponse>`
}

// prefixListsAnswer knows the lists of the two gateway endpoints and honours the filter by name.
func prefixListsAnswer(c *call) string {
	var items strings.Builder
	wanted := c.form().Get("Filter.1.Value.1")
	for _, list := range aws.PrefixLists(c.region) {
		if wanted != "" && wanted != list.Name {
			continue
		}
		fmt.Fprintf(&items, `<item><prefixListId>%s</prefixListId><prefixListName>%s</prefixListName><cidrSet>`, list.ID, list.Name)
		for _, block := range list.Blocks {
			fmt.Fprintf(&items, `<item>%s</item>`, block)
		}
		items.WriteString(`</cidrSet></item>`)
	}
	return `<DescribePrefixListsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId><prefixListSet>` +
		items.String() + `</prefixListSet></DescribePrefixListsResponse>`
}
