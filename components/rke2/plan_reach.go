package rke2

import (
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
func planReach(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	for _, key := range sortedKeys(args.APIClients) {
		path, client := "apiClients."+key, args.APIClients[key]
		check.Key(list, path, key, maxKeyLength)
		if (client.CidrBlock == "") == (client.SecurityGroupID == nil) {
			list.Add(path, "a client is either a range or a security group", problems.Missing, "set exactly one of cidrBlock and securityGroupId")
		} else if client.CidrBlock != "" {
			parsePrivateRange(list, path+".cidrBlock", client.CidrBlock)
		}
		p.clients = append(p.clients, clientPlan{key, client.CidrBlock, client.SecurityGroupID})
	}
	for _, key := range sortedKeys(args.EgressRanges) {
		path, e := "egressRanges."+key, args.EgressRanges[key]
		check.Key(list, path, key, maxKeyLength)
		parsePrivateRange(list, path+".cidrBlock", e.CidrBlock)
		rule := egressPlan{key, e.CidrBlock, or(e.Protocol, "tcp"), e.FromPort, or(e.ToPort, e.FromPort)}
		if rule.protocol != "tcp" && rule.protocol != "udp" {
			list.Add(path+".protocol", "not a protocol with ports", rule.protocol, "use tcp or udp")
		}
		if rule.from < 1 || rule.to > maxPort || rule.from > rule.to {
			list.Add(path+".fromPort", "the ports run from fromPort, at least 1, to toPort, at most 65535", rule.from, "correct them")
		}
		p.egress = append(p.egress, rule)
	}
}
