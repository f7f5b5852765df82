package isolation

import "strings"

// networkTypes are the types of the modules that make networks, as the model knows them. A type of these modules that is not
// listed, such as one of a newer provider, cannot be judged.
// Source: the resources of pulumi-aws v6.83.2.
var networkTypes = map[string]string{
	"directconnect": "bgpPeer connection connectionAssociation connectionConfirmation gateway gatewayAssociation " +
		"gatewayAssociationProposal hostedConnection hostedPrivateVirtualInterface " +
		"hostedPrivateVirtualInterfaceAccepter hostedPublicVirtualInterface hostedPublicVirtualInterfaceAccepter " +
		"hostedTransitVirtualInterface hostedTransitVirtualInterfaceAcceptor linkAggregationGroup " +
		"macsecKeyAssociation privateVirtualInterface publicVirtualInterface transitVirtualInterface",
	"ec2": "ami amiCopy amiFromInstance amiLaunchPermission availabilityZoneGroup capacityBlockReservation " +
		"capacityReservation carrierGateway customerGateway dedicatedHost defaultCreditSpecification " +
		"defaultNetworkAcl defaultRouteTable defaultSecurityGroup defaultSubnet defaultVpc defaultVpcDhcpOptions " +
		"egressOnlyInternetGateway eip eipAssociation eipDomainName fleet flowLog imageBlockPublicAccess instance " +
		"instanceMetadataDefaults internetGateway internetGatewayAttachment keyPair launchConfiguration " +
		"launchTemplate localGatewayRoute localGatewayRouteTableVpcAssociation mainRouteTableAssociation " +
		"managedPrefixList managedPrefixListEntry natGateway networkAcl networkAclAssociation networkAclRule " +
		"networkInsightsAnalysis networkInsightsPath networkInterface networkInterfaceAttachment " +
		"networkInterfacePermission networkInterfaceSecurityGroupAttachment peeringConnectionOptions " +
		"placementGroup proxyProtocolPolicy route routeTable routeTableAssociation securityGroup " +
		"securityGroupAssociation securityGroupRule serialConsoleAccess snapshotCreateVolumePermission " +
		"spotDatafeedSubscription spotFleetRequest spotInstanceRequest subnet subnetCidrReservation tag " +
		"trafficMirrorFilter trafficMirrorFilterRule trafficMirrorSession trafficMirrorTarget volumeAttachment vpc " +
		"vpcBlockPublicAccessExclusion vpcBlockPublicAccessOptions vpcDhcpOptions vpcDhcpOptionsAssociation " +
		"vpcEndpoint vpcEndpointConnectionAccepter vpcEndpointConnectionNotification vpcEndpointPolicy " +
		"vpcEndpointRouteTableAssociation vpcEndpointService vpcEndpointServiceAllowedPrinciple " +
		"vpcEndpointSubnetAssociation vpcIpam vpcIpamOrganizationAdminAccount vpcIpamPool vpcIpamPoolCidr " +
		"vpcIpamPoolCidrAllocation vpcIpamPreviewNextCidr vpcIpamResourceDiscovery " +
		"vpcIpamResourceDiscoveryAssociation vpcIpamScope vpcIpv4CidrBlockAssociation vpcIpv6CidrBlockAssociation " +
		"vpcNetworkPerformanceMetricSubscription vpcPeeringConnection vpcPeeringConnectionAccepter vpnConnection " +
		"vpnConnectionRoute vpnGateway vpnGatewayAttachment vpnGatewayRoutePropagation",
	"ec2clientvpn": "authorizationRule endpoint networkAssociation route",
	"ec2transitgateway": "connect connectPeer defaultRouteTableAssociation defaultRouteTablePropagation instanceConnectEndpoint " +
		"instanceState multicastDomain multicastDomainAssociation multicastGroupMember multicastGroupSource " +
		"peeringAttachment peeringAttachmentAccepter policyTable policyTableAssociation prefixListReference route " +
		"routeTable routeTableAssociation routeTablePropagation transitGateway vpcAttachment vpcAttachmentAccepter",
	"elb": "appCookieStickinessPolicy attachment listenerPolicy loadBalancer loadBalancerBackendServerPolicy " +
		"loadBalancerCookieStickinessPolicy loadBalancerPolicy sslNegotiationPolicy",
	"globalaccelerator": "accelerator crossAccountAttachment customRoutingAccelerator customRoutingEndpointGroup " +
		"customRoutingListener endpointGroup listener",
	"lb": "listener listenerCertificate listenerRule loadBalancer targetGroup targetGroupAttachment trustStore " +
		"trustStoreRevocation",
	"networkfirewall": "firewall firewallPolicy loggingConfiguration resourcePolicy ruleGroup tlsInspectionConfiguration",
	"networkmanager": "attachmentAccepter connectAttachment connectPeer connection coreNetwork coreNetworkPolicyAttachment " +
		"customerGatewayAssociation device dxGatewayAttachment globalNetwork link linkAssociation site " +
		"siteToSiteVpnAttachment transitGatewayConnectPeerAssociation transitGatewayPeering " +
		"transitGatewayRegistration transitGatewayRouteTableAttachment vpcAttachment",
	"ram": "principalAssociation resourceAssociation resourceShare resourceShareAccepter sharingWithOrganization",
	"route53": "cidrCollection cidrLocation delegationSet healthCheck hostedZoneDnsSec keySigningKey profilesAssociation " +
		"profilesProfile profilesResourceAssociation queryLog record recordsExclusive resolverConfig " +
		"resolverDnsSecConfig resolverEndpoint resolverFirewallConfig resolverFirewallDomainList " +
		"resolverFirewallRule resolverFirewallRuleGroup resolverFirewallRuleGroupAssociation " +
		"resolverQueryLogConfig resolverQueryLogConfigAssociation resolverRule resolverRuleAssociation " +
		"trafficPolicy trafficPolicyInstance vpcAssociationAuthorization zone zoneAssociation",
	"verifiedaccess": "endpoint group instance instanceLoggingConfiguration instanceTrustProviderAttachment trustProvider",
	"vpc": "endpointPrivateDns endpointServicePrivateDnsVerification routeServer routeServerEndpoint routeServerPeer " +
		"routeServerPropagation routeServerVpcAssociation securityGroupEgressRule securityGroupIngressRule " +
		"securityGroupVpcAssociation",
	"vpclattice": "accessLogSubscription authPolicy listener listenerRule resourceConfiguration resourceGateway " +
		"resourcePolicy service serviceNetwork serviceNetworkResourceAssociation serviceNetworkServiceAssociation " +
		"serviceNetworkVpcAssociation targetGroup targetGroupAttachment",
}

// knownTypes is networkTypes by kind.
var knownTypes = func() map[string]bool {
	known := map[string]bool{}
	for module, names := range networkTypes {
		for name := range strings.FieldsSeq(names) {
			known[module+"/"+name] = true
		}
	}
	return known
}()
