package rules

var addressIPv6 = Rule{
	ID:       "ADDR-IPV6",
	Title:    "no VPC has public IPv6 address space",
	Severity: Medium,
	Types: []string{
		"aws:ec2/vpc:Vpc",
		"aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
	},
	Why: "Amazon's IPv6 address space is public: there is no translation to hide behind, so that one gateway and " +
		"one route make every interface reachable.",
	Fix:      "use IPv4, or an IPv6 pool with unique local addresses that you list in privateRanges of PACK-SELF",
	Controls: addressing,
}
