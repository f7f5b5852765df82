package emulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// firewallCall makes a call as the AWS SDK does, whose package for this service nothing else here needs, and returns the answer with
// the code of a refusal.
func firewallCall(t *testing.T, front *Front, operation string, in document) (out document, code string) {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, front.URL(), bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "NetworkFirewall_20201112."+operation)
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=a/20250101/eu-central-1/network-firewall/aws4_request, Signature=b")
	answered, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answered.Body.Close() }()
	if err := json.NewDecoder(answered.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out, answered.Header.Get("X-Amzn-Errortype")
}

func TestNetworkFirewallRefusesWhatAWSRefuses(t *testing.T) {
	t.Parallel()
	front, _ := startFront(t, "{}")
	must := func(operation string, in document) document {
		t.Helper()
		out, code := firewallCall(t, front, operation, in)
		if code != "" {
			t.Fatalf("%s: %s: %v", operation, code, out)
		}
		return out
	}
	refusedAs := func(want, operation string, in document) {
		t.Helper()
		if _, code := firewallCall(t, front, operation, in); code != want {
			t.Errorf("%s %v: want %s, got %q", operation, in, want, code)
		}
	}
	group := document{
		"RuleGroupName": "deny", "Type": "STATEFUL", "Capacity": 10, "Rules": "drop ip any any -> any any (sid:1;)",
		"Tags": []any{document{"Key": "a", "Value": "1"}},
	}
	created := must("CreateRuleGroup", group)
	arn := created["RuleGroupResponse"].(document)["RuleGroupArn"]
	if want := "arn:aws:network-firewall:eu-central-1:123456789012:stateful-rulegroup/deny"; arn != want {
		t.Errorf("want %s, got %v", want, arn)
	}
	refusedAs("InvalidRequestException", "CreateRuleGroup", group)
	refusedAs("InvalidRequestException", "CreateRuleGroup", document{"RuleGroupName": "empty", "Type": "STATEFUL", "Capacity": 1})
	refusedAs("ResourceNotFoundException", "DescribeRuleGroup", document{"RuleGroupName": "other", "Type": "STATEFUL"})

	policy := func(arn any) document {
		return document{"FirewallPolicyName": "all", "FirewallPolicy": document{"StatefulRuleGroupReferences": []any{document{"ResourceArn": arn}}}}
	}
	refusedAs("InvalidRequestException", "CreateFirewallPolicy", policy("arn:aws:network-firewall:eu-central-1:123456789012:stateful-rulegroup/none"))
	must("CreateFirewallPolicy", policy(arn))
	refusedAs("InvalidOperationException", "DeleteRuleGroup", document{"RuleGroupArn": arn})

	changed := document{"RuleGroupArn": arn, "Rules": "pass ip any any -> any any (sid:2;)", "UpdateToken": created["UpdateToken"]}
	must("UpdateRuleGroup", changed)
	refusedAs("InvalidTokenException", "UpdateRuleGroup", changed)
	must("TagResource", document{"ResourceArn": arn, "Tags": []any{document{"Key": "b", "Value": "2"}}})
	must("UntagResource", document{"ResourceArn": arn, "TagKeys": []any{"a"}})
	described := must("DescribeRuleGroup", document{"RuleGroupArn": arn})
	want := document{"RulesSource": document{"RulesString": changed["Rules"]}}
	if diff := cmp.Diff(want, described["RuleGroup"]); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	tags := must("ListTagsForResource", document{"ResourceArn": arn})["Tags"]
	if diff := cmp.Diff([]any{document{"Key": "b", "Value": "2"}}, tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}

	must("DeleteFirewallPolicy", document{"FirewallPolicyName": "all"})
	must("DeleteRuleGroup", document{"RuleGroupArn": arn})
	for plural, operation := range map[string]string{"RuleGroups": "ListRuleGroups", "FirewallPolicies": "ListFirewallPolicies"} {
		if left := must(operation, document{})[plural].([]any); len(left) != 0 {
			t.Errorf("%s: want nothing left, got %v", operation, left)
		}
	}
}

func TestTagsOfFirewallsAreMotos(t *testing.T) {
	t.Parallel()
	front, upstreamCalls := startFront(t, `{"Tags":[]}`)
	if out, code := firewallCall(t, front, "ListTagsForResource", document{"ResourceArn": "arn:aws:network-firewall:eu-central-1:1:firewall/f"}); code != "" || *upstreamCalls != 1 {
		t.Errorf("want moto's answer, got %v %s", out, code)
	}
}
