package isolation

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// AccessShape is the judgement on whether a VPC is an access VPC: no workload in it, no route outward but to the pinned
// tunnel edge prefixes, and nothing that lets somebody in. Such a VPC may have the one gateway that these routes need.
type AccessShape struct {
	// Holds is true for an access VPC.
	Holds bool
	// Wants is true where some route of the VPC goes to a tunnel edge prefix, so that it looks as if it was meant to be one.
	Wants bool
	// Against lists what speaks against the shape, in words, with the names of the resources.
	Against []string
}

// accessMayHold are the resources that may be placed into the subnets of an access VPC: the connectors, how these reach AWS
// and the tunnel edge, and what filters and records. Anything else is a workload. An attachment to a transit gateway is not
// among them, because through it others could use the gateway of the access VPC, which a peering does not allow.
var accessMayHold = []string{
	"autoscaling/group", "ec2/defaultNetworkAcl", "ec2/flowLog", "ec2/instance", "ec2/launchTemplate", "ec2/natGateway",
	"ec2/networkAcl", "ec2/networkAclAssociation", "ec2/networkInterface", "ec2/routeTableAssociation", "ec2/subnetCidrReservation",
	"ec2/tag", "ec2/vpcEndpoint", "ec2/vpcEndpointSubnetAssociation",
}

// judgeAccessShapes decides for every VPC whether it is an access VPC.
func (g *graph) judgeAccessShapes() {
	if len(g.cfg.TunnelEdge) == 0 {
		return
	}
	wanted := false
	for _, v := range g.vpcs {
		g.judgeAccessRoutes(v)
		wanted = wanted || v.Access.Wants
	}
	if !wanted {
		return
	}
	g.judgeAccessWorkloads()
	g.judgeAccessIngress()
	for _, v := range g.vpcs {
		slices.Sort(v.Access.Against)
		v.Access.Against = slices.Compact(v.Access.Against)
		v.Access.Holds = v.Access.Wants && len(v.Access.Against) == 0
	}
}

// judgeAccessRoutes looks at the routes of a VPC that lead to a gateway: each must go to the tunnel edge alone.
func (g *graph) judgeAccessRoutes(v *VPC) {
	for _, t := range v.Tables {
		for _, rt := range t.Routes {
			if refused[rt.Target.Kind].kind == "" {
				continue
			}
			if g.edgeOnly(rt, rt.Destination.Addresses.minus(g.private)) {
				v.Access.Wants = true
			} else {
				v.Access.Against = append(v.Access.Against,
					"route "+rt.Destination.Text+" of "+quoted(rt.Resource)+" goes beyond the tunnel edge")
			}
		}
	}
}

// connectorKinds are what connectors are made of. They dial the tunnel edge, so one that stands where no route leads there is
// something else.
var connectorKinds = []string{"autoscaling/group", "ec2/instance", "ec2/launchTemplate", "ec2/networkInterface"}

// judgeAccessWorkloads looks for resources that name a subnet of a VPC which wants to be an access VPC, by its URN among
// their dependencies or by its id anywhere in their properties.
func (g *graph) judgeAccessWorkloads() {
	owner := map[string]*Subnet{}
	for _, s := range g.subnets {
		if s.VPC != nil && s.VPC.Access.Wants {
			owner[s.Resource.URN] = s
			if id := s.Resource.ID(); id != "" {
				owner[id] = s
			}
		}
	}
	for _, r := range g.resources {
		connector := slices.Contains(connectorKinds, r.kind)
		if !strings.HasPrefix(r.Type, "aws:") || !connector && slices.Contains(accessMayHold, r.kind) || slices.Contains(subnetKinds, r.kind) {
			continue
		}
		against := func(name string) {
			s := owner[name]
			if s == nil || connector && g.leadsToEdge(s) {
				return
			}
			where := "it"
			if connector {
				where = "its subnet " + quoted(s.Resource) + ", which has no route to the tunnel edge"
			}
			s.VPC.Access.Against = append(s.VPC.Access.Against, noun(r)+" "+quoted(r)+" is placed in "+where)
		}
		for _, urns := range r.PropertyDependencies {
			for _, urn := range urns {
				against(urn)
			}
		}
		for _, properties := range []property.Map{r.Inputs, r.Outputs} {
			for _, v := range properties.All {
				eachText(v, against)
			}
		}
	}
}

// leadsToEdge tells whether each table that may be in effect for the subnet has a route to the tunnel edge.
func (g *graph) leadsToEdge(s *Subnet) bool {
	return len(s.Tables) > 0 && !slices.ContainsFunc(s.Tables, func(t *Table) bool {
		return !slices.ContainsFunc(t.Routes, func(rt *Route) bool {
			return g.edgeOnly(rt, rt.Destination.Addresses.minus(g.private))
		})
	})
}

// eachText visits every text inside a value.
func eachText(v property.Value, visit func(string)) {
	switch {
	case v.IsString():
		visit(v.AsString())
	case v.IsArray():
		for _, e := range v.AsArray().All {
			eachText(e, visit)
		}
	case v.IsMap():
		for _, e := range v.AsMap().All {
			eachText(e, visit)
		}
	}
}

// judgeAccessIngress demands that the security groups of the connectors admit nobody: a connector dials out only.
func (g *graph) judgeAccessIngress() {
	admits := g.admittingGroups()
	for _, r := range g.of("ec2/instance", "ec2/launchTemplate", "ec2/networkInterface") {
		for _, path := range []string{"vpcSecurityGroupIds", "securityGroups", "networkInterfaces.securityGroups"} {
			groups, _ := g.referAll(r.at(path), securityGroupKinds...)
			for _, sg := range groups {
				if v := g.vpcNamed(sg.Value("vpcId")); v != nil && admits[sg] != "" {
					v.Access.Against = append(v.Access.Against, admits[sg]+" lets traffic in to "+quoted(r))
				}
			}
		}
	}
}

// vpcHolding finds the VPC that a gateway, an address or a subnet belongs to.
func (g *graph) vpcHolding(r *Resource) *VPC {
	switch r.kind {
	case "ec2/vpc":
		return g.vpcOf[r]
	case "ec2/natGateway":
		return g.vpcOfNAT(r)
	case "ec2/eip":
		// An address counts as that of the NAT gateway that names it, and only if nothing else takes it.
		for _, nat := range g.byKind["ec2/natGateway"] {
			if g.refer(nat.Value("allocationId"), "ec2/eip").only() == r && r.Value("instance").state == Absent &&
				r.Value("networkInterface").state == Absent {
				return g.vpcOfNAT(nat)
			}
		}
		return nil
	default:
		return g.vpcNamed(r.Value("vpcId"))
	}
}

func (g *graph) vpcOfNAT(r *Resource) *VPC {
	subnet := g.refer(r.Value("subnetId"), subnetKinds...).only()
	if s := g.subnetOf[subnet]; s != nil {
		return s.VPC
	}
	return nil
}
