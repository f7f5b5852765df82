package isolation

import "slices"

// door is a resource "x" that opens a way by existing, or by the value of one property. In the unknown forms that property
// comes from a stack reference.
type door struct {
	name     string
	resource string
	kind     Kind
	decisive string
	props    props
	cfg      Config
}

func doorBypasses() []bypass {
	var all []bypass
	for _, d := range slices.Concat(gatewayDoors, addressDoors, frontDoors, serviceDoors, hubDoors, nameDoors, opaqueDoors, outsideDoors, clusterDoors) {
		p := props{}
		for key, value := range d.props {
			if key == d.decisive {
				value = attr{"other", value}
			}
			p[key] = value
		}
		all = append(all, bypass{name: d.name, kind: d.kind, offender: "x", cfg: d.cfg, add: stack{
			"other": n("pulumi:pulumi:StackReference", nil), "x": n(d.resource, p),
		}})
	}
	return all
}

var gatewayDoors = []door{
	{name: "internet gateway exists", resource: "ec2/internetGateway", kind: GatewayIGW},
	{name: "internet gateway is attached", resource: "ec2/internetGatewayAttachment", kind: GatewayIGW},
	{name: "public NAT gateway exists", resource: "ec2/natGateway", kind: GatewayNAT},
	{name: "default table of a VPC that is not known", resource: "ec2/defaultRouteTable", kind: RouteExternal, props: props{"defaultRouteTableId": hidden{""}}},
	{name: "private NAT gateway exists", resource: "ec2/natGateway", kind: GatewayNAT, props: props{"connectivityType": "private"}},
	{name: "egress-only gateway exists", resource: "ec2/egressOnlyInternetGateway", kind: GatewayEIGW},
	{name: "carrier gateway exists", resource: "ec2/carrierGateway", kind: RouteCarrier},
	{name: "local gateway route", resource: "ec2/localGatewayRoute", kind: RouteLGW},
	{name: "local gateway association", resource: "ec2/localGatewayRouteTableVpcAssociation", kind: RouteLGW},
	{name: "default VPC", resource: "ec2/defaultVpc", kind: VPCDefault},
	{name: "default subnet", resource: "ec2/defaultSubnet", kind: VPCDefault},
	{name: "group in the zones of the default VPC", resource: "autoscaling/group", kind: VPCDefault, decisive: "availabilityZones", props: props{"availabilityZones": list("eu-west-1a", "eu-west-1b")}},
	{name: "Block Public Access exclusion", resource: "ec2/vpcBlockPublicAccessExclusion", kind: BPAExclusion},
	{name: "instance that forwards", resource: "ec2/instance", kind: RouteENI, decisive: "sourceDestCheck", props: props{"sourceDestCheck": false}},
	{name: "interface that forwards", resource: "ec2/networkInterface", kind: RouteENI, decisive: "sourceDestCheck", props: props{"sourceDestCheck": false}},
	{name: "spot instance that forwards", resource: "ec2/spotInstanceRequest", kind: RouteENI, decisive: "sourceDestCheck", props: props{"sourceDestCheck": false}},
	{name: "route server", resource: "vpc/routeServer", kind: RouteDynamic},
	{name: "route server peer", resource: "vpc/routeServerPeer", kind: RouteDynamic},
	{name: "route server association", resource: "vpc/routeServerVpcAssociation", kind: RouteDynamic},
	{name: "edge association with an internet gateway", resource: "ec2/routeTableAssociation", kind: RouteIGW, props: props{"gatewayId": "igw-0a", "routeTableId": ref("table")}},
	{name: "edge association with a VPN gateway", resource: "ec2/routeTableAssociation", kind: RouteVPN, props: props{"gatewayId": "vgw-0a", "routeTableId": ref("table")}},
	{name: "edge association with a gateway that is not known", resource: "ec2/routeTableAssociation", kind: RouteUnknown, props: props{"gatewayId": "gw-0a", "routeTableId": ref("table")}},
}

var addressDoors = []door{
	{name: "subnet maps public addresses", resource: "ec2/subnet", kind: AddrSubnet, decisive: "mapPublicIpOnLaunch", props: props{"vpcId": ref("vpc"), "mapPublicIpOnLaunch": true}},
	{name: "subnet assigns IPv6 addresses", resource: "ec2/subnet", kind: AddrSubnet, decisive: "assignIpv6AddressOnCreation", props: props{"vpcId": ref("vpc"), "assignIpv6AddressOnCreation": true}},
	{name: "subnet with DNS64", resource: "ec2/subnet", kind: AddrSubnet, decisive: "enableDns64", props: props{"vpcId": ref("vpc"), "enableDns64": true}},
	{name: "IPv6-only subnet", resource: "ec2/subnet", kind: AddrSubnet, decisive: "ipv6Native", props: props{"vpcId": ref("vpc"), "ipv6Native": true}},
	{name: "subnet with customer-owned addresses", resource: "ec2/subnet", kind: AddrSubnet, decisive: "mapCustomerOwnedIpOnLaunch", props: props{"vpcId": ref("vpc"), "mapCustomerOwnedIpOnLaunch": true}},
	{name: "subnet with a public IPv6 block", resource: "ec2/subnet", kind: AddrSubnet, decisive: "ipv6CidrBlock", props: props{"vpcId": ref("vpc"), "ipv6CidrBlock": "2600:1f18::/64"}},
	{name: "public mapping as text", resource: "ec2/subnet", kind: AddrSubnet, decisive: "mapPublicIpOnLaunch", props: props{"vpcId": ref("vpc"), "mapPublicIpOnLaunch": "true"}},
	{name: "VPC with generated IPv6", resource: "ec2/vpc", kind: AddrIPv6, decisive: "assignGeneratedIpv6CidrBlock", props: props{"assignGeneratedIpv6CidrBlock": true}},
	{name: "VPC with a public IPv6 block", resource: "ec2/vpc", kind: AddrIPv6, decisive: "ipv6CidrBlock", props: props{"ipv6CidrBlock": "2600:1f18::/56"}},
	{name: "VPC with an IPv6 pool", resource: "ec2/vpc", kind: AddrIPv6, decisive: "ipv6IpamPoolId", props: props{"ipv6IpamPoolId": "ipam-pool-0a"}},
	{name: "association of generated IPv6", resource: "ec2/vpcIpv6CidrBlockAssociation", kind: AddrIPv6, decisive: "assignGeneratedIpv6CidrBlock", props: props{"vpcId": ref("vpc"), "assignGeneratedIpv6CidrBlock": true}},
	{name: "association of an IPv6 pool", resource: "ec2/vpcIpv6CidrBlockAssociation", kind: AddrIPv6, decisive: "ipv6IpamPoolId", props: props{"vpcId": ref("vpc"), "ipv6IpamPoolId": "ipam-pool-0a"}},
	{name: "instance with a public address", resource: "ec2/instance", kind: AddrInstance, decisive: "associatePublicIpAddress", props: props{"associatePublicIpAddress": true}},
	{name: "instance with an IPv6 address", resource: "ec2/instance", kind: AddrInstance, decisive: "ipv6Addresses", props: props{"ipv6Addresses": list("2600:1f18::1")}},
	{name: "instance with a count of IPv6 addresses", resource: "ec2/instance", kind: AddrInstance, decisive: "ipv6AddressCount", props: props{"ipv6AddressCount": 1}},
	{name: "spot instance with a public address", resource: "ec2/spotInstanceRequest", kind: AddrInstance, decisive: "associatePublicIpAddress", props: props{"associatePublicIpAddress": true}},
	{name: "launch configuration with a public address", resource: "ec2/launchConfiguration", kind: AddrInstance, decisive: "associatePublicIpAddress", props: props{"associatePublicIpAddress": true}},
	{name: "launch template with a public address", resource: "ec2/launchTemplate", kind: AddrInstance, decisive: "networkInterfaces", props: props{"networkInterfaces": list(props{"associatePublicIpAddress": "true"})}},
	{name: "launch template whose second interface has a public address", resource: "ec2/launchTemplate", kind: AddrInstance, decisive: "networkInterfaces", props: props{"networkInterfaces": list(props{"deviceIndex": 0}, props{"associatePublicIpAddress": "true"})}},
	{name: "group from a launch configuration outside", resource: "autoscaling/group", kind: AddrInstance, decisive: "launchConfiguration", props: props{"launchConfiguration": "elsewhere"}},
	{name: "group with an override from a template outside", resource: "autoscaling/group", kind: AddrInstance, decisive: "mixedInstancesPolicy", props: props{"mixedInstancesPolicy": props{"launchTemplate": props{"overrides": list(props{"launchTemplateSpecification": props{"launchTemplateName": "elsewhere"}})}}}},
	{name: "launch template with a carrier address", resource: "ec2/launchTemplate", kind: AddrInstance, decisive: "networkInterfaces", props: props{"networkInterfaces": list(props{"associateCarrierIpAddress": "true"})}},
	{name: "launch template with IPv6 addresses", resource: "ec2/launchTemplate", kind: AddrInstance, decisive: "networkInterfaces", props: props{"networkInterfaces": list(props{"ipv6AddressCount": 1})}},
	{name: "launch template with IPv6 prefixes", resource: "ec2/launchTemplate", kind: AddrInstance, decisive: "networkInterfaces", props: props{"networkInterfaces": list(props{"ipv6PrefixCount": 1})}},
	{name: "spot fleet with public addresses", resource: "ec2/spotFleetRequest", kind: AddrInstance, decisive: "launchSpecifications", props: props{"launchSpecifications": list(props{"associatePublicIpAddress": true})}},
	{name: "interface with IPv6 addresses", resource: "ec2/networkInterface", kind: AddrInstance, decisive: "ipv6AddressCount", props: props{"ipv6AddressCount": 2}},
	{name: "interface with an IPv6 prefix", resource: "ec2/networkInterface", kind: AddrInstance, decisive: "ipv6Prefixes", props: props{"ipv6Prefixes": list("2600:1f18::/80")}},
	{name: "ECS service with public addresses", resource: "ecs/service", kind: AddrInstance, decisive: "networkConfiguration", props: props{"networkConfiguration": props{"assignPublicIp": true}}},
	{name: "scheduled task with a public address", resource: "scheduler/schedule", kind: AddrInstance, decisive: "target", props: props{"target": props{"ecsParameters": props{"networkConfiguration": props{"assignPublicIp": true}}}}},
	{name: "event target with a public address", resource: "cloudwatch/eventTarget", kind: AddrInstance, decisive: "ecsTarget", props: props{"ecsTarget": props{"networkConfiguration": props{"assignPublicIp": true}}}},
	{name: "elastic IP", resource: "ec2/eip", kind: AddrEIP},
	{name: "elastic IP association", resource: "ec2/eipAssociation", kind: AddrEIP},
	{name: "load balancer with an elastic IP", resource: "lb/loadBalancer", kind: AddrEIP, decisive: "subnetMappings", props: props{"internal": true, "subnetMappings": list(props{"allocationId": "eipalloc-0a"})}},
	{name: "transfer server with an elastic IP", resource: "transfer/server", kind: AddrEIP, decisive: "endpointDetails", props: props{"endpointType": "VPC", "endpointDetails": props{"addressAllocationIds": list("eipalloc-0a")}}},
}

var frontDoors = []door{
	{name: "public Kubernetes API", resource: "eks/cluster", kind: EKSPublic, decisive: "vpcConfig", props: props{"vpcConfig": props{"endpointPublicAccess": true, "endpointPrivateAccess": true}}},
	{name: "Kubernetes API by default", resource: "eks/cluster", kind: EKSPublic, props: props{"vpcConfig": props{"endpointPrivateAccess": true}}},
	{name: "Kubernetes API limited to some addresses", resource: "eks/cluster", kind: EKSPublic, props: props{"vpcConfig": props{"endpointPublicAccess": true, "endpointPrivateAccess": true, "publicAccessCidrs": list("10.0.0.0/8")}}},
	{name: "Kubernetes API without a private endpoint", resource: "eks/cluster", kind: EKSPublic, props: props{"vpcConfig": props{"endpointPublicAccess": false}}},
	{name: "hybrid nodes", resource: "eks/cluster", kind: EKSNodes, decisive: "remoteNetworkConfig", props: props{"remoteNetworkConfig": props{"remoteNodeNetworks": props{"cidrs": list("10.200.0.0/16")}}}},
	{name: "SSH to nodes", resource: "eks/nodeGroup", kind: EKSNodes, decisive: "remoteAccess", props: props{"remoteAccess": props{"ec2SshKey": "k"}}},
	{name: "nodes in a subnet outside the stack", resource: "eks/nodeGroup", kind: EKSSubnets, decisive: "subnetIds", props: props{"subnetIds": list("subnet-0a")}},
	{name: "Fargate in a subnet outside the stack", resource: "eks/fargateProfile", kind: EKSSubnets, decisive: "subnetIds", props: props{"subnetIds": list("subnet-0a")}},
	{name: "load balancer is public by default", resource: "lb/loadBalancer", kind: LBPublic},
	{name: "load balancer is public", resource: "lb/loadBalancer", kind: LBPublic, decisive: "internal", props: props{"internal": false}},
	{name: "load balancer by its alias", resource: "aws:alb/loadBalancer:LoadBalancer", kind: LBPublic, decisive: "internal", props: props{"internal": false}},
	{name: "load balancer by an older name", resource: "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", kind: LBPublic},
	{name: "load balancer by the oldest name", resource: "aws:applicationloadbalancing/loadBalancer:LoadBalancer", kind: LBPublic},
	{name: "classic load balancer", resource: "elb/loadBalancer", kind: LBPublic, decisive: "internal", props: props{"internal": false}},
	{name: "classic load balancer by an older name", resource: "aws:elasticloadbalancing/loadBalancer:LoadBalancer", kind: LBPublic},
	{name: "Global Accelerator", resource: "globalaccelerator/endpointGroup", kind: FrontGA},
	{name: "custom routing accelerator", resource: "globalaccelerator/customRoutingEndpointGroup", kind: FrontGA},
	{name: "CloudFront VPC origin", resource: "cloudfront/vpcOrigin", kind: FrontCF},
	{name: "VPC link of a REST API", resource: "apigateway/vpcLink", kind: FrontAPIGW},
	{name: "VPC link of an HTTP API", resource: "apigatewayv2/vpcLink", kind: FrontAPIGW},
	{name: "Instance Connect endpoint", resource: "ec2transitgateway/instanceConnectEndpoint", kind: FrontEICE},
	{name: "Client VPN endpoint", resource: "ec2clientvpn/endpoint", kind: FrontClientVPN},
	{name: "Client VPN association", resource: "ec2clientvpn/networkAssociation", kind: FrontClientVPN},
	{name: "Client VPN route", resource: "ec2clientvpn/route", kind: FrontClientVPN},
	{name: "Client VPN authorization", resource: "ec2clientvpn/authorizationRule", kind: FrontClientVPN},
	{name: "Verified Access endpoint", resource: "verifiedaccess/endpoint", kind: FrontURL},
	{name: "endpoint service without acceptance", resource: "ec2/vpcEndpointService", kind: FrontPrivateLink, decisive: "acceptanceRequired", props: props{"acceptanceRequired": false}},
	{name: "endpoint service for everybody", resource: "ec2/vpcEndpointService", kind: FrontPrivateLink, decisive: "allowedPrincipals", props: props{"acceptanceRequired": true, "allowedPrincipals": list("*")}},
	{name: "endpoint service for other Regions", resource: "ec2/vpcEndpointService", kind: FrontPrivateLink, decisive: "supportedRegions", props: props{"acceptanceRequired": true, "supportedRegions": list("us-east-1")}},
	{name: "principal of an endpoint service", resource: "ec2/vpcEndpointServiceAllowedPrinciple", kind: FrontPrivateLink, decisive: "principalArn", props: props{"principalArn": "arn:aws:iam::999988887777:root"}},
	{name: "accepted endpoint connection", resource: "ec2/vpcEndpointConnectionAccepter", kind: FrontPrivateLink},
	{name: "Lattice association", resource: "vpclattice/serviceNetworkVpcAssociation", kind: FrontLattice},
	{name: "Lattice resource gateway", resource: "vpclattice/resourceGateway", kind: FrontLattice},
	{name: "Lattice resource configuration", resource: "vpclattice/resourceConfiguration", kind: FrontLattice},
	{name: "function URL", resource: "lambda/functionUrl", kind: FrontURL},
	{name: "App Runner by default", resource: "apprunner/service", kind: FrontURL},
	{name: "public brokers of MSK", resource: "msk/cluster", kind: FrontURL, decisive: "brokerNodeGroupInfo", props: props{"brokerNodeGroupInfo": props{"connectivityInfo": props{"publicAccess": props{"type": "SERVICE_PROVIDED_EIPS"}}}}},
	{name: "public broker of MQ", resource: "mq/broker", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "public database", resource: "rds/instance", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "public Aurora instance", resource: "rds/clusterInstance", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "public Neptune instance", resource: "neptune/clusterInstance", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "public Redshift by default", resource: "redshift/cluster", kind: FrontURL},
	{name: "public Redshift Serverless", resource: "redshiftserverless/workgroup", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "public replication instance", resource: "dms/replicationInstance", kind: FrontURL, decisive: "publiclyAccessible", props: props{"publiclyAccessible": true}},
	{name: "OpenSearch outside a VPC", resource: "opensearch/domain", kind: FrontURL},
	{name: "Elasticsearch outside a VPC", resource: "aws:elasticsearch/domain:Domain", kind: FrontURL},
	{name: "OpenSearch Serverless from the internet", resource: "opensearch/serverlessSecurityPolicy", kind: FrontURL, decisive: "policy", props: props{"policy": `[{"AllowFromPublic": true}]`}},
	{name: "transfer server by default", resource: "transfer/server", kind: FrontURL},
	{name: "public Airflow", resource: "mwaa/environment", kind: FrontURL, decisive: "webserverAccessMode", props: props{"webserverAccessMode": "PUBLIC_ONLY"}},
	{name: "EMR without the block on public groups", resource: "emr/blockPublicAccessConfiguration", kind: FrontURL, decisive: "blockPublicSecurityGroupRules", props: props{"blockPublicSecurityGroupRules": false}},
	{name: "EMR outside a subnet", resource: "emr/cluster", kind: FrontURL},
	{name: "notebook with direct access", resource: "sagemaker/notebookInstance", kind: FrontURL},
	{name: "SageMaker domain with internet", resource: "sagemaker/domain", kind: FrontURL, decisive: "appNetworkAccessType", props: props{"appNetworkAccessType": "PublicInternetOnly"}},
}

var serviceDoors = []door{
	{name: "function outside a VPC", resource: "lambda/function", kind: ServiceNonVPC},
	{name: "build outside a VPC", resource: "codebuild/project", kind: ServiceNonVPC},
	{name: "Glue connection outside a VPC", resource: "glue/connection", kind: ServiceNonVPC},
	{name: "App Runner sends past the VPC", resource: "apprunner/service", kind: ServiceNonVPC},
	{name: "web hook of a topic", resource: "sns/topicSubscription", kind: ServiceNonVPC, decisive: "protocol", props: props{"protocol": "https"}},
	{name: "mail of a topic", resource: "sns/topicSubscription", kind: ServiceNonVPC, decisive: "protocol", props: props{"protocol": "email"}},
	{name: "AppFlow", resource: "appflow/flow", kind: ServiceNonVPC},
	{name: "event connection", resource: "cloudwatch/eventConnection", kind: ServiceNonVPC},
	{name: "API destination", resource: "cloudwatch/eventApiDestination", kind: ServiceNonVPC},
	{name: "DataSync task", resource: "datasync/task", kind: ServiceNonVPC},
	{name: "stream to a web server", resource: "kinesis/firehoseDeliveryStream", kind: ServiceNonVPC, decisive: "destination", props: props{"destination": "http_endpoint"}},
	{name: "Lightsail", resource: "lightsail/instance", kind: ServiceNonVPC},
	{name: "session document that forwards ports", resource: "ssm/document", kind: SSMPortForward, decisive: "content", props: props{"documentType": "Session", "content": `{"sessionType": "Port"}`}},
	{name: "association that forwards ports", resource: "ssm/association", kind: SSMPortForward, decisive: "name", props: props{"name": "AWS-StartPortForwardingSessionToRemoteHost"}},
}

var hubDoors = []door{
	{name: "VPN gateway exists", resource: "ec2/vpnGateway", kind: RouteVPN},
	{name: "VPN gateway is attached", resource: "ec2/vpnGatewayAttachment", kind: RouteVPN},
	{name: "VPN connection", resource: "ec2/vpnConnection", kind: RouteVPN},
	{name: "customer gateway", resource: "ec2/customerGateway", kind: RouteVPN},
	{name: "Direct Connect association", resource: "directconnect/gatewayAssociation", kind: RouteDX},
	{name: "private virtual interface", resource: "directconnect/privateVirtualInterface", kind: RouteDX},
	{name: "public virtual interface", resource: "directconnect/publicVirtualInterface", kind: RouteDX},
	{name: "transit virtual interface", resource: "directconnect/transitVirtualInterface", kind: RouteDX},
	{name: "hosted virtual interface", resource: "directconnect/hostedPrivateVirtualInterfaceAccepter", kind: RouteDX},
	{name: "Cloud WAN attachment", resource: "networkmanager/vpcAttachment", kind: RouteCoreWAN},
	{name: "Cloud WAN connect peer", resource: "networkmanager/connectPeer", kind: RouteCoreWAN},
	{name: "Cloud WAN VPN attachment", resource: "networkmanager/siteToSiteVpnAttachment", kind: RouteCoreWAN},
	{name: "Cloud WAN Direct Connect attachment", resource: "networkmanager/dxGatewayAttachment", kind: RouteCoreWAN},
	{name: "transit gateway accepts by itself", resource: "ec2transitgateway/transitGateway", kind: RouteTGW, decisive: "autoAcceptSharedAttachments", props: props{"autoAcceptSharedAttachments": "enable", "defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}},
	{name: "transit gateway with default association", resource: "ec2transitgateway/transitGateway", kind: RouteTGW, props: props{"defaultRouteTablePropagation": "disable"}},
	{name: "transit gateway with default propagation", resource: "ec2transitgateway/transitGateway", kind: RouteTGW, props: props{"defaultRouteTableAssociation": "disable"}},
	{name: "attachment to a transit gateway outside", resource: "ec2transitgateway/vpcAttachment", kind: RouteTGW, decisive: "transitGatewayId", props: props{"vpcId": ref("vpc"), "transitGatewayId": "tgw-0a"}},
	{name: "accepted attachment of another account", resource: "ec2transitgateway/vpcAttachmentAccepter", kind: RouteTGW},
	{name: "transit gateway peering", resource: "ec2transitgateway/peeringAttachment", kind: RouteTGW},
	{name: "transit gateway peering by its older name", resource: "aws:ec2/transitGatewayPeeringAttachmentAccepter:TransitGatewayPeeringAttachmentAccepter", kind: RouteTGW},
	{name: "transit gateway connect", resource: "ec2transitgateway/connect", kind: RouteTGW},
	{name: "transit gateway connect peer", resource: "ec2transitgateway/connectPeer", kind: RouteTGW},
	{name: "peering with a VPC outside", resource: "ec2/vpcPeeringConnection", kind: RoutePeering, decisive: "peerVpcId", props: props{"vpcId": ref("vpc"), "peerVpcId": "vpc-0a"}},
	{name: "accepted peering", resource: "ec2/vpcPeeringConnectionAccepter", kind: RoutePeering, decisive: "vpcPeeringConnectionId", props: props{"vpcPeeringConnectionId": "pcx-0a"}},
	{name: "public route in a transit gateway table", resource: "ec2transitgateway/route", kind: RouteTGW, decisive: "destinationCidrBlock", props: props{"destinationCidrBlock": "0.0.0.0/0", "transitGatewayAttachmentId": "tgw-attach-0a", "transitGatewayRouteTableId": "tgw-rtb-0a"}},
	{name: "half of the world in a transit gateway table", resource: "ec2transitgateway/route", kind: RouteTGW, props: props{"destinationCidrBlock": "128.0.0.0/1", "transitGatewayAttachmentId": "tgw-attach-0a"}},
	{name: "private route to an attachment outside", resource: "ec2transitgateway/route", kind: RouteTGW, decisive: "transitGatewayAttachmentId", props: props{"destinationCidrBlock": "10.9.0.0/16", "transitGatewayAttachmentId": "tgw-attach-0a"}},
	{name: "prefix list in a transit gateway table", resource: "ec2transitgateway/prefixListReference", kind: RouteTGW, decisive: "prefixListId", props: props{"prefixListId": "pl-0a", "transitGatewayAttachmentId": "tgw-attach-0a"}},
	{name: "propagation of an attachment outside", resource: "ec2transitgateway/routeTablePropagation", kind: RouteTGW, decisive: "transitGatewayAttachmentId", props: props{"transitGatewayAttachmentId": "tgw-attach-0a"}},
	{name: "third-party endpoint", resource: "ec2/vpcEndpoint", kind: EPThirdParty, decisive: "serviceName", props: props{"vpcEndpointType": "Interface", "serviceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-0a"}},
	{name: "Lattice resource endpoint", resource: "ec2/vpcEndpoint", kind: EPThirdParty, decisive: "resourceConfigurationArn", props: props{"vpcEndpointType": "Resource", "resourceConfigurationArn": "arn:aws:vpc-lattice:eu-west-1:1:resourceconfiguration/rcfg-0a"}},
	{name: "Lattice service network endpoint", resource: "ec2/vpcEndpoint", kind: EPThirdParty, decisive: "serviceNetworkArn", props: props{"vpcEndpointType": "ServiceNetwork", "serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:1:servicenetwork/sn-0a"}},
	{name: "endpoint in another Region", resource: "ec2/vpcEndpoint", kind: EPThirdParty, decisive: "serviceRegion", props: props{"vpcEndpointType": "Interface", "serviceName": "com.amazonaws.us-east-1.iam", "serviceRegion": "us-east-1"}},
}

var nameDoors = []door{
	{name: "outbound resolver endpoint", resource: "route53/resolverEndpoint", kind: DNSForward, decisive: "direction", props: props{"direction": "OUTBOUND"}},
	{name: "forwarding rule", resource: "route53/resolverRule", kind: DNSForward, decisive: "ruleType", props: props{"ruleType": "FORWARD"}},
	{name: "association with a rule outside", resource: "route53/resolverRuleAssociation", kind: DNSForward, decisive: "resolverRuleId", props: props{"vpcId": ref("vpc"), "resolverRuleId": "rslvr-rr-0a"}},
	{name: "association with a profile outside", resource: "route53/profilesAssociation", kind: DNSForward, decisive: "profileId", props: props{"resourceId": ref("vpc"), "profileId": "rp-0a"}},
	{name: "profile with a rule from outside", resource: "route53/profilesResourceAssociation", kind: DNSForward, decisive: "resourceArn", props: props{"profileId": "rp-0a", "resourceArn": "arn:aws:route53resolver:eu-west-1:1:resolver-rule/rslvr-rr-0a"}},
	{name: "public resolver by DHCP", resource: "ec2/vpcDhcpOptions", kind: DNSForward, decisive: "domainNameServers", props: props{"domainNameServers": list("AmazonProvidedDNS", "8.8.8.8")}},
	{name: "share with anybody", resource: "ram/resourceShare", kind: Share, decisive: "allowExternalPrincipals", props: props{"allowExternalPrincipals": true}},
	{name: "share with an account", resource: "ram/principalAssociation", kind: Share, decisive: "principal", props: props{"principal": "999988887777"}},
	{name: "accepted share", resource: "ram/resourceShareAccepter", kind: Share},
	{name: "interface permission", resource: "ec2/networkInterfacePermission", kind: Share, decisive: "awsAccountId", props: props{"awsAccountId": "999988887777"}},
	{name: "image for an account", resource: "ec2/amiLaunchPermission", kind: Share, decisive: "accountId", props: props{"accountId": "999988887777"}},
	{name: "image for everybody", resource: "ec2/amiLaunchPermission", kind: Share, decisive: "group", props: props{"group": "all"}},
	{name: "snapshot for an account", resource: "ec2/snapshotCreateVolumePermission", kind: Share, decisive: "accountId", props: props{"accountId": "999988887777"}},
	{name: "zone for a VPC outside", resource: "route53/vpcAssociationAuthorization", kind: Share, decisive: "vpcId", props: props{"vpcId": "vpc-0a"}},
	{name: "mirror target outside", resource: "ec2/trafficMirrorTarget", kind: Mirror, decisive: "networkInterfaceId", props: props{"networkInterfaceId": "eni-0a"}},
	{name: "group that lets everything out", resource: "ec2/securityGroup", kind: SGEgress, decisive: "egress", props: props{"vpcId": ref("vpc"), "egress": list(props{"cidrBlocks": list("0.0.0.0/0")})}},
	{name: "group that lets half of the world out", resource: "ec2/securityGroupRule", kind: SGEgress, decisive: "cidrBlocks", props: props{"type": "egress", "cidrBlocks": list("0.0.0.0/1")}},
	{name: "group that lets IPv6 out", resource: "vpc/securityGroupEgressRule", kind: SGEgress, decisive: "cidrIpv6", props: props{"cidrIpv6": "::/0"}},
	{name: "default group that lets everything out", resource: "ec2/defaultSecurityGroup", kind: SGEgress, decisive: "egress", props: props{"vpcId": ref("vpc"), "egress": list(props{"cidrBlocks": list("0.0.0.0/0")})}},
	{name: "network ACL that lets everything out", resource: "ec2/networkAcl", kind: NACLEgress, decisive: "egress", props: props{"vpcId": ref("vpc"), "egress": list(props{"action": "allow", "cidrBlock": "0.0.0.0/0"})}},
	{name: "network ACL rule that lets everything out", resource: "ec2/networkAclRule", kind: NACLEgress, decisive: "cidrBlock", props: props{"egress": true, "ruleAction": "allow", "cidrBlock": "0.0.0.0/0"}},
	{name: "DNS Firewall fails open", resource: "route53/resolverFirewallConfig", kind: DNSFirewall, decisive: "firewallFailOpen", props: props{"firewallFailOpen": "ENABLED"}},
	{name: "VPC without a DNS Firewall", resource: "ec2/vpc", kind: DNSFirewall},
}

var opaqueDoors = []door{
	{name: "CloudFormation stack", resource: "cloudformation/stack", kind: Opaque},
	{name: "CloudFormation stack set", resource: "cloudformation/stackSet", kind: Opaque},
	{name: "instance of a CloudFormation stack set", resource: "cloudformation/stackSetInstance", kind: Opaque},
	{name: "instances of a CloudFormation stack set", resource: "cloudformation/stackInstances", kind: Opaque},
	{name: "Elastic Beanstalk environment", resource: "elasticbeanstalk/environment", kind: Opaque},
	{name: "OpsWorks layer", resource: "opsworks/phpAppLayer", kind: Opaque},
	{name: "Service Catalog product", resource: "servicecatalog/provisionedProduct", kind: Opaque},
	{name: "serverless application", resource: "serverlessrepository/cloudFormationStack", kind: Opaque},
	{name: "Cloud Control resource", resource: "cloudcontrol/resource", kind: Opaque},
	{name: "AWS Native resource", resource: "aws-native:ec2:InternetGateway", kind: Opaque},
	{name: "resource of a bridged provider", resource: "someterraform:index/tunnel:Tunnel", kind: Opaque},
	{name: "command", resource: "command:local:Command", kind: Opaque},
	{name: "dynamic provider in TypeScript", resource: "pulumi-nodejs:dynamic:Resource", kind: Opaque},
	{name: "dynamic provider in Python", resource: "pulumi-python:dynamic:Resource", kind: Opaque},
	{name: "invocation of a function", resource: "lambda/invocation", kind: Opaque},
	{name: "network type of a newer provider", resource: "ec2/quantumGateway", kind: TypeUnknown},
	{name: "transit gateway type of a newer provider", resource: "ec2transitgateway/meteringPolicy", kind: TypeUnknown},
	{name: "Kubernetes Service with a public load balancer", resource: "kubernetes:core/v1:Service", kind: Opaque, props: props{"spec": props{"type": "LoadBalancer"}}},
	{name: "Kubernetes Ingress with a public load balancer", resource: "kubernetes:networking.k8s.io/v1:Ingress", kind: Opaque, props: props{"metadata": props{"annotations": props{"alb.ingress.kubernetes.io/scheme": "internet-facing"}}}},
}
