package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/cloudgap/cloudgap/internal/orphans"
)

// filterValues is how many values EC2 takes for one filter.
const filterValues = 200

// thing is an object of EC2: its type is what EC2 calls it in tags and ARNs alike.
type thing struct{ id, kind string }

func taggedInEC2(ctx context.Context, a *Account, tags map[string]string) ([]orphans.Object, error) {
	// EC2 filters single tags: those that match one tag come first, and then all tags of these.
	var candidates []types.Filter
	for _, key := range slices.Sorted(maps.Keys(tags))[:min(1, len(tags))] {
		candidates = []types.Filter{filter("tag:"+key, tags[key])}
	}
	tagged, err := a.ec2Tags(ctx, candidates...)
	if err != nil || len(tagged) == 0 {
		return nil, err
	}
	ids := map[string]bool{}
	for t := range tagged {
		ids[t.id] = true
	}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(ids)), filterValues) {
		more, err := a.ec2Tags(ctx, filter("resource-id", chunk...))
		if err != nil {
			return nil, err
		}
		maps.Copy(tagged, more)
	}
	maps.DeleteFunc(tagged, func(_ thing, has map[string]string) bool { return !carries(has, tags) })
	if err := a.leaveOutDeleted(ctx, tagged); err != nil {
		return nil, err
	}
	owner, err := a.owner(ctx)
	if err != nil {
		return nil, err
	}
	var found []orphans.Object
	for t, has := range tagged {
		name := arn.ARN{Partition: owner.Partition, Service: "ec2", Region: a.region, AccountID: owner.AccountID,
			Resource: t.kind + "/" + t.id}
		found = append(found, orphans.Object{ARN: name.String(), Tags: has})
	}
	return found, nil
}

func (a *Account) ec2Tags(ctx context.Context, filters ...types.Filter) (map[thing]map[string]string, error) {
	found := map[thing]map[string]string{}
	err := pages(ctx, ec2.NewDescribeTagsPaginator(a.ec2, &ec2.DescribeTagsInput{Filters: filters}),
		func(page *ec2.DescribeTagsOutput) {
			for _, tag := range page.Tags {
				t := thing{aws.ToString(tag.ResourceId), string(tag.ResourceType)}
				if found[t] == nil {
					found[t] = map[string]string{}
				}
				found[t][aws.ToString(tag.Key)] = aws.ToString(tag.Value)
			}
		})
	return found, err
}

// filter is one of EC2, to which stars and question marks are wildcards and a backslash takes their meaning away.
func filter(name string, values ...string) types.Filter {
	escaped := make([]string, len(values))
	for i, value := range values {
		escaped[i] = wildcards.Replace(value)
	}
	return types.Filter{Name: aws.String(name), Values: escaped}
}

var wildcards = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`)

// owner is the caller's own ARN, of which partition and account are meant.
func (a *Account) owner(ctx context.Context) (arn.ARN, error) {
	out, err := a.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return arn.ARN{}, err
	}
	return arn.Parse(aws.ToString(out.Arn))
}

// goneStates are the states, in small letters, in which EC2 still shows objects that are of no use any more.
var goneStates = []string{"deleted", "deleting", "delete-complete", "delete-in-progress", "expired", "failed", "rejected"}

// leaveOutDeleted removes the objects that are in such a state, or that have one no more.
func (a *Account) leaveOutDeleted(ctx context.Context, tagged map[thing]map[string]string) error {
	for kind, shown := range states {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(tagged)), func(t thing) bool { return t.kind == kind }) {
			continue
		}
		state := map[string]string{}
		if err := shown.list(ctx, a, state); err != nil {
			return fmt.Errorf("see which objects of type %s are deleted: %w", kind, err)
		}
		maps.DeleteFunc(tagged, func(t thing, _ map[string]string) bool {
			is, there := state[t.id]
			return t.kind == kind && (!there || slices.Contains(goneStates, strings.ToLower(is)))
		})
	}
	return nil
}

// states tell the states of the objects that EC2 shows for a while after their end.
var states = map[string]struct {
	action string
	list   func(ctx context.Context, a *Account, into map[string]string) error
}{
	"natgateway": {"ec2:DescribeNatGateways", func(ctx context.Context, a *Account, into map[string]string) error {
		return pages(ctx, ec2.NewDescribeNatGatewaysPaginator(a.ec2, &ec2.DescribeNatGatewaysInput{}),
			func(page *ec2.DescribeNatGatewaysOutput) {
				for _, g := range page.NatGateways {
					into[aws.ToString(g.NatGatewayId)] = string(g.State)
				}
			})
	}},
	"prefix-list": {"ec2:DescribeManagedPrefixLists", func(ctx context.Context, a *Account, into map[string]string) error {
		return pages(ctx, ec2.NewDescribeManagedPrefixListsPaginator(a.ec2, &ec2.DescribeManagedPrefixListsInput{}),
			func(page *ec2.DescribeManagedPrefixListsOutput) {
				for _, l := range page.PrefixLists {
					into[aws.ToString(l.PrefixListId)] = string(l.State)
				}
			})
	}},
	"transit-gateway": {"ec2:DescribeTransitGateways", func(ctx context.Context, a *Account, into map[string]string) error {
		return pages(ctx, ec2.NewDescribeTransitGatewaysPaginator(a.ec2, &ec2.DescribeTransitGatewaysInput{}),
			func(page *ec2.DescribeTransitGatewaysOutput) {
				for _, g := range page.TransitGateways {
					into[aws.ToString(g.TransitGatewayId)] = string(g.State)
				}
			})
	}},
	"transit-gateway-attachment": {"ec2:DescribeTransitGatewayAttachments",
		func(ctx context.Context, a *Account, into map[string]string) error {
			in := &ec2.DescribeTransitGatewayAttachmentsInput{}
			return pages(ctx, ec2.NewDescribeTransitGatewayAttachmentsPaginator(a.ec2, in),
				func(page *ec2.DescribeTransitGatewayAttachmentsOutput) {
					for _, t := range page.TransitGatewayAttachments {
						into[aws.ToString(t.TransitGatewayAttachmentId)] = string(t.State)
					}
				})
		}},
	"transit-gateway-route-table": {"ec2:DescribeTransitGatewayRouteTables",
		func(ctx context.Context, a *Account, into map[string]string) error {
			in := &ec2.DescribeTransitGatewayRouteTablesInput{}
			return pages(ctx, ec2.NewDescribeTransitGatewayRouteTablesPaginator(a.ec2, in),
				func(page *ec2.DescribeTransitGatewayRouteTablesOutput) {
					for _, t := range page.TransitGatewayRouteTables {
						into[aws.ToString(t.TransitGatewayRouteTableId)] = string(t.State)
					}
				})
		}},
	"vpc-block-public-access-exclusion": {"ec2:DescribeVpcBlockPublicAccessExclusions", exclusionStates},
	"vpc-endpoint": {"ec2:DescribeVpcEndpoints", func(ctx context.Context, a *Account, into map[string]string) error {
		return pages(ctx, ec2.NewDescribeVpcEndpointsPaginator(a.ec2, &ec2.DescribeVpcEndpointsInput{}),
			func(page *ec2.DescribeVpcEndpointsOutput) {
				for _, e := range page.VpcEndpoints {
					into[aws.ToString(e.VpcEndpointId)] = string(e.State)
				}
			})
	}},
	"vpc-peering-connection": {"ec2:DescribeVpcPeeringConnections",
		func(ctx context.Context, a *Account, into map[string]string) error {
			in := &ec2.DescribeVpcPeeringConnectionsInput{}
			return pages(ctx, ec2.NewDescribeVpcPeeringConnectionsPaginator(a.ec2, in), func(page *ec2.DescribeVpcPeeringConnectionsOutput) {
				for _, p := range page.VpcPeeringConnections {
					into[aws.ToString(p.VpcPeeringConnectionId)] = ""
					if p.Status != nil {
						into[aws.ToString(p.VpcPeeringConnectionId)] = string(p.Status.Code)
					}
				}
			})
		}},
}

// exclusionStates asks page by page; the SDK has no pages for it.
func exclusionStates(ctx context.Context, a *Account, into map[string]string) error {
	in := &ec2.DescribeVpcBlockPublicAccessExclusionsInput{}
	for {
		out, err := a.ec2.DescribeVpcBlockPublicAccessExclusions(ctx, in)
		if err != nil {
			return err
		}
		for _, e := range out.VpcBlockPublicAccessExclusions {
			into[aws.ToString(e.ExclusionId)] = string(e.State)
		}
		if aws.ToString(out.NextToken) == "" {
			return nil
		}
		in.NextToken = out.NextToken
	}
}
