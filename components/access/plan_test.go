package access

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestAllProblemsAreReportedTogetherAndNothingIsRegistered(t *testing.T) {
	t.Parallel()
	args := &ZeroTrustAccessArgs{
		Region: "frankfurt", EdgeRegion: "eu", EdgeFamily: 5, LogRetentionInDays: 2,
		Workload:     Workload{Cidrs: []string{"8.8.0.0/16"}},
		AccessVpc:    &AccessVpcArgs{CidrBlock: "10.21.0.0/28", AvailabilityZones: []string{"eu-central-1a"}},
		PrivateLink:  &PrivateLinkArgs{},
		Connectors:   ConnectorsArgs{Replicas: 26, InstanceType: "large", CloudflaredVersion: "2024.1.0", Packages: []PackageArgs{{Bucket: "B", Key: "a b", SHA256: "1"}}},
		Cloudflare:   zerotrust.Args{Applications: map[string]zerotrust.Application{"web": {Cidrs: []string{"9.9.9.0/24"}}}},
		PrivateZones: map[string]pulumi.StringInput{"Corp": pulumi.String("Z1")},
		Clusters:     map[string]ClusterArgs{"main": {}},
		BreakGlass:   BreakGlass{Principals: []string{"ops@example.com"}},
		Tags:         pulumi.StringMap{"aws:owner": pulumi.String("x")},
	}
	r := &recorder{}
	_, err := r.deploy(args)
	if err == nil || len(r.own()) > 0 {
		t.Fatalf("expected the arguments to be refused before anything is registered, got %v and %d resources", err, len(r.own()))
	}
	golden.Equal(t, "problems.txt", []byte(err.Error()+"\n"))
}

func TestEachMistakeIsReportedByItsPath(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*ZeroTrustAccessArgs)
		says   string
	}{
		"no account":            {func(a *ZeroTrustAccessArgs) { a.Cloudflare.AccountID = "" }, "accountId: "},
		"no persona":            {func(a *ZeroTrustAccessArgs) { a.Cloudflare.Personas = nil }, "personas: "},
		"a public range":        {func(a *ZeroTrustAccessArgs) { a.Cloudflare.PrivateCidrs = []string{"8.8.8.0/24"} }, "privateCidrs[0]: "},
		"more than 25 replicas": {func(a *ZeroTrustAccessArgs) { a.Connectors.Replicas = 26 }, "connectors.replicas: "},
		"one replica":           {func(a *ZeroTrustAccessArgs) { a.Connectors.Replicas = 1 }, "connectors.replicas: "},
		"one zone":              {func(a *ZeroTrustAccessArgs) { a.AccessVpc.AvailabilityZones = []string{"eu-central-1a"} }, "accessVpc.availabilityZones: connectors span two"},
		"a zone twice": {func(a *ZeroTrustAccessArgs) {
			a.AccessVpc.AvailabilityZones = []string{"eu-central-1a", "eu-central-1a"}
		}, "named before"},
		"a zone without room": {func(a *ZeroTrustAccessArgs) {
			a.AccessVpc.AvailabilityZones = []string{"eu-central-1a", "eu-central-1f"}
		}, "room for zones a to d"},
		"no access VPC":       {func(a *ZeroTrustAccessArgs) { a.AccessVpc = nil }, "accessVpc: is required"},
		"overlapping VPCs":    {func(a *ZeroTrustAccessArgs) { a.AccessVpc.CidrBlock = "10.20.5.0/24" }, "accessVpc.cidrBlock: overlaps"},
		"a public access VPC": {func(a *ZeroTrustAccessArgs) { a.AccessVpc.CidrBlock = "52.1.0.0/24" }, "accessVpc.cidrBlock: not a private range"},
		"no route tables":     {func(a *ZeroTrustAccessArgs) { a.Workload.RouteTables = nil }, "workload.routeTables: "},
		"no image":            {func(a *ZeroTrustAccessArgs) { a.Connectors.AmiID = nil }, "connectors.amiId: "},
		"an old cloudflared":  {func(a *ZeroTrustAccessArgs) { a.Connectors.CloudflaredVersion = "2026.7.1" }, "older than what the unit needs"},
		"a package without hash": {func(a *ZeroTrustAccessArgs) {
			a.Connectors.Packages = []PackageArgs{{Bucket: "software", Key: "c.rpm"}}
		}, "packages[0].sha256: "},
		"packages without a way to S3": {func(a *ZeroTrustAccessArgs) {
			*a = *placed(PlacementConnectorSubnet)
			a.Connectors.Packages = everything().Connectors.Packages
		}, "connectors.packages: the gateway endpoint"},
		"a public name without a zone": {func(a *ZeroTrustAccessArgs) { withPublicName(a); a.Cloudflare.ZoneID = "" }, "zoneId: is missing"},
		"SSH": {func(a *ZeroTrustAccessArgs) {
			app := a.Cloudflare.Applications["kubernetes"]
			app.Ports = []int{22}
			a.Cloudflare.Applications["kubernetes"] = app
		}, "applications.kubernetes.ports[0]: SSH is no way in"},
		"no break-glass":       {func(a *ZeroTrustAccessArgs) { a.BreakGlass.Principals = nil }, "breakGlass.principals: "},
		"another placement":    {func(a *ZeroTrustAccessArgs) { a.Placement = "vpn" }, "placement: not a placement"},
		"arguments of another": {func(a *ZeroTrustAccessArgs) { a.TransitGateway = &TransitGatewayArgs{} }, "transitGateway: does not belong to placement accessVpc"},
		"zones without domains": {func(a *ZeroTrustAccessArgs) {
			a.PrivateZones = map[string]pulumi.StringInput{"corp": pulumi.String("Z1")}
		}, "privateDomains: "},
		"a cluster nobody names": {func(a *ZeroTrustAccessArgs) {
			a.Clusters = map[string]ClusterArgs{"other": {Endpoint: "a.corp.example:6443"}}
		}, "clusters.other: no application"},
		"too many rules": {func(a *ZeroTrustAccessArgs) {
			app := zerotrust.Application{Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.64.0/24"}}
			for port := range 40 {
				app.Ports = append(app.Ports, 8000+port)
			}
			a.Cloudflare.Applications["kubernetes"] = app
		}, "more than the 37 rules"},
		"connector subnets elsewhere": {func(a *ZeroTrustAccessArgs) {
			*a = *placed(PlacementConnectorSubnet)
			a.ConnectorSubnets.CidrBlocks["eu-central-1a"] = "10.77.0.0/27"
		}, "connectorSubnets.cidrBlocks.eu-central-1a: not a part of the workload VPC"},
		"NAT gateways without a place": {func(a *ZeroTrustAccessArgs) {
			*a = *placed(PlacementConnectorSubnet)
			a.EdgeFamily = edge.IPv4
		}, "connectorSubnets.gatewayCidrBlocks.eu-central-1a: an IPv4 CIDR block is required"},
		"a private link without its resource": {func(a *ZeroTrustAccessArgs) {
			*a = *placed(PlacementPrivateLink)
			a.PrivateLink.Resources = nil
		}, "privateLink.resources.kubernetes: "},
		"a private link to elsewhere": {func(a *ZeroTrustAccessArgs) {
			*a = *placed(PlacementPrivateLink)
			a.Cloudflare.Applications["kubernetes"] = zerotrust.Application{Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.64.0/24"}}
		}, "people reach it at its endpoint in the access VPC"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := small()
			test.change(args)
			if err := args.Validate(testName); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("expected a problem that says %q, got:\n%v", test.says, err)
			}
		})
	}
}

// withPublicName adds a web application that has a public name.
func withPublicName(args *ZeroTrustAccessArgs) {
	args.Cloudflare.ZoneID = "fedcba9876543210fedcba9876543210"
	args.Cloudflare.Applications["wiki"] = zerotrust.Application{
		Kind: zerotrust.Web, Cidrs: []string{"10.20.65.0/24"}, Hostnames: []string{"wiki.corp.example"}, PublicHostname: "wiki.example.com",
	}
	args.Cloudflare.Personas["operators"] = zerotrust.Persona{Emails: []string{"ops@example.com"}, Applications: []string{"kubernetes", "wiki"}}
}

func TestAPublicNameIsAConcession(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	result, err := internals.UnsafeAwaitOutput(t.Context(), r.mustDeploy(t, with(withPublicName)).Concessions)
	if err != nil {
		t.Fatal(err)
	}
	given := result.Value.([]string)
	if len(given) != 1 || !strings.Contains(given[0], "application wiki has the public name wiki.example.com") {
		t.Errorf("the public name is the only concession, got %q", given)
	}
	r.find(t, "index.Record", "record-wiki")
}

func TestConnectorsInTheWorkloadNeedItsEndpoints(t *testing.T) {
	t.Parallel()
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := NewZeroTrustAccess(ctx, testName, placed(PlacementConnectorSubnet))
		return err
	}, pulumi.WithMocks("project", "dev", &recorder{}))
	if err == nil || !strings.Contains(err.Error(), "workload.endpoints: ") {
		t.Errorf("expected the missing endpoints to be named, got %v", err)
	}
}

func TestTheWorkloadLearnsWhereConnectorsDialFrom(t *testing.T) {
	t.Parallel()
	for p, want := range map[Placement]string{
		PlacementAccessVpc: "10.21.0.0/25", PlacementTransitGateway: "10.21.0.0/25", PlacementPrivateLink: "", PlacementConnectorSubnet: "10.20.240.0/27 10.20.240.32/27",
	} {
		if got := strings.Join(placed(p).ConnectorCidrs(), " "); got != want {
			t.Errorf("%s: connectors dial from %q, want %q", p, got, want)
		}
	}
}
