package isolation

// peering resolves a target to the resource that says who the peers are.
func (g *graph) peering(t Target) *Resource {
	r := g.byURN[t.URN]
	for hops := maxHops; r != nil && hops > 0; hops-- {
		if r.kind == "ec2/vpcPeeringConnection" {
			return r
		}
		next := g.refer(r.Value("vpcPeeringConnectionId"), "ec2/vpcPeeringConnection").only()
		if next == nil {
			return r
		}
		r = next
	}
	return r
}

// trustedPeering tells whether both ends of a peering connection are in the stack or declared.
func (g *graph) trustedPeering(t Target) (ok bool, why string, missing []string) {
	if trusts(g.cfg.Peers, t.ID, t.URN) {
		return true, "the peering connection is declared", nil
	}
	r := g.peering(t)
	if r == nil {
		return false, "the peer is not declared", []string{"who the peer of " + firstText(t.ID, "the peering connection") + " is"}
	}
	return g.trustedPeers(r)
}

// trustedPeers judges the ends that a peering resource names. A peer of another account or Region is trusted only where
// the declaration names it, because its id proves nothing about whose it is.
func (g *graph) trustedPeers(r *Resource) (ok bool, why string, missing []string) {
	if trusts(g.cfg.Peers, r.URN, r.ID(), r.text("peerOwnerId"), r.text("peerVpcId"), r.text("vpcPeeringConnectionId")) {
		return true, "the peer is declared", nil
	}
	for _, key := range []string{"vpcId", "peerVpcId"} {
		if v := g.vpcNamed(r.Value(key)); v == nil {
			missing = append(missing, key+" of peering connection "+quoted(r))
		} else if v.Resource == nil && !trusts(g.cfg.Peers, v.ID) {
			return false, "the peer VPC " + v.ID + " is not declared", nil
		} else if v.Resource != nil && v.Resource.External && !trusts(g.cfg.Peers, v.ID, v.Resource.URN) {
			return false, "the peer VPC " + v.Name() + " is not of this stack and not declared", nil
		}
	}
	if len(missing) > 0 {
		return false, "the peer is not known", missing
	}
	return true, "both VPCs are in the stack", nil
}

// peerVPC returns the VPC of the stack at the other end of a peering, whose blocks count as inside for routes to it.
func (g *graph) peerVPC(t Target) *VPC {
	if t.Kind != TargetPeering {
		return nil
	}
	r := g.peering(t)
	if r == nil {
		return nil
	}
	for _, key := range []string{"peerVpcId", "vpcId"} {
		if id := r.Value(key); id.state != Absent {
			if v := g.vpcNamed(id); v != nil && v.Resource != nil {
				return v
			}
		}
	}
	return nil
}

// peeringWays refuses a peering with a peer that is not trusted, routes or not.
func (g *graph) peeringWays(r *Resource) []Way {
	t := Target{Kind: TargetPeering, ID: firstText(r.text("vpcPeeringConnectionId"), r.ID()), URN: r.URN}
	ok, why, missing := g.trustedPeering(t)
	if ok {
		return nil
	}
	w := Way{
		Kind: RoutePeering, Direction: Both, Verdict: Reaches, Offender: r.URN, Property: "peerVpcId", Reason: why,
		Missing: missing, Path: []Step{{URN: r.URN, What: "peering connection", ID: t.ID}},
	}
	if len(missing) > 0 {
		w.Verdict = CannotTell
	}
	return []Way{w}
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
