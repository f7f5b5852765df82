package isolation

import "strings"

// VPC is a VPC of the stack, or one outside that the stack refers to.
type VPC struct {
	// Resource is nil for a VPC outside the stack.
	Resource *Resource
	// ID is empty while it is not known.
	ID string
	// CIDRs are the IPv4 and IPv6 blocks that are known.
	CIDRs Addresses
	// Subnets and Tables are those of the stack in this VPC, sorted by URN.
	Subnets []*Subnet
	Tables  []*Table
	// Main is the table for subnets without an explicit association; nil where it is outside the stack.
	Main *Table
	// Access says whether the VPC has the shape of an access VPC.
	Access AccessShape
}

// Name is the logical name, or the id of a VPC outside the stack.
func (v *VPC) Name() string {
	switch {
	case v == nil:
		return "unknown"
	case v.Resource != nil:
		return v.Resource.Name
	default:
		return v.ID
	}
}

var vpcKinds = []string{"ec2/vpc", "ec2/defaultVpc"}

// The shortest blocks that AWS accepts for a VPC. A wider block cannot exist, and must not count as inside.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
const (
	shortestVPCBlockIPv4 = 16
	shortestVPCBlockIPv6 = 44
)

func (g *graph) addVPCs() {
	g.vpcOf = map[*Resource]*VPC{}
	g.vpcByID = map[string]*VPC{}
	g.vpcByTable = map[string]*VPC{}
	for _, r := range g.of(vpcKinds...) {
		v := &VPC{Resource: r, ID: r.ID()}
		g.vpcs = append(g.vpcs, v)
		g.vpcOf[r] = v
		if v.ID != "" {
			g.vpcByID[v.ID] = v
		}
		for _, key := range []string{"cidrBlock", "ipv6CidrBlock"} {
			v.addBlock(r.Value(key))
		}
		for _, key := range []string{"mainRouteTableId", "defaultRouteTableId"} {
			if id, state := r.Answer(key).Text(); state == Known {
				g.vpcByTable[id] = v
			}
		}
	}
	for _, r := range g.of("ec2/vpcIpv4CidrBlockAssociation", "ec2/vpcIpv6CidrBlockAssociation") {
		if v := g.vpcNamed(r.Value("vpcId")); v != nil {
			v.addBlock(r.Value("cidrBlock"))
			v.addBlock(r.Value("ipv6CidrBlock"))
		}
	}
}

func (v *VPC) addBlock(block Value) {
	text, _ := block.Text()
	p, ok := parsePrefix(text)
	if !ok {
		return
	}
	shortest := shortestVPCBlockIPv6
	if p.Addr().Is4() {
		shortest = shortestVPCBlockIPv4
	}
	if p.Bits() >= shortest {
		v.CIDRs = v.CIDRs.or(prefixSet(p))
	}
}

// vpcNamed resolves a value that names a VPC. A known id outside the stack makes a VPC of its own; nil means that the VPC
// cannot be known.
func (g *graph) vpcNamed(id Value) *VPC { return g.vpcVia(id, maxHops) }

// maxHops bounds how often a reference is followed through other resources, such as subnet.vpcId.
const maxHops = 4

func (g *graph) vpcVia(id Value, hops int) *VPC {
	text, state := id.Text()
	switch state {
	case Known:
		if v := g.vpcByID[text]; v != nil {
			return v
		}
		v := &VPC{ID: text}
		g.vpcByID[text] = v
		g.vpcs = append(g.vpcs, v)
		return v
	case Unknown:
		return g.vpcAmong(id.refs, hops)
	default:
		return nil
	}
}

// vpcAmong finds the one VPC that the dependencies lead to: a VPC itself, or what lies in one.
func (g *graph) vpcAmong(urns []string, hops int) *VPC {
	var found *VPC
	direct, strangers := g.producers(urns, vpcKinds, 1)
	for _, r := range direct {
		if v := g.vpcOf[r]; v != found && found != nil {
			return nil
		} else if v != nil {
			found = v
		}
	}
	for _, urn := range strangers {
		r := g.byURN[urn]
		if r == nil || hops == 0 || !strings.HasPrefix(r.Type, "aws:") {
			return nil
		}
		v := g.vpcVia(r.Value("vpcId"), hops-1)
		if v == nil || found != nil && v != found {
			return nil
		}
		found = v
	}
	return found
}
