package isolation

import (
	"slices"
	"strings"
)

// TargetKind is what a route goes to. The values are the words that the reports use.
type TargetKind string

// The kinds of target.
const (
	TargetUnknown           TargetKind = "unknown target"
	TargetLocal             TargetKind = "local"
	TargetInternetGateway   TargetKind = "internet gateway"
	TargetNATGateway        TargetKind = "NAT gateway"
	TargetEgressOnlyGateway TargetKind = "egress-only internet gateway"
	TargetVPNGateway        TargetKind = "virtual private gateway"
	TargetCarrierGateway    TargetKind = "carrier gateway"
	TargetLocalGateway      TargetKind = "local gateway"
	TargetTransitGateway    TargetKind = "transit gateway"
	TargetCoreNetwork       TargetKind = "core network"
	TargetPeering           TargetKind = "peering connection"
	TargetInterface         TargetKind = "network interface"
	TargetInstance          TargetKind = "instance"
	TargetGatewayEndpoint   TargetKind = "gateway endpoint"
	TargetEndpoint          TargetKind = "Gateway Load Balancer endpoint"
	TargetRouteServer       TargetKind = "route server"
)

// Target is the next hop of a route.
type Target struct {
	Kind TargetKind
	// Key is the property that names it, for example "natGatewayId".
	Key string
	// ID is the known id, or empty.
	ID string
	// URN is the resource of the stack, or empty.
	URN string
	// Missing says what has to be known where the kind is TargetUnknown.
	Missing string
}

func (t Target) step() Step { return Step{URN: t.URN, What: string(t.Kind), ID: t.ID} }

// targetPrefixes maps the prefix of an id to what it names. The property proves nothing: AWS accepts the id of a NAT
// gateway in gatewayId, for example.
var targetPrefixes = []struct {
	prefix string
	kind   TargetKind
}{
	{"igw-", TargetInternetGateway},
	{"eigw-", TargetEgressOnlyGateway},
	{"vgw-", TargetVPNGateway},
	{"nat-", TargetNATGateway},
	{"tgw-", TargetTransitGateway},
	{"pcx-", TargetPeering},
	{"eni-", TargetInterface},
	{"i-", TargetInstance},
	{"cagw-", TargetCarrierGateway},
	{"lgw-", TargetLocalGateway},
	{"core-network-", TargetCoreNetwork},
	{"vpce-", TargetEndpoint},
}

// targetProducers maps the resources that can produce the id of a target to what they produce.
var targetProducers = map[string]TargetKind{
	"ec2/internetGateway":                         TargetInternetGateway,
	"ec2/internetGatewayAttachment":               TargetInternetGateway,
	"ec2/egressOnlyInternetGateway":               TargetEgressOnlyGateway,
	"ec2/natGateway":                              TargetNATGateway,
	"ec2/vpnGateway":                              TargetVPNGateway,
	"ec2/vpnGatewayAttachment":                    TargetVPNGateway,
	"ec2/vpnGatewayRoutePropagation":              TargetVPNGateway,
	"ec2/vpnConnection":                           TargetVPNGateway,
	"directconnect/gatewayAssociation":            TargetVPNGateway,
	"ec2/carrierGateway":                          TargetCarrierGateway,
	"ec2/localGatewayRoute":                       TargetLocalGateway,
	"ec2/localGatewayRouteTableVpcAssociation":    TargetLocalGateway,
	"ec2transitgateway/transitGateway":            TargetTransitGateway,
	"ec2transitgateway/vpcAttachment":             TargetTransitGateway,
	"ec2transitgateway/vpcAttachmentAccepter":     TargetTransitGateway,
	"ec2transitgateway/peeringAttachment":         TargetTransitGateway,
	"ec2transitgateway/peeringAttachmentAccepter": TargetTransitGateway,
	"ec2transitgateway/connect":                   TargetTransitGateway,
	"ec2transitgateway/routeTable":                TargetTransitGateway,
	"networkmanager/transitGatewayRegistration":   TargetTransitGateway,
	"networkmanager/coreNetwork":                  TargetCoreNetwork,
	"networkmanager/coreNetworkPolicyAttachment":  TargetCoreNetwork,
	"networkmanager/vpcAttachment":                TargetCoreNetwork,
	"networkmanager/attachmentAccepter":           TargetCoreNetwork,
	"ec2/vpcPeeringConnection":                    TargetPeering,
	"ec2/vpcPeeringConnectionAccepter":            TargetPeering,
	"ec2/peeringConnectionOptions":                TargetPeering,
	"ec2/networkInterface":                        TargetInterface,
	"ec2/networkInterfaceAttachment":              TargetInterface,
	"ec2/instance":                                TargetInstance,
	"ec2/spotInstanceRequest":                     TargetInstance,
	"ec2/vpcEndpoint":                             TargetEndpoint,
	"networkfirewall/firewall":                    TargetEndpoint,
}

// targetKeys are the properties that name a target, with the kinds that belong to each. Where one unknown value has to be
// told from another in the same list of routes, a dependency of these kinds is preferred.
// Source: pulumi-aws v6.83.2, aws.ec2.RouteArgs, RouteTableRouteArgs, DefaultRouteTableRouteArgs.
var targetKeys = map[string][]TargetKind{
	"carrierGatewayId":       {TargetCarrierGateway},
	"coreNetworkArn":         {TargetCoreNetwork},
	"egressOnlyGatewayId":    {TargetEgressOnlyGateway},
	"gatewayId":              {TargetInternetGateway, TargetVPNGateway, TargetEndpoint},
	"instanceId":             {TargetInstance},
	"localGatewayId":         {TargetLocalGateway},
	"natGatewayId":           {TargetNATGateway},
	"networkInterfaceId":     {TargetInterface, TargetInstance},
	"transitGatewayId":       {TargetTransitGateway},
	"vpcEndpointId":          {TargetEndpoint},
	"vpcPeeringConnectionId": {TargetPeering},
}

// neutralRouteKeys are the properties of a route that name no target.
var neutralRouteKeys = []string{
	"cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId",
	"routeTableId", "id", "state", "origin", "instanceOwnerId", "timeouts", "__defaults", "region",
}

// severity orders the kinds of target for a choice between candidates: what is refused in any case comes first.
var severity = []TargetKind{
	TargetInternetGateway, TargetNATGateway, TargetEgressOnlyGateway, TargetCarrierGateway, TargetLocalGateway,
	TargetInterface, TargetInstance, TargetVPNGateway, TargetCoreNetwork, TargetUnknown, TargetEndpoint,
	TargetTransitGateway, TargetPeering,
}

// classify decides what a property of a route names: by the prefix of a known id, else by the type of the resources that
// the property depends on.
func (g *graph) classify(key string, v Value) Target {
	t := Target{Kind: TargetUnknown, Key: key}
	id, state := v.Text()
	if state == Known {
		t.ID = id
		t.Kind = kindOfID(id)
		if r := first(g.byID[id]); r != nil {
			t.URN = r.URN
		}
		if t.Kind == TargetUnknown {
			t.Missing = "what " + key + " " + id + " is"
		}
		return t
	}
	if _, ok := targetKeys[key]; !ok {
		t.Missing = "a judgement on the target property " + key + ", which the model does not know"
		return t
	}
	return g.classifyByDependency(t, v.refs)
}

func (g *graph) classifyByDependency(t Target, refs []string) Target {
	t.Missing = t.Key
	var candidates []Target
	found, strangers := g.producers(refs, producerKinds, maxCandidates)
	for _, r := range found {
		candidates = append(candidates, Target{Kind: producedBy(r, t.Key), Key: t.Key, ID: r.ID(), URN: r.URN})
	}
	natural := slices.DeleteFunc(slices.Clone(candidates), func(c Target) bool {
		return !slices.Contains(targetKeys[t.Key], c.Kind)
	})
	if len(natural) > 0 {
		candidates = natural
	}
	for _, urn := range strangers {
		candidates = append(candidates, Target{Kind: TargetUnknown, Key: t.Key, Missing: t.Key + ", which depends on " + urnName(urn)})
	}
	if t.Key == "networkInterfaceId" {
		// Whatever interface it is, it can forward.
		candidates = append(candidates, Target{Kind: TargetInterface, Key: t.Key})
	}
	if len(candidates) == 0 {
		return t
	}
	slices.SortStableFunc(candidates, func(a, b Target) int {
		return slices.Index(severity, a.Kind) - slices.Index(severity, b.Kind)
	})
	best := candidates[0]
	if len(candidates) > 1 && best.Kind == candidates[len(candidates)-1].Kind && best.URN != candidates[len(candidates)-1].URN {
		best.Missing = "which of several"
	}
	best.ID = ""
	return best
}

// producedBy says what an id that depends on a resource names.
func producedBy(r *Resource, key string) TargetKind {
	switch {
	case key == "networkInterfaceId":
		return TargetInterface
	case r.kind == "ec2/vpnConnection" && key == "transitGatewayId":
		return TargetTransitGateway
	case r.kind == "directconnect/gatewayAssociation" && key == "transitGatewayId":
		return TargetTransitGateway
	default:
		return targetProducers[r.kind]
	}
}

func kindOfID(id string) TargetKind {
	if id == "local" {
		return TargetLocal
	}
	if strings.HasPrefix(id, "arn:") {
		id = id[strings.LastIndex(id, "/")+1:]
	}
	for _, p := range targetPrefixes {
		if strings.HasPrefix(id, p.prefix) {
			return p.kind
		}
	}
	return TargetUnknown
}

var producerKinds = func() []string {
	var kinds []string
	for k := range targetProducers {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}()

func first(resources []*Resource) *Resource {
	if len(resources) == 0 {
		return nil
	}
	return resources[0]
}
