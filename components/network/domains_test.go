package network

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestAwsDomainsFollowTheRegionAndItsPartition(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"eu-central-1": {
			"*.cache.amazonaws.com", "*.eu-central-1.amazonaws.com", "*.eu-central-1.api.aws", "*.eu-central-1.docdb.amazonaws.com",
			"*.eu-central-1.eks.amazonaws.com", "*.eu-central-1.elb.amazonaws.com", "*.eu-central-1.es.amazonaws.com",
			"*.eu-central-1.neptune.amazonaws.com", "*.eu-central-1.rds.amazonaws.com", "*.eu-central-1.redshift.amazonaws.com",
			"*.eu-central-1.vpce.amazonaws.com",
		},
		"cn-north-1": {
			"*.cache.amazonaws.com.cn", "*.cn-north-1.amazonaws.com.cn", "*.cn-north-1.api.amazonwebservices.com.cn",
			"*.cn-north-1.docdb.amazonaws.com.cn", "*.cn-north-1.eks.amazonaws.com.cn", "*.cn-north-1.elb.amazonaws.com.cn",
			"*.cn-north-1.es.amazonaws.com.cn", "*.cn-north-1.neptune.amazonaws.com.cn", "*.cn-north-1.rds.amazonaws.com.cn",
			"*.cn-north-1.redshift.amazonaws.com.cn", "*.cn-north-1.vpce.amazonaws.com.cn",
		},
	}
	for region, want := range tests {
		if diff := cmp.Diff(want, AwsServiceDomains(region)); diff != "" {
			t.Errorf("%s has other domains (-want +got):\n%s", region, diff)
		}
	}
}

func TestPartitionOfKnowsEveryPartition(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"eu-central-1": "aws", "us-east-1": "aws", "cn-northwest-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "us-iso-east-1": "aws-iso",
		"us-isob-east-1": "aws-iso-b", "us-isof-south-1": "aws-iso-f", "eu-isoe-west-1": "aws-iso-e", "eusc-de-east-1": "aws-eusc",
	} {
		if got := partitionOf(region).name; got != want {
			t.Errorf("%s is taken to be in %s, want %s", region, got, want)
		}
		var list problems.List
		if checkRegion(&list, region); !list.Empty() {
			t.Errorf("the Region %s is refused: %v", region, list.Lines())
		}
	}
}

func TestPrivateDomainsAreThoseOfTheVpcAndOfTheUser(t *testing.T) {
	t.Parallel()
	blocks := []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16"), netip.MustParsePrefix("100.64.32.0/19"), netip.MustParsePrefix("192.168.7.0/24")}
	got := privateDomains("us-east-1", blocks, []string{"*.Corp.Example", "*.ec2.internal"})
	want := []string{"*.20.10.in-addr.arpa", "*.64.100.in-addr.arpa", "*.7.168.192.in-addr.arpa", "*.corp.example", "*.ec2.internal"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("other domains are private (-want +got):\n%s", diff)
	}
}

func TestEveryDerivedDomainPassesTheCheckOfTheUsersDomains(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom([]string{"eu-central-1", "us-east-1", "cn-north-1", "us-isob-east-1", "eusc-de-east-1"}).Draw(t, "region")
		block := drawBlock(t, "10.0.0.0/8", rapid.IntRange(widestBlock, narrowestBlock).Draw(t, "size"))
		var list problems.List
		checkDomains(&list, "derived", slices.Concat(AwsServiceDomains(region), privateDomains(region, []netip.Prefix{block}, nil)))
		if !list.Empty() {
			t.Fatalf("derived domains are refused: %v", list.Lines())
		}
	})
}

func TestDnsFirewallBlocksLastWhateverItAdmits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		domains := rapid.SliceOfN(rapid.SampledFrom([]string{"a.example", "*.b.example"}), 0, 2)
		rules := firewallRules(dnsFirewallPlan{
			awsDomains: domains.Draw(t, "aws"), privateDomains: domains.Draw(t, "private"), blockResponse: BlockResponseNxdomain,
		})
		last := rules[len(rules)-1]
		if last.action != block || !slices.Equal(last.domains, []string{everyDomain}) || last.blockResponse == "" {
			t.Fatalf("the last rule is %+v, want one that blocks everything", last)
		}
		for i, rule := range rules[:len(rules)-1] {
			if rule.action != allow || slices.Contains(rule.domains, everyDomain) || rule.priority >= rules[i+1].priority {
				t.Fatalf("rule %+v does not admit named domains before the next rule", rule)
			}
		}
	})
}

func TestDnsFirewallFailsClosedAndIsTriedFirst(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	args := twoZones()
	args.DnsFirewall = &DnsFirewallArgs{PrivateDomains: []string{"corp.example"}, BlockResponse: BlockResponseNodata, MutationProtection: true}
	r.mustDeploy(t, args)
	if got := r.find(t, "route53.ResolverFirewallConfig", "dns-firewall-config").Inputs["firewallFailOpen"].V; got != "DISABLED" {
		t.Errorf("fail open is %v, want DISABLED", got)
	}
	association := r.find(t, "route53.ResolverFirewallRuleGroupAssociation", "dns-firewall-association")
	if association.Inputs["priority"].V != 101.0 || association.Inputs["mutationProtection"].V != "ENABLED" {
		t.Errorf("the association has priority %v and mutation protection %v, want 101 and ENABLED", association.Inputs["priority"], association.Inputs["mutationProtection"])
	}
	for _, rule := range []string{"dns-aws", "dns-private", "dns-everything"} {
		if !dependsOn(association, rule) {
			t.Errorf("the association does not wait for rule %s, and for a moment would block nothing", rule)
		}
	}
	everything := r.find(t, "route53.ResolverFirewallRule", "dns-everything")
	if everything.Inputs["action"].V != "BLOCK" || everything.Inputs["blockResponse"].V != "NODATA" {
		t.Errorf("the last rule has action %v and answer %v, want BLOCK and NODATA", everything.Inputs["action"], everything.Inputs["blockResponse"])
	}
	if r.find(t, "route53.ResolverFirewallRule", "dns-aws").Inputs.HasValue("blockResponse") {
		t.Error("a rule that allows has an answer to blocked queries, which AWS refuses")
	}
	list := r.find(t, "route53.ResolverFirewallDomainList", "dns-private").Inputs["domains"].ArrayValue()
	if !slices.ContainsFunc(list, func(v resource.PropertyValue) bool { return v.V == "corp.example." }) {
		t.Errorf("the private list is %v, want the user's domain in it, as Route 53 Resolver stores it", list)
	}
}
