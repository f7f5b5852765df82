package isolation

// frontExposures are doors that let somebody outside in, most of them without any public route.
var frontExposures = []exposure{
	{kinds: []string{"lb/loadBalancer", "elb/loadBalancer"}, path: "internal", open: isNotTrue, unless: gatewayLoadBalancer,
		kind: LBPublic, direction: Ingress, reason: "a load balancer that is not internal has public addresses"},
	{kinds: []string{"globalaccelerator/endpointGroup", "globalaccelerator/customRoutingEndpointGroup"}, kind: FrontGA,
		direction: Ingress, reason: "Global Accelerator brings traffic from the internet into the VPC"},
	{kinds: []string{"cloudfront/vpcOrigin"}, kind: FrontCF, direction: Ingress,
		reason: "a CloudFront VPC origin brings traffic from the internet into the VPC"},
	{kinds: []string{"apigateway/vpcLink", "apigatewayv2/vpcLink"}, kind: FrontAPIGW, direction: Ingress,
		reason: "a VPC link brings the requests of an API into the VPC"},
	{kinds: []string{"ec2transitgateway/instanceConnectEndpoint"}, kind: FrontEICE, direction: Ingress,
		reason: "an EC2 Instance Connect endpoint is reachable from the internet and tunnels into the subnet"},
	{kinds: []string{"ec2clientvpn/endpoint", "ec2clientvpn/networkAssociation", "ec2clientvpn/route", "ec2clientvpn/authorizationRule"},
		kind: FrontClientVPN, direction: Ingress, reason: "AWS Client VPN brings clients from the internet into the VPC"},
	{kinds: []string{"verifiedaccess/endpoint"}, kind: FrontURL, direction: Ingress,
		reason: "a Verified Access endpoint is reachable from the internet"},

	{kinds: []string{"ec2/vpcEndpointService"}, path: "acceptanceRequired", open: isNotTrue, kind: FrontPrivateLink, direction: Ingress,
		reason: "the endpoint service accepts connections by itself"},
	{kinds: []string{"ec2/vpcEndpointService"}, path: "allowedPrincipals", open: isSet, unless: trustedIn("allowedPrincipals"),
		kind: FrontPrivateLink, direction: Ingress, reason: "the endpoint service admits principals that are not declared"},
	{kinds: []string{"ec2/vpcEndpointService"}, path: "supportedRegions", open: isSet, authored: true, kind: FrontPrivateLink, direction: Ingress,
		reason: "the endpoint service can be reached from other Regions"},
	{kinds: []string{"ec2/vpcEndpointServiceAllowedPrinciple"}, path: "principalArn", open: isSet, unless: trustedIn("principalArn"),
		kind: FrontPrivateLink, direction: Ingress, reason: "the endpoint service admits a principal that is not declared"},
	{kinds: []string{"ec2/vpcEndpointConnectionAccepter"}, kind: FrontPrivateLink, direction: Ingress,
		unless: trustedIn("vpcEndpointId"), reason: "the endpoint of somebody else is connected to a service in the VPC"},

	{kinds: []string{
		"vpclattice/serviceNetworkVpcAssociation", "vpclattice/serviceNetworkServiceAssociation",
		"vpclattice/serviceNetworkResourceAssociation", "vpclattice/resourceGateway", "vpclattice/resourceConfiguration",
		"vpclattice/serviceNetwork",
	}, kind: FrontLattice, direction: Both, unless: trustedIn("serviceNetworkIdentifier"),
		reason: "VPC Lattice connects the VPC with services of other VPCs and accounts without a route"},

	{kinds: []string{"lambda/functionUrl"}, kind: FrontURL, direction: Ingress, reason: "a function URL is reachable from the internet"},
	{kinds: []string{"apprunner/service"}, path: "networkConfiguration.ingressConfiguration.isPubliclyAccessible",
		open: isTrueByDefault, kind: FrontURL, direction: Ingress, reason: "the service is reachable from the internet"},
	{kinds: []string{"msk/cluster"}, path: "brokerNodeGroupInfo.connectivityInfo.publicAccess.type", open: isNot(Isolated, "DISABLED"),
		kind: FrontURL, direction: Ingress, reason: "the brokers are reachable from the internet"},
	{kinds: []string{
		"mq/broker", "rds/instance", "rds/clusterInstance", "rds/cluster", "rds/shardGroup", "docdb/clusterInstance", "neptune/clusterInstance",
		"redshiftserverless/workgroup", "dms/replicationInstance", "timestreaminfluxdb/dbInstance", "m2/environment", "lightsail/database",
	}, path: "publiclyAccessible", open: isTrue, kind: FrontURL, direction: Ingress, reason: "it has a public address"},
	// Source: pulumi-aws v6.83.2, aws.redshift.Cluster: "Default is true".
	{kinds: []string{"redshift/cluster"}, path: "publiclyAccessible", open: isTrueByDefault, kind: FrontURL, direction: Ingress,
		reason: "the cluster has a public address unless it is switched off"},
	{kinds: []string{"opensearch/domain"}, path: "vpcOptions", open: isMissing, kind: FrontURL, direction: Ingress,
		reason: "a domain without VPC options has a public endpoint"},
	{kinds: []string{"opensearch/serverlessSecurityPolicy"}, path: "policy", open: allowsFromPublic, kind: FrontURL, direction: Ingress,
		reason: "the collection is reachable from the internet"},
	{kinds: []string{"transfer/server"}, path: "endpointType", open: isNot(Reaches, "VPC", "VPC_ENDPOINT"), kind: FrontURL,
		direction: Ingress, reason: "the server is reachable from the internet"},
	{kinds: []string{"mwaa/environment"}, path: "webserverAccessMode", open: isNot(Isolated, "PRIVATE_ONLY"), kind: FrontURL,
		direction: Ingress, reason: "the web server is reachable from the internet"},
	{kinds: []string{"emr/blockPublicAccessConfiguration"}, path: "blockPublicSecurityGroupRules", open: isNotTrue, kind: FrontURL,
		direction: Ingress, reason: "clusters may have security groups that are open to the internet"},
	{kinds: []string{"neptunegraph/graph"}, path: "publicConnectivity", open: isTrue, kind: FrontURL, direction: Ingress,
		reason: "the graph is reachable from the internet"},
	{kinds: []string{"rds/instance"}, path: "customerOwnedIpEnabled", open: isTrue, kind: FrontURL, direction: Ingress,
		reason: "the database has an address of the network around the Outpost"},
	{kinds: []string{"opensearchingest/pipeline"}, path: "vpcOptions", open: isMissing, kind: FrontURL, direction: Ingress,
		reason: "a pipeline without VPC options has a public endpoint"},
	{kinds: []string{"cloudsearch/domain"}, kind: FrontURL, direction: Ingress, reason: "a CloudSearch domain has a public endpoint"},
	{kinds: []string{"grafana/workspace"}, path: "networkAccessControl", open: isMissing, kind: FrontURL, direction: Ingress,
		reason: "a workspace without network access control is reachable from the internet"},
	{kinds: []string{"emr/cluster"}, path: "ec2Attributes.subnetId", open: isMissing, unless: severalSubnets, kind: FrontURL,
		direction: Both, reason: "a cluster without a subnet runs in the default VPC"},
	{kinds: []string{"sagemaker/notebookInstance"}, path: "directInternetAccess", open: isNot(Reaches, "Disabled"), kind: FrontURL,
		direction: Egress, reason: "the notebook has a way to the internet past the VPC"},
	{kinds: []string{"sagemaker/domain"}, path: "appNetworkAccessType", open: isNot(Reaches, "VpcOnly"), kind: FrontURL,
		direction: Egress, reason: "the apps have a way to the internet past the VPC"},
	{kinds: []string{"appstream/fleet", "appstream/imageBuilder"}, path: "enableDefaultInternetAccess", open: isTrue, kind: FrontURL,
		direction: Both, reason: "the instances have public addresses"},
	{kinds: []string{"workspaces/directory"}, path: "workspaceCreationProperties.enableInternetAccess", open: isTrue, kind: FrontURL,
		direction: Both, reason: "the desktops have public addresses"},
}

func gatewayLoadBalancer(_ *graph, r *Resource) bool { return r.text("loadBalancerType") == "gateway" }

func severalSubnets(_ *graph, r *Resource) bool {
	return isMissing(nil, r.at("ec2Attributes.subnetIds")) == Isolated
}

// trustedIn excuses a resource whose property names only what is declared.
func trustedIn(key string) func(*graph, *Resource) bool {
	return func(g *graph, r *Resource) bool {
		names, state := r.Value(key).Strings()
		if state != Known || len(names) == 0 {
			return false
		}
		for _, name := range names {
			if !trusts(g.cfg.Principals, name, accountOf(name)) && !trusts(g.cfg.Endpoints, name) {
				return false
			}
		}
		return true
	}
}
