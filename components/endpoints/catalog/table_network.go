package catalog

// Services for networking, names and discovery.
const (
	// Route53 is Amazon Route 53.
	Route53 Service = "route53"
	// ServiceDiscovery is AWS Cloud Map.
	ServiceDiscovery Service = "servicediscovery"
	// DataServiceDiscovery is AWS Cloud Map discovery.
	DataServiceDiscovery Service = "data-servicediscovery"
	// VPCLattice is Amazon VPC Lattice API.
	VPCLattice Service = "vpc-lattice"
	// NetworkManager is AWS Network Manager.
	NetworkManager Service = "networkmanager"
	// DirectConnect is AWS Direct Connect.
	DirectConnect Service = "directconnect"
	// KeyValueStore is CloudFront KeyValueStore.
	KeyValueStore Service = "cloudfront-keyvaluestore"
)

var network = []Entry{
	{Service: Route53, Title: "Amazon Route 53", Global: true, Home: homeUSEast1, NoPolicy: true, DNS: []string{"route53.{suffix}"}, Workaround: "write the records at deploy time, outside the VPC"},
	{Service: ServiceDiscovery, Title: "AWS Cloud Map"},
	{Service: DataServiceDiscovery, Title: "AWS Cloud Map discovery", IAM: []string{"servicediscovery"}},
	{Service: VPCLattice, Title: "Amazon VPC Lattice API"},
	{Service: NetworkManager, Title: "AWS Network Manager", Limited: "AWS Network Manager lives in us-west-2; check where its endpoint is offered"},
	{Service: DirectConnect, Title: "AWS Direct Connect"},
	{Service: KeyValueStore, Title: "CloudFront KeyValueStore", NoPolicy: true, Only: []string{"us-east-1"}, Workaround: "write keys at deploy time, outside the VPC"},
}
