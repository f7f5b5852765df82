package isolation

import "strings"

// shareExposures give principals of other accounts a part in the network.
var shareExposures = []exposure{
	{kinds: []string{"ram/resourceShare"}, path: "allowExternalPrincipals", open: isTrue, kind: Share, direction: Both,
		reason: "the share may be given to principals outside the organization"},
	{kinds: []string{"ram/principalAssociation"}, path: "principal", open: isSet, unless: trustedIn("principal"), kind: Share,
		direction: Both, reason: "the share is given to a principal that is not declared"},
	{kinds: []string{"ram/resourceShareAccepter"}, kind: Share, direction: Both, unless: trustedIn("senderAccountId"),
		reason: "a share of another account brings network objects that the plan does not show"},
	{kinds: []string{"ec2/networkInterfacePermission"}, path: "awsAccountId", open: isSet, unless: trustedIn("awsAccountId"),
		kind: Share, direction: Both, reason: "another account may attach the network interface"},
	{kinds: []string{"ec2/amiLaunchPermission"}, path: "accountId", open: isSet, unless: trustedIn("accountId"), kind: Share,
		direction: Egress, reason: "the image is given to an account that is not declared"},
	{kinds: []string{"ec2/amiLaunchPermission"}, path: "group", open: isSet, kind: Share, direction: Egress,
		reason: "the image is given to everybody"},
	{kinds: []string{"ec2/amiLaunchPermission"}, path: "organizationArn", open: isSet, unless: trustedIn("organizationArn"),
		kind: Share, direction: Egress, reason: "the image is given to an organization that is not declared"},
	{kinds: []string{"ec2/amiLaunchPermission"}, path: "organizationalUnitArn", open: isSet, unless: trustedIn("organizationalUnitArn"),
		kind: Share, direction: Egress, reason: "the image is given to an organizational unit that is not declared"},
	{kinds: []string{"ec2/snapshotCreateVolumePermission"}, path: "accountId", open: isSet, unless: trustedIn("accountId"),
		kind: Share, direction: Egress, reason: "the snapshot is given to an account that is not declared"},
	{kinds: []string{"route53/vpcAssociationAuthorization"}, kind: Share, direction: Both, unless: declaredVPC,
		reason: "the private zone may be associated with a VPC that is not declared"},
}

// accountOf returns the account id in an ARN, or nothing.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}

// declaredVPC excuses what names a VPC that is declared or in the stack.
func declaredVPC(g *graph, r *Resource) bool {
	v := g.vpcNamed(r.Value("vpcId"))
	return v != nil && (v.Resource != nil || trusts(g.cfg.Peers, v.ID))
}

// mirrorWays refuses a mirror target that is not in the stack.
func (g *graph) mirrorWays(r *Resource) []Way {
	for _, key := range []string{"networkInterfaceId", "networkLoadBalancerArn", "gatewayLoadBalancerEndpointId"} {
		v := r.Value(key)
		if v.state == Absent {
			continue
		}
		ref := g.refer(v, "ec2/networkInterface", "ec2/instance", "lb/loadBalancer", "ec2/vpcEndpoint")
		if ref.only() != nil && ref.only().kind != "ec2/vpcEndpoint" || trusts(g.cfg.Endpoints, ref.id) {
			continue
		}
		w := newWay(r, Mirror, Egress, key, "copies of the traffic go to a target outside the stack")
		if ref.state == Unknown {
			w.Verdict, w.Missing = CannotTell, []string{key}
		}
		return []Way{w}
	}
	return nil
}

// mirrorSessionWays refuses a session with a mirror target that is not in the stack; one of the stack is judged itself.
func (g *graph) mirrorSessionWays(r *Resource) []Way {
	ref := g.refer(r.Value("trafficMirrorTargetId"), "ec2/trafficMirrorTarget")
	if ref.only() != nil || trusts(g.cfg.Endpoints, ref.id) {
		return nil
	}
	w := newWay(r, Mirror, Egress, "trafficMirrorTargetId", "copies of the traffic go to a target that is not in the stack")
	if ref.state != Known {
		w.Verdict, w.Missing = CannotTell, []string{"trafficMirrorTargetId"}
	}
	return []Way{w}
}
