package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func networkInterfaceTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "aws:ec2/networkInterface:NetworkInterface", Args: ec2.NetworkInterfaceArgs{}, State: ec2.NetworkInterface{},
		Kind: kindInterface, Noun: "EC2 Network Interface",
		API:      ec2API("NetworkInterface", "ModifyNetworkInterfaceAttribute"),
		ID:       "eni-0{hex16}",
		Defaults: map[string]any{"privateIpListEnabled": false, "sourceDestCheck": true, "ipv6AddressListEnabled": false},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ec2:{region}:{account}:network-interface/{id}", "ownerId": "{account}", "outpostArn": "", "interfaceType": "interface",
			"macAddress": "0a:{hex2:a}:{hex2:b}:{hex2:c}:{hex2:d}:{hex2:e}", "ipv4PrefixCount": 0, "ipv6AddressCount": 0, "ipv6PrefixCount": 0,
			"privateIpsCount": 0, "enablePrimaryIpv6": false, "privateIps": []any{}, "privateIpLists": []any{}, "securityGroups": []any{},
			"attachments": []any{}, "ipv4Prefixes": []any{}, "ipv6Addresses": []any{}, "ipv6Prefixes": []any{}, "ipv6AddressLists": []any{},
		},
		ReplaceOn:  []string{"interfaceType", "subnetId"},
		Sets:       []string{"securityGroups", "privateIps"},
		References: []cloud.Reference{needs("subnetId", kindSubnet), needs("securityGroups[*]", kindSecurityGroup)},
		NotFound:   missing[kindInterface],
		Create:     createInterface, Delete: keepRequesterManaged,
	}}
}

// createInterface gives the interface an address in its subnet: the one asked for, or one that AWS picks.
func createInterface(c *cloud.Call) error {
	if c.Inputs.Has("attachments") {
		return c.Refuse("UnsupportedOperation", "Attaching network interfaces to instances is not simulated.")
	}
	subnet, err := get(c, kindSubnet, c.Inputs.String("subnetId"))
	if err != nil {
		return err
	}
	p := c.Object.Properties
	asked := p.Strings("privateIps")
	if ip := p.String("privateIp"); ip != "" {
		asked = []string{ip}
	}
	if len(asked) == 0 {
		ip, err := freeAddress(c, subnet, c.Object.ID)
		if err != nil {
			return err
		}
		asked = []string{ip}
	}
	for _, ip := range asked {
		if err := checkAddress(c, subnet, ip); err != nil {
			return err
		}
	}
	p.Set("privateIp", asked[0])
	p.Set("privateIps", asked)
	p.Set("privateIpLists", asked)
	p.Set("privateDnsName", privateDNSName(c, asked[0]))
	if len(p.Strings("securityGroups")) == 0 {
		vpc, err := get(c, kindVPC, subnet.Properties.String("vpcId"))
		if err != nil {
			return err
		}
		p.Set("securityGroups", []string{vpc.Properties.String("defaultSecurityGroupId")})
	}
	return nil
}

func privateDNSName(c *cloud.Call, ip string) string {
	domain := c.Account.Region + ".compute.internal"
	if c.Account.Region == "us-east-1" {
		domain = "ec2.internal"
	}
	return "ip-" + strings.ReplaceAll(ip, ".", "-") + "." + domain
}

func checkAddress(c *cloud.Call, subnet *cloud.Object, ip string) error {
	block := prefixes(subnet.Properties.String("cidrBlock"))[0]
	addr, err := netip.ParseAddr(ip)
	if err != nil || !block.Contains(addr) {
		return c.Refuse("InvalidParameterValue", "Address %s does not fall within the subnet's address range", ip)
	}
	if slices.Contains(usedAddresses(c, subnet), ip) {
		return c.Refuse("InvalidIPAddress.InUse", "Address %s is in use.", ip)
	}
	return nil
}

// keepRequesterManaged refuses to delete an interface that belongs to a service of AWS.
func keepRequesterManaged(c *cloud.Call) error {
	if user := c.Object.Properties.String(servedObject); user != "" {
		return c.Refuse("OperationNotPermitted", "You are not allowed to manage 'ela-attach' attachments: the interface %s belongs to %s.", c.Object.ID, user)
	}
	return nil
}

// makeInterface makes the network interface that a service of AWS puts into a subnet for an object: it keeps the subnet and the
// security groups from being deleted, and goes with the object.
func makeInterface(c *cloud.Call, user, subnet *cloud.Object, description string, groups []string) (*cloud.Object, error) {
	seed := digest(16, user.ID, subnet.ID)
	ip, err := freeAddress(c, subnet, seed)
	if err != nil {
		return nil, err
	}
	card, err := c.Make(kindInterface+"/"+subnet.ID, kindInterface, cloud.Format("eni-0"+seed), cloud.Values{
		servedObject: user.ID, "description": description, "interfaceType": "vpc_endpoint", "privateIp": ip, "privateIps": []any{ip},
		"securityGroups": cloud.Normal(groups), "subnetId": subnet.ID, "sourceDestCheck": true,
	})
	if err != nil {
		return nil, err
	}
	c.Link(card, subnet, true)
	return card, nil
}

// usedAddresses returns the addresses of a subnet that interfaces have, other than the one at hand.
func usedAddresses(c *cloud.Call, subnet *cloud.Object) []string {
	var used []string
	for _, card := range c.Find(kindInterface, where("subnetId", subnet.ID)) {
		if c.Object == nil || card.ID != c.Object.ID {
			used = append(used, card.Properties.String("privateIp"))
		}
	}
	return used
}

// freeAddress picks an address of a subnet. It starts from a place that belongs to the seed, so that concurrent calls give
// the same addresses in every run, and takes the next free one.
func freeAddress(c *cloud.Call, subnet *cloud.Object, seed string) (string, error) {
	block := prefixes(subnet.Properties.String("cidrBlock"))[0]
	used, usable := usedAddresses(c, subnet), usableAddresses(block)
	start := pick(usable, subnet.ID, seed)
	for i := range usable {
		if ip := address(block, (start+i)%usable).String(); !slices.Contains(used, ip) {
			return ip, nil
		}
	}
	return "", c.Refuse("InsufficientFreeAddressesInSubnet", "The specified subnet does not have enough free addresses to satisfy the request.")
}
