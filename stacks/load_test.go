package stacks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/network"
)

func TestTheStacksOfTheRepositoryAreValid(t *testing.T) {
	t.Parallel()
	names, err := Stacks("..")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"dev", "prod"}, names); diff != "" {
		t.Errorf("stacks of the repository differ (-want +got):\n%s", diff)
	}
	for _, name := range names {
		environment, err := LoadFile(filepath.Join("..", "Pulumi."+name+".yaml"))
		if err != nil {
			t.Errorf("expected Pulumi.%s.yaml to be valid, got: %v", name, err)
			continue
		}
		if environment.Environment != name {
			t.Errorf("expected environment %q, got %q", name, environment.Environment)
		}
	}
}

const validFile = `
config:
  aws:region: eu-central-1
  cloudgap:spec:
    environment: dev
    network:
      cidrBlock: 10.20.0.0/18
      availabilityZones: [eu-central-1a, eu-central-1b]
      tiers: {nodes: {}, endpoints: {}}
      flowLogRetentionDays: 30
      dns: {queryLogRetentionDays: 30}
      blockPublicAccess: leave-account-setting
    endpoints:
      trust: account
      capabilities: [ecrPull]
`

func TestEveryMistakeInAStackFileIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(string) string
		want []string
	}{
		"an unknown key, at the top and deep down": {
			edit: func(s string) string {
				return strings.ReplaceAll(strings.ReplaceAll(s, "    environment: dev", "    environment: dev\n    enviroment: dev"), "flowLogRetentionDays: 30", "flowLogRetentionDays: 30\n      internetGateway: true")
			},
			want: []string{
				`cloudgap:spec.enviroment: is not a known key, got "dev"; remove it`,
				`cloudgap:spec.network.internetGateway: is not a known key, got true; remove it`,
			},
		},
		"a security decision that nobody took": {
			edit: func(s string) string {
				return strings.ReplaceAll(strings.ReplaceAll(s, "      blockPublicAccess: leave-account-setting\n", ""), "      trust: account\n", "")
			},
			want: []string{
				"cloudgap:spec.network.blockPublicAccess: is required, got nothing; set it",
				"cloudgap:spec.endpoints.trust: is required, got nothing; set it",
			},
		},
		"values of the wrong kind, form or choice": {
			edit: func(s string) string {
				s = strings.ReplaceAll(s, "flowLogRetentionDays: 30", "flowLogRetentionDays: a month")
				s = strings.ReplaceAll(s, "trust: account", "trust: everyone")
				return strings.ReplaceAll(s, "[ecrPull]", "[ecrPull, internet]")
			},
			want: []string{
				`cloudgap:spec.network.flowLogRetentionDays: has the wrong type, got "a month"; give integer`,
				`cloudgap:spec.endpoints.trust: has the wrong form, got "everyone"; match ^(account|o-`,
				`cloudgap:spec.endpoints.capabilities[1]: is not one of the choices, got "internet"; give one of [amazonLinuxUpdates bedrock`,
			},
		},
		"one zone and an unknown tier": {
			edit: func(s string) string {
				return strings.ReplaceAll(strings.ReplaceAll(s, ", eu-central-1b]", "]"), "nodes: {}", "public: {}")
			},
			want: []string{
				`cloudgap:spec.network.availabilityZones: is out of bounds (minItems: got 1, want 2), got ["eu-central-1a"]; stay within`,
				`cloudgap:spec.network.tiers.public: is not a known key, got {}; remove it`,
			},
		},
		"a number that is meant as a text": {
			edit: func(s string) string { return strings.ReplaceAll(s, "environment: dev", "environment: 34") },
			want: []string{"cloudgap:spec.environment: has the wrong type, got 34; give string, in quotes"},
		},
		"a setting that nothing reads, whose value may be secret": {
			edit: func(s string) string { return s + "  cloudgap:logpushToken: '{}'\n  cloudgap:spce: {}\n" },
			want: []string{
				`cloudgap:logpushToken: is not a known key, got "logpushToken"; remove it, or name it one of cloudgap:spec, cloudgap:logpushTokens, cloudgap:rke2Seed`,
				`cloudgap:spce: is not a known key, got "spce"; remove it`,
			},
		},
		"no region and no spec": {
			edit: func(string) string { return "config: {}\n" },
			want: []string{
				"aws:region: is required, got nothing; set it to an AWS region such as eu-central-1",
				"cloudgap:spec: is required, got nothing; describe the environment there",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "Pulumi.test.yaml")
			if err := os.WriteFile(path, []byte(test.edit(validFile)), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := LoadFile(path)
			if err == nil {
				t.Fatal("rejects nothing, expected an error")
			}
			if !strings.HasPrefix(err.Error(), "Pulumi.test.yaml is invalid:") {
				t.Errorf("expected the error to name the file, got: %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("expected the error to contain %q, got:\n%v", want, err)
				}
			}
		})
	}
}

func TestBrokenYAMLIsReportedWithItsLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "Pulumi.test.yaml")
	if err := os.WriteFile(path, []byte("config:\n  aws:region: [eu\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := LoadFile(path)
	if err == nil || !strings.Contains(err.Error(), "Pulumi.test.yaml: is not valid YAML: ") || !strings.Contains(err.Error(), "line") {
		t.Errorf("expected file and line, got: %v", err)
	}
}

func TestAValidFileBecomesAnEnvironment(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "Pulumi.test.yaml")
	secrets := "  cloudgap:logpushTokens: {secure: v1:a}\n  cloudgap:rke2Seed: {secure: v1:b}\n"
	if err := os.WriteFile(path, []byte(validFile+secrets), 0o600); err != nil {
		t.Fatal(err)
	}
	environment, err := LoadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := &Environment{Region: "eu-central-1", Spec: Spec{
		Environment: "dev",
		Network: NetworkSpec{
			CidrBlock:            "10.20.0.0/18",
			AvailabilityZones:    []string{"eu-central-1a", "eu-central-1b"},
			Tiers:                map[network.Tier]TierSpec{"nodes": {}, "endpoints": {}},
			FlowLogRetentionDays: 30,
			DNS:                  DNSSpec{QueryLogRetentionDays: 30},
			BlockPublicAccess:    BlockPublicAccessLeave,
		},
		Endpoints: EndpointsSpec{Trust: "account", Capabilities: []capability.Capability{capability.EcrPull}},
	}}
	if diff := cmp.Diff(want, environment); diff != "" {
		t.Errorf("environment differs (-want +got):\n%s", diff)
	}
}
