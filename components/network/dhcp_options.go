package network

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// amazonProvidedDNS makes instances ask the VPC's own resolver, the only one that DNS Firewall guards.
const amazonProvidedDNS = "AmazonProvidedDNS"

// buildDhcpOptions makes the DHCP options and associates them with the VPC.
func (b *builder) buildDhcpOptions(vpc *ec2.Vpc) error {
	options, err := ec2.NewVpcDhcpOptions(b.ctx, b.child("dhcp-options"), &ec2.VpcDhcpOptionsArgs{
		DomainName:        pulumi.String(b.plan.dhcpDomain),
		DomainNameServers: pulumi.StringArray{pulumi.String(amazonProvidedDNS)},
		NtpServers:        pulumi.ToStringArray(b.plan.ntpServers),
		Tags:              b.childTags("dhcp-options"),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("create the DHCP options: %w", err)
	}
	_, err = ec2.NewVpcDhcpOptionsAssociation(b.ctx, b.child("dhcp-options-association"), &ec2.VpcDhcpOptionsAssociationArgs{
		DhcpOptionsId: options.ID(),
		VpcId:         vpc.ID(),
	}, b.options()...)
	if err != nil {
		return fmt.Errorf("associate the DHCP options: %w", err)
	}
	return nil
}
