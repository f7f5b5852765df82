package emulator

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// ec2Tags answers DescribeTags. Moto's own goes on listing the tags of what is deleted, knows no filter by tag, and gives
// some kinds other names than EC2.
type ec2Tags struct{ exclusions *exclusions }

// ec2Tag is a tag of an object of EC2.
type ec2Tag struct {
	ID    string `xml:"resourceId"`
	Type  string `xml:"resourceType"`
	Key   string `xml:"key"`
	Value string `xml:"value"`
}

// ec2Kinds are the kinds of objects by the beginning of their ids, which is followed by a dash: what EC2 calls the kind, and
// the call that describes those that exist.
var ec2Kinds = map[string]struct{ name, describe string }{
	"acl":          {"network-acl", "DescribeNetworkAcls"},
	"dopt":         {"dhcp-options", "DescribeDhcpOptions"},
	"eigw":         {"egress-only-internet-gateway", "DescribeEgressOnlyInternetGateways"},
	"eipalloc":     {"elastic-ip", "DescribeAddresses"},
	"eni":          {"network-interface", "DescribeNetworkInterfaces"},
	"fl":           {"vpc-flow-log", "DescribeFlowLogs"},
	"i":            {"instance", "DescribeInstances"},
	"igw":          {"internet-gateway", "DescribeInternetGateways"},
	"lt":           {"launch-template", "DescribeLaunchTemplates"},
	"nat":          {"natgateway", "DescribeNatGateways"},
	"pcx":          {"vpc-peering-connection", "DescribeVpcPeeringConnections"},
	"pl":           {"prefix-list", "DescribeManagedPrefixLists"},
	"rtb":          {"route-table", "DescribeRouteTables"},
	"sg":           {"security-group", "DescribeSecurityGroups"},
	"sgr":          {"security-group-rule", "DescribeSecurityGroupRules"},
	"subnet":       {"subnet", "DescribeSubnets"},
	"tgw":          {"transit-gateway", "DescribeTransitGateways"},
	"tgw-attach":   {"transit-gateway-attachment", "DescribeTransitGatewayAttachments"},
	"tgw-rtb":      {"transit-gateway-route-table", "DescribeTransitGatewayRouteTables"},
	"vol":          {"volume", "DescribeVolumes"},
	"vpc":          {"vpc", "DescribeVpcs"},
	"vpce":         {"vpc-endpoint", "DescribeVpcEndpoints"},
	exclusionStart: {"vpc-block-public-access-exclusion", ""},
}

func (e ec2Tags) handle(c *call) (*answer, bool) {
	if c.service != "ec2" || c.operation != "DescribeTags" {
		return nil, false
	}
	a, err := c.askForm(url.Values{"Action": {"DescribeTags"}, "Version": {"2016-11-15"}})
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	var listed struct {
		Tags []ec2Tag `xml:"tagSet>item"`
	}
	if err := xml.Unmarshal(a.body, &listed); err != nil {
		return refusal(c, http.StatusInternalServerError, "InternalError", err.Error()), true
	}
	tags := append(listed.Tags, e.exclusions.tagged(c.region)...)
	for i, tag := range tags {
		if kind, ok := ec2Kinds[idStart(tag.ID)]; ok {
			tags[i].Type = kind.name
		}
	}
	wanted := filtersOf(c.form())
	tags = slices.DeleteFunc(tags, func(tag ec2Tag) bool { return !tag.passes(wanted) })
	there := map[string]string{}
	tags = slices.DeleteFunc(tags, func(tag ec2Tag) bool { return !exists(c, tag.ID, there) })
	text, err := xml.Marshal(struct {
		XMLName   xml.Name `xml:"http://ec2.amazonaws.com/doc/2016-11-15/ DescribeTagsResponse"`
		RequestID string   `xml:"requestId"`
		Tags      []ec2Tag `xml:"tagSet>item"`
	}{RequestID: "front", Tags: tags})
	if err != nil {
		return refusal(c, http.StatusInternalServerError, "InternalError", err.Error()), true
	}
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: text}, true
}

// idStart is what tells the kind of an object: tgw-attach of tgw-attach-0123.
func idStart(id string) string { return id[:max(0, strings.LastIndex(id, "-"))] }

// filtersOf are the filters of a call: all must pass, each with one of its values.
func filtersOf(form url.Values) map[string][]string {
	filters := map[string][]string{}
	for parameter, names := range form {
		number, ok := strings.CutSuffix(parameter, ".Name")
		if !ok || !strings.HasPrefix(number, "Filter.") {
			continue
		}
		for value := range form {
			if strings.HasPrefix(value, number+".Value.") {
				filters[names[0]] = append(filters[names[0]], unescaped.Replace(form.Get(value)))
			}
		}
	}
	return filters
}

// unescaped undoes what a caller does to have wildcards taken for what they are; with wildcards nobody asks.
var unescaped = strings.NewReplacer(`\\`, `\`, `\*`, "*", `\?`, "?")

func (t ec2Tag) passes(filters map[string][]string) bool {
	for name, values := range filters {
		has := map[string]string{"key": t.Key, "resource-id": t.ID, "resource-type": t.Type, "value": t.Value}[name]
		if key, byTag := strings.CutPrefix(name, "tag:"); byTag {
			if has = t.Value; key != t.Key {
				return false
			}
		}
		if !slices.Contains(values, has) {
			return false
		}
	}
	return true
}

// exists tells whether moto describes an object. What it described before is kept in there, by call.
func exists(c *call, id string, there map[string]string) bool {
	kind, ok := ec2Kinds[idStart(id)]
	if !ok || kind.describe == "" {
		return true
	}
	described := func(operation string) string {
		if _, asked := there[operation]; !asked {
			there[operation] = ""
			if a, err := c.askForm(url.Values{"Action": {operation}, "Version": {"2016-11-15"}}); err == nil {
				there[operation] = string(a.body)
			}
		}
		return there[operation]
	}
	if kind.name != "network-acl" {
		return strings.Contains(described(kind.describe), ">"+id+"<")
	}
	// Moto forgets to delete a VPC's default ACL with the VPC.
	var acls struct {
		Items []struct {
			ID  string `xml:"networkAclId"`
			VPC string `xml:"vpcId"`
		} `xml:"networkAclSet>item"`
	}
	if err := xml.Unmarshal([]byte(described(kind.describe)), &acls); err != nil {
		return false
	}
	for _, acl := range acls.Items {
		if acl.ID == id {
			return strings.Contains(described("DescribeVpcs"), ">"+acl.VPC+"<")
		}
	}
	return false
}
