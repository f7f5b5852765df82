package rke2

import (
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/reach"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// planReach checks who reaches the API and what the nodes reach.
func planReach(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	for _, key := range slices.Sorted(maps.Keys(args.APIClients)) {
		given := args.APIClients[key]
		client := reach.Client{Key: key, Cidr: given.CidrBlock, Group: given.SecurityGroupID}
		client.Check(list, maxKeyLength)
		p.clients = append(p.clients, client)
	}
	for _, key := range slices.Sorted(maps.Keys(args.EgressRanges)) {
		given := args.EgressRanges[key]
		r := reach.Range{Key: key, Cidr: given.CidrBlock, Protocol: given.Protocol, From: given.FromPort, To: given.ToPort}
		p.egress = append(p.egress, r.Check(list, maxKeyLength))
	}
}
