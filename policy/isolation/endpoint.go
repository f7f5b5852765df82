package isolation

import (
	"slices"
	"strings"
)

// isGatewayEndpoint tells a gateway endpoint from the others. Without a type AWS makes a gateway endpoint.
func isGatewayEndpoint(r *Resource) bool {
	kind, state := r.Value("vpcEndpointType").Text()
	return state == Absent || state == Known && strings.EqualFold(kind, "Gateway")
}

// addGatewayEndpointRoutes enters the routes that gateway endpoints put into their tables.
func (g *graph) addGatewayEndpointRoutes() {
	for _, r := range g.byKind["ec2/vpcEndpoint"] {
		if !isGatewayEndpoint(r) {
			continue
		}
		ids := r.Value("routeTableIds")
		found, _ := g.referAll(ids, slices.Concat(tableKinds, vpcKinds)...)
		var tables []*Table
		for _, f := range found {
			more, _ := g.tablesFrom(f.URN, 0)
			tables = append(tables, more...)
		}
		// The main table that AWS made is no resource, so its id is looked up among the tables.
		texts, _ := ids.Strings()
		for _, id := range texts {
			if t := g.tableByID[id]; t != nil {
				tables = append(tables, t)
			}
		}
		g.addGatewayEndpointRoute(r, r, unique(tables))
	}
	for _, r := range g.byKind["ec2/vpcEndpointRouteTableAssociation"] {
		endpoint := g.refer(r.Value("vpcEndpointId"), "ec2/vpcEndpoint").only()
		tables, _ := g.tablesNamed(r.Value("routeTableId"))
		g.addGatewayEndpointRoute(r, endpoint, tables)
	}
}

func (g *graph) addGatewayEndpointRoute(holder, endpoint *Resource, tables []*Table) {
	if len(tables) == 0 {
		return
	}
	target := Target{Kind: TargetGatewayEndpoint, Key: "routeTableIds", ID: holder.text("vpcEndpointId")}
	service := "an AWS service"
	if endpoint != nil {
		target.ID, target.URN = endpoint.ID(), endpoint.URN
		if name := endpoint.text("serviceName"); name != "" {
			service = name[strings.LastIndex(name, ".")+1:]
		}
	}
	g.enter(&Route{
		Resource: holder, Tables: tables, Target: target,
		Destination: Destination{State: Known, Text: service, PrefixList: true},
	})
}

// thirdPartyWays refuses endpoints that lead to somebody else's service.
func (g *graph) thirdPartyWays(r *Resource) []Way {
	if trusts(g.cfg.Endpoints, r.URN, r.ID(), r.text("serviceName"), r.text("resourceConfigurationArn"), r.text("serviceNetworkArn")) {
		return nil
	}
	var ways []Way
	for _, key := range []string{"resourceConfigurationArn", "serviceNetworkArn"} {
		if r.Value(key).state != Absent {
			ways = append(ways, newWay(r, EPThirdParty, Egress, key, "the endpoint leads to a resource of VPC Lattice that is not declared"))
		}
	}
	name := r.Value("serviceName")
	text, state := name.Text()
	switch {
	case state == Known && !ofAWS(text):
		if _, own := g.ownService(text); !own {
			ways = append(ways, newWay(r, EPThirdParty, Egress, "serviceName", "the endpoint leads to a service that is not AWS's own"))
		}
	case state == Unknown:
		if g.refer(name, "ec2/vpcEndpointService").only() == nil {
			w := newWay(r, EPThirdParty, Egress, "serviceName", "the service of the endpoint is not known")
			w.Verdict, w.Missing = CannotTell, []string{"serviceName"}
			ways = append(ways, w)
		}
	}
	if r.inForeignRegion() && !r.atHome() {
		w := newWay(r, EPThirdParty, Egress, "serviceRegion", "the endpoint leads to a service in another Region")
		ways = append(ways, w)
	}
	return ways
}

// inForeignRegion tells whether the service of an endpoint is in another Region. AWS answers the endpoint's own Region where
// the author names none, so a Region is compared with the one in the endpoint's ARN; while there is no ARN yet, naming a
// Region counts as another one.
func (r *Resource) inForeignRegion() bool {
	region, state := r.Value("serviceRegion").Text()
	if arn := r.text("arn"); arn != "" && state == Known {
		return !strings.Contains(arn, ":"+region+":")
	}
	return r.authored("serviceRegion") || r.Inputs.Len() == 0 && state == Known
}

// homes are the services of AWS that are in one Region only and are reached there from every other one, by their names, which name
// no Region. The catalog of components/endpoints has the same ones.
var homes = map[string]string{"com.amazonaws.iam": "us-east-1", "com.amazonaws.route53": "us-east-1"}

// atHome tells whether an endpoint leads to the only Region of its service.
func (r *Resource) atHome() bool {
	home, single := homes[r.text("serviceName")]
	return single && r.text("serviceRegion") == home
}

// ofAWS tells the name of a service that AWS runs from that of an endpoint service, which anybody can make.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
func ofAWS(name string) bool {
	if strings.Contains(name, "vpce-svc-") || strings.HasPrefix(name, "com.amazonaws.vpce.") {
		return false
	}
	for _, prefix := range []string{"com.amazonaws.", "cn.com.amazonaws.", "aws.", "amazon."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// ownService finds the endpoint service of the stack that has a name, which ends in the service's id.
func (g *graph) ownService(name string) (*Resource, bool) {
	id := name[strings.LastIndex(name, ".")+1:]
	found := filterKind(g.byID[id], []string{"ec2/vpcEndpointService"})
	return first(found), len(found) > 0
}
