package account

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	table = "tgw-rtb-1"
	share = "arn:aws:ram:eu-central-1:111122223333:resource-share/s"
)

type lookupCase struct {
	name, token string
	inputs      map[string]any
	// answers are nil where nothing may be asked.
	answers answers
	want    string
	// asked is part of a request, where the request decides what is found.
	asked string
}

// lookupCases find, and do not find, by type. The first of a type finds something.
var lookupCases = []lookupCase{
	{"a route to an IPv4 block", "aws:ec2/route:Route", map[string]any{"routeTableId": "rtb-1", "destinationCidrBlock": "10.1.0.0/16"},
		answers{"ec2:DescribeRouteTables": {routes(`<destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><origin>CreateRoute</origin>`)}},
		"rtb-1_10.1.0.0/16", "Filter.1.Name=route-table-id&Filter.1.Value.1=rtb-1"},
	{"a route to an IPv6 block in another spelling", "aws:ec2/route:Route",
		map[string]any{"routeTableId": "rtb-1", "destinationIpv6CidrBlock": "2001:DB8:0::/48"},
		answers{"ec2:DescribeRouteTables": {routes(`<destinationIpv6CidrBlock>2001:db8::/48</destinationIpv6CidrBlock><origin>CreateRoute</origin>`)}},
		"rtb-1_2001:DB8:0::/48", ""},
	{"a route to a prefix list", "aws:ec2/route:Route", map[string]any{"routeTableId": "rtb-1", "destinationPrefixListId": "pl-1"},
		answers{"ec2:DescribeRouteTables": {routes(`<destinationPrefixListId>pl-1</destinationPrefixListId><origin>CreateRoute</origin>`)}}, "rtb-1_pl-1", ""},
	{"a propagated route", "aws:ec2/route:Route", map[string]any{"routeTableId": "rtb-1", "destinationCidrBlock": "10.1.0.0/16"},
		answers{"ec2:DescribeRouteTables": {routes(`<destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><origin>EnableVgwRoutePropagation</origin>`)}}, "", ""},
	{"a route to another block", "aws:ec2/route:Route", map[string]any{"routeTableId": "rtb-1", "destinationCidrBlock": "10.1.0.0/16"},
		answers{"ec2:DescribeRouteTables": {routes(`<destinationCidrBlock>10.1.0.0/17</destinationCidrBlock><origin>CreateRoute</origin>`)}}, "", ""},
	{"a route to what is not known yet", "aws:ec2/route:Route",
		map[string]any{"routeTableId": "rtb-1", "destinationPrefixListId": unknown}, nil, "", ""},

	{"the association of a subnet", "aws:ec2/routeTableAssociation:RouteTableAssociation",
		map[string]any{"routeTableId": "rtb-1", "subnetId": "subnet-1"},
		answers{"ec2:DescribeRouteTables": {associations("subnet-1", "associated")}}, "subnet-1/rtb-1", "Filter.1.Value.1=rtb-1"},
	{"an association that ends", "aws:ec2/routeTableAssociation:RouteTableAssociation",
		map[string]any{"routeTableId": "rtb-1", "subnetId": "subnet-1"},
		answers{"ec2:DescribeRouteTables": {associations("subnet-1", "disassociating")}}, "", ""},
	{"the association of another subnet", "aws:ec2/routeTableAssociation:RouteTableAssociation",
		map[string]any{"routeTableId": "rtb-1", "subnetId": "subnet-1"},
		answers{"ec2:DescribeRouteTables": {associations("subnet-2", "associated")}}, "", ""},
	{"the association of a subnet that is not known yet", "aws:ec2/routeTableAssociation:RouteTableAssociation",
		map[string]any{"routeTableId": "rtb-1", "subnetId": unknown}, nil, "", ""},

	{"a block that was added", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
		map[string]any{"vpcId": "vpc-1", "cidrBlock": "100.64.0.0/16"},
		answers{"ec2:DescribeVpcs": {blocks("100.64.0.0/16", "associated")}}, "vpc-cidr-assoc-2", "VpcId.1=vpc-1"},
	{"the block of the VPC itself", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
		map[string]any{"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/16"},
		answers{"ec2:DescribeVpcs": {blocks("100.64.0.0/16", "associated")}}, "", ""},
	{"a block that was taken away", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
		map[string]any{"vpcId": "vpc-1", "cidrBlock": "100.64.0.0/16"},
		answers{"ec2:DescribeVpcs": {blocks("100.64.0.0/16", "disassociated")}}, "", ""},

	{"a static route of a transit gateway", "aws:ec2transitgateway/route:Route",
		map[string]any{"transitGatewayRouteTableId": table, "destinationCidrBlock": "10.0.0.0/8"},
		answers{"ec2:SearchTransitGatewayRoutes": {transitRoute("10.0.0.0/8", "active")}}, table + "_10.0.0.0/8",
		"Filter.1.Name=type&Filter.1.Value.1=static"},
	{"a black hole", "aws:ec2transitgateway/route:Route",
		map[string]any{"transitGatewayRouteTableId": table, "destinationCidrBlock": "10.0.0.0/8"},
		answers{"ec2:SearchTransitGatewayRoutes": {transitRoute("10.0.0.0/8", "blackhole")}}, table + "_10.0.0.0/8",
		"exact-match&Filter.2.Value.1=10.0.0.0/8"},
	{"a deleted route of a transit gateway", "aws:ec2transitgateway/route:Route",
		map[string]any{"transitGatewayRouteTableId": table, "destinationCidrBlock": "10.0.0.0/8"},
		answers{"ec2:SearchTransitGatewayRoutes": {transitRoute("10.0.0.0/8", "deleted")}}, "", ""},

	{"an association within a transit gateway", "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
		map[string]any{"transitGatewayRouteTableId": table, "transitGatewayAttachmentId": "tgw-attach-1"},
		answers{"ec2:GetTransitGatewayRouteTableAssociations": {transitState("associations", "associated")}},
		table + "_tgw-attach-1", "Filter.1.Value.1=tgw-attach-1"},
	{"an association within a transit gateway that ended", "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
		map[string]any{"transitGatewayRouteTableId": table, "transitGatewayAttachmentId": "tgw-attach-1"},
		answers{"ec2:GetTransitGatewayRouteTableAssociations": {transitState("associations", "disassociated")}}, "", ""},
	{"an association of another attachment", "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
		map[string]any{"transitGatewayRouteTableId": table, "transitGatewayAttachmentId": "tgw-attach-2"},
		answers{"ec2:GetTransitGatewayRouteTableAssociations": {transitState("associations", "associated")}}, "", ""},

	{"a propagation", "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
		map[string]any{"transitGatewayRouteTableId": table, "transitGatewayAttachmentId": "tgw-attach-1"},
		answers{"ec2:GetTransitGatewayRouteTablePropagations": {transitState("transitGatewayRouteTablePropagations",
			"enabled")}}, table + "_tgw-attach-1", ""},
	{"a propagation that is off", "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
		map[string]any{"transitGatewayRouteTableId": table, "transitGatewayAttachmentId": "tgw-attach-1"},
		answers{"ec2:GetTransitGatewayRouteTablePropagations": {transitState("transitGatewayRouteTablePropagations",
			"disabled")}}, "", ""},

	{"an alias on the second page", "aws:kms/alias:Alias", map[string]any{"name": "alias/a", "targetKeyId": unknown},
		answers{"kms:ListAliases": {`{"Aliases":[{"AliasName":"alias/b","TargetKeyId":"k"}],"Truncated":true,"NextMarker":"2"}`,
			`{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"k"}]}`}},
		"alias/a", `"Marker":"2"`},
	{"an alias of the key", "aws:kms/alias:Alias",
		map[string]any{"name": "alias/a", "targetKeyId": "arn:aws:kms:eu-central-1:111122223333:key/k"},
		answers{"kms:ListAliases": {`{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"k"}]}`}}, "alias/a", ""},
	{"an alias of another key", "aws:kms/alias:Alias", map[string]any{"name": "alias/a", "targetKeyId": "k"},
		answers{"kms:ListAliases": {`{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"other"}]}`}}, "", ""},
	{"an alias whose name is made up by the provider", "aws:kms/alias:Alias",
		map[string]any{"namePrefix": "alias/a", "targetKeyId": "k"}, nil, "", ""},

	{"a principal of a share", "aws:ram/principalAssociation:PrincipalAssociation",
		map[string]any{"resourceShareArn": share, "principal": "o-1"},
		answers{"ram:GetResourceShareAssociations": {shared("o-1", "ASSOCIATED")}}, share + ",o-1",
		`"associationType":"PRINCIPAL","principal":"o-1"`},
	{"a principal that was taken out", "aws:ram/principalAssociation:PrincipalAssociation",
		map[string]any{"resourceShareArn": share, "principal": "o-1"},
		answers{"ram:GetResourceShareAssociations": {shared("o-1", "DISASSOCIATED")}}, "", ""},
	{"a resource of a share", "aws:ram/resourceAssociation:ResourceAssociation",
		map[string]any{"resourceShareArn": share, "resourceArn": "arn:r"},
		answers{"ram:GetResourceShareAssociations": {shared("arn:r", "ASSOCIATING")}}, share + ",arn:r",
		`"associationType":"RESOURCE","resourceArn":"arn:r"`},

	{"a record with the zone's name", "aws:route53/record:Record", map[string]any{"zoneId": "Z1", "name": "API.corp.", "type": "A"},
		answers{"route53:GetHostedZone": {zone("corp.")}, "route53:ListResourceRecordSets": {records("api.corp.", "A", "")}},
		"Z1_api.corp_A", "name=api.corp&type=A"},
	{"a record without the zone's name", "aws:route53/record:Record", map[string]any{"zoneId": "Z1", "name": "api", "type": "A"},
		answers{"route53:GetHostedZone": {zone("corp.")}, "route53:ListResourceRecordSets": {records("api.corp.", "A", "")}},
		"Z1_api_A", "name=api.corp&type=A"},
	{"a record of the zone itself", "aws:route53/record:Record", map[string]any{"zoneId": "Z1", "name": "", "type": "A"},
		answers{"route53:GetHostedZone": {zone("corp.")}, "route53:ListResourceRecordSets": {records("corp.", "A", "")}}, "Z1__A", ""},
	{"a record of any name", "aws:route53/record:Record", map[string]any{"zoneId": "Z1", "name": "*", "type": "A"},
		answers{"route53:GetHostedZone": {zone("corp.")}, "route53:ListResourceRecordSets": {records(`\052.corp.`, "A", "")}},
		"Z1_*_A", ""},
	{"one record of a set", "aws:route53/record:Record",
		map[string]any{"zoneId": "Z1", "name": "api", "type": "A", "setIdentifier": "b"},
		answers{"route53:GetHostedZone": {zone("corp.")},
			"route53:ListResourceRecordSets": {records("api.corp.", "A", "a", "b")}}, "Z1_api_A_b", ""},
	{"a record of a set where there is none", "aws:route53/record:Record",
		map[string]any{"zoneId": "Z1", "name": "api", "type": "A", "setIdentifier": "c"},
		answers{"route53:GetHostedZone": {zone("corp.")},
			"route53:ListResourceRecordSets": {records("api.corp.", "A", "a", "b")}}, "", ""},
	{"a record where another follows", "aws:route53/record:Record", map[string]any{"zoneId": "Z1", "name": "api", "type": "A"},
		answers{"route53:GetHostedZone": {zone("corp.")}, "route53:ListResourceRecordSets": {records("api.corp.", "AAAA", "")}}, "", ""},
	{"a record of a name that is not known yet", "aws:route53/record:Record",
		map[string]any{"zoneId": "Z1", "name": unknown, "type": "A"}, nil, "", ""},

	{"a rule of DNS Firewall", "aws:route53/resolverFirewallRule:ResolverFirewallRule",
		map[string]any{"firewallRuleGroupId": "g", "firewallDomainListId": "l"},
		answers{"route53resolver:ListFirewallRules": {`{"FirewallRules":[{"FirewallDomainListId":"x"},{"FirewallDomainListId":"l"}]}`}}, "g:l", `"FirewallRuleGroupId":"g"`},
	{"a rule of DNS Firewall for another list", "aws:route53/resolverFirewallRule:ResolverFirewallRule",
		map[string]any{"firewallRuleGroupId": "g", "firewallDomainListId": "l"},
		answers{"route53resolver:ListFirewallRules": {`{"FirewallRules":[{"FirewallDomainListId":"x"}]}`}}, "", ""},

	{"the query log of a VPC", "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
		map[string]any{"resolverQueryLogConfigId": "c", "resourceId": "vpc-1"},
		answers{"route53resolver:ListResolverQueryLogConfigAssociations": {queryLogs("vpc-1", "ACTIVE")}}, "rslvr-qlcassoc-1",
		`{"Name":"ResourceId","Values":["vpc-1"]}`},
	{"the query log of another VPC", "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
		map[string]any{"resolverQueryLogConfigId": "c", "resourceId": "vpc-1"},
		answers{"route53resolver:ListResolverQueryLogConfigAssociations": {queryLogs("vpc-2", "ACTIVE")}}, "", ""},
	{"a query log that ends", "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
		map[string]any{"resolverQueryLogConfigId": "c", "resourceId": "vpc-1"},
		answers{"route53resolver:ListResolverQueryLogConfigAssociations": {queryLogs("vpc-1", "DELETING")}}, "", ""},

	{"a resolver rule of a VPC", "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
		map[string]any{"resolverRuleId": "r", "vpcId": "vpc-1"},
		answers{"route53resolver:ListResolverRuleAssociations": {`{"ResolverRuleAssociations":[{"Id":"a","ResolverRuleId":"r","VPCId":"vpc-1","Status":"COMPLETE"}]}`}},
		"a", `{"Name":"VPCId","Values":["vpc-1"]}`},
	{"a resolver rule that leaves a VPC", "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
		map[string]any{"resolverRuleId": "r", "vpcId": "vpc-1"},
		answers{"route53resolver:ListResolverRuleAssociations": {`{"ResolverRuleAssociations":[{"Id":"a","ResolverRuleId":"r","VPCId":"vpc-1","Status":"DELETING"}]}`}}, "", ""},

	{"a private zone", "aws:route53/zone:Zone", map[string]any{"name": "corp", "vpcs": vpcs("vpc-1")},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "corp.", "<OwningAccount>1</OwningAccount>")}}, "Z1",
		"vpcid=vpc-1&vpcregion=eu-central-1"},
	{"a private zone of the second VPC, where the first is not known yet", "aws:route53/zone:Zone",
		map[string]any{"name": "corp", "vpcs": vpcs(unknown, "vpc-1")},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "corp.", "<OwningAccount>1</OwningAccount>")}}, "Z1", ""},
	{"a zone of a service", "aws:route53/zone:Zone", map[string]any{"name": "corp", "vpcs": vpcs("vpc-1")},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "corp.", "<OwningService>efs.amazonaws.com</OwningService>")}}, "", ""},
	{"a private zone of another name", "aws:route53/zone:Zone", map[string]any{"name": "corp", "vpcs": vpcs("vpc-1")},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "a.corp.", "<OwningAccount>1</OwningAccount>")}}, "", ""},
	{"a public zone", "aws:route53/zone:Zone", map[string]any{"name": "corp"}, nil, "", ""},

	{"a zone of a VPC", "aws:route53/zoneAssociation:ZoneAssociation", map[string]any{"zoneId": "Z1", "vpcId": "vpc-1"},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "corp.", "")}}, "Z1:vpc-1", "vpcregion=eu-central-1"},
	{"a zone of a VPC elsewhere", "aws:route53/zoneAssociation:ZoneAssociation",
		map[string]any{"zoneId": "Z1", "vpcId": "vpc-1", "vpcRegion": "us-east-2"},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z1", "corp.", "")}}, "Z1:vpc-1:us-east-2", "vpcregion=us-east-2"},
	{"another zone of a VPC", "aws:route53/zoneAssociation:ZoneAssociation", map[string]any{"zoneId": "Z1", "vpcId": "vpc-1"},
		answers{"route53:ListHostedZonesByVPC": {zonesByVPC("Z2", "corp.", "")}}, "", ""},
	{"a zone of a VPC in a region that is not known yet", "aws:route53/zoneAssociation:ZoneAssociation",
		map[string]any{"zoneId": "Z1", "vpcId": "vpc-1", "vpcRegion": unknown}, nil, "", ""},

	{"a bucket", "aws:s3/bucketV2:BucketV2", map[string]any{"bucket": "b"},
		answers{"s3:ListAllMyBuckets": {buckets("b", "eu-central-1")}}, "b", "prefix=b"},
	{"a bucket whose name is longer", "aws:s3/bucketV2:BucketV2", map[string]any{"bucket": "b"},
		answers{"s3:ListAllMyBuckets": {buckets("bc", "eu-central-1")}}, "", ""},
	{"a bucket elsewhere", "aws:s3/bucketV2:BucketV2", map[string]any{"bucket": "b"},
		answers{"s3:ListAllMyBuckets": {buckets("b", "us-east-1")}}, "", ""},
	{"a bucket whose name is made up by the provider", "aws:s3/bucketV2:BucketV2", map[string]any{"bucketPrefix": "b"}, nil, "", ""},

	{"what is found by its tags", "aws:ec2/vpc:Vpc", map[string]any{"cidrBlock": "10.0.0.0/16"}, nil, "", ""},
}

func routes(fields string) string {
	return "<r><routeTableSet><item><routeSet><item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><origin>CreateRouteTable</origin></item><item>" +
		fields + "</item></routeSet></item></routeTableSet></r>"
}

func associations(subnet, state string) string {
	return "<r><routeTableSet><item><associationSet><item><subnetId>" + subnet + "</subnetId><associationState><state>" + state +
		"</state></associationState></item></associationSet></item></routeTableSet></r>"
}

func blocks(block, state string) string {
	return "<r><vpcSet><item><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockAssociationSet>" +
		"<item><associationId>vpc-cidr-assoc-1</associationId><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item>" +
		"<item><associationId>vpc-cidr-assoc-2</associationId><cidrBlock>" + block + "</cidrBlock><cidrBlockState><state>" + state +
		"</state></cidrBlockState></item></cidrBlockAssociationSet></item></vpcSet></r>"
}

func transitRoute(block, state string) string {
	return "<r><routeSet><item><destinationCidrBlock>" + block + "</destinationCidrBlock><type>static</type><state>" + state + "</state></item></routeSet></r>"
}

func transitState(list, state string) string {
	return "<r><" + list + "><item><transitGatewayAttachmentId>tgw-attach-1</transitGatewayAttachmentId><state>" + state + "</state></item></" + list + "></r>"
}

func shared(entity, status string) string {
	return `{"resourceShareAssociations":[{"resourceShareArn":"` + share + `","associatedEntity":"` + entity + `","status":"` + status + `"}]}`
}

func zone(name string) string {
	return "<r><HostedZone><Id>/hostedzone/Z1</Id><Name>" + name + "</Name></HostedZone></r>"
}

func records(name, kind string, sets ...string) string {
	var text strings.Builder
	for _, set := range sets {
		text.WriteString("<ResourceRecordSet><Name>" + name + "</Name><Type>" + kind + "</Type>")
		if set != "" {
			text.WriteString("<SetIdentifier>" + set + "</SetIdentifier>")
		}
		text.WriteString("</ResourceRecordSet>")
	}
	return "<r><ResourceRecordSets>" + text.String() + "</ResourceRecordSets><IsTruncated>false</IsTruncated></r>"
}

func queryLogs(vpc, status string) string {
	return `{"ResolverQueryLogConfigAssociations":[{"Id":"rslvr-qlcassoc-1","ResolverQueryLogConfigId":"c","ResourceId":"` + vpc + `","Status":"` + status + `"}]}`
}

func vpcs(ids ...string) []any {
	var list []any
	for _, id := range ids {
		list = append(list, map[string]any{"vpcId": id})
	}
	return list
}

func zonesByVPC(id, name, owner string) string {
	return "<r><HostedZoneSummaries><HostedZoneSummary><HostedZoneId>" + id + "</HostedZoneId><Name>" + name + "</Name><Owner>" + owner +
		"</Owner></HostedZoneSummary></HostedZoneSummaries></r>"
}

func buckets(name, region string) string {
	return "<r><Buckets><Bucket><Name>" + name + "</Name><BucketRegion>" + region + "</BucketRegion></Bucket></Buckets></r>"
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, test := range lookupCases {
		a, fake := open(test.answers)
		got, err := a.Lookup(t.Context(), test.token, test.inputs)
		if err != nil || got != test.want {
			t.Errorf("%s: want %q, got %q, %v", test.name, test.want, got, err)
		}
		asked := strings.Join(slices.Concat(slices.Collect(maps.Values(fake.asked))...), "\n")
		if !strings.Contains(asked, test.asked) {
			t.Errorf("%s: want a request with %s, got\n%s", test.name, test.asked, asked)
		}
		if test.answers == nil && asked != "" {
			t.Errorf("%s: want no request, got\n%s", test.name, asked)
		}
	}
}

func TestLookupOfEveryType(t *testing.T) {
	t.Parallel()
	missingCode := map[string]string{
		"ec2": "InvalidRouteTableID.NotFound", "kms": "NotFoundException", "ram": "UnknownResourceException",
		"route53":         "NoSuchHostedZone",
		"route53resolver": "ResourceNotFoundException", "s3": "NotFound",
	}
	for token, l := range lookups {
		first := slices.IndexFunc(lookupCases, func(test lookupCase) bool { return test.token == token })
		if first < 0 || lookupCases[first].want == "" {
			t.Errorf("%s: no case finds one", token)
			continue
		}
		good := lookupCases[first]
		for _, name := range l.by {
			for state, value := range map[string]any{"unknown": unknown, "absent": nil, "a secret": map[string]any{"ciphertext": "x"}} {
				in := maps.Clone(good.inputs)
				in[name] = value
				a, fake := open(nil)
				if got, err := a.Lookup(t.Context(), token, in); got != "" || err != nil || len(fake.asked) > 0 {
					t.Errorf("%s with %s %s: want nothing and no request, got %q, %v, %v", token, name, state, got, err, fake.asked)
				}
			}
		}
		a, fake := open(good.answers)
		if _, err := a.Lookup(t.Context(), token, good.inputs); err != nil {
			t.Errorf("%s: %v", token, err)
		}
		for _, action := range fake.requests() {
			if !slices.Contains(l.actions, action) {
				t.Errorf("%s asks %s, which is not among its actions %v", token, action, l.actions)
			}
			service, _, _ := strings.Cut(action, ":")
			for code, fails := range map[string]bool{missingCode[service]: false, "AccessDenied": true} {
				refused := maps.Clone(good.answers)
				refused[action] = []string{"!" + code}
				a, _ := open(refused)
				got, err := a.Lookup(t.Context(), token, good.inputs)
				if got != "" || (err != nil) != fails {
					t.Errorf("%s where %s answers %s: got %q, %v", token, action, code, got, err)
				}
				if fails && (!strings.Contains(err.Error(), token) || !strings.Contains(err.Error(), good.inputs[l.by[0]].(string))) {
					t.Errorf("%s: the error does not say what was asked: %v", token, err)
				}
			}
		}
	}
}
