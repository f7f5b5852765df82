package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNetworkAclsAdmitPrivateRangesAndTheServicesOfGatewayEndpoints(t *testing.T) {
	t.Parallel()
	private := []string{"100 all 10.0.0.0/8", "110 all 100.64.0.0/16"}
	egress := append(slices.Clone(private), "1000 443-443 3.5.134.0/23", "1010 443-443 52.94.17.0/24", "1020 443-443 52.219.168.0/23")
	ingress := append(slices.Clone(private), "1000 1024-65535 3.5.134.0/23", "1010 1024-65535 52.94.17.0/24", "1020 1024-65535 52.219.168.0/23")
	p, gateway := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/16")}, []netip.Prefix{
		netip.MustParsePrefix("3.5.134.0/23"), netip.MustParsePrefix("52.94.17.0/24"), netip.MustParsePrefix("52.219.168.0/23"),
	}
	for _, tier := range tierOrder {
		rules := rulesFor(tier, p, gateway)
		wantIngress, wantEgress := ingress, egress
		if tier == TierEndpoints || tier == TierTransit {
			wantIngress, wantEgress = private, private
		}
		if diff := cmp.Diff(wantIngress, ruleTexts(rules.ingress)); diff != "" {
			t.Errorf("%s has other ingress rules (-want +got):\n%s", tier, diff)
		}
		if diff := cmp.Diff(wantEgress, ruleTexts(rules.egress)); diff != "" {
			t.Errorf("%s has other egress rules (-want +got):\n%s", tier, diff)
		}
	}
}

func TestNetworkAclsTakeTheRangesOfTheRegionsPrefixListsMerged(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	args := everything()
	args.PrivateRanges = []string{"10.20.0.0/15", "172.16.0.0/12"}
	r.mustDeploy(t, args)
	var got []string
	for _, rule := range r.find(t, "ec2.NetworkAcl", "acl-nodes").Inputs["egress"].ArrayValue() {
		got = append(got, rule.ObjectValue()["cidrBlock"].StringValue())
	}
	want := []string{"10.20.0.0/15", "100.64.0.0/16", "172.16.0.0/12", "3.5.134.0/23", "52.94.17.0/24", "52.219.168.0/23"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the nodes' egress rules cover other ranges (-want +got):\n%s", diff)
	}
}

func TestNetworkAclsRefuseAPrefixListThatCoversTooMuch(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.lookups["aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.s3"] = properties(map[string]any{"cidrBlocks": []any{"0.0.0.0/0"}})
	_, err := r.deploy(twoZones())
	if err == nil || !strings.Contains(err.Error(), "prefix list com.amazonaws.eu-central-1.s3: wider than any range of a service") {
		t.Errorf("the error is %v, want one about the prefix list", err)
	}
	if children := r.children(); len(children) != 0 {
		t.Errorf("%v are registered, want nothing", children)
	}
}

func TestNetworkAclsRefusePrefixListsThatNeedTooManyRules(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	r.lookups["aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.s3"] = properties(map[string]any{"cidrBlocks": scattered(39)})
	_, err := r.deploy(twoZones())
	if err == nil || !strings.Contains(err.Error(), "need more than the 40 rules that a network ACL can have, got 41") {
		t.Errorf("the error is %v, want one about the number of rules", err)
	}
}

func TestNetworkAclsWarnBeforeTheUsualQuotaIsExceeded(t *testing.T) {
	t.Parallel()
	var ranges []netip.Prefix
	for _, text := range scattered(20) {
		ranges = append(ranges, netip.MustParsePrefix(text.(string)))
	}
	if warning := quotaWarning(nil, ranges); warning != "" {
		t.Errorf("20 rules give the warning %q, want none", warning)
	}
	if warning := quotaWarning(ranges[:1], ranges); !strings.Contains(warning, "need 21 rules per direction: raise the quota") {
		t.Errorf("21 rules give the warning %q, want one about the quota", warning)
	}
}

// scattered returns ranges that cannot be merged.
func scattered(n int) []any {
	var ranges []any
	for i := range n {
		ranges = append(ranges, fmt.Sprintf("52.%d.0.0/24", 100+i))
	}
	return ranges
}

func TestNetworkAclsSayHowToDoWithoutTheLookUp(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	delete(r.lookups, "aws:ec2/getPrefixList:getPrefixList com.amazonaws.eu-central-1.dynamodb")
	_, err := r.deploy(twoZones())
	if err == nil || !strings.Contains(err.Error(), "gatewayEndpointRanges") {
		t.Errorf("the error is %v, want one that names gatewayEndpointRanges", err)
	}
	args := twoZones()
	args.GatewayEndpointRanges = []string{}
	r.mustDeploy(t, args)
}

func TestAclRulesAdmitAnswersToWhatTheyAdmit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		private := aggregate([]netip.Prefix{drawBlock(t, "10.0.0.0/8", rapid.IntRange(8, 28).Draw(t, "size")), netip.MustParsePrefix("100.64.0.0/16")})
		gateway := aggregate([]netip.Prefix{drawBlock(t, "52.0.0.0/8", rapid.IntRange(12, 28).Draw(t, "size of the service"))})
		rules := rulesFor(rapid.SampledFrom(tierOrder).Draw(t, "tier"), private, gateway)
		if len(rules.ingress) != len(rules.egress) {
			t.Fatalf("%d rules one way, %d the other: ACLs are stateless", len(rules.ingress), len(rules.egress))
		}
		numbers := map[int]bool{}
		for i, out := range rules.egress {
			in := rules.ingress[i]
			if in.cidr != out.cidr || in.protocol != out.protocol {
				t.Fatalf("egress to %s %s has no answer: ingress is from %s %s", out.cidr, out.protocol, in.cidr, in.protocol)
			}
			if numbers[out.number] {
				t.Fatalf("rule number %d is used twice", out.number)
			}
			numbers[out.number] = true
		}
	})
}

func ruleTexts(rules []aclRule) []string {
	var texts []string
	for _, r := range rules {
		texts = append(texts, ruleText(r))
	}
	return texts
}

func ruleText(r aclRule) string {
	ports := "all"
	if r.protocol == tcp {
		ports = fmt.Sprintf("%d-%d", r.fromPort, r.toPort)
	}
	return fmt.Sprintf("%d %s %s", r.number, ports, r.cidr)
}
