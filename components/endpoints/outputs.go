package endpoints

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

// describe fills in the outputs that follow from the plan and the endpoints made.
func (s *EndpointSet) describe(t trust) {
	gateways, interfaces, prefixLists := pulumi.StringMap{}, pulumi.StringMap{}, pulumi.StringMap{}
	for service, endpoint := range s.Endpoints {
		if e, _ := catalog.Lookup(service); e.Gateway {
			gateways[string(service)] = endpoint.ID().ToStringOutput()
			prefixLists[string(service)] = endpoint.PrefixListId
			continue
		}
		interfaces[string(service)] = endpoint.ID().ToStringOutput()
	}
	s.GatewayEndpointIDs = gateways.ToStringMapOutput()
	s.InterfaceEndpointIDs = interfaces.ToStringMapOutput()
	s.PrefixListIDs = prefixLists.ToStringMapOutput()
	s.SecurityGroupID = pulumi.String("").ToStringOutput()
	if s.SecurityGroup != nil {
		s.SecurityGroupID = s.SecurityGroup.ID().ToStringOutput()
	}
	s.Region = pulumi.String(s.plan.region.Name).ToStringOutput()
	s.Capabilities = stringArray(s.plan.set.Capabilities)
	s.Services = stringArray(s.plan.set.Services)
	s.CentralServices = stringArray(s.plan.remote)
	s.TrustedAccountID, s.TrustedOrganizationID = t.account, t.organization
	derivation := make(pulumi.StringMapArray, len(s.plan.set.Derivation))
	for i, d := range s.plan.set.Derivation {
		derivation[i] = pulumi.StringMap{
			"service":    pulumi.String(d.Service),
			"capability": pulumi.String(d.Capability),
			"reason":     pulumi.String(d.Reason),
			"breaks":     pulumi.String(d.Breaks),
		}
	}
	s.Derivation = derivation.ToStringMapArrayOutput()
}

// outputs returns every output under the name of its tag.
func (s *EndpointSet) outputs() pulumi.Map {
	return pulumi.Map{
		"securityGroupId":       s.SecurityGroupID,
		"gatewayEndpointIds":    s.GatewayEndpointIDs,
		"interfaceEndpointIds":  s.InterfaceEndpointIDs,
		"prefixListIds":         s.PrefixListIDs,
		"region":                s.Region,
		"capabilities":          s.Capabilities,
		"services":              s.Services,
		"centralServices":       s.CentralServices,
		"derivation":            s.Derivation,
		"trustedAccountId":      s.TrustedAccountID,
		"trustedOrganizationId": s.TrustedOrganizationID,
		"zoneIds":               s.ZoneIDs,
		"profileId":             s.ProfileID,
	}
}

func stringArray[T ~string](list []T) pulumi.StringArrayOutput {
	array := make(pulumi.StringArray, len(list))
	for i, v := range list {
		array[i] = pulumi.String(string(v))
	}
	return array.ToStringArrayOutput()
}
