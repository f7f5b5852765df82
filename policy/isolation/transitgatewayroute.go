package isolation

// judgeHubRoute judges a route, a prefix list or a propagation in a table of a transit gateway. A blackhole drops.
func (g *graph) judgeHubRoute(r *Resource) (w Way, d Destination, bad bool) {
	if drop, state := r.Value("blackhole").Bool(); state == Known && drop {
		return w, d, false
	}
	w = Way{Kind: RouteTGW, Direction: Both, Verdict: Reaches, Offender: r.URN, Property: "destinationCidrBlock"}
	switch r.kind {
	case "ec2transitgateway/route":
		d = g.destination(r.Value)
	case "ec2transitgateway/prefixListReference":
		d = g.prefixList(r.Value("prefixListId"))
		w.Property = "prefixListId"
	default:
		d = Destination{State: Known, Text: "what the attachment propagates"}
		w.Property = "transitGatewayAttachmentId"
	}
	w.Path = []Step{{URN: r.URN, What: "transit gateway route " + d.Text}}
	outside := d.Addresses.minus(g.private, g.blocks)
	w.Destinations = outside
	ok, why, missing := g.trustedAttachment(r)
	switch {
	case !outside.IsEmpty():
		w.Reason = "a table of the transit gateway sends traffic outside the private ranges"
	case d.State == Unknown:
		w.Verdict, w.Reason, w.Missing = CannotTell, "the destination of a transit gateway route is not known", d.Missing
	case !ok && len(missing) > 0:
		w.Verdict, w.Property, w.Reason, w.Missing = CannotTell, "transitGatewayAttachmentId", why, missing
	case !ok:
		w.Property, w.Reason = "transitGatewayAttachmentId", why
	default:
		return w, d, false
	}
	return w, d, true
}

// trustedAttachment tells whether the attachment that a transit gateway route names is that of a VPC of the stack, or
// declared.
func (g *graph) trustedAttachment(r *Resource) (ok bool, why string, missing []string) {
	id := r.Value("transitGatewayAttachmentId")
	ref := g.refer(id, hubAttachmentKinds...)
	if trusts(g.cfg.Hubs, ref.id) || trusts(g.cfg.Peers, ref.id) {
		return true, "", nil
	}
	attachment := ref.only()
	if attachment == nil {
		return false, "the attachment is not known", []string{"what transitGatewayAttachmentId " + ref.id + " is"}
	}
	if hubAttachments[attachment.kind] == "" || g.declaredAttachment(attachment) {
		return true, "", nil
	}
	return false, "the attachment " + quoted(attachment) + " leads to a network that is not declared", nil
}

func (g *graph) declaredAttachment(r *Resource) bool {
	names := []string{r.URN, r.ID()}
	for _, key := range []string{
		"transitGatewayAttachmentId", "peerTransitGatewayId", "peerAccountId", "vpcOwnerId", "vpcId", "dxGatewayId",
	} {
		names = append(names, r.text(key))
	}
	return trusts(g.cfg.Hubs, names...) || trusts(g.cfg.Peers, names...)
}
