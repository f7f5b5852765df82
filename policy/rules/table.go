package rules

import "slices"

// catalogue is every rule, in the order of the report. PACK-SELF comes last, because it judges which waivers the others
// used.
var catalogue = []Rule{
	gatewayInternet, gatewayNAT, gatewayEgressOnly, defaultNetwork, blockPublicAccess, blockPublicAccessExclusion,

	routeInternetGateway, routeNAT, routeEgressOnly, routeInterface, routePublicDestination, routePrefixList, routeTransitGateway,
	routeCoreNetwork, routePeering, routeVPN, routeDirectConnect, routeDynamic, routeCarrier, routeLocalGateway, routeEndpoint,
	routeMain, routeExternal, routeUnknown,

	addressSubnet, addressInstance, addressElastic, addressIPv6,

	clusterPublic, clusterSubnets, clusterNodes, clusterProtection, balancerPublic,
	frontAccelerator, frontCloudFront, frontGateway, frontInstanceConnect, frontClientVPN, frontPrivateLink, frontLattice, frontURL,

	endpointPolicy, endpointThirdParty, endpointServices, endpointPrivateNames,
	dnsFirewall, dnsForward, evidenceLogs, groupEgress, aclEgress, trafficMirror, sharing, serviceOutside, sessionForwarding,
	instanceMetadata,

	opaque, typeUnknown, resourceOptions, packSelf,
}

// All returns every rule of the catalogue.
func All() []Rule { return slices.Clone(catalogue) }

// ByID returns the rule with the id.
func ByID(id string) (Rule, bool) {
	i := slices.IndexFunc(All(), func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return All()[i], true
}
