package emulator

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// taggingWith plays the tagging API of an account that answers calls by service and operation; whatever else is asked the
// emulator does not have.
func taggingWith(said map[string]string) (*tagging, func(body string) *answer) {
	t := &tagging{eks: newEKS(), honest: func(c *call) (*answer, string) {
		text, ok := said[c.service+" "+c.operation]
		if !ok {
			return refusal(c, http.StatusNotImplemented, "NotImplemented", "no"), "moto"
		}
		return &answer{status: http.StatusOK, body: []byte(text)}, "moto"
	}}
	return t, func(body string) *answer {
		request, err := http.NewRequest(http.MethodPost, "/", nil)
		if err != nil {
			panic(err) // It is a constant.
		}
		request.Header.Set("Authorization", "Credential=a/20250101/eu-central-1/tagging/aws4_request")
		request.Header.Set("X-Amz-Target", "ResourceGroupsTaggingAPI_20170126.GetResources")
		c := newCall(request, []byte(body))
		c.ask = func(*http.Request, []byte) (*answer, error) {
			return &answer{status: http.StatusOK, body: []byte(said["moto"])}, nil
		}
		a, _ := t.handle(c)
		return a
	}
}

func TestTheTaggingAPIListsTheObjectsOfEveryService(t *testing.T) {
	t.Parallel()
	const tags = `{"Tags":[{"Key":"k","Value":"v"}]}`
	said := map[string]string{
		"moto": `{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:s3:::b","Tags":[{"Key":"k","Value":"v"}]},` +
			`{"ResourceARN":"arn:aws:ec2:eu-central-1:1:flow-logs/fl-1","Tags":[{"Key":"k","Value":"v"}]}]}`,
		"ec2 DescribeTags":                           `<r><tagSet><item><resourceId>vpc-1</resourceId><resourceType>vpc</resourceType><key>k</key><value>v</value></item></tagSet></r>`,
		"elasticloadbalancing DescribeLoadBalancers": `<r><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerArn>lb</LoadBalancerArn></member></LoadBalancers></DescribeLoadBalancersResult></r>`,
		"elasticloadbalancing DescribeListeners":     `<r><DescribeListenersResult><Listeners><member><ListenerArn>listener</ListenerArn></member></Listeners></DescribeListenersResult></r>`,
		"elasticloadbalancing DescribeTags":          `<r><DescribeTagsResult><TagDescriptions><member><Tags><member><Key>k</Key><Value>v</Value></member></Tags></member></TagDescriptions></DescribeTagsResult></r>`,
		"ram POST /getresourceshares":                `{"resourceShares":[{"resourceShareArn":"share","status":"ACTIVE","tags":[{"key":"k","value":"v"}]},{"resourceShareArn":"gone","status":"DELETED","tags":[{"key":"k","value":"v"}]}]}`,
	}
	want := []string{"arn:aws:ec2:eu-central-1:" + account + ":vpc/vpc-1", "arn:aws:s3:::b", "arn:eks", "listener", "share"}
	for _, kind := range listedKinds {
		said[kind.service+" "+kind.list] = fmt.Sprintf(`{%q:[{%q:%q}]}`, kind.in, kind.arn, kind.list)
		said[kind.service+" ListTagsForResource"] = tags
		want = append(want, kind.list)
	}
	api, get := taggingWith(said)
	api.eks.store.put("eu-central-1", clusters, "c", document{"arn": "arn:eks", "tags": document{"k": "v"}})
	api.eks.store.put("eu-central-1", clusters, "d", document{"arn": "arn:without", "tags": document{}})
	slices.Sort(want)

	list := func(body string) (arns []string, token string) {
		t.Helper()
		a := get(body)
		var out struct {
			ResourceTagMappingList []resource
			PaginationToken        string
		}
		if err := json.Unmarshal(a.body, &out); err != nil || a.status != http.StatusOK {
			t.Fatalf("%s: %d %s", body, a.status, a.body)
		}
		for _, r := range out.ResourceTagMappingList {
			arns = append(arns, r.ResourceARN)
		}
		return arns, out.PaginationToken
	}
	got, _ := list(`{"TagFilters":[{"Key":"k","Values":["v"]}]}`)
	if difference := cmp.Diff(want, got); difference != "" {
		t.Error(difference)
	}
	for _, filters := range []string{`[{"Key":"k","Values":["w"]}]`, `[{"Key":"l"}]`, `[{"Key":"k"},{"Key":"l"}]`} {
		if none, _ := list(`{"TagFilters":` + filters + `}`); len(none) > 0 {
			t.Errorf("%s lets through %v", filters, none)
		}
	}
	first, token := list(`{"ResourcesPerPage":10}`)
	second, end := list(`{"ResourcesPerPage":10,"PaginationToken":"` + token + `"}`)
	if difference := cmp.Diff(want, append(first, second...)); difference != "" || len(first) != 10 || end != "" {
		t.Errorf("by pages: %d first, then %q, %s", len(first), end, difference)
	}
	if a := get(`{"PaginationToken":"x"}`); a.status != http.StatusBadRequest {
		t.Errorf("want a refusal of a token that nobody gave, got %d %s", a.status, a.body)
	}
	if a := get(`{"ResourceTypeFilters":["s3"]}`); a.status != http.StatusNotImplemented {
		t.Errorf("want a refusal of filters that are not played, got %d %s", a.status, a.body)
	}
}

func TestAnEmulatorWithoutAServiceHasNoneOfItsObjects(t *testing.T) {
	t.Parallel()
	_, get := taggingWith(map[string]string{"moto": `{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:s3:::b","Tags":[{"Key":"k","Value":"v"}]}]}`})
	if a := get(`{}`); a.status != http.StatusOK || !strings.Contains(string(a.body), "arn:aws:s3:::b") {
		t.Errorf("want the bucket, got %d %s", a.status, a.body)
	}
}

func TestTheTagsOfEC2AreThoseOfWhatExists(t *testing.T) {
	t.Parallel()
	tag := func(id, kind, key string) string {
		return "<item><resourceId>" + id + "</resourceId><resourceType>" + kind + "</resourceType><key>" + key + "</key><value>v</value></item>"
	}
	said := map[string]string{
		"DescribeTags": "<r><tagSet>" + tag("vpc-1", "vpc", "k") + tag("vpc-1", "vpc", "l") + tag("vpc-2", "vpc",
			"k") + tag("fl-1", "flow-logs", "k") +
			tag("acl-1", "network-acl", "k") + tag("acl-2", "network-acl", "k") + tag("tgw-rtb-1", "transit-gateway-route-table",
			"k") + "</tagSet></r>",
		"DescribeVpcs":     "<r><vpcId>vpc-1</vpcId></r>",
		"DescribeFlowLogs": "<r><flowLogId>fl-1</flowLogId></r>",
		"DescribeNetworkAcls": "<r><networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId></item>" +
			"<item><networkAclId>acl-2</networkAclId><vpcId>vpc-2</vpcId></item></networkAclSet></r>",
		"DescribeTransitGatewayRouteTables": "<r><transitGatewayRouteTableId>tgw-rtb-1</transitGatewayRouteTableId></r>",
	}
	excluded := &exclusions{made: []*exclusion{
		{id: exclusionStart + "-1", region: "eu-central-1", state: "create-complete",
			tags: []ec2Tag{{ID: exclusionStart + "-1", Key: "k", Value: "v"}}},
		{id: exclusionStart + "-2", region: "eu-central-1", state: "delete-complete",
			tags: []ec2Tag{{ID: exclusionStart + "-2", Key: "k", Value: "v"}}},
	}}
	for form, want := range map[string][]string{
		"": {"acl-1 network-acl k", "fl-1 vpc-flow-log k", "tgw-rtb-1 transit-gateway-route-table k", "vpc-1 vpc k", "vpc-1 vpc l",
			exclusionStart + "-1 vpc-block-public-access-exclusion k"},
		"Filter.1.Name=tag:l&Filter.1.Value.1=v":                                      {"vpc-1 vpc l"},
		"Filter.1.Name=tag:l&Filter.1.Value.1=w":                                      nil,
		"Filter.1.Name=resource-id&Filter.1.Value.1=x&Filter.1.Value.2=vpc-1":         {"vpc-1 vpc k", "vpc-1 vpc l"},
		"Filter.1.Name=resource-type&Filter.1.Value.1=vpc-flow-log":                   {"fl-1 vpc-flow-log k"},
		"Filter.1.Name=key&Filter.1.Value.1=l&Filter.2.Name=value&Filter.2.Value.1=v": {"vpc-1 vpc l"},
	} {
		c := ask("ec2", "DescribeTags", form)
		c.ask = func(_ *http.Request, body []byte) (*answer, error) {
			operation := ask("", "", "")
			operation.body = body
			return &answer{status: http.StatusOK, body: []byte(said[operation.form().Get("Action")])}, nil
		}
		a, ok := ec2Tags{excluded}.handle(c)
		var out struct {
			Tags []ec2Tag `xml:"tagSet>item"`
		}
		if !ok || xml.Unmarshal(a.body, &out) != nil {
			t.Fatalf("%s: %t %s", form, ok, a.body)
		}
		var got []string
		for _, tag := range out.Tags {
			got = append(got, tag.ID+" "+tag.Type+" "+tag.Key)
		}
		slices.Sort(got)
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%q: %s", form, difference)
		}
	}
}
