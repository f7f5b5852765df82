package isolation

// outsideDoors name something outside the stack, which nobody judges, or are a switch of a service that few people know.
var outsideDoors = []door{
	{name: "peering options of a peering outside", resource: "ec2/peeringConnectionOptions", kind: RoutePeering, decisive: "vpcPeeringConnectionId", props: props{"vpcPeeringConnectionId": "pcx-0a"}},
	{name: "mirror session to a target outside", resource: "ec2/trafficMirrorSession", kind: Mirror, decisive: "trafficMirrorTargetId", props: props{"trafficMirrorTargetId": "tmt-0a"}},
	{name: "DHCP options outside", resource: "ec2/vpcDhcpOptionsAssociation", kind: DNSForward, decisive: "dhcpOptionsId", props: props{"vpcId": ref("vpc"), "dhcpOptionsId": "dopt-0a"}},
	{name: "nodes from a template outside", resource: "eks/nodeGroup", kind: EKSNodes, decisive: "launchTemplate", props: props{"subnetIds": list(ref("subnet")), "launchTemplate": props{"id": "lt-0a"}}},
	{name: "group from a template outside", resource: "autoscaling/group", kind: AddrInstance, decisive: "launchTemplate", props: props{"launchTemplate": props{"name": "golden"}}},
	{name: "fleet from a template outside", resource: "ec2/fleet", kind: AddrInstance, decisive: "launchTemplateConfigs", props: props{"launchTemplateConfigs": list(props{"launchTemplateSpecification": props{"launchTemplateId": "lt-0a"}})}},
	{name: "association with a document outside", resource: "ssm/association", kind: SSMPortForward, decisive: "name", props: props{"name": "arn:aws:ssm:eu-west-1:1:document/tunnel"}},
	{name: "association with SSH", resource: "ssm/association", kind: SSMPortForward, decisive: "name", props: props{"name": "AWS-StartSSHSession"}},
	{name: "port session in YAML", resource: "ssm/document", kind: SSMPortForward, decisive: "content", props: props{"documentType": "Session", "content": "sessionType: 'Port'"}},
	{name: "endpoint under the domain of a partner", resource: "ec2/vpcEndpoint", kind: EPThirdParty, decisive: "serviceName", props: props{"vpcEndpointType": "Interface", "serviceName": "logs.partner.example"}},
	{name: "core network", resource: "networkmanager/coreNetwork", kind: RouteCoreWAN},
	{name: "policy of a core network", resource: "networkmanager/coreNetworkPolicyAttachment", kind: RouteCoreWAN},
	{name: "accepted attachment of a core network", resource: "networkmanager/attachmentAccepter", kind: RouteCoreWAN},
	{name: "default table of a transit gateway", resource: "ec2transitgateway/defaultRouteTableAssociation", kind: RouteTGW},
	{name: "default propagation of a transit gateway", resource: "ec2transitgateway/defaultRouteTablePropagation", kind: RouteTGW},
	{name: "endpoint of a route server", resource: "vpc/routeServerEndpoint", kind: RouteDynamic},
	{name: "IPv6 block from an own pool", resource: "ec2/vpcIpv6CidrBlockAssociation", kind: AddrIPv6, decisive: "ipv6Pool", props: props{"vpcId": ref("vpc"), "ipv6Pool": "ipv6pool-0a"}},
	{name: "customer-owned address of a load balancer", resource: "lb/loadBalancer", kind: AddrEIP, decisive: "customerOwnedIpv4Pool", props: props{"internal": true, "customerOwnedIpv4Pool": "ipv4pool-coip-0a"}},
	{name: "elastic address of a warehouse", resource: "redshift/cluster", kind: AddrEIP, decisive: "elasticIp", props: props{"publiclyAccessible": false, "elasticIp": "198.51.100.7"}},
	{name: "public graph", resource: "neptunegraph/graph", kind: FrontURL, decisive: "publicConnectivity", props: props{"publicConnectivity": true}},
	{name: "customer-owned address of a database", resource: "rds/instance", kind: FrontURL, decisive: "customerOwnedIpEnabled", props: props{"customerOwnedIpEnabled": true}},
	{name: "ingestion pipeline outside a VPC", resource: "opensearchingest/pipeline", kind: FrontURL},
	{name: "CloudSearch domain", resource: "cloudsearch/domain", kind: FrontURL},
	{name: "Grafana without network access control", resource: "grafana/workspace", kind: FrontURL},
	{name: "streamed applications with internet", resource: "appstream/fleet", kind: FrontURL, decisive: "enableDefaultInternetAccess", props: props{"enableDefaultInternetAccess": true}},
	{name: "desktops with internet", resource: "workspaces/directory", kind: FrontURL, decisive: "workspaceCreationProperties", props: props{"workspaceCreationProperties": props{"enableInternetAccess": true}}},
	{name: "canary outside a VPC", resource: "synthetics/canary", kind: ServiceNonVPC},
	{name: "serverless EMR outside a VPC", resource: "emrserverless/application", kind: ServiceNonVPC},
	{name: "files sent to a partner", resource: "transfer/connector", kind: ServiceNonVPC},
	{name: "game servers", resource: "gamelift/fleet", kind: ServiceNonVPC},
	{name: "NFS location of DataSync", resource: "datasync/nfsLocation", kind: ServiceNonVPC},
}

// clusterDoors are objects in a cluster that a controller opens a way for.
var clusterDoors = []door{
	{name: "controller of AWS", resource: "kubernetes:ec2.services.k8s.aws/v1alpha1:InternetGateway", kind: Opaque},
	{name: "Crossplane", resource: "kubernetes:ec2.aws.upbound.io/v1beta1:Route", kind: Opaque},
	{name: "Cluster API", resource: "kubernetes:infrastructure.cluster.x-k8s.io/v1beta2:AWSCluster", kind: Opaque},
	{name: "Gateway API", resource: "kubernetes:gateway.networking.k8s.io/v1:Gateway", kind: Opaque},
	{name: "Pulumi operator", resource: "kubernetes:pulumi.com/v1:Stack", kind: Opaque},
	{name: "Helm release", resource: "kubernetes:helm.sh/v3:Release", kind: Opaque},
	{name: "Karpenter nodes with public addresses", resource: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", kind: Opaque, decisive: "spec", props: props{"spec": props{"associatePublicIPAddress": true}}},
	{name: "Auto Mode nodes with public addresses", resource: "kubernetes:eks.amazonaws.com/v1:NodeClass", kind: Opaque, decisive: "spec", props: props{"spec": props{"advancedNetworking": props{"associatePublicIPAddress": true}}}},
	{name: "class of public load balancers", resource: "kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams", kind: Opaque, decisive: "spec", props: props{"spec": props{"scheme": "internet-facing"}}},
	{name: "patch that publishes a Service", resource: "kubernetes:core/v1:ServicePatch", kind: Opaque, decisive: "spec", props: props{"spec": props{"type": "LoadBalancer"}}},
	{name: "Ingress with the annotation of a Service", resource: "kubernetes:networking.k8s.io/v1:Ingress", kind: Opaque, props: props{"metadata": props{"annotations": props{"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}}}},
	{name: "Service with two annotations that disagree", resource: "kubernetes:core/v1:Service", kind: Opaque, props: props{"spec": props{"type": "LoadBalancer"}, "metadata": props{"annotations": props{
		"service.beta.kubernetes.io/aws-load-balancer-internal": "true", "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}}}},
}
