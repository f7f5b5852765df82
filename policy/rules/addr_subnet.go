package rules

var addressSubnet = Rule{
	ID:       "ADDR-SUBNET",
	Title:    "no subnet hands out public addresses",
	Severity: High,
	Types:    []string{"aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"},
	Why: "Every network interface made in such a subnet gets an address that is routable outside, so that a single route is " +
		"enough to expose all of them.",
	Fix: "leave out mapPublicIpOnLaunch, assignIpv6AddressOnCreation, enableDns64, ipv6Native and " +
		"mapCustomerOwnedIpOnLaunch, or set them to false",
	Controls: addressing,
}
