package access_test

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/network"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

const region = "eu-central-1"

// change gives the arguments of one placement.
type change func(ctx *pulumi.Context, vpc *network.ZeroEgressVpc, args *access.ZeroTrustAccessArgs) error

// options are those of a rehearsal of a workload VPC with access to it, whose policy configuration declares the edge.
func options(t *testing.T, family edge.Family, change change) rehearsal.Options {
	t.Helper()
	dir := t.TempDir()
	var routes []string
	for _, route := range edge.Routes(edge.Global, family) {
		routes = append(routes, fmt.Sprintf("%q", route))
	}
	for name, content := range map[string]string{
		"Pulumi.yaml":              "name: gate\nruntime: go\n",
		"Pulumi.dev.yaml":          "config:\n  aws:region: " + region + "\n",
		rehearsal.PolicyConfigFile: `{"PACK-SELF": {"tunnelEdge": [` + strings.Join(routes, ", ") + `]}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return rehearsaltest.Options(t, dir, "dev", func(ctx *pulumi.Context) error { return deploy(ctx, family, change) })
}

// deploy makes the workload VPC and the access to it.
func deploy(ctx *pulumi.Context, family edge.Family, change change) error {
	zones := []string{region + "a", region + "b"}
	vpc, err := network.NewZeroEgressVpc(ctx, "platform", &network.ZeroEgressVpcArgs{
		Region: region, CidrBlock: "10.20.0.0/18", AvailabilityZones: network.AvailabilityZones{Names: zones}, PrivateRanges: []string{"10.21.0.0/25"},
		GatewayEndpointRanges: []string{},
	})
	if err != nil {
		return err
	}
	args := &access.ZeroTrustAccessArgs{
		Region:     region,
		Workload:   access.Workload{VpcID: vpc.VpcID, Cidrs: vpc.Cidrs(), RouteTables: vpc.RouteTableIDs()},
		AccessVpc:  &access.AccessVpcArgs{CidrBlock: "10.21.0.0/24", AvailabilityZones: zones},
		EdgeFamily: family,
		Connectors: access.ConnectorsArgs{AmiID: pulumi.String("ami-0123456789abcdef0"), CloudflaredVersion: "2026.8.2"},
		Cloudflare: zerotrust.Args{
			AccountID: "00000000000000000000000000000d0e", TeamName: "example", Precedence: 1000,
			Personas:     map[string]zerotrust.Persona{"operators": {Emails: []string{"ops@example.com"}, Applications: []string{"kubernetes"}}},
			Posture:      map[string]zerotrust.PostureCheck{"disk": {Type: zerotrust.DiskEncryption, Platforms: []zerotrust.Platform{zerotrust.Mac}}},
			Applications: map[string]zerotrust.Application{"kubernetes": {Kind: zerotrust.Kubernetes, Cidrs: []string{"10.20.48.0/21"}}},
		},
		BreakGlass: access.BreakGlass{Principals: []string{"arn:aws:iam::111122223333:user/break-glass"}},
	}
	if err := change(ctx, vpc, args); err != nil {
		return err
	}
	_, err = access.NewZeroTrustAccess(ctx, "gate", args)
	return err
}

func overPeering(*pulumi.Context, *network.ZeroEgressVpc, *access.ZeroTrustAccessArgs) error {
	return nil
}

func overPrivateLink(_ *pulumi.Context, vpc *network.ZeroEgressVpc, args *access.ZeroTrustAccessArgs) error {
	args.Placement, args.Workload.RouteTables = access.PlacementPrivateLink, nil
	args.Cloudflare.Applications["kubernetes"] = zerotrust.Application{Kind: zerotrust.Kubernetes, Cidrs: []string{"10.21.0.128/26"}}
	args.PrivateLink = &access.PrivateLinkArgs{
		Subnets:   vpc.SubnetIDs(network.TierEndpoints),
		Resources: map[string]access.PrivateResource{"kubernetes": {DomainName: pulumi.String("0123456789abcdef.gr7.eu-central-1.eks.amazonaws.com")}},
	}
	return nil
}

// inTheWorkload puts connectors beside a workload; they need the endpoints of its VPC.
func inTheWorkload(ctx *pulumi.Context, vpc *network.ZeroEgressVpc, args *access.ZeroTrustAccessArgs) error {
	args.Placement, args.AccessVpc, args.Workload.RouteTables = access.PlacementConnectorSubnet, nil, nil
	args.ConnectorSubnets = &access.ConnectorSubnetsArgs{
		CidrBlocks:        map[string]string{region + "a": "10.20.60.0/27", region + "b": "10.20.60.32/27"},
		GatewayCidrBlocks: map[string]string{region + "a": "10.20.60.64/28", region + "b": "10.20.60.80/28"},
	}
	set, err := endpoints.NewEndpointSet(ctx, "platform", &endpoints.EndpointSetArgs{
		Region: region, VpcID: vpc.VpcID, Subnets: vpc.SubnetIDs(network.TierEndpoints), RouteTables: vpc.RouteTableIDs(),
		IngressCidrs: []string{"10.20.0.0/18"}, Capabilities: access.Capabilities(),
	})
	if err != nil {
		return err
	}
	args.Workload.Endpoints = set
	_, err = ec2.NewNetworkInterface(ctx, "workload", &ec2.NetworkInterfaceArgs{SubnetId: vpc.SubnetIDs(network.TierNodes)[region+"a"]})
	return err
}

// TestAccessHoldsWithoutAViolation runs preview with the policy pack, up, up again, refresh and destroy.
func TestAccessHoldsWithoutAViolation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		family edge.Family
		change change
	}{
		"peering and IPv4": {edge.IPv4, overPeering}, "PrivateLink": {edge.IPv6, overPrivateLink},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t, test.family, test.change)
			o.Destroy = true
			if _, err := rehearsal.Run(t.Context(), o); err != nil {
				t.Fatalf("expected preview, up, up again, refresh and destroy to succeed, got: %v", err)
			}
		})
	}
}

func overTransitGateway(_ *pulumi.Context, _ *network.ZeroEgressVpc, args *access.ZeroTrustAccessArgs) error {
	args.Placement, args.TransitGateway = access.PlacementTransitGateway, &access.TransitGatewayArgs{TransitGatewayID: pulumi.String("tgw-0123456789abcdef0")}
	return nil
}

// TestPlacementsThatGiveSomethingUpAreRefusedWithoutAWaiver shows what the concessions mean to the policy pack.
func TestPlacementsThatGiveSomethingUpAreRefusedWithoutAWaiver(t *testing.T) {
	t.Parallel()
	for placement, test := range map[access.Placement]struct {
		family  edge.Family
		change  change
		refusal []string
	}{
		access.PlacementTransitGateway:  {edge.IPv6, overTransitGateway, []string{"ROUTE-EIGW", "ROUTE-TGW"}},
		access.PlacementConnectorSubnet: {edge.IPv4, inTheWorkload, []string{"ROUTE-NAT", "GW-NAT", "GW-IGW"}},
	} {
		t.Run(string(placement), func(t *testing.T) {
			t.Parallel()
			session := rehearsaltest.Open(t, options(t, test.family, test.change))
			result, err := session.Preview(t.Context())
			if err == nil {
				t.Fatal("expected the policy pack to refuse the placement")
			}
			for _, rule := range test.refusal {
				if !strings.Contains(err.Error(), rule) {
					t.Errorf("expected %s to refuse the placement, got: %v", rule, err)
				}
			}
			warned := func(m rehearsal.Message) bool {
				return m.Severity == "warning" && strings.Contains(m.Text, "placement "+string(placement)+": ")
			}
			if result == nil || !slices.ContainsFunc(result.Diagnostics, warned) {
				t.Error("expected the component to warn of what the placement gives up")
			}
		})
	}
}

// TestARouteBeyondTheEdgeIsRefused shows that the pack takes the declared routes and nothing wider.
func TestARouteBeyondTheEdgeIsRefused(t *testing.T) {
	t.Parallel()
	o := options(t, edge.IPv6, overPeering)
	declared := `{"PACK-SELF": {"tunnelEdge": ["` + netip.MustParsePrefix("2606:4700:a0::/48").String() + `"]}}`
	if err := os.WriteFile(filepath.Join(o.ProjectDir, rehearsal.PolicyConfigFile), []byte(declared), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := rehearsaltest.Open(t, o).Preview(t.Context())
	var failed *rehearsal.StepError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "GW-EIGW") || !strings.Contains(err.Error(), "2606:4700:a8::/48") {
		t.Errorf("expected the route that is not declared and the gateway to be refused, got: %v", err)
	}
}
