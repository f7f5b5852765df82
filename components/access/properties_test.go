package access

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/internal/check"
)

// drawArgs draws arguments that are valid.
func drawArgs(t *rapid.T) *ZeroTrustAccessArgs {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	args := placed(rapid.SampledFrom(Placements()).Draw(t, "placement"))
	args.EdgeRegion = rapid.SampledFrom(edge.Regions()).Draw(t, "edge region")
	args.EdgeFamily = rapid.SampledFrom([]edge.Family{edge.IPv4, edge.IPv6}).Draw(t, "family")
	full := everything()
	if args.AccessVpc != nil {
		drawAccessVpc(t, args)
	}
	if args.ConnectorSubnets != nil && args.EdgeFamily == edge.IPv4 {
		args.ConnectorSubnets.Ipv6CidrBlock = nil
		args.ConnectorSubnets.GatewayCidrBlocks = map[string]string{"eu-central-1a": "10.20.240.64/28", "eu-central-1b": "10.20.240.80/28"}
	}
	args.Connectors.Replicas = rapid.SampledFrom([]int{0, 2, 3, 24, 25}).Draw(t, "replicas")
	if args.Placement != PlacementConnectorSubnet && flag("packages") {
		args.Connectors.Packages, args.Connectors.PackageKeyArn = full.Connectors.Packages, full.Connectors.PackageKeyArn
	}
	if args.Placement != PlacementPrivateLink {
		for i := range rapid.IntRange(0, 3).Draw(t, "applications") {
			key := fmt.Sprintf("app-%d", i)
			args.Cloudflare.Applications[key] = zerotrust.Application{
				Kind: zerotrust.Infrastructure, AskAccess: rapid.Bool().Draw(t, "Access"), Cidrs: []string{fmt.Sprintf("10.20.%d.0/24", 100+i)}, Ports: rapid.SampledFrom([][]int{{3306}, {5432, 6379}}).Draw(t, "ports"),
			}
			persona := args.Cloudflare.Personas["operators"]
			persona.Applications = append(slices.Clone(persona.Applications), key)
			args.Cloudflare.Personas["operators"] = persona
		}
	}
	if flag("service token") {
		args.Cloudflare.ServiceTokens = full.Cloudflare.ServiceTokens
		app := args.Cloudflare.Applications["kubernetes"]
		app.ServiceTokens = []string{"pipeline"}
		args.Cloudflare.Applications["kubernetes"] = app
	}
	args.Protect = flag("protect")
	return args
}

func drawAccessVpc(t *rapid.T, args *ZeroTrustAccessArgs) {
	if args.Placement != PlacementPrivateLink {
		args.AccessVpc.CidrBlock = rapid.SampledFrom([]string{"10.21.0.0/24", "10.21.0.0/23", "10.21.0.0/22", "10.21.0.0/20", "100.64.16.0/21"}).Draw(t, "block")
	}
	args.AccessVpc.AvailabilityZones = rapid.SampledFrom([][]string{
		{"eu-central-1a", "eu-central-1b"}, {"eu-central-1a", "eu-central-1b", "eu-central-1c"}, {"eu-central-1b", "eu-central-1d"},
	}).Draw(t, "zones")
	args.AccessVpc.BlockPublicAccessExclusion = rapid.Bool().Draw(t, "exclusion")
	if args.Placement == PlacementAccessVpc && rapid.Bool().Draw(t, "private zones") {
		full := everything()
		args.PrivateZones, args.PrivateDomains, args.Cloudflare.PrivateZones = full.PrivateZones, full.PrivateDomains, full.Cloudflare.PrivateZones
	}
}

func TestWhateverIsAskedForConnectorsReachTheEdgeAndTheWorkloadOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		args := drawArgs(t)
		r := &recorder{preview: rapid.Bool().Draw(t, "preview")}
		if _, err := r.deploy(args); err != nil {
			t.Fatalf("valid arguments are refused: %v", err)
		}
		family := cmp.Or(args.EdgeFamily, edge.IPv6)
		for _, reg := range r.own() {
			checkRoute(t, reg, edge.Routes(args.EdgeRegion, family))
			checkOpenings(t, reg)
			checkPlainText(t, reg)
		}
		checkDeny(t, r)
	})
}

// allowedDestination tells whether traffic may go to a range: private, or within a prefix of the edge.
func allowedDestination(text string, routes []netip.Prefix) bool {
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return false
	}
	within := func(outer netip.Prefix) bool { return outer.Bits() <= block.Bits() && outer.Contains(block.Addr()) }
	return slices.ContainsFunc(check.PrivateSpace, within) || slices.ContainsFunc(routes, within)
}

// checkRoute fails for a route to anything but the workload, the connectors and the edge: no default route, in any table, inline
// or not.
func checkRoute(t *rapid.T, reg registration, routes []netip.Prefix) {
	switch shortType(reg.Token) {
	case "ec2.Route":
		to := ""
		for _, key := range []resource.PropertyKey{"destinationCidrBlock", "destinationIpv6CidrBlock"} {
			if v := reg.Inputs[key]; v.IsString() {
				to = v.StringValue()
			}
		}
		if !allowedDestination(to, routes) || reg.Inputs.HasValue("destinationPrefixListId") {
			t.Errorf("%s leads to %q", reg.Name, to)
		}
		outward := reg.Inputs.HasValue("gatewayId") || reg.Inputs.HasValue("natGatewayId") || reg.Inputs.HasValue("egressOnlyGatewayId")
		if outward != slices.ContainsFunc(routes, func(p netip.Prefix) bool { return p.String() == to }) {
			t.Errorf("%s leads to %s by another target than it should: %v", reg.Name, to, reg.Inputs)
		}
	case "ec2.RouteTable", "ec2.DefaultRouteTable":
		if v := reg.Inputs["routes"]; v.IsArray() && len(v.ArrayValue()) > 0 {
			t.Errorf("%s has routes of its own", reg.Name)
		}
	case "vpc.SecurityGroupEgressRule":
		if v := reg.Inputs["cidrIpv4"]; v.IsString() && !allowedDestination(v.StringValue(), nil) {
			t.Errorf("%s lets out to %s", reg.Name, v.StringValue())
		}
		if reg.Inputs.HasValue("cidrIpv6") {
			t.Errorf("%s lets out to IPv6 addresses beside the list of hosts", reg.Name)
		}
	case "ec2.ManagedPrefixList":
		for _, entry := range reg.Inputs["entries"].ArrayValue() {
			if block := netip.MustParsePrefix(entry.ObjectValue()["cidr"].StringValue()); !block.IsSingleIP() || !slices.ContainsFunc(routes, func(p netip.Prefix) bool { return p.Overlaps(block) }) {
				t.Errorf("%s holds %s, which is no host of the edge", reg.Name, block)
			}
		}
	case "ec2.NetworkAcl":
		for _, rule := range reg.Inputs["egress"].ArrayValue() {
			for _, key := range []resource.PropertyKey{"cidrBlock", "ipv6CidrBlock"} {
				v := rule.ObjectValue()[key]
				if v.IsString() && v.StringValue() != "" && !allowedDestination(v.StringValue(), append(slices.Clone(routes), netip.MustParsePrefix("3.5.134.0/23"), netip.MustParsePrefix("52.219.168.0/24"))) {
					t.Errorf("%s lets out to %s", reg.Name, v.StringValue())
				}
			}
		}
	}
}

// checkOpenings fails for a way in to connectors, a public address on one, or metadata that leave the host.
func checkOpenings(t *rapid.T, reg registration) {
	switch shortType(reg.Token) {
	case "vpc.SecurityGroupIngressRule":
		if v := reg.Inputs["securityGroupId"]; v.IsString() && v.StringValue() == testName+"-connectors-id" {
			t.Errorf("%s lets somebody in to the connectors", reg.Name)
		}
		if v := reg.Inputs["cidrIpv4"]; v.IsString() && !allowedDestination(v.StringValue(), nil) {
			t.Errorf("%s lets in %s", reg.Name, v.StringValue())
		}
	case "ec2.SecurityGroup":
		if reg.Inputs.HasValue("ingress") || reg.Inputs.HasValue("egress") {
			t.Errorf("%s has rules of its own", reg.Name)
		}
	case "ec2.LaunchTemplate":
		metadata, card := reg.Inputs["metadataOptions"].ObjectValue(), reg.Inputs["networkInterfaces"].ArrayValue()[0].ObjectValue()
		if metadata["httpTokens"].StringValue() != "required" || metadata["httpPutResponseHopLimit"].NumberValue() != 1 || card["associatePublicIpAddress"].StringValue() != "false" {
			t.Errorf("%s has a public address, or gives metadata without a token or beyond the host", reg.Name)
		}
		volume := reg.Inputs["blockDeviceMappings"].ArrayValue()[0].ObjectValue()["ebs"].ObjectValue()
		if volume["encrypted"].StringValue() != "true" || !volume.HasValue("kmsKeyId") {
			t.Errorf("%s has a volume that is not encrypted with a key", reg.Name)
		}
	case "ec2.Subnet":
		if v := reg.Inputs["mapPublicIpOnLaunch"]; !v.IsBool() || v.BoolValue() {
			t.Errorf("%s gives public IPv4 addresses", reg.Name)
		}
	case "ec2.VpcBlockPublicAccessExclusion":
		if reg.Inputs["internetGatewayExclusionMode"].StringValue() != "allow-egress" {
			t.Errorf("%s lets traffic in", reg.Name)
		}
	}
}

// schemes finds addresses with a scheme.
var schemes = regexp.MustCompile(`[a-z0-9+]+://`)

// checkPlainText fails for a secret that is not marked as one, and for user data that name an address outside.
func checkPlainText(t *rapid.T, reg registration) {
	if strings.Contains(plainText(resource.NewProperty(reg.Inputs)), testToken) {
		t.Errorf("%s holds the token in plain text", reg.Name)
	}
	data := reg.Inputs["userData"]
	if !data.IsString() {
		return
	}
	text, err := base64.StdEncoding.DecodeString(data.StringValue())
	if err != nil {
		t.Fatalf("%s: %v", reg.Name, err)
	}
	if strings.Contains(string(text), testToken) {
		t.Errorf("%s holds the token in user data", reg.Name)
	}
	for _, scheme := range schemes.FindAllString(string(text), -1) {
		if scheme != "s3://" {
			t.Errorf("%s names an address by %s in user data", reg.Name, scheme)
		}
	}
}

// plainText is everything in a value that is not secret.
func plainText(v resource.PropertyValue) string {
	switch {
	case v.IsString():
		return v.StringValue()
	case v.IsArray():
		var all []string
		for _, e := range v.ArrayValue() {
			all = append(all, plainText(e))
		}
		return strings.Join(all, "\n")
	case v.IsObject():
		var all []string
		for _, e := range v.ObjectValue() {
			all = append(all, plainText(e))
		}
		return strings.Join(all, "\n")
	default:
		return ""
	}
}

// checkDeny fails unless there is one deny rule that is on, comes after every other, and is there before any route.
func checkDeny(t *rapid.T, r *recorder) {
	last, denies := 0.0, 0
	for _, reg := range r.ofType("index.ZeroTrustGatewayPolicy") {
		last = max(last, reg.Inputs["precedence"].NumberValue())
	}
	for _, reg := range r.ofType("index.ZeroTrustGatewayPolicy") {
		if reg.Inputs["action"].StringValue() != "block" {
			continue
		}
		denies++
		if enabled := reg.Inputs["enabled"]; !enabled.IsBool() || !enabled.BoolValue() || reg.Inputs["precedence"].NumberValue() != last {
			t.Errorf("%s is off, or not the last: %v", reg.Name, reg.Inputs)
		}
	}
	if denies != 1 {
		t.Errorf("there are %d deny rules, want one", denies)
	}
	for _, reg := range r.ofType("index.ZeroTrustTunnelRoute") {
		if !dependsOn(reg, "index.ZeroTrustGatewayPolicy", "deny") {
			t.Errorf("%s does not wait for the deny rule", reg.Name)
		}
	}
}

func TestSubnetsStayInTheirSharesAndApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.IntRange(widestAccessBlock, narrowestAccessBlock).Draw(t, "bits")
		block := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(rapid.IntRange(0, 255).Draw(t, "octet")), 0, 0}), bits)
		var all []netip.Prefix
		for i := range slots(block) {
			zone := testRegion + string(rune('a'+i))
			connectors, gateway := connectorSubnet(block, zone), gatewaySubnet(block, zone)
			if half := connectorHalf(block); !half.Contains(connectors.Addr()) || half.Bits() > connectors.Bits() || connectors != connectors.Masked() {
				t.Fatalf("%s: connectors of %s are at %s, outside of %s", block, zone, connectors, half)
			}
			if connectorHalf(block).Overlaps(gateway) || !block.Overlaps(gateway) || gateway.Bits() > 28 || connectors.Bits() > 28 {
				t.Fatalf("%s: the NAT gateway of %s is at %s", block, zone, gateway)
			}
			all = append(all, connectors, gateway)
		}
		args := with(func(args *ZeroTrustAccessArgs) { args.AccessVpc.CidrBlock = block.String() })
		args.Workload.Cidrs = []string{"192.168.0.0/24"}
		args.Cloudflare.Applications["kubernetes"] = zerotrust.Application{Kind: zerotrust.Kubernetes, Cidrs: []string{"192.168.0.0/26"}}
		r := &recorder{}
		if _, err := r.deploy(args); err != nil {
			t.Fatal(err)
		}
		for _, reg := range r.ofType("ec2.Subnet") {
			if strings.Contains(reg.Name, "endpoints") {
				all = append(all, netip.MustParsePrefix(reg.Inputs["cidrBlock"].StringValue()))
			}
		}
		for i, a := range all {
			for _, b := range all[i+1:] {
				if a.Overlaps(b) {
					t.Fatalf("%s: subnets %s and %s overlap", block, a, b)
				}
			}
		}
	})
}

func TestEveryZoneHasAnIPv6SubnetOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, zone := range []string{"eu-central-1a", "eu-central-1b", "eu-central-1h"} {
		block, err := subnet6("2600:1f14:abc:de00::/56", zone)
		if err != nil {
			t.Fatal(err)
		}
		if p := netip.MustParsePrefix(block); seen[block] || p.Bits() != 64 || !netip.MustParsePrefix("2600:1f14:abc:de00::/56").Contains(p.Addr()) {
			t.Errorf("%s has the block %s", zone, block)
		}
		seen[block] = true
	}
	if _, err := subnet6("nothing", "eu-central-1a"); err == nil {
		t.Error("expected a block that is none to be refused")
	}
}
