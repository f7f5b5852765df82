package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func checkRoute(c *cloud.Call, table *cloud.Object, route cloud.Values) error {
	vpc, err := get(c, kindVPC, table.Properties.String("vpcId"))
	if err != nil {
		return err
	}
	if err := checkDestination(c, vpc, route); err != nil {
		return err
	}
	if err := checkFamily(c, route); err != nil {
		return err
	}
	return checkTarget(c, vpc, table.ID, first(route, targets))
}

func checkDestination(c *cloud.Call, vpc *cloud.Object, route cloud.Values) error {
	destination := first(route, destinations)
	if strings.HasPrefix(destination, "pl-") {
		if !prefixListExists(c, destination) {
			return c.RefuseWith(missing[kindPrefixList], destination)
		}
		return nil
	}
	block, err := netip.ParsePrefix(destination)
	if err != nil || block != block.Masked() {
		return c.Refuse("InvalidParameterValue", "Value (%s) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.", destination)
	}
	target := first(route, targets)
	if strings.HasPrefix(target, "eni-") || strings.HasPrefix(target, "vpce-") || target == "local" {
		return nil
	}
	for _, own := range blocksOf(c, vpc) {
		if own.Overlaps(block) && own.Bits() <= block.Bits() {
			return c.Refuse("InvalidParameterValue", "The destination CIDR block %s is equal to or more specific than one of this VPC's CIDR blocks. "+
				"This route can target only an interface or an instance.", destination)
		}
	}
	return nil
}

// checkFamily refuses a destination of IPv4 through an egress-only internet gateway, which knows IPv6 alone.
func checkFamily(c *cloud.Call, route cloud.Values) error {
	destination, target := first(route, destinations), first(route, targets)
	if !strings.HasPrefix(target, "eigw-") {
		return nil
	}
	v4 := false
	if block, err := netip.ParsePrefix(destination); err == nil {
		v4 = block.Addr().Is4()
	}
	if list, ok := c.Get(kindPrefixList, destination); ok {
		v4 = list.Properties.String("addressFamily") == "IPv4"
	}
	if v4 {
		return c.Refuse("InvalidParameterValue", "The egress-only internet gateway %s takes IPv6 destinations only, got %s", target, destination)
	}
	return nil
}

// checkTarget refuses a target that does not exist or is not attached to the VPC. Routes to targets that the simulation has
// no kind for are refused, too, so that none is taken for granted.
func checkTarget(c *cloud.Call, vpc *cloud.Object, tableID, target string) error {
	if target == "local" {
		return nil
	}
	i := slices.IndexFunc(targetKinds, func(k struct{ prefix, kind string }) bool { return strings.HasPrefix(target, k.prefix) })
	if i < 0 {
		return c.Refuse("InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist", target)
	}
	found, err := get(c, targetKinds[i].kind, target)
	if err != nil {
		return err
	}
	attached := vpcOf(c, found)
	if attached != "" && attached != vpc.ID && found.Kind != kindPeering {
		return c.Refuse("InvalidParameterValue", "route table %s and network gateway %s belong to different networks", tableID, target)
	}
	if attached == "" && (found.Kind == kindInternetGateway || found.Kind == kindVPNGateway) {
		return c.Refuse("Gateway.NotAttached", "resource %s is not attached to network %s", target, vpc.ID)
	}
	if found.Kind == kindTransitGateway && !attachedToTransit(c, target, vpc.ID) {
		return c.Refuse("InvalidTransitGatewayID.NotFound", "Transit Gateway %s was deleted or does not exist.", target)
	}
	return nil
}

// vpcOf returns the VPC that an object is in or attached to, or nothing.
func vpcOf(c *cloud.Call, o *cloud.Object) string {
	if o.Kind == kindInternetGateway {
		for _, attachment := range c.Find(kindInternetAttachment, where("internetGatewayId", o.ID)) {
			return attachment.Properties.String("vpcId")
		}
	}
	if o.Kind == kindNATGateway || o.Kind == kindInterface {
		if subnet, ok := c.Get(kindSubnet, o.Properties.String("subnetId")); ok {
			return subnet.Properties.String("vpcId")
		}
	}
	return o.Properties.String("vpcId")
}

func attachedToTransit(c *cloud.Call, gatewayID, vpcID string) bool {
	return slices.ContainsFunc(c.Find(kindTransitAttachment, where("vpcId", vpcID)), where("transitGatewayId", gatewayID))
}

// targetKinds are the kinds that a route may lead to, by the form of their ids. Any property takes any of them, as in AWS.
var targetKinds = []struct{ prefix, kind string }{
	{"igw-", kindInternetGateway}, {"vgw-", kindVPNGateway}, {"nat-", kindNATGateway}, {"eigw-", kindEgressOnlyGateway}, {"tgw-", kindTransitGateway},
	{"pcx-", kindPeering}, {"eni-", kindInterface}, {"vpce-", kindEndpoint},
}
