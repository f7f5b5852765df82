package doctor

import (
	"fmt"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
)

// Type tokens that the doctor reads.
const (
	setType        = "cloudgap:index:EndpointSet"
	endpointType   = "aws:ec2/vpcEndpoint:VpcEndpoint"
	vpcType        = "aws:ec2/vpc:Vpc"
	ingressType    = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	recordType     = "aws:route53/record:Record"
	firewallRule   = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
	firewallDomain = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"
)

// set is an EndpointSet as it was found.
type set struct {
	name         string
	region       catalog.Region
	capabilities []capability.Capability
	central      []catalog.Service
	request      policy.Request
	endpoints    map[string]resource.Resource
	ports        []int
	records      []string
	groupID      string
	hostnames    bool
}

// requirement is a capability and who needs it.
type requirement struct {
	owner      string
	capability capability.Capability
}

// observe finds the sets of a stack and the capabilities that its components need.
func observe(resources []resource.Resource) ([]*set, []requirement, error) {
	var sets []*set
	var needs []requirement
	for _, r := range resources {
		for _, c := range r.Texts(capability.RequiredOutput) {
			needs = append(needs, requirement{r.Name(), capability.Capability(c)})
		}
		if r.Type != setType {
			continue
		}
		s, err := observeSet(r)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range s.capabilities {
			needs = append(needs, requirement{s.name, c})
		}
		for _, child := range resources {
			s.add(r, child)
		}
		sets = append(sets, s)
	}
	return sets, needs, nil
}

func observeSet(r resource.Resource) (*set, error) {
	region, err := catalog.ParseRegion(r.Text("region"))
	if err != nil {
		return nil, fmt.Errorf("EndpointSet %q: region: %w", r.Name(), err)
	}
	registry, _ := policy.AddOnRegistry(region.Name)
	if given, ok := r.Inputs["addOnRegistryAccount"].(string); ok {
		registry = given
	}
	s := &set{name: r.Name(), region: region, endpoints: map[string]resource.Resource{}, groupID: r.Text("securityGroupId"), hostnames: true}
	s.request = policy.Request{
		Region: region, AddOnRegistry: registry,
		Trust: policy.Trust{AccountID: r.Text("trustedAccountId"), OrganizationID: r.Text("trustedOrganizationId")},
	}
	for _, c := range r.Texts("capabilities") {
		s.capabilities = append(s.capabilities, capability.Capability(c))
	}
	for _, service := range r.Texts("centralServices") {
		s.central = append(s.central, catalog.Service(service))
	}
	return s, nil
}

// add takes note of a resource that belongs to the set, or that decides whether its names work.
func (s *set) add(component, r resource.Resource) {
	switch {
	case r.Type == vpcType && r.Text("id") != "" && r.Text("id") == component.Text("vpcId"):
		s.hostnames = r.Flag("enableDnsHostnames")
	case r.Type == ingressType && s.groupID != "" && r.Text("securityGroupId") == s.groupID:
		if port, ok := r.Number("fromPort"); ok {
			s.ports = append(s.ports, port)
		}
	case r.Parent != component.URN:
	case r.Type == endpointType:
		s.endpoints[r.Text("vpcEndpointType")+" "+r.Text("serviceName")] = r
	case r.Type == recordType:
		s.records = append(s.records, r.Text("name"))
	}
}

// endpoint returns the endpoint of a service.
func (s *set) endpoint(e catalog.Entry) (resource.Resource, bool) {
	r, ok := s.endpoints[string(e.Kind())+" "+e.ServiceName(s.region)]
	return r, ok
}
