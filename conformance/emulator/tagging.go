package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// tagging lists objects by their tags, as the Resource Groups Tagging API does. Moto's own knows nothing of what the front
// plays, leaves out many kinds, and calls some by wrong names.
type tagging struct {
	// honest answers a call without faults and without a record of it.
	honest func(*call) (*answer, string)
	eks    *eks
}

// resource is an object with tags, in the form in which the tagging API answers it.
type resource struct {
	ResourceARN string
	Tags        []resourceTag
}

type resourceTag struct{ Key, Value string }

// resourcesAtOnce is how many objects a page has where a call says nothing of it.
const resourcesAtOnce = 50

func (t *tagging) handle(c *call) (*answer, bool) {
	if c.service != "tagging" || c.operation != "GetResources" {
		return nil, false
	}
	var in struct {
		TagFilters []struct {
			Key    string
			Values []string
		}
		ResourceTypeFilters []string
		ResourcesPerPage    int
		PaginationToken     string
	}
	if err := json.Unmarshal(c.body, &in); err != nil {
		return refusal(c, http.StatusBadRequest, "InvalidParameterException", err.Error()), true
	}
	if len(in.ResourceTypeFilters) > 0 {
		return refusal(c, http.StatusNotImplemented, "NotImplemented", "the emulator's tagging API has no filters by type"), true
	}
	found, err := t.list(c)
	if err != nil {
		return refusal(c, http.StatusInternalServerError, "InternalServiceException", err.Error()), true
	}
	for _, filter := range in.TagFilters {
		found = slices.DeleteFunc(found, func(r resource) bool {
			return !slices.ContainsFunc(r.Tags, func(tag resourceTag) bool {
				return tag.Key == filter.Key && (len(filter.Values) == 0 || slices.Contains(filter.Values, tag.Value))
			})
		})
	}
	slices.SortFunc(found, func(x, y resource) int { return cmp.Compare(x.ResourceARN, y.ResourceARN) })
	return page(c, found, in.PaginationToken, cmp.Or(in.ResourcesPerPage, resourcesAtOnce)), true
}

// page answers a part of the list. The token is where the next part begins.
func page(c *call, found []resource, token string, size int) *answer {
	from := 0
	if token != "" {
		var err error
		if from, err = strconv.Atoi(token); err != nil || from > len(found) {
			return refusal(c, http.StatusBadRequest, "PaginationTokenExpiredException", "no page begins at "+token)
		}
	}
	to, next := len(found), ""
	if from+size < to {
		to = from + size
		next = strconv.Itoa(to)
	}
	return jsonAnswer(http.StatusOK, document{"ResourceTagMappingList": append([]resource{}, found[from:to]...), "PaginationToken": next})
}

// motoKinds are the services of which moto's tagging API says the truth. It lists the tags of EC2 under other names than
// AWS, and without most kinds.
var motoKinds = []string{"cloudwatch", "elasticloadbalancing", "kms", "logs", "s3", "secretsmanager", "sns", "sqs", "ssm"}

func (t *tagging) list(c *call) ([]resource, error) {
	var found []resource
	for _, part := range []func(*call) ([]resource, error){t.moto, t.ec2, t.listeners, t.shares, t.jsonServices} {
		more, err := part(c)
		if err != nil && !errors.Is(err, errNotPlayed) {
			return nil, err
		}
		found = append(found, more...)
	}
	found = append(found, t.eks.tagged(c.region)...)
	return slices.DeleteFunc(found, func(r resource) bool { return len(r.Tags) == 0 }), nil
}

func (t *tagging) moto(c *call) ([]resource, error) {
	var found []resource
	for token := ""; ; {
		var out struct {
			ResourceTagMappingList []resource
			PaginationToken        string
		}
		body := document{"ResourcesPerPage": 100, "PaginationToken": token}
		if token == "" {
			delete(body, "PaginationToken")
		}
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		a, err := c.ask(c.request, text)
		if err != nil {
			return nil, err
		}
		if a.status != http.StatusOK {
			return nil, fmt.Errorf("the emulator's tagging API answers %d: %s", a.status, a.body)
		}
		if err := json.Unmarshal(a.body, &out); err != nil {
			return nil, err
		}
		for _, r := range out.ResourceTagMappingList {
			if parts := strings.SplitN(r.ResourceARN, ":", 4); len(parts) == 4 && slices.Contains(motoKinds, parts[2]) {
				found = append(found, r)
			}
		}
		if token = out.PaginationToken; token == "" {
			return found, nil
		}
	}
}

func (t *tagging) ec2(c *call) ([]resource, error) {
	var out struct {
		Tags []ec2Tag `xml:"tagSet>item"`
	}
	if err := t.askForm(c, "ec2", "2016-11-15", &out, url.Values{"Action": {"DescribeTags"}}); err != nil {
		return nil, err
	}
	tags := map[string][]resourceTag{}
	for _, tag := range out.Tags {
		arn := fmt.Sprintf("arn:aws:ec2:%s:%s:%s/%s", c.region, account, tag.Type, tag.ID)
		tags[arn] = append(tags[arn], resourceTag{tag.Key, tag.Value})
	}
	var found []resource
	for arn, of := range tags {
		found = append(found, resource{arn, of})
	}
	return found, nil
}

// listeners are those of load balancers: moto's tagging API lists load balancers and target groups.
func (t *tagging) listeners(c *call) ([]resource, error) {
	const version = "2015-12-01"
	var balancers struct {
		ARNs []string `xml:"DescribeLoadBalancersResult>LoadBalancers>member>LoadBalancerArn"`
	}
	if err := t.askForm(c, "elasticloadbalancing", version, &balancers, url.Values{"Action": {"DescribeLoadBalancers"}}); err != nil {
		return nil, err
	}
	var found []resource
	for _, balancer := range balancers.ARNs {
		var listeners struct {
			ARNs []string `xml:"DescribeListenersResult>Listeners>member>ListenerArn"`
		}
		if err := t.askForm(c, "elasticloadbalancing", version, &listeners,
			url.Values{"Action": {"DescribeListeners"}, "LoadBalancerArn": {balancer}}); err != nil {
			return nil, err
		}
		for _, listener := range listeners.ARNs {
			var described struct {
				Tags []resourceTag `xml:"DescribeTagsResult>TagDescriptions>member>Tags>member"`
			}
			if err := t.askForm(c, "elasticloadbalancing", version, &described,
				url.Values{"Action": {"DescribeTags"}, "ResourceArns.member.1": {listener}}); err != nil {
				return nil, err
			}
			found = append(found, resource{listener, described.Tags})
		}
	}
	return found, nil
}

func (t *tagging) shares(c *call) ([]resource, error) {
	var out struct {
		ResourceShares []struct {
			ResourceShareArn, Status string
			Tags                     []resourceTag
		}
	}
	if err := t.askJSON(c, "ram", "/getresourceshares", "", document{"resourceOwner": "SELF"}, &out); err != nil {
		return nil, err
	}
	var found []resource
	for _, share := range out.ResourceShares {
		if share.Status != "DELETED" && share.Status != "DELETING" {
			found = append(found, resource{share.ResourceShareArn, share.Tags})
		}
	}
	return found, nil
}

// listedKinds are kinds of services with the JSON protocol that have one call for a list and one for the tags of an object,
// which is named in the list by arn and in the other call by key.
var listedKinds = []struct{ service, target, list, in, arn, key string }{
	{"events", "AWSEvents", "ListRules", "Rules", "Arn", "ResourceARN"},
	{"network-firewall", "NetworkFirewall_20201112", "ListFirewallPolicies", "FirewallPolicies", "Arn", "ResourceArn"},
	{"network-firewall", "NetworkFirewall_20201112", "ListRuleGroups", "RuleGroups", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListFirewallDomainLists", "FirewallDomainLists", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListFirewallRuleGroupAssociations", "FirewallRuleGroupAssociations", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListFirewallRuleGroups", "FirewallRuleGroups", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListResolverEndpoints", "ResolverEndpoints", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListResolverQueryLogConfigs", "ResolverQueryLogConfigs", "Arn", "ResourceArn"},
	{"route53resolver", "Route53Resolver", "ListResolverRules", "ResolverRules", "Arn", "ResourceArn"},
}

func (t *tagging) jsonServices(c *call) ([]resource, error) {
	var found []resource
	for _, kind := range listedKinds {
		out := document{}
		if err := t.askJSON(c, kind.service, "/", kind.target+"."+kind.list, document{}, &out); err != nil && !errors.Is(err,
			errNotPlayed) {
			return nil, err
		}
		list, _ := out[kind.in].([]any)
		for _, object := range list {
			arn := text(object.(document), kind.arn)
			var tagged struct{ Tags []resourceTag }
			if err := t.askJSON(c, kind.service, "/", kind.target+".ListTagsForResource", document{kind.key: arn}, &tagged); err != nil {
				return nil, err
			}
			found = append(found, resource{arn, tagged.Tags})
		}
	}
	return found, nil
}

// askForm asks a service of the query protocol in the place of a call to the tagging API.
func (t *tagging) askForm(c *call, service, version string, out any, form url.Values) error {
	form.Set("Version", version)
	a, err := t.ask(c, service, "/", "", "application/x-www-form-urlencoded; charset=utf-8", []byte(form.Encode()))
	if err != nil {
		return err
	}
	return xml.Unmarshal(a.body, out)
}

func (t *tagging) askJSON(c *call, service, path, target string, in document, out any) error {
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	a, err := t.ask(c, service, path, target, "application/x-amz-json-1.1", text)
	if err != nil {
		return err
	}
	return json.Unmarshal(a.body, out)
}

// errNotPlayed is the answer of an emulator that lacks a service; no object can be in it.
var errNotPlayed = errors.New("the emulator does not have the service")

func (t *tagging) ask(c *call, service, path, target, contentType string, body []byte) (*answer, error) {
	request := c.request.Clone(c.request.Context())
	request.Method, request.URL = http.MethodPost, &url.URL{Path: path}
	request.Header.Set("Authorization", strings.Replace(request.Header.Get("Authorization"), "/tagging/", "/"+service+"/", 1))
	request.Header.Set("Content-Type", contentType)
	request.Header.Del("X-Amz-Target")
	if target != "" {
		request.Header.Set("X-Amz-Target", target)
	}
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	inner := newCall(request, body)
	inner.ask = c.ask
	inner.forward = func() (*answer, error) { return c.ask(request, inner.body) }
	a, _ := t.honest(inner)
	switch a.status {
	case http.StatusOK:
		return a, nil
	case http.StatusNotImplemented:
		return nil, errNotPlayed
	}
	return nil, fmt.Errorf("%s %s: status %d: %s", service, inner.operation, a.status, a.body)
}
