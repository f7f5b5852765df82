package aws

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Quotas of an account in a Region. Source: Route 53 quotas, "Quotas on Route 53 Resolver".
const (
	maxResolverEndpoints = 4
	maxResolverAddresses = 6
	maxResolverTargets   = 6
	maxResolverRules     = 1000
)

func resolverEndpointTypes() []cloud.Resource {
	return []cloud.Resource{resolverEndpointType(), resolverRuleType(), resolverRuleAssociationType()}
}

func resolverEndpointType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverEndpoint:ResolverEndpoint", Args: route53.ResolverEndpointArgs{}, State: route53.ResolverEndpoint{},
		Kind: kindResolverEndpoint, Noun: "Route53 Resolver Endpoint",
		API:      resolverAPI("CreateResolverEndpoint", "UpdateResolverEndpoint", "GetResolverEndpoint", "DeleteResolverEndpoint"),
		Required: []string{"ipAddresses", "securityGroupIds"},
		MakeID: func(c *cloud.Call) (string, error) {
			if c.Inputs.String("direction") == "OUTBOUND" {
				return c.Expand("rslvr-out-{hex16}")
			}
			return c.Expand("rslvr-in-{hex16}")
		},
		Autoname: &resolverAutoname,
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53resolver:{region}:{account}:resolver-endpoint/{id}", "protocols": []any{"Do53"}, "resolverEndpointType": "IPV4",
		},
		Nested:    []string{"ipAddresses[*].ip", "ipAddresses[*].ipId", "ipAddresses[*].ipv6"},
		ReplaceOn: []string{"direction", "securityGroupIds"},
		Sets:      []string{"ipAddresses", "protocols", "securityGroupIds"},
		Constraints: slices.Concat(resolverNames, []cloud.Constraint{
			{Path: "direction", OneOf: []string{"INBOUND", "OUTBOUND"}}, {Path: "ipAddresses", MinLen: 2, MaxLen: 10},
			{Path: "protocols[*]", OneOf: []string{"DoH", "Do53", "DoH-FIPS"}}, {Path: "resolverEndpointType", OneOf: []string{"IPV6", "IPV4", "DUALSTACK"}},
			{Path: "securityGroupIds", MinLen: 1, MaxLen: 64},
		}),
		References: []cloud.Reference{
			{Path: "securityGroupIds[*]", Kind: kindSecurityGroup, Blocks: true, Code: "InvalidParameterException", Text: "The security group '{value}' does not exist"},
			{Path: "ipAddresses[*].subnetId", Kind: kindSubnet, Code: "InvalidParameterException", Text: "The subnet ID '{value}' does not exist"},
		},
		Quotas:   []cloud.Quota{{Max: maxResolverEndpoints, Code: "LimitExceededException", Text: "You have exceeded the limit of {value} Resolver endpoints."}},
		InUse:    cloud.Refusal{Code: "InvalidRequestException", Text: "Cannot delete Resolver endpoint '{id}': it is in use by Resolver rule '{value}'"},
		NotFound: resolverMissing(kindResolverEndpoint),
		Create:   placeResolver, Update: placeResolver,
	}
}

// placeResolver gives the endpoint a network interface for each of its addresses, all in one VPC. Those that stay keep theirs.
func placeResolver(c *cloud.Call) error {
	p := c.Object.Properties
	wanted := c.Inputs.Objects("ipAddresses")
	if len(wanted) > maxResolverAddresses {
		return c.Refuse("LimitExceededException", "You have exceeded the limit of %d IP addresses of a Resolver endpoint.", maxResolverAddresses)
	}
	if kind := p.String("resolverEndpointType"); kind != "IPV4" {
		return c.Refuse("UnsupportedOperation", "Resolver endpoints of the type %s are not simulated.", kind)
	}
	placed, addresses := interfacesOf(c, c.Object), []any{}
	for _, want := range wanted {
		subnet, err := get(c, kindSubnet, want.String("subnetId"))
		if err != nil {
			return err
		}
		if err := sameHost(c, subnet.Properties.String("vpcId")); err != nil {
			return err
		}
		i := slices.IndexFunc(placed, func(card *cloud.Object) bool {
			return card.Properties.String("subnetId") == subnet.ID && (!want.Has("ip") || want.String("ip") == card.Properties.String("privateIp"))
		})
		var card *cloud.Object
		if i >= 0 {
			card = placed[i]
			placed = slices.Delete(placed, i, i+1)
		} else if card, err = makeResolverInterface(c, subnet, want.String("ip"), len(addresses)); err != nil {
			return err
		}
		addresses = append(addresses, cloud.Values{
			"subnetId": subnet.ID, "ip": card.Properties.String("privateIp"), "ipId": "rni-" + digest(17, card.ID), "ipv6": "",
		})
	}
	for _, card := range placed {
		c.Remove(card)
	}
	p.Set("ipAddresses", addresses)
	return nil
}

// sameHost refuses subnets of several VPCs, and security groups of another.
func sameHost(c *cloud.Call, vpc string) error {
	p := c.Object.Properties
	if host := p.String("hostVpcId"); host != "" && host != vpc {
		return c.Refuse("InvalidRequestException", "The subnets of a Resolver endpoint must be in one VPC; there are %s and %s", host, vpc)
	}
	p.Set("hostVpcId", vpc)
	for _, id := range p.Strings("securityGroupIds") {
		if group, ok := c.Get(kindSecurityGroup, id); ok && group.Properties.String("vpcId") != vpc {
			return c.Refuse("InvalidRequestException", "The security group %s is not in the VPC %s of the Resolver endpoint", id, vpc)
		}
	}
	return nil
}

func makeResolverInterface(c *cloud.Call, subnet *cloud.Object, ip string, place int) (*cloud.Object, error) {
	seed := digest(16, c.Object.ID, subnet.ID, ip, string(rune('a'+place)))
	var err error
	if ip == "" {
		ip, err = freeAddress(c, subnet, seed)
	} else {
		err = checkAddress(c, subnet, ip)
	}
	if err != nil {
		return nil, err
	}
	card, err := c.Make(kindInterface+"/"+seed, kindInterface, cloud.Format("eni-0"+seed), cloud.Values{
		servedObject: c.Object.ID, "description": "Route 53 Resolver: " + c.Object.ID, "interfaceType": "interface", "privateIp": ip, "privateIps": []any{ip},
		"securityGroups": cloud.Normal(c.Object.Properties.Strings("securityGroupIds")), "subnetId": subnet.ID, "sourceDestCheck": true,
	})
	if err != nil {
		return nil, err
	}
	c.Link(card, subnet, true)
	return card, nil
}

func resolverRuleType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverRule:ResolverRule", Args: route53.ResolverRuleArgs{}, State: route53.ResolverRule{},
		Kind: kindResolverRule, Noun: "Route53 Resolver Rule",
		API:      resolverAPI("CreateResolverRule", "UpdateResolverRule", "GetResolverRule", "DeleteResolverRule"),
		ID:       "rslvr-rr-{hex16}",
		Autoname: &resolverAutoname,
		Defaults: map[string]any{"targetIps[*].port": 53, "targetIps[*].protocol": "Do53"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:route53resolver:{region}:{account}:resolver-rule/{id}", "ownerId": "{account}", "shareStatus": "NOT_SHARED",
		},
		ReplaceOn: []string{"domainName", "ruleType"},
		ReplaceIf: func(old, next cloud.Values) []string {
			if old.Has("resolverEndpointId") && !next.Has("resolverEndpointId") {
				return []string{"resolverEndpointId"}
			}
			return nil
		},
		Same: func(path string, old, next cloud.Values) bool { return path == "domainName" && sameDomain(old, next) },
		Sets: []string{"targetIps"},
		Constraints: slices.Concat(resolverNames, []cloud.Constraint{
			{Path: "domainName", MinLen: 1, MaxLen: 256}, {Path: "ruleType", OneOf: []string{"FORWARD", "SYSTEM", "RECURSIVE"}},
			{Path: "targetIps[*].port", Min: 1, Max: 65535}, {Path: "targetIps[*].protocol", OneOf: []string{"DoH", "Do53", "DoH-FIPS"}},
		}),
		References: []cloud.Reference{resolverRefers("resolverEndpointId", kindResolverEndpoint, true)},
		Quotas:     []cloud.Quota{{Max: maxResolverRules, Code: "LimitExceededException", Text: "You have exceeded the limit of {value} Resolver rules."}},
		InUse:      cloud.Refusal{Code: "ResourceInUseException", Text: "Please disassociate this resolver rule '{id}' from VPC first before deleting"},
		NotFound:   resolverMissing(kindResolverRule),
		Check:      checkTargets,
		Create:     checkForwarding, Update: checkForwarding,
	}
}

// sameDomain compares the domains of two rules. The dot of the root makes no difference to the provider.
func sameDomain(a, b cloud.Values) bool {
	return strings.TrimSuffix(a.String("domainName"), ".") == strings.TrimSuffix(b.String("domainName"), ".")
}

func checkTargets(c *cloud.Checking) {
	for _, found := range c.Inputs.At("targetIps[*].ip") {
		text, known := found.Value.(string)
		if address, err := netip.ParseAddr(text); known && (err != nil || !address.Is4()) {
			c.Fail(found.Path, "expected a valid IPv4 address, got: %s", text)
		}
	}
}

// checkForwarding refuses a rule that says where to forward and does not forward, or the other way round.
func checkForwarding(c *cloud.Call) error {
	if domain := c.Inputs.String("domainName"); domain != "." {
		c.Object.Properties.Set("domainName", strings.TrimSuffix(domain, ".")) // As the provider keeps it.
	}
	targets := c.Inputs.Objects("targetIps")
	switch kind := c.Inputs.String("ruleType"); {
	case kind == "RECURSIVE":
		return c.Refuse("UnsupportedOperation", "Resolver rules of the type %s are not simulated.", kind)
	case kind == "SYSTEM" && (c.Inputs.Has("resolverEndpointId") || len(targets) > 0):
		return c.Refuse("InvalidRequestException", "A SYSTEM rule takes neither a Resolver endpoint nor target IP addresses.")
	case kind == "SYSTEM":
		return nil
	case len(targets) == 0 || len(targets) > maxResolverTargets:
		return c.Refuse("InvalidParameterException", "A FORWARD rule takes 1 to %d target IP addresses, got %d", maxResolverTargets, len(targets))
	case !c.Inputs.Has("resolverEndpointId"):
		return c.Refuse("InvalidParameterException", "A FORWARD rule needs the ID of a Resolver endpoint.")
	}
	if endpoint, ok := c.Get(kindResolverEndpoint, c.Inputs.String("resolverEndpointId")); ok && endpoint.Properties.String("direction") != "OUTBOUND" {
		return c.Refuse("InvalidRequestException", "The Resolver endpoint %s is not an outbound one.", endpoint.ID)
	}
	return nil
}

func resolverRuleAssociationType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
		Args: route53.ResolverRuleAssociationArgs{}, State: route53.ResolverRuleAssociation{},
		Kind: kindResolverAssociation, Noun: "Route53 Resolver Rule Association",
		API:         resolverAPI("AssociateResolverRule", "", "GetResolverRuleAssociation", "DisassociateResolverRule"),
		ID:          "rslvr-rrassoc-{hex16}",
		Autoname:    &resolverAutoname,
		ReplaceOn:   []string{"name", "resolverRuleId", "vpcId"},
		Constraints: resolverNames,
		References:  []cloud.Reference{resolverRefers("resolverRuleId", kindResolverRule, true), resolverRefers("vpcId", kindVPC, false)},
		Create:      oneRuleForADomain,
	}
}

// oneRuleForADomain refuses a second rule for one domain in a VPC.
func oneRuleForADomain(c *cloud.Call) error {
	rule, ok := c.Get(kindResolverRule, c.Inputs.String("resolverRuleId"))
	if !ok {
		return c.RefuseWith(resolverMissing(kindResolverRule), c.Inputs.String("resolverRuleId"))
	}
	for _, other := range c.Find(kindResolverAssociation, where("vpcId", c.Inputs.String("vpcId"))) {
		known, ok := c.Get(kindResolverRule, other.Properties.String("resolverRuleId"))
		if ok && other.ID != c.Object.ID && sameDomain(known.Properties, rule.Properties) {
			return c.Refuse("InvalidRequestException", "Cannot associate rules with same domain name with same VPC. Conflict with resolver rule '%s'", known.ID)
		}
	}
	return nil
}
