package eks

import (
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/reach"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// planReach checks who reaches the API and what the nodes reach.
func planReach(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
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
	for _, port := range args.WebhookPorts {
		if port < 1 || port > reach.MaxPort {
			list.Add("webhookPorts", "not a port", port, "use 1 to 65535")
		}
	}
	p.webhookPorts = webhookPorts(*p, args.WebhookPorts)
}

// kubeletPort is where the control plane calls the kubelet.
const kubeletPort = 10250

// webhookPorts are the ports that the control plane calls on nodes and pods: the kubelet's, those of add-ons and
// controllers, and the user's, sorted, each once.
func webhookPorts(p plan, further []int) []int {
	ports := append([]int{kubeletPort}, further...)
	for _, a := range p.addOns {
		ports = append(ports, a.webhookPort)
	}
	for _, c := range p.controllers {
		ports = append(ports, c.webhookPort)
	}
	slices.Sort(ports)
	return slices.DeleteFunc(slices.Compact(ports), func(port int) bool { return port == 0 })
}
