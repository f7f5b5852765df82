package stacks

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/components/access/zerotrust"
)

// edited is a stack of the repository with an edit of its section access.
func edited(t *testing.T, stack string, edit func(access map[string]any)) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "Pulumi."+stack+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	edit(file["config"].(map[string]any)[SpecKey].(map[string]any)["access"].(map[string]any))
	path := filepath.Join(t.TempDir(), "Pulumi."+stack+".yaml")
	if data, err = json.Marshal(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// in sets a value deep in a section, or removes it where the value is nil.
func in(value any, path ...string) func(map[string]any) {
	return func(section map[string]any) {
		for _, key := range path[:len(path)-1] {
			section = section[key].(map[string]any)
		}
		if section[path[len(path)-1]] = value; value == nil {
			delete(section, path[len(path)-1])
		}
	}
}

func both(edits ...func(map[string]any)) func(map[string]any) {
	return func(section map[string]any) {
		for _, edit := range edits {
			edit(section)
		}
	}
}

func TestEveryMistakeInTheAccessOfAStackIsReportedByItsPath(t *testing.T) {
	t.Parallel()
	wiki := map[string]any{"kind": "web", "cidrs": []string{"10.20.1.0/24"}, "hostnames": []string{"wiki.dev.corp.example"}, "publicHostname": "wiki.example.com"}
	subnets := map[string]any{"cidrBlocks": map[string]any{"eu-central-1a": "10.20.60.0/27", "eu-central-1b": "10.20.60.32/27"}, "gatewayCidrBlocks": map[string]any{
		"eu-central-1a": "10.20.60.64/28", "eu-central-1b": "10.20.60.80/28",
	}}
	for name, test := range map[string]struct {
		edit func(map[string]any)
		want string
	}{
		"an unknown placement":             {in("vpn", "placement"), `cloudgap:spec.access.placement: is not one of the choices, got "vpn"; give one of [accessVpc privateLink connectorSubnet transitGateway]`},
		"an access VPC without a block":    {in(nil, "cidrBlock"), "accessVpc.cidrBlock: an IPv4 CIDR block is required"},
		"a hub without its id":             {in("transitGateway", "placement"), "transitGateway: is required with placement transitGateway"},
		"a hub with another placement":     {in("tgw-0123456789abcdef0", "transitGatewayId"), "transitGateway: does not belong to placement accessVpc"},
		"a hub by its name":                {in("hub", "transitGatewayId"), "cloudgap:spec.access.transitGatewayId: has the wrong form"},
		"subnets without a description":    {both(in("connectorSubnet", "placement"), in(nil, "cidrBlock")), "connectorSubnets: is required with placement connectorSubnet"},
		"an access VPC beside the subnets": {both(in("connectorSubnet", "placement"), in(subnets, "connectorSubnets")), "accessVpc: does not belong to placement connectorSubnet"},
		"packages without a way to S3": {
			both(in("connectorSubnet", "placement"), in(nil, "cidrBlock"), in(subnets, "connectorSubnets")), "connectors.packages: the gateway endpoint of Amazon S3",
		},
		"subnets in one zone": {both(in("connectorSubnet", "placement"), in(nil, "cidrBlock"), in(map[string]any{
			"cidrBlocks": map[string]any{"eu-central-1a": "10.20.60.0/27"}, "gatewayCidrBlocks": map[string]any{"eu-central-1a": "10.20.60.64/28"},
		}, "connectorSubnets")), "connectorSubnets.cidrBlocks: connectors span two to six availability zones"},
		"hosts with another placement": {in(map[string]any{}, "privateLink"), "privateLink: does not belong to placement accessVpc"},
		"a host of no application": {
			both(in("privateLink", "placement"), in(map[string]any{"resources": map[string]any{"db": map[string]any{"ipAddress": "10.20.1.1"}}}, "privateLink")),
			"privateLink.resources.db: belongs to no application",
		},
		"no account":                    {in(nil, "cloudflare", "accountId"), "cloudgap:spec.access.cloudflare.accountId: is required, got nothing"},
		"an account that is none":       {in("acme", "cloudflare", "accountId"), "cloudgap:spec.access.cloudflare.accountId: has the wrong form"},
		"a public name without a zone":  {both(in(wiki, "cloudflare", "applications", "wiki"), in([]string{"kubernetes", "wiki"}, "cloudflare", "personas", "developers", "applications")), "zoneId: is missing: a public name is a record of a Cloudflare zone, got nothing"},
		"a zone by its name":            {in("example.com", "cloudflare", "zoneId"), "cloudgap:spec.access.cloudflare.zoneId: has the wrong form"},
		"nobody":                        {in(map[string]any{}, "cloudflare", "personas"), "personas: nobody gets in"},
		"a public range":                {in([]string{"8.8.8.0/24"}, "cloudflare", "applications", "kubernetes", "cidrs"), "applications.kubernetes.cidrs[0]: not a private range"},
		"more connectors than 25":       {in(26, "connectors", "replicas"), "cloudgap:spec.access.connectors.replicas: is out of bounds"},
		"connectors in one zone":        {in([]string{"eu-central-1a"}, "availabilityZones"), "cloudgap:spec.access.availabilityZones: is out of bounds"},
		"SSH":                           {in([]int{22}, "cloudflare", "applications", "kubernetes", "ports"), "applications.kubernetes.ports[0]: SSH is no way in"},
		"a kind in the words of others": {in("ssh", "cloudflare", "applications", "kubernetes", "kind"), "cloudgap:spec.access.cloudflare.applications.kubernetes.kind: is not one of the choices"},
		"a long session":                {in("12h", "cloudflare", "session"), "session: longer than the 8 hours"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := LoadFile(edited(t, "dev", test.edit)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("expected the problem %q, got: %v", test.want, err)
			}
		})
	}
}

func TestProofsOfBucketsAreSecretsOfTheConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ configured, refusal string }{
		"none":                 {"", ""},
		"one":                  {`{"audit_logs": "0000proof"}`, ""},
		"of another data set":  {`{"gateway_dns": "0000proof"}`, "cloudgap:logpushTokens.gateway_dns: logpush has no such data set"},
		"in the wrong form":    {`0000proof`, "cloudgap:logpushTokens: is not a JSON object of texts"},
		"of the wrong content": {`{"audit_logs": {"token": "0000proof"}}`, "cloudgap:logpushTokens: is not a JSON object of texts"},
	} {
		logs := map[zerotrust.Dataset]zerotrust.LogDestination{zerotrust.AuditLogs: {Bucket: "archive"}}
		err := prove(logs, test.configured)
		switch {
		case test.refusal == "" && err != nil, test.refusal != "" && (err == nil || !strings.Contains(err.Error(), test.refusal)):
			t.Errorf("%s: refusal %q expected, got %v", name, test.refusal, err)
		case err != nil && strings.Contains(err.Error(), "0000proof"):
			t.Errorf("%s: the error holds the secret: %v", name, err)
		}
		token := logs[zerotrust.AuditLogs].OwnershipToken
		if (token != nil) != (name == "one") || token != nil && !pulumi.IsSecret(token.(pulumi.StringOutput)) {
			t.Errorf("%s: the proof is %v, want it as a secret where one is configured", name, token)
		}
	}
}

func TestTheClustersAdmitWhateverDialsThemForPeople(t *testing.T) {
	t.Parallel()
	subnets := map[string]any{
		"cidrBlocks":        map[string]any{"eu-central-1a": "10.20.60.0/27", "eu-central-1b": "10.20.60.32/27"},
		"gatewayCidrBlocks": map[string]any{"eu-central-1a": "10.20.60.64/28", "eu-central-1b": "10.20.60.80/28"},
	}
	for name, test := range map[string]struct {
		edit func(map[string]any)
		want map[string]string
	}{
		"peering":         {func(map[string]any) {}, map[string]string{"connectors": "10.21.0.0/25"}},
		"a hub":           {both(in("transitGateway", "placement"), in("tgw-0123456789abcdef0", "transitGatewayId")), map[string]string{"connectors": "10.21.0.0/25"}},
		"PrivateLink":     {in("privateLink", "placement"), map[string]string{"connectors": "10.20.40.0/26", "connectors-2": "10.20.44.0/26"}},
		"subnets of both": {both(in("connectorSubnet", "placement"), in(nil, "cidrBlock"), in(subnets, "connectorSubnets"), in(nil, "connectors", "packages")), map[string]string{"connectors": "10.20.60.0/27", "connectors-2": "10.20.60.32/27"}},
	} {
		e, err := LoadFile(edited(t, "dev", test.edit))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		vpc := e.plannedHandles()
		vpc.endpointCidrs = []string{"10.20.40.0/26", "10.20.44.0/26"}
		if diff := cmp.Diff(test.want, e.connectorClients(vpc)); diff != "" {
			t.Errorf("%s: clients differ (-want +got):\n%s", name, diff)
		}
		for key, cidr := range test.want {
			if got := e.clusterArgs(vpc, nil).APIClients[key].CidrBlock; got != cidr {
				t.Errorf("%s: the API admits %q as %s, want %s", name, got, key, cidr)
			}
		}
	}
}
