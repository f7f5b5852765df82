package pack

import (
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	mandatory = pulumirpc.EnforcementLevel_MANDATORY
	advisory  = pulumirpc.EnforcementLevel_ADVISORY
	disabled  = pulumirpc.EnforcementLevel_DISABLED
	remediate = pulumirpc.EnforcementLevel_REMEDIATE
)

func policyConfig(t *testing.T, level pulumirpc.EnforcementLevel, settings map[string]any) *pulumirpc.PolicyConfig {
	t.Helper()
	return &pulumirpc.PolicyConfig{EnforcementLevel: level, Properties: must(structpb.NewStruct(settings))(t, "encode settings")}
}

func TestConfigurationThatWouldDisarmThePackIsRefused(t *testing.T) {
	t.Parallel()
	waiver := func(change map[string]any) map[string]any {
		w := map[string]any{
			"rule": "GW-IGW", "urn": urn("aws:ec2/internetGateway:InternetGateway", "gateway"),
			"reason": "edge", "owner": "network team", "expires": "2100-01-01",
		}
		for key, value := range change {
			w[key] = value
		}
		return map[string]any{"waivers": []any{w}}
	}
	cases := []struct {
		name, policy string
		level        pulumirpc.EnforcementLevel
		settings     map[string]any
		wants        string
	}{
		{"one rule disabled", "ROUTE-IGW", disabled, nil, `ROUTE-IGW: must stay mandatory, got "disabled"`},
		{"one rule advisory", "ROUTE-IGW", advisory, nil, `ROUTE-IGW: must stay mandatory, got "advisory"`},
		{"one rule remediating", "ROUTE-IGW", remediate, nil, `ROUTE-IGW: must stay mandatory, got "remediate"`},
		{"all rules disabled", "all", disabled, nil, `all: must stay mandatory`},
		{"settings for all rules", "all", mandatory, map[string]any{"allowed": []any{"x"}}, `all: takes no settings`},
		{"a misspelt rule", "ROUTE-IWG", mandatory, nil, `ROUTE-IWG: is no rule of this pack`},
		{"a misspelt key", "PACK-SELF", mandatory, map[string]any{"privateRange": []any{"10.0.0.0/8"}}, `PACK-SELF.privateRange: is no setting of this rule`},
		{"a key of a rule without settings", "GW-IGW", mandatory, map[string]any{"allowed": []any{"igw-1"}}, `GW-IGW.allowed: is no setting of this rule`},
		{"a range that is no CIDR", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"10.0.0.0"}}, `PACK-SELF.privateRanges[0]: must be a CIDR`},
		{"the internet for a private range", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"0.0.0.0/0"}}, `PACK-SELF.privateRanges[0]: holds addresses of others`},
		{"the other half of it", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"10.0.0.0/8", "128.0.0.0/7"}}, `PACK-SELF.privateRanges[1]: holds addresses of others`},
		{"the internet for the edge", "PACK-SELF", mandatory, map[string]any{"tunnelEdge": []any{"2000::/3"}}, `PACK-SELF.tunnelEdge[0]: holds addresses of others`},
		{"a range with host bits", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"10.1.2.3/8"}}, `PACK-SELF.privateRanges[0]: must be a CIDR`},
		{"the internet for a private range", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"0.0.0.0/0"}}, `PACK-SELF.privateRanges[0]: holds addresses of others`},
		{"the other half of it", "PACK-SELF", mandatory, map[string]any{"privateRanges": []any{"10.0.0.0/8", "128.0.0.0/7"}}, `PACK-SELF.privateRanges[1]: holds addresses of others`},
		{"the internet for the edge", "PACK-SELF", mandatory, map[string]any{"tunnelEdge": []any{"2000::/3"}}, `PACK-SELF.tunnelEdge[0]: holds addresses of others`},
		{"a list that is a text", "PACK-SELF", mandatory, map[string]any{"hubs": "tgw-1"}, `PACK-SELF.hubs: must be a list of strings`},
		{"an empty entry", "PACK-SELF", mandatory, map[string]any{"hubs": []any{""}}, `PACK-SELF.hubs[0]: must be a string that is not empty`},
		{"a waiver for an unknown rule", "PACK-SELF", mandatory, waiver(map[string]any{"rule": "GW-IWG"}), `waivers[0].rule: is no rule that can be waived`},
		{"a waiver for the waivers", "PACK-SELF", mandatory, waiver(map[string]any{"rule": "PACK-SELF"}), `waivers[0].rule: is no rule that can be waived`},
		{"a waiver without a reason", "PACK-SELF", mandatory, waiver(map[string]any{"reason": " "}), `waivers[0].reason: is missing`},
		{"a waiver without an owner", "PACK-SELF", mandatory, waiver(map[string]any{"owner": ""}), `waivers[0].owner: is missing`},
		{"a waiver without an end", "PACK-SELF", mandatory, waiver(map[string]any{"expires": "never"}), `waivers[0].expires: is no date`},
		{"a waiver for a resource and a component", "PACK-SELF", mandatory, waiver(map[string]any{"component": "edge:index:Vpc"}), `waivers[0]: must name either`},
		{"a waiver for a pattern", "PACK-SELF", mandatory, waiver(map[string]any{"urn": "*"}), `waivers[0].urn: is no URN`},
		{"a waiver with a misspelt key", "PACK-SELF", mandatory, waiver(map[string]any{"expire": "2100-01-01"}), `waivers[0]: is no waiver`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := must(newServer(time.Now))(t, "make a server")
			info := must(s.GetAnalyzerInfo(t.Context(), &emptypb.Empty{}))(t, "describe the pack")
			_, err := s.Configure(t.Context(), &pulumirpc.ConfigureAnalyzerRequest{
				PolicyConfig: engineConfig(info, map[string]*pulumirpc.PolicyConfig{c.policy: policyConfig(t, c.level, c.settings)}),
			})
			if err == nil {
				t.Fatalf("configuration is accepted, want an error with %q", c.wants)
			}
			if !strings.Contains(err.Error(), c.wants) {
				t.Errorf("error is %q, want it to say %q", err, c.wants)
			}
		})
	}
}

func TestEveryMistakeOfAConfigurationIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := readConfig(map[string]*pulumirpc.PolicyConfig{
		"GW-NAT":    policyConfig(t, disabled, nil),
		"NO-SUCH":   policyConfig(t, mandatory, nil),
		"PACK-SELF": policyConfig(t, mandatory, map[string]any{"hub": []any{}, "peers": "x"}),
	})
	if err == nil {
		t.Fatal("configuration is accepted")
	}
	for _, want := range []string{"GW-NAT", "NO-SUCH", "PACK-SELF.hub", "PACK-SELF.peers"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not mention %s: %v", want, err)
		}
	}
}

func TestALevelForAllRulesDoesNotHideTheLevelOfOne(t *testing.T) {
	t.Parallel()
	_, err := readConfig(map[string]*pulumirpc.PolicyConfig{
		"all":       policyConfig(t, mandatory, nil),
		"ROUTE-IGW": policyConfig(t, disabled, nil),
	})
	if err == nil || !strings.Contains(err.Error(), `ROUTE-IGW: must stay mandatory`) {
		t.Errorf("error is %v, want ROUTE-IGW refused", err)
	}
	_, err = readConfig(map[string]*pulumirpc.PolicyConfig{
		"all":       policyConfig(t, disabled, nil),
		"ROUTE-IGW": policyConfig(t, disabled, nil),
		"GW-NAT":    policyConfig(t, advisory, nil),
	})
	if err == nil || strings.Contains(err.Error(), "ROUTE-IGW") || !strings.Contains(err.Error(), "GW-NAT") || !strings.Contains(err.Error(), "all:") {
		t.Errorf("error is %v, want the level for all and the one of GW-NAT refused, and not each copy", err)
	}
}
