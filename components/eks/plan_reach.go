package eks

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// clientPlan may open connections to the Kubernetes API. Either the range or the group is set.
type clientPlan struct {
	key, cidr string
	group     pulumi.StringInput
}

// egressPlan is a private range that nodes may open connections to.
type egressPlan struct {
	key, cidr, protocol string
	from, to            int
}

const maxPort = 65535

// planReach checks who reaches the API and what the nodes reach.
func planReach(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	for _, key := range sortedKeys(args.APIClients) {
		path, client := "apiClients."+key, args.APIClients[key]
		check.Key(list, path, key, maxKeyLength)
		if (client.CidrBlock == "") == (client.SecurityGroupID == nil) {
			list.Add(path, "a client is either a range or a security group", problems.Missing, "set exactly one of cidrBlock and securityGroupId")
		} else if client.CidrBlock != "" {
			parsePrivateRange(list, path+".cidrBlock", client.CidrBlock, check.PrivateSpace)
		}
		p.clients = append(p.clients, clientPlan{key, client.CidrBlock, client.SecurityGroupID})
	}
	for _, key := range sortedKeys(args.EgressRanges) {
		path, e := "egressRanges."+key, args.EgressRanges[key]
		check.Key(list, path, key, maxKeyLength)
		parsePrivateRange(list, path+".cidrBlock", e.CidrBlock, check.PrivateSpace)
		rule := egressPlan{key, e.CidrBlock, or(e.Protocol, "tcp"), e.FromPort, or(e.ToPort, e.FromPort)}
		if rule.protocol != "tcp" && rule.protocol != "udp" {
			list.Add(path+".protocol", "not a protocol with ports", rule.protocol, "use tcp or udp")
		}
		if rule.from < 1 || rule.to > maxPort || rule.from > rule.to {
			list.Add(path+".fromPort", "the ports run from fromPort, at least 1, to toPort, at most 65535", rule.from, "correct them")
		}
		p.egress = append(p.egress, rule)
	}
	for _, port := range args.WebhookPorts {
		if port < 1 || port > maxPort {
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
