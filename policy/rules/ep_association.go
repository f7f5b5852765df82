package rules

import (
	"slices"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// endpointParts are the resources that join an endpoint with something, and the types that each property may name.
var endpointParts = map[string]map[string][]string{
	"aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": {
		"vpcEndpointId": {vpcEndpoint}, "subnetId": {"aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"},
	},
	"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
		"vpcEndpointId": {vpcEndpoint},
		"routeTableId":  {"aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable", "aws:ec2/vpc:Vpc"},
	},
	endpointGroup: {
		"vpcEndpointId": {vpcEndpoint}, "securityGroupId": {securityGroup, defaultSecurityGroup, "aws:ec2/vpc:Vpc"},
	},
}

// strayAssociations finds associations of an endpoint, a subnet, a route table or a security group that the stack does not
// show: the policy and the security groups of such an endpoint are judged by nobody.
func strayAssociations(s *Stack) []Finding {
	var findings []Finding
	for token, properties := range endpointParts {
		for _, r := range s.OfTypes(token) {
			for property, types := range properties {
				findings = append(findings, strays(s, r, property, types, "the association names "+property+" outside the stack")...)
			}
		}
	}
	return findings
}

// strayGroups finds endpoints with a security group that the stack does not show, so that nobody knows whom it admits.
func strayGroups(s *Stack) []Finding {
	var findings []Finding
	for _, r := range s.OfTypes(vpcEndpoint) {
		if !r.External && authored(r, "securityGroupIds") {
			findings = append(findings, strays(s, r, "securityGroupIds", []string{securityGroup, defaultSecurityGroup, "aws:ec2/vpc:Vpc"},
				"whom a security group outside the stack admits to the endpoint is not known")...)
		}
	}
	return findings
}

// strays finds ids in a property that name nothing of the stack. An id that is not known yet counts as of the stack where the
// property depends on a resource of one of the types, or on a component, whose children are judged.
func strays(s *Stack, r *isolation.Resource, property string, types []string, reason string) []Finding {
	elements, state := r.Value(property).Elements()
	if state == isolation.Unknown {
		elements = []isolation.Value{r.Value(property)}
	}
	for _, e := range elements {
		id, state := e.Text()
		if state == isolation.Absent || s.Settings.Allows("EP-SUBNET", id) {
			continue
		}
		known := slices.ContainsFunc(s.OfTypes(types...), func(named *isolation.Resource) bool {
			return names(e, named) || state == isolation.Known && mentions(named, id)
		})
		if state == isolation.Unknown {
			known = (known || dependsOnComponent(s, e)) && !dependsOnOtherStack(e)
		}
		if !known {
			return []Finding{{URN: r.URN, Property: property, Reason: reason, Missing: []string{"what " + property + " " + id + " is"}}}
		}
	}
	return nil
}

// authored tells whether the program sets a property. AWS answers the default group of the VPC where it does not; without
// inputs to look at, what AWS answers counts.
func authored(r *isolation.Resource, property string) bool {
	return r.Inputs.Len() == 0 || !r.Inputs.Get(property).IsNull() || len(r.PropertyDependencies[property]) > 0
}

// mentions tells whether a VPC reports an id as that of its default security group or one of its tables.
func mentions(r *isolation.Resource, id string) bool {
	for _, key := range []string{"defaultSecurityGroupId", "defaultRouteTableId", "mainRouteTableId"} {
		if text, _ := r.Value(key).Text(); text == id {
			return true
		}
	}
	return false
}

func dependsOnOtherStack(v isolation.Value) bool {
	return slices.ContainsFunc(v.Refs(), func(urn string) bool { return lastType(urn) == "pulumi:pulumi:StackReference" })
}

func dependsOnComponent(s *Stack, v isolation.Value) bool {
	return slices.ContainsFunc(s.Resources, func(r *isolation.Resource) bool {
		return !r.Custom && slices.Contains(v.Refs(), r.URN)
	})
}
