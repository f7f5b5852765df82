package account

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fc00::/7"),
}

// tunnelEdge are the addresses that cloudflared dials, of the two regions of Cloudflare's global network.
// Source: Cloudflare One documentation, "Tunnel with firewall".
var tunnelEdge = []netip.Prefix{netip.MustParsePrefix("2606:4700:a0::/48"), netip.MustParsePrefix("2606:4700:a8::/48")}

// within tells whether a block lies wholly in one of the ranges. What cannot be read does not.
func within(text string, ranges []netip.Prefix) bool {
	block, err := netip.ParsePrefix(text)
	return err == nil && slices.ContainsFunc(ranges, func(r netip.Prefix) bool {
		return r.Contains(block.Addr()) && block.Bits() >= r.Bits()
	})
}

func privateAddress(text string) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && within(netip.PrefixFrom(address, address.BitLen()).String(), privateRanges)
}

// prefixLists are the account's managed prefix lists by their ids.
type prefixLists map[string]prefixList

type prefixList struct {
	blocks []string
	// gateway lists are AWS's own of what a gateway endpoint leads to. Their addresses are public, and without such an endpoint
	// there is no route to them.
	gateway bool
}

// blocks are the address blocks that a destination stands for: its own, or those of a prefix list. Of a list that the account
// does not show it is the id, which is no block and so nowhere allowed.
func (lists prefixLists) blocks(destination string) []string {
	if list, ok := lists[destination]; ok && len(list.blocks) > 0 {
		return list.blocks
	}
	return []string{destination}
}

// prefixLists reads the lists with their entries.
func (a *Account) prefixLists(ctx context.Context) (prefixLists, error) {
	found := prefixLists{}
	pages := ec2.NewDescribeManagedPrefixListsPaginator(a.ec2, &ec2.DescribeManagedPrefixListsInput{})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("describe managed prefix lists: %w", err)
		}
		for _, list := range out.PrefixLists {
			if list.State == types.PrefixListStateDeleteComplete {
				continue
			}
			entries, err := a.ec2.GetManagedPrefixListEntries(ctx, &ec2.GetManagedPrefixListEntriesInput{PrefixListId: list.PrefixListId})
			if err != nil {
				return nil, fmt.Errorf("get the entries of prefix list %s: %w", aws.ToString(list.PrefixListId), err)
			}
			read := prefixList{gateway: aws.ToString(list.OwnerId) == "AWS" && slices.Contains(a.gatewayLists(), aws.ToString(list.PrefixListName))}
			for _, entry := range entries.Entries {
				read.blocks = append(read.blocks, aws.ToString(entry.Cidr))
			}
			found[aws.ToString(list.PrefixListId)] = read
		}
	}
	return found, nil
}

// gatewayLists are the names of AWS's lists for its two gateway endpoints.
func (a *Account) gatewayLists() []string {
	return []string{"com.amazonaws." + a.region + ".s3", "com.amazonaws." + a.region + ".dynamodb"}
}

// private tells whether everything that a destination stands for is private.
func (l *look) private(destination string) bool {
	return !slices.ContainsFunc(l.lists.blocks(destination), func(block string) bool { return !within(block, privateRanges) })
}

// blocksOf lists the address blocks that a rule of a security group names, without those of gateway endpoints.
func (l *look) blocksOf(permission types.IpPermission) []string {
	var blocks []string
	for _, r := range permission.IpRanges {
		blocks = append(blocks, aws.ToString(r.CidrIp))
	}
	for _, r := range permission.Ipv6Ranges {
		blocks = append(blocks, aws.ToString(r.CidrIpv6))
	}
	for _, list := range permission.PrefixListIds {
		if id := aws.ToString(list.PrefixListId); !l.lists[id].gateway {
			blocks = append(blocks, l.lists.blocks(id)...)
		}
	}
	return blocks
}

func destination(route types.Route) string {
	return aws.ToString(route.DestinationCidrBlock) + aws.ToString(route.DestinationIpv6CidrBlock) + aws.ToString(route.DestinationPrefixListId)
}
