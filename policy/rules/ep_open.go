package rules

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

const (
	securityGroup        = "aws:ec2/securityGroup:SecurityGroup"
	defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
	endpointGroup        = "aws:ec2/securityGroupAssociation:SecurityGroupAssociation"
)

// openEndpoints finds endpoints with a security group of the stack that admits addresses from outside.
func openEndpoints(s *Stack) []Finding {
	var findings []Finding
	for _, group := range s.OfTypes(securityGroup, defaultSecurityGroup) {
		reason := admitsOutside(s, group)
		if reason == "" {
			continue
		}
		for _, endpoint := range s.OfTypes(vpcEndpoint) {
			if holds(endpoint.Value("securityGroupIds"), group) || joined(s, endpoint, group) {
				findings = append(findings, Finding{
					URN: endpoint.URN, Property: "securityGroupIds",
					Reason: "the endpoint's security group " + group.Name + " " + reason,
					Path:   []isolation.Step{{What: "address outside"}, {URN: group.URN, What: "security group", ID: group.ID()}, {URN: endpoint.URN, What: "endpoint", ID: endpoint.ID()}},
				})
			}
		}
	}
	return findings
}

// joined tells whether a separate association gives a security group to an endpoint.
func joined(s *Stack, endpoint, group *isolation.Resource) bool {
	return slices.ContainsFunc(s.OfTypes(endpointGroup), func(r *isolation.Resource) bool {
		return names(r.Value("vpcEndpointId"), endpoint) && names(r.Value("securityGroupId"), group)
	})
}

// holds tells whether a list of ids holds the id of a resource.
func holds(list isolation.Value, r *isolation.Resource) bool {
	elements, state := list.Elements()
	if state != isolation.Known {
		return slices.Contains(list.Refs(), r.URN)
	}
	return slices.ContainsFunc(elements, func(e isolation.Value) bool { return names(e, r) })
}

// admitsOutside says what an ingress rule of a security group admits that is not inside, wherever the rule is written.
func admitsOutside(s *Stack, group *isolation.Resource) string {
	sources := cidrsOf(group, "ingress[].cidrBlocks[]", "ingress[].ipv6CidrBlocks[]")
	for _, r := range s.OfTypes("aws:ec2/securityGroupRule:SecurityGroupRule") {
		if kind, _ := r.Value("type").Text(); kind == "ingress" && names(r.Value("securityGroupId"), group) {
			sources = append(sources, cidrsOf(r, "cidrBlocks[]", "ipv6CidrBlocks[]")...)
		}
	}
	for _, r := range s.OfTypes("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
		if names(r.Value("securityGroupId"), group) {
			sources = append(sources, cidrsOf(r, "cidrIpv4", "cidrIpv6")...)
		}
	}
	for _, list := range s.OfTypes("aws:ec2/managedPrefixList:ManagedPrefixList") {
		if admitsList(s, group, list) {
			sources = append(sources, entriesOf(s, list)...)
		}
	}
	for _, source := range sources {
		text, state := source.Text()
		switch {
		case state == isolation.Unknown && !slices.ContainsFunc(source.Refs(), hasBlock):
			return "admits addresses that are not known"
		case state == isolation.Known && !inside(text, s.Settings.Network.Private()):
			return "admits " + text
		}
	}
	return ""
}

// admitsList tells whether an ingress rule of a security group names a prefix list.
func admitsList(s *Stack, group, list *isolation.Resource) bool {
	named := cidrsOf(group, "ingress[].prefixListIds[]")
	for _, r := range s.OfTypes("aws:ec2/securityGroupRule:SecurityGroupRule", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
		if kind, _ := r.Value("type").Text(); kind != "egress" && names(r.Value("securityGroupId"), group) {
			named = append(named, cidrsOf(r, "prefixListIds[]", "prefixListId")...)
		}
	}
	return slices.ContainsFunc(named, func(v isolation.Value) bool { return names(v, list) })
}

// entriesOf are the CIDRs of a prefix list, wherever they are written.
func entriesOf(s *Stack, list *isolation.Resource) []isolation.Value {
	entries := cidrsOf(list, "entries[].cidr")
	for _, r := range s.OfTypes("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry") {
		if names(r.Value("prefixListId"), list) {
			entries = append(entries, cidrsOf(r, "cidr")...)
		}
	}
	return entries
}

// hasBlock tells whether a URN is of a resource whose address block is inside, known or not.
func hasBlock(urn string) bool {
	return slices.ContainsFunc([]string{"aws:ec2/vpc:Vpc::", "aws:ec2/subnet:Subnet::", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation::"},
		func(token string) bool { return strings.Contains(urn, token) })
}

func cidrsOf(r *isolation.Resource, paths ...string) []isolation.Value {
	var values []isolation.Value
	for _, path := range paths {
		for _, p := range places(r, path) {
			values = append(values, p.value)
		}
	}
	return values
}

// inside tells whether a CIDR lies in one of the ranges.
func inside(cidr string, ranges []netip.Prefix) bool {
	prefix, err := netip.ParsePrefix(cidr)
	return err == nil && slices.ContainsFunc(ranges, func(r netip.Prefix) bool {
		return r.Bits() <= prefix.Bits() && r.Contains(prefix.Addr())
	})
}
