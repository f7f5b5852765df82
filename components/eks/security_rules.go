package eks

import (
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/secgroup"
)

// member is a security group of the cluster.
type member string

const (
	controlPlane member = "control-plane"
	nodes        member = "nodes"
)

// ruleSpec is one rule of a security group. The other end is a group of the cluster, a group of the user, or a range.
type ruleSpec struct {
	key         string
	of          member
	egress      bool
	peer        member
	group       pulumi.StringInput
	cidr        string
	protocol    string
	from, to    int
	description string
}

// apiPort is the port of the Kubernetes API and of the VPC endpoints.
const apiPort = 443

// securityRules are the rules of the control plane and of the nodes. The rules to the VPC endpoints are not among them:
// the EndpointSet makes those. Names are resolved by the VPC's resolver and the time comes from the Amazon Time Sync
// Service, which no security group filters.
// Source: the EKS user guide, "View Amazon EKS security group requirements for clusters".
func securityRules(p plan) []ruleSpec {
	rules := []ruleSpec{
		{key: "api-from-nodes", of: controlPlane, peer: nodes, protocol: "tcp", from: apiPort, to: apiPort, description: "Nodes call the Kubernetes API"},
		{key: "api", of: nodes, egress: true, peer: controlPlane, protocol: "tcp", from: apiPort, to: apiPort, description: "Nodes call the Kubernetes API"},
		{key: "among-nodes", of: nodes, peer: nodes, protocol: secgroup.AllProtocols, description: "Nodes and pods among each other"},
		{key: "among-nodes", of: nodes, egress: true, peer: nodes, protocol: secgroup.AllProtocols, description: "Nodes and pods among each other"},
	}
	for _, port := range p.webhookPorts {
		key := "pods-" + strconv.Itoa(port)
		rules = append(rules,
			ruleSpec{key: key, of: controlPlane, egress: true, peer: nodes, protocol: "tcp", from: port, to: port, description: "The control plane calls kubelets and webhooks"},
			ruleSpec{key: key, of: nodes, peer: controlPlane, protocol: "tcp", from: port, to: port, description: "The control plane calls kubelets and webhooks"})
	}
	for _, client := range p.clients {
		rules = append(rules, ruleSpec{
			key: "api-from-" + client.Key, of: controlPlane, group: client.Group, cidr: client.Cidr, protocol: "tcp", from: apiPort, to: apiPort,
			description: "Clients of the Kubernetes API",
		})
	}
	for _, e := range p.egress {
		rules = append(rules, ruleSpec{
			key: "range-" + e.Key, of: nodes, egress: true, cidr: e.Cidr, protocol: e.Protocol, from: e.From, to: e.To, description: "A declared private range",
		})
	}
	return rules
}
