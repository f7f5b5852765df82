package account

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// gateways: no internet gateway or NAT gateway, no elastic address anywhere, and an egress-only gateway for connectors alone.
func (l *look) gateways(ctx context.Context) error {
	internet, err := l.account.ec2.DescribeInternetGateways(ctx, &ec2.DescribeInternetGatewaysInput{})
	if err != nil {
		return fmt.Errorf("describe internet gateways: %w", err)
	}
	for _, gateway := range internet.InternetGateways {
		for _, attachment := range gateway.Attachments {
			if l.mine(attachment.VpcId) {
				l.breach("internet gateway %s is attached to %s", aws.ToString(gateway.InternetGatewayId), aws.ToString(attachment.VpcId))
			}
		}
	}
	egress, err := l.account.ec2.DescribeEgressOnlyInternetGateways(ctx, &ec2.DescribeEgressOnlyInternetGatewaysInput{})
	if err != nil {
		return fmt.Errorf("describe egress-only gateways: %w", err)
	}
	for _, gateway := range egress.EgressOnlyInternetGateways {
		for _, attachment := range gateway.Attachments {
			if l.access[aws.ToString(attachment.VpcId)] {
				l.saw("egress-only gateways of connectors", 1)
			} else if l.mine(attachment.VpcId) {
				l.breach("egress-only gateway %s is attached to %s", aws.ToString(gateway.EgressOnlyInternetGatewayId), aws.ToString(attachment.VpcId))
			}
		}
	}
	nat, err := l.account.ec2.DescribeNatGateways(ctx, &ec2.DescribeNatGatewaysInput{})
	if err != nil {
		return fmt.Errorf("describe NAT gateways: %w", err)
	}
	for _, gateway := range nat.NatGateways {
		if l.mine(gateway.VpcId) && gateway.State != types.NatGatewayStateDeleted {
			l.breach("NAT gateway %s is in %s", aws.ToString(gateway.NatGatewayId), aws.ToString(gateway.VpcId))
		}
	}
	addresses, err := l.account.ec2.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{})
	if err != nil {
		return fmt.Errorf("describe elastic addresses: %w", err)
	}
	for _, address := range addresses.Addresses {
		l.breach("elastic address %s is allocated", aws.ToString(address.PublicIp))
	}
	return nil
}

// routes: each leads to the VPC itself, to a gateway endpoint, or to private addresses over a peering or a transit gateway; those
// of connectors also to the tunnel's edge, and to nothing wider.
func (l *look) routes(ctx context.Context) error {
	out, err := l.account.ec2.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{})
	if err != nil {
		return fmt.Errorf("describe route tables: %w", err)
	}
	for _, table := range out.RouteTables {
		if !l.mine(table.VpcId) {
			continue
		}
		l.saw("route tables", 1)
		l.saw("routes", len(table.Routes))
		for _, route := range table.Routes {
			if !l.allowed(route, aws.ToString(table.VpcId)) {
				l.breach("route table %s has a route to %s by way of %q", aws.ToString(table.RouteTableId), destination(route), routeTarget(route))
			}
		}
	}
	return nil
}

func (l *look) allowed(route types.Route, vpc string) bool {
	switch target := routeTarget(route); {
	case target == "local", strings.HasPrefix(target, "vpce-"):
		return true
	case strings.HasPrefix(target, "pcx-"), strings.HasPrefix(target, "tgw-"):
		return l.private(destination(route))
	case strings.HasPrefix(target, "eigw-"):
		return l.access[vpc] && within(destination(route), tunnelEdge)
	}
	return false
}

// accessVPCs are the VPCs with a subnet for connectors.
func (a *Account) accessVPCs(ctx context.Context) (map[string]bool, error) {
	out, err := a.ec2.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{
		Filters: []types.Filter{{Name: aws.String("tag:cloudgap:tier"), Values: []string{"connectors"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("describe the subnets of connectors: %w", err)
	}
	found := map[string]bool{}
	for _, subnet := range out.Subnets {
		found[aws.ToString(subnet.VpcId)] = true
	}
	return found, nil
}

func routeTarget(route types.Route) string {
	for _, target := range []*string{
		route.GatewayId, route.NatGatewayId, route.TransitGatewayId, route.VpcPeeringConnectionId, route.NetworkInterfaceId,
		route.InstanceId, route.EgressOnlyInternetGatewayId, route.LocalGatewayId, route.CarrierGatewayId, route.CoreNetworkArn,
	} {
		if target != nil {
			return *target
		}
	}
	return "an unknown target"
}

// subnets: none hands out public addresses; those of connectors dial the edge by IPv6.
func (l *look) subnets(ctx context.Context) error {
	out, err := l.account.ec2.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
	if err != nil {
		return fmt.Errorf("describe subnets: %w", err)
	}
	for _, subnet := range out.Subnets {
		if !l.mine(subnet.VpcId) {
			continue
		}
		l.saw("subnets", 1)
		ipv6 := aws.ToBool(subnet.AssignIpv6AddressOnCreation) && !l.access[aws.ToString(subnet.VpcId)]
		if aws.ToBool(subnet.MapPublicIpOnLaunch) || ipv6 {
			l.breach("subnet %s hands out public addresses", aws.ToString(subnet.SubnetId))
		}
	}
	return nil
}

// securityGroups: no rule admits or reaches an address outside private ranges.
func (l *look) securityGroups(ctx context.Context) error {
	out, err := l.account.ec2.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{})
	if err != nil {
		return fmt.Errorf("describe security groups: %w", err)
	}
	for _, group := range out.SecurityGroups {
		if !l.mine(group.VpcId) {
			continue
		}
		if strings.HasPrefix(aws.ToString(group.GroupName), "eks-cluster-sg-") {
			l.saw("groups of EKS's own making left out, which AWS opens outwards", 1)
			continue
		}
		for direction, permissions := range map[string][]types.IpPermission{"ingress": group.IpPermissions, "egress": group.IpPermissionsEgress} {
			for _, permission := range permissions {
				l.saw("security group rules", 1)
				for _, block := range l.blocksOf(permission) {
					edge := direction == "egress" && l.access[aws.ToString(group.VpcId)] && within(block, tunnelEdge)
					if !within(block, privateRanges) && !edge {
						l.breach("security group %s (%s) has an %s rule for %s", aws.ToString(group.GroupId), aws.ToString(group.GroupName), direction, block)
					}
				}
			}
		}
	}
	return nil
}
