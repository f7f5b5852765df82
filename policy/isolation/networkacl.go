package isolation

import "strings"

// networkACLGaps finds network ACLs that let traffic out to public addresses.
func (g *graph) networkACLGaps() []Way {
	var rules []filterRule
	for _, r := range g.of("ec2/networkAcl", "ec2/defaultNetworkAcl") {
		rules = append(rules, inlineRules(r, "egress")...)
	}
	for _, r := range g.byKind["ec2/networkAclRule"] {
		if egress, state := r.Value("egress").Bool(); egress || state == Unknown {
			rules = append(rules, filterRule{r, "cidrBlock", r.Value})
		}
	}
	served := g.gatewayEndpointVPCs()
	var gaps []Way
	for _, rule := range rules {
		action, state := rule.get("action").Text()
		if state == Absent {
			action, state = rule.get("ruleAction").Text()
		}
		if state == Known && strings.EqualFold(action, "deny") {
			continue
		}
		d := Destination{State: Known}
		for _, key := range []string{"cidrBlock", "ipv6CidrBlock"} {
			if cidr := rule.get(key); cidr.state != Absent {
				d.add(cidr, key)
			}
		}
		d.close()
		if g.admitsGatewayEndpoint(rule, d, served) {
			continue
		}
		if w, open := g.openFilter(rule, d, NACLEgress, "the network ACL lets traffic out to public addresses"); open {
			gaps = append(gaps, w)
		}
	}
	return gaps
}

// serviceRange is the shortest prefix that can be the range of one service: those that AWS publishes for S3 and DynamoDB
// are all longer (https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html).
const serviceRange = 11

// admitsGatewayEndpoint tells whether a rule admits HTTPS to the ranges of a service that the VPC has a gateway endpoint
// for. A network ACL cannot refer to a prefix list, so such ranges have to be written out; where the packets go is decided
// by the route tables, which are judged by themselves.
func (g *graph) admitsGatewayEndpoint(rule filterRule, d Destination, served map[*VPC]bool) bool {
	protocol, _ := rule.get("protocol").Text()
	from, fromState := rule.get("fromPort").Number()
	to, toState := rule.get("toPort").Number()
	https := fromState == Known && toState == Known && from == 443 && to == 443
	if !https || protocol != "tcp" && protocol != "6" || d.State != Known {
		return false
	}
	for _, prefix := range d.Addresses.Prefixes() {
		if prefix.Bits() < serviceRange {
			return false
		}
	}
	return served[g.vpcOfFilter(rule.resource)]
}

// gatewayEndpointVPCs returns the VPCs that have a gateway endpoint.
func (g *graph) gatewayEndpointVPCs() map[*VPC]bool {
	served := map[*VPC]bool{}
	for _, r := range g.byKind["ec2/vpcEndpoint"] {
		if v := g.vpcNamed(r.Answer("vpcId")); v != nil && isGatewayEndpoint(r) {
			served[v] = true
		}
	}
	return served
}

// gaps are the filters that are open and the controls that are missing.
func (g *graph) gaps() []Way {
	var gaps []Way
	gaps = append(gaps, g.securityGroupGaps()...)
	gaps = append(gaps, g.networkACLGaps()...)
	return append(gaps, g.firewallGaps()...)
}
