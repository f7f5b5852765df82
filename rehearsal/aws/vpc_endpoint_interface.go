package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// settleInterface judges an interface endpoint and gives it one network interface in each of its subnets.
func settleInterface(c *cloud.Call, endpoint *cloud.Object, o offer) error {
	p := endpoint.Properties
	vpc, err := get(c, kindVPC, p.String("vpcId"))
	if err != nil {
		return err
	}
	if len(p.Strings("securityGroupIds")) == 0 {
		p.Set("securityGroupIds", []string{vpc.Properties.String("defaultSecurityGroupId")})
	}
	for _, id := range p.Strings("securityGroupIds") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpc.ID {
			return c.Refuse("InvalidParameter", "Security group %s and VPC %s belong to different networks", id, vpc.ID)
		}
	}
	if err := checkEndpointSubnets(c, endpoint, o); err != nil {
		return err
	}
	if err := checkPrivateDNS(c, endpoint, vpc, o); err != nil {
		return err
	}
	return placeInterfaces(c, endpoint)
}

// checkEndpointSubnets refuses subnets of another VPC, in zones without the service, or two in one zone.
func checkEndpointSubnets(c *cloud.Call, endpoint *cloud.Object, o offer) error {
	taken := map[string]bool{}
	for _, id := range endpoint.Properties.Strings("subnetIds") {
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		if vpcID := endpoint.Properties.String("vpcId"); subnet.Properties.String("vpcId") != vpcID {
			return c.Refuse("InvalidParameter", "Subnet %s does not belong to the VPC %s", id, vpcID)
		}
		zone := subnet.Properties.String("availabilityZone")
		if !slices.Contains(o.zones(c.Account.Region), zone) {
			return c.Refuse("InvalidParameter", "The VPC endpoint service %s does not support the availability zone of the subnet: %s.", o.name, id)
		}
		if taken[zone] {
			return c.Refuse("DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of %s. "+
				"VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.", id)
		}
		taken[zone] = true
	}
	return nil
}

// checkPrivateDNS refuses private DNS in a VPC without DNS, beside another answer to the same names, and for S3 without its
// gateway endpoint unless the user gives that up.
func checkPrivateDNS(c *cloud.Call, endpoint, vpc *cloud.Object, o offer) error {
	p := endpoint.Properties
	if !p.Bool("privateDnsEnabled") {
		return nil
	}
	if !vpc.Properties.Bool("enableDnsSupport") || !vpc.Properties.Bool("enableDnsHostnames") {
		return c.Refuse("InvalidParameter", "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s", vpc.ID)
	}
	for _, name := range o.privateNames(c.Account.Region) {
		if answeredElsewhere(c, endpoint.ID, vpc.ID, name) {
			return c.Refuse("InvalidParameter", "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s in the VPC %s",
				name, vpc.ID)
		}
	}
	inboundOnly, stated := p.Get("dnsOptions.privateDnsOnlyForInboundResolverEndpoint")
	if o.short == "s3" && (!stated || inboundOnly == true) && !hasGateway(c, vpc.ID, o.short) {
		return c.Refuse("InvalidParameter", "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC %s must have a Gateway endpoint for the service.", vpc.ID)
	}
	return nil
}

// answeredElsewhere tells whether another endpoint or a private hosted zone of the VPC answers a name.
func answeredElsewhere(c *cloud.Call, endpointID, vpcID, name string) bool {
	for _, other := range c.Find(kindEndpoint, where("vpcId", vpcID)) {
		if other.ID == endpointID || !other.Properties.Bool("privateDnsEnabled") {
			continue
		}
		o, _ := findOffer(c.Account.Region, other.Properties.String("serviceName"))
		if slices.Contains(o.privateNames(c.Account.Region), name) {
			return true
		}
	}
	for _, zone := range c.Find(kindZone, where("name", strings.TrimPrefix(name, "*."))) {
		if slices.Contains(vpcsOfZone(c, zone), vpcID) {
			return true
		}
	}
	return false
}

func hasGateway(c *cloud.Call, vpcID, short string) bool {
	return slices.ContainsFunc(c.Find(kindEndpoint, where("vpcId", vpcID)), func(o *cloud.Object) bool {
		return o.Properties.String("vpcEndpointType") == "Gateway" && strings.HasSuffix(o.Properties.String("serviceName"), "."+short)
	})
}

// placeInterfaces makes the network interfaces that the endpoint lacks and removes those of subnets that it left.
func placeInterfaces(c *cloud.Call, endpoint *cloud.Object) error {
	subnets := endpoint.Properties.Strings("subnetIds")
	placed := map[string]bool{}
	for _, card := range interfacesOf(c, endpoint) {
		subnet := card.Properties.String("subnetId")
		if !slices.Contains(subnets, subnet) {
			c.Remove(card)
			continue
		}
		c.Change(card).Properties.Set("securityGroups", endpoint.Properties.Strings("securityGroupIds"))
		placed[subnet] = true
	}
	for _, id := range subnets {
		if placed[id] {
			continue
		}
		subnet, err := get(c, kindSubnet, id)
		if err != nil {
			return err
		}
		if _, err := makeInterface(c, endpoint, subnet, "VPC Endpoint Interface "+endpoint.ID, endpoint.Properties.Strings("securityGroupIds")); err != nil {
			return err
		}
	}
	return nil
}

// interfacesOf returns the network interfaces that AWS made for an object, sorted by subnet.
func interfacesOf(c *cloud.Call, user *cloud.Object) []*cloud.Object {
	cards := c.Find(kindInterface, where(servedObject, user.ID))
	slices.SortFunc(cards, func(a, b *cloud.Object) int {
		return strings.Compare(a.Properties.String("subnetId"), b.Properties.String("subnetId"))
	})
	return cards
}

// readEndpoint answers the endpoint's interfaces, its DNS names, and the ranges behind a gateway endpoint.
func readEndpoint(c *cloud.Call) error {
	p := c.Object.Properties
	o, known := findOffer(c.Account.Region, p.String("serviceName"))
	if !known && !p.Has("resourceConfigurationArn") {
		return c.Refuse("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", p.String("serviceName"))
	}
	blocks := []string{}
	for _, block := range listOf(c, o).Blocks {
		blocks = append(blocks, block.String())
	}
	p.Set("cidrBlocks", blocks)
	ids, configurations, zones := []string{}, []cloud.Values{}, []string{}
	for _, card := range interfacesOf(c, c.Object) {
		ids = append(ids, card.ID)
		configurations = append(configurations, cloud.Values{"subnetId": card.Properties.String("subnetId"), "ipv4": card.Properties.String("privateIp")})
		if subnet, ok := c.Get(kindSubnet, card.Properties.String("subnetId")); ok {
			zones = append(zones, subnet.Properties.String("availabilityZone"))
		}
	}
	p.Set("networkInterfaceIds", ids)
	p.Set("subnetConfigurations", configurations)
	p.Set("dnsEntries", dnsEntries(c, o, zones))
	return nil
}

// dnsEntries are the names of an interface endpoint: for the Region, for each zone, and the private ones.
func dnsEntries(c *cloud.Call, o offer, zones []string) []cloud.Values {
	p := c.Object.Properties
	entries := []cloud.Values{}
	if p.String("vpcEndpointType") != "Interface" {
		return entries
	}
	parts := strings.Split(o.short, ".")
	slices.Reverse(parts)
	host := fmt.Sprintf("%s.%s.vpce.%s", strings.Join(parts, "."), o.homeRegion, partitionOf(c.Account.Region).dnsSuffix)
	label := c.Object.ID + "-" + digest(8, c.Object.ID)
	publicZone := "Z" + strings.ToUpper(digest(13, "endpoint zone", o.homeRegion))
	entries = append(entries, cloud.Values{"dnsName": label + "." + host, "hostedZoneId": publicZone})
	slices.Sort(zones)
	for _, zone := range zones {
		entries = append(entries, cloud.Values{"dnsName": label + "-" + zone + "." + host, "hostedZoneId": publicZone})
	}
	if p.Bool("privateDnsEnabled") {
		for _, name := range o.privateNames(c.Account.Region) {
			entries = append(entries, cloud.Values{"dnsName": name, "hostedZoneId": "Z" + strings.ToUpper(digest(20, "private zone", c.Object.ID, name))})
		}
	}
	return entries
}
