package isolation

// eksExposures are settings of clusters and node groups that open a way in. What a public endpoint admits by
// publicAccessCidrs is not considered, because it is public all the same.
var eksExposures = []exposure{
	// Source: pulumi-aws v6.83.2, aws.eks.ClusterVpcConfig: endpointPublicAccess defaults to true, endpointPrivateAccess to false.
	{kinds: []string{"eks/cluster"}, path: "vpcConfig.endpointPublicAccess", open: isTrueByDefault, kind: EKSPublic, direction: Ingress,
		reason: "the Kubernetes API has a public endpoint unless it is switched off"},
	{kinds: []string{"eks/cluster"}, path: "vpcConfig.endpointPrivateAccess", open: isNotTrue, kind: EKSPublic, direction: Both,
		reason: "without a private endpoint nodes reach the Kubernetes API by the public one"},
	{kinds: []string{"eks/cluster"}, path: "remoteNetworkConfig", open: isSet, kind: EKSNodes, direction: Both,
		reason: "hybrid nodes connect networks outside AWS with the cluster"},
	{kinds: []string{"eks/nodeGroup"}, path: "remoteAccess", open: isSet, kind: EKSNodes, direction: Ingress,
		reason: "remote access opens SSH on the nodes, to every address unless source groups are given"},
}

// eksPlaces are the properties that place clusters and nodes into subnets.
var eksPlaces = map[string]string{
	"eks/cluster":        "vpcConfig.subnetIds",
	"eks/nodeGroup":      "subnetIds",
	"eks/fargateProfile": "subnetIds",
}

// placements refuses clusters and nodes in subnets that are not proven to be isolated.
func (g *graph) placements() []Way {
	verdicts := map[*Table]Verdict{}
	var ways []Way
	for _, kind := range []string{"eks/cluster", "eks/nodeGroup", "eks/fargateProfile"} {
		for _, r := range g.byKind[kind] {
			path := eksPlaces[kind]
			subnets, complete := g.referAll(r.at(path), subnetKinds...)
			w := newWay(r, EKSSubnets, Both, path, "")
			for _, s := range subnets {
				if v := g.subnetVerdict(g.subnetOf[s], verdicts); v != Isolated {
					w.Reason = "subnet " + quoted(s) + " is not isolated"
					w.Verdict = v
					w.Path = append([]Step{{URN: s.URN, What: "subnet", ID: s.ID()}}, w.Path...)
					w.Subnets = []string{s.URN}
					ways = append(ways, w)
					break
				}
			}
			if w.Reason == "" && (!complete || len(subnets) == 0) {
				w.Verdict, w.Reason, w.Missing = CannotTell, "not all of its subnets are in the stack", []string{path}
				ways = append(ways, w)
			}
		}
	}
	return ways
}

// subnetVerdict is the worst of the routes in the tables of a subnet; the verdict of a table is remembered.
func (g *graph) subnetVerdict(s *Subnet, verdicts map[*Table]Verdict) Verdict {
	if s == nil {
		return CannotTell
	}
	result := Isolated
	for _, t := range s.Tables {
		v, ok := verdicts[t]
		if !ok {
			v = Isolated
			for _, w := range g.assessed(t) {
				v = worst(v, w.Verdict)
			}
			verdicts[t] = v
		}
		result = worst(result, v)
	}
	if len(s.Missing) > 0 || len(s.Tables) == 0 {
		result = worst(result, CannotTell)
	}
	return result
}
