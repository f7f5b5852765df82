package rules

import (
	"slices"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var endpointPrivateNames = Rule{
	ID:       "EP-SUBNET",
	Title:    "interface endpoints answer under the services' own names, and to addresses inside only",
	Severity: Medium,
	Types: []string{
		vpcEndpoint,
		"aws:vpc/endpointPrivateDns:EndpointPrivateDns",
		endpointGroup,
		"aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
		"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
	},
	Why: "Without private DNS the name of the service still resolves to its public addresses: clients leave the " +
		"endpoint and its policy aside, and fail or find another way. A security group that admits public addresses makes " +
		"the endpoint a relay for whoever finds a way in. An association that brings an endpoint from elsewhere into a " +
		"subnet or a route table brings its policy and its security groups too, which nobody judges here.",
	Fix: "set privateDnsEnabled to true, or answer the service's name by a record of this stack that points at the " +
		"endpoint, or list the service in allowed; admit the VPC's CIDRs or security groups of this stack only; associate " +
		"endpoints of this stack with subnets and route tables of this stack, or list the ids of others in allowed",
	Controls: exfiltration,
	Allows: "short names of services whose names are answered inside by other means, for example ecr.api, and ids of " +
		"endpoints, security groups, subnets and route tables outside the stack",
	Stack: func(s *Stack) []Finding {
		return slices.Concat(namelessEndpoints(s), openEndpoints(s), strayGroups(s), strayAssociations(s))
	},
}

// namelessEndpoints finds interface endpoints to AWS's services that nobody finds by name.
func namelessEndpoints(s *Stack) []Finding {
	var findings []Finding
	for _, r := range s.OfTypes(vpcEndpoint) {
		if answeredByRecord(s, r) {
			continue
		}
		for _, f := range privateNames(r, s.Settings) {
			f.URN = r.URN
			findings = append(findings, f)
		}
	}
	for _, r := range s.OfTypes("aws:vpc/endpointPrivateDns:EndpointPrivateDns") {
		for _, f := range requireTrue("privateDnsEnabled", "switches private DNS off")(r, s.Settings) {
			f.URN = r.URN
			findings = append(findings, f)
		}
	}
	return findings
}

// privateNames judges interface endpoints to AWS's services; others have no public name, and gateway endpoints need none.
func privateNames(r *isolation.Resource, s Settings) []Finding {
	name, state := r.Value("serviceName").Text()
	if state == isolation.Known && (!awsService(name) || slices.Contains(withoutPrivateNames, shortService(name)) || s.Allows("EP-SUBNET", shortService(name))) {
		return nil
	}
	kind, state := r.Value("vpcEndpointType").Text()
	if state == isolation.Absent || state == isolation.Known && kind != "Interface" {
		return nil
	}
	return requireTrue("privateDnsEnabled", "the endpoint does not answer under the name of its service")(r, s)
}

// answeredByRecord tells whether a record of the stack points at the endpoint, as with endpoints that several VPCs share.
func answeredByRecord(s *Stack, endpoint *isolation.Resource) bool {
	return slices.ContainsFunc(s.OfTypes("aws:route53/record:Record"), func(r *isolation.Resource) bool {
		return slices.Contains(r.Dependencies, endpoint.URN)
	})
}

// withoutPrivateNames are the services for which AWS offers no private DNS name, or for which the VPC's traffic takes the
// gateway endpoint, by the name that follows the region.
// Source: the AWS PrivateLink guide.
var withoutPrivateNames = []string{"dynamodb", "dynamodb-streams", "iot.data", "s3", "transfer.server"}
