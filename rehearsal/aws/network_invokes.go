package aws

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// networkInvokes are the functions that look up endpoint services, prefix lists, and existing VPCs and subnets.
func networkInvokes() []cloud.Invoke {
	return []cloud.Invoke{{
		Token: "aws:ec2/getVpcEndpointService:getVpcEndpointService", Args: ec2.LookupVpcEndpointServiceArgs{}, Result: ec2.LookupVpcEndpointServiceResult{},
		Answer: answerEndpointService,
	}, {
		Token: "aws:vpc/getVpcEndpointAssociations:getVpcEndpointAssociations", Args: vpc.GetVpcEndpointAssociationsArgs{},
		Result: vpc.GetVpcEndpointAssociationsResult{}, Answer: answerEndpointAssociations,
	}, {
		Token: "aws:ec2/getPrefixList:getPrefixList", Args: ec2.GetPrefixListArgs{}, Result: ec2.GetPrefixListResult{},
		Answer: answerPrefixList,
	}, {
		Token: "aws:ec2/getManagedPrefixList:getManagedPrefixList", Args: ec2.LookupManagedPrefixListArgs{}, Result: ec2.LookupManagedPrefixListResult{},
		Answer: answerManagedPrefixList,
	}, {
		Token: "aws:ec2/getVpc:getVpc", Args: ec2.LookupVpcArgs{}, Result: ec2.LookupVpcResult{},
		Answer: answerVPC,
	}, {
		Token: "aws:ec2/getSubnet:getSubnet", Args: ec2.LookupSubnetArgs{}, Result: ec2.LookupSubnetResult{},
		Answer: answerSubnet,
	}, {
		Token: "aws:ec2/getRouteTable:getRouteTable", Args: ec2.LookupRouteTableArgs{}, Result: ec2.LookupRouteTableResult{},
		Answer: answerRouteTable,
	}}
}

// noFilters refuses filters, which are not simulated.
func noFilters(c *cloud.Call) error {
	if len(c.Inputs.Objects("filters")) > 0 || len(c.Inputs.Map("tags")) > 0 {
		return fmt.Errorf("function %s: filters and tags are not simulated; look up by id or name", c.Name)
	}
	return nil
}

func answerEndpointService(c *cloud.Call) (cloud.Values, error) {
	if err := noFilters(c); err != nil {
		return nil, err
	}
	name := c.Inputs.String("serviceName")
	if short := c.Inputs.String("service"); short != "" {
		name = partitionOf(c.Account.Region).reverseDNS + "." + c.Account.Region + "." + short
	}
	o, known := findOffer(c.Account.Region, name)
	asked := c.Inputs.String("serviceType")
	if !known || asked == "Gateway" && !o.gateway {
		return nil, c.Refuse("InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist", name)
	}
	if asked == "" && o.gateway {
		return nil, fmt.Errorf("reading EC2 VPC Endpoint Service: multiple EC2 VPC Endpoint Services matched; use additional constraints to reduce matches to a single one")
	}
	if asked == "" {
		asked = "Interface"
	}
	private := o.privateNames(c.Account.Region)
	firstPrivate := private[0]
	if asked == "Gateway" {
		private, firstPrivate = nil, ""
	}
	id := "vpce-svc-0" + digest(16, "endpoint service", o.name, asked)
	return cloud.Values{
		"id": fmt.Sprint(hashcode(o.name)), "serviceId": id, "serviceName": o.name, "serviceType": asked, "owner": "amazon", "region": o.homeRegion,
		"arn":                fmt.Sprintf("arn:%s:ec2:%s:%s:vpc-endpoint-service/%s", c.Account.Partition, o.homeRegion, c.Account.ID, id),
		"acceptanceRequired": false, "managesVpcEndpoints": false, "vpcEndpointPolicySupported": !o.noPolicy,
		"availabilityZones": cloud.Normal(o.zones(c.Account.Region)), "baseEndpointDnsNames": []any{o.short + "." + o.homeRegion + ".vpce.amazonaws.com"},
		"privateDnsName": firstPrivate, "privateDnsNames": cloud.Normal(append([]string{}, private...)),
		"supportedIpAddressTypes": []any{"ipv4"}, "tags": map[string]any{},
	}, nil
}

func lookUpPrefixList(c *cloud.Call, id, name string) (PrefixList, bool) {
	lists := PrefixLists(c.Account.Region)
	i := slices.IndexFunc(lists, func(l PrefixList) bool { return (id == "" || l.ID == id) && (name == "" || l.Name == name) })
	if i < 0 || id == "" && name == "" {
		return PrefixList{}, false
	}
	return lists[i], true
}

func texts(list PrefixList) []string {
	blocks := []string{}
	for _, block := range list.Blocks {
		blocks = append(blocks, block.String())
	}
	return blocks
}

func answerPrefixList(c *cloud.Call) (cloud.Values, error) {
	if err := noFilters(c); err != nil {
		return nil, err
	}
	list, found := lookUpPrefixList(c, c.Inputs.String("prefixListId"), c.Inputs.String("name"))
	if !found {
		return nil, fmt.Errorf("reading EC2 Prefix List: no matching EC2 Prefix List found")
	}
	return cloud.Values{"id": list.ID, "name": list.Name, "cidrBlocks": cloud.Normal(texts(list))}, nil
}

func answerManagedPrefixList(c *cloud.Call) (cloud.Values, error) {
	if err := noFilters(c); err != nil {
		return nil, err
	}
	id, name := c.Inputs.String("id"), c.Inputs.String("name")
	if list, found := lookUpPrefixList(c, id, name); found {
		entries := []cloud.Values{}
		for _, block := range texts(list) {
			entries = append(entries, cloud.Values{"cidr": block, "description": ""})
		}
		return cloud.Values{
			"id": list.ID, "name": list.Name, "arn": fmt.Sprintf("arn:%s:ec2:%s:aws:prefix-list/%s", c.Account.Partition, c.Account.Region, list.ID),
			"addressFamily": "IPv4", "entries": cloud.Normal(entries), "maxEntries": 0.0, "ownerId": "AWS", "tags": map[string]any{}, "version": 0.0,
		}, nil
	}
	for _, list := range c.Find(kindPrefixList, nil) {
		if (id != "" || name != "") && (id == "" || list.ID == id) && (name == "" || list.Properties.String("name") == name) {
			result := project(list, "addressFamily", "arn", "maxEntries", "name", "ownerId", "tags", "version")
			entries := []cloud.Values{}
			for _, entry := range entriesOf(c, list) {
				entries = append(entries, cloud.Values{"cidr": entry.String("cidr"), "description": entry.String("description")})
			}
			result.Set("entries", entries)
			return result, nil
		}
	}
	return nil, fmt.Errorf("reading EC2 Managed Prefix List: no matching EC2 Managed Prefix List found")
}
