package levels

import "github.com/cloudgap/cloudgap/conformance/emulator"

// storm is one kind of bad day: faults that strike the first up, and what is known to come of it.
type storm struct {
	name   string
	faults []emulator.Fault
	// fails is set where the first up cannot end well; the next one must.
	fails bool
	// begun are the types of what a call made whose answer was lost, where the next up is to go on with it, and copies where the same
	// up has repeated the call and made another one. AWS cannot tell a repeated call from a new one where the API has no token for that.
	begun, copies []string
}

// storms are the faults between provider and AWS. The lost answers go through the kinds of calls that make something.
var storms = []storm{
	{name: "throttling", faults: []emulator.Fault{{Kind: emulator.Throttled, After: 10, Times: 15}}},
	{name: "throttled creation", faults: []emulator.Fault{{Operation: "Create*", Kind: emulator.Throttled, Times: 8}}},
	{name: "status 500", faults: []emulator.Fault{{Kind: emulator.Broken, After: 10, Times: 15}}},
	{name: "cut connections", faults: []emulator.Fault{{Kind: emulator.Cut, After: 10, Times: 15}}},
	{name: "lost answers to reads", faults: []emulator.Fault{{Operation: "Describe*", Kind: emulator.Lost, Times: 6}}},
	{name: "lost answer: CreateVpc", faults: lost("CreateVpc"), copies: []string{"aws:ec2/vpc:Vpc"}},
	{name: "lost answer: CreateSubnet", faults: lost("CreateSubnet"), fails: true, begun: []string{"aws:ec2/subnet:Subnet"}},
	{name: "lost answer: CreateRouteTable", faults: lost("CreateRouteTable"), copies: []string{"aws:ec2/routeTable:RouteTable"}},
	{name: "lost answer: CreateSecurityGroup", faults: lost("CreateSecurityGroup"), fails: true, begun: []string{"aws:ec2/securityGroup:SecurityGroup"}},
	{name: "lost answer: AssociateRouteTable", faults: lost("AssociateRouteTable")},
	{name: "lost answer: CreateKey", faults: lost("CreateKey"), copies: []string{"aws:kms/key:Key"}},
	{name: "lost answer: CreateLogGroup", faults: lost("CreateLogGroup"), fails: true, begun: []string{"aws:cloudwatch/logGroup:LogGroup"}},
	{name: "lost answer: CreateRole", faults: lost("CreateRole"), fails: true, begun: []string{"aws:iam/role:Role"}},
	{name: "lost answer: PutRolePolicy", faults: lost("PutRolePolicy")},
	{name: "lost answer: CreateFirewallRuleGroup", faults: lost("CreateFirewallRuleGroup")},
	{name: "lost answer: AssociateFirewallRuleGroup", faults: lost("AssociateFirewallRuleGroup")},
}

func lost(operation string) []emulator.Fault {
	return []emulator.Fault{{Operation: operation, Kind: emulator.Lost, Times: 1}}
}
