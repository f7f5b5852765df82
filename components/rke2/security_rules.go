package rke2

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// member is a security group of the cluster.
type member string

const (
	balancers member = "balancer"
	servers   member = "servers"
	agents    member = "agents"
)

// flow is a kind of traffic: a protocol and its ports, or the type and code of ICMP.
type flow struct {
	key, protocol string
	from, to      int
	description   string
}

var (
	apiFlow        = flow{"api", "tcp", documents.APIPort, documents.APIPort, "The Kubernetes API"}
	supervisorFlow = flow{"supervisor", "tcp", documents.SupervisorPort, documents.SupervisorPort, "RKE2's supervisor, where nodes join"}
	kubeletFlow    = flow{"kubelet", "tcp", 10250, 10250, "Kubelets"}
	etcdFlow       = flow{"etcd", "tcp", 2379, 2381, "etcd: clients, peers, metrics"}
)

// pluginFlows is what the nodes send each other for the container network.
// Source: the RKE2 documentation, "Requirements", inbound network rules of each plugin.
var pluginFlows = map[artifacts.CNI][]flow{
	artifacts.Canal: {
		{"vxlan", "udp", 8472, 8472, "Canal's VXLAN"}, {"health", "tcp", 9099, 9099, "Canal's health checks"},
		{"wireguard", "udp", 51820, 51821, "Canal's WireGuard"},
	},
	artifacts.Cilium: {
		{"vxlan", "udp", 8472, 8472, "Cilium's VXLAN"}, {"health", "tcp", 4240, 4240, "Cilium's health checks"},
		{"ping", "icmp", 8, 0, "Cilium's health checks"}, {"wireguard", "udp", 51871, 51871, "Cilium's WireGuard"},
	},
	artifacts.Calico: {
		{"vxlan", "udp", 4789, 4789, "Calico's VXLAN"}, {"bgp", "tcp", 179, 179, "Calico's BGP"}, {"typha", "tcp", 5473, 5473, "Calico's Typha"},
		{"health", "tcp", 9098, 9099, "Calico's health checks"},
	},
	artifacts.Flannel: {{"vxlan", "udp", 4789, 4789, "Flannel's VXLAN"}},
}

// ruleSpec is one rule of a security group. The other end is a group of the cluster, a group of the user, or a range.
type ruleSpec struct {
	flow
	of     member
	egress bool
	peer   member
	group  pulumi.StringInput
	cidr   string
}

// securityRules are the rules of the load balancer, the servers and the agents, each way of the traffic on both of its ends. The
// rules to the VPC endpoints are not among them: the EndpointSet makes those. Node ports are closed.
func securityRules(p plan) []ruleSpec {
	var rules []ruleSpec
	allow := func(from, to member, flows ...flow) {
		for _, f := range flows {
			out, in := f, f
			out.key += "-to-" + string(to)
			in.key += "-from-" + string(from)
			rules = append(rules, ruleSpec{flow: out, of: from, egress: true, peer: to}, ruleSpec{flow: in, of: to, peer: from})
		}
	}
	everywhere := append([]flow{kubeletFlow}, pluginFlows[p.network.CNI]...)
	allow(balancers, servers, apiFlow, supervisorFlow)
	allow(servers, balancers, apiFlow, supervisorFlow)
	allow(agents, balancers, apiFlow, supervisorFlow)
	allow(servers, servers, append([]flow{apiFlow, supervisorFlow, etcdFlow}, everywhere...)...)
	allow(agents, servers, append([]flow{apiFlow, supervisorFlow}, everywhere...)...)
	allow(servers, agents, everywhere...)
	allow(agents, agents, everywhere...)
	for _, client := range p.clients {
		in := apiFlow
		in.key += "-from-" + client.Key
		rules = append(rules, ruleSpec{flow: in, of: balancers, group: client.Group, cidr: client.Cidr})
	}
	for _, e := range p.egress {
		for _, of := range []member{servers, agents} {
			rules = append(rules, ruleSpec{flow: flow{"range-" + e.Key, e.Protocol, e.From, e.To, "A declared private range"}, of: of, egress: true, cidr: e.Cidr})
		}
	}
	return rules
}
