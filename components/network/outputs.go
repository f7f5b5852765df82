package network

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// monitoring is what watches the VPC; each value is empty for what was not made.
type monitoring struct{ flowLogGroup, queryLogGroup, ruleGroup, key pulumi.StringOutput }

// setOutputs fills the component in.
func (v *ZeroEgressVpc) setOutputs(n builtNetwork, m monitoring) {
	v.VpcID, v.VpcArn = n.vpcID, n.vpcArn
	v.subnets, v.cidrs = n.subnets, n.cidrs
	v.CidrBlocks = pulumi.ToStringArray(v.cidrs).ToStringArrayOutput()
	v.AvailabilityZones = pulumi.ToStringArray(v.Zones()).ToStringArrayOutput()
	ids, cidrs, tables := pulumi.StringMapMap{}, pulumi.StringMapMap{}, pulumi.StringMapMap{}
	for _, tier := range v.Tiers() {
		ids[string(tier)] = v.SubnetIDs(tier)
		cidrs[string(tier)] = pulumi.ToStringMap(v.SubnetCidrs(tier))
		tables[string(tier)] = v.tablesByZone(tier)
	}
	v.SubnetIDsByTier = ids.ToStringMapMapOutput()
	v.SubnetCidrBlocksByTier = cidrs.ToStringMapMapOutput()
	v.RouteTableIDsByTier = tables.ToStringMapMapOutput()
	v.FlowLogGroupName, v.QueryLogGroupName = m.flowLogGroup, m.queryLogGroup
	v.DnsFirewallRuleGroupID, v.KmsKeyArn = m.ruleGroup, m.key
}

// outputs returns the outputs as they are recorded in state.
func (v *ZeroEgressVpc) outputs() pulumi.Map {
	return pulumi.Map{
		"vpcId":                  v.VpcID,
		"vpcArn":                 v.VpcArn,
		"cidrBlocks":             v.CidrBlocks,
		"availabilityZones":      v.AvailabilityZones,
		"subnetIds":              v.SubnetIDsByTier,
		"subnetCidrBlocks":       v.SubnetCidrBlocksByTier,
		"routeTableIds":          v.RouteTableIDsByTier,
		"flowLogGroupName":       v.FlowLogGroupName,
		"queryLogGroupName":      v.QueryLogGroupName,
		"dnsFirewallRuleGroupId": v.DnsFirewallRuleGroupID,
		"kmsKeyArn":              v.KmsKeyArn,
	}
}
