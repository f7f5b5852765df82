package levels

import "github.com/cloudgap/cloudgap/conformance/emulator"

// storm is one kind of bad day: faults that strike the first up, and what is known to come of it.
type storm struct {
	name   string
	faults []emulator.Fault
	// fails is set where the first up cannot end well; the next one must.
	fails bool
	// left is what the account holds besides the state when all is well again, by kind: the copy that a call made whose answer
	// was lost. AWS cannot tell a repeated call from a new one where the API has no token for that.
	left []string
	// refused is set where AWS refuses the repeated call because the lost one has taken an address block, and every later up as
	// well, until somebody imports or deletes the object.
	refused bool
}

// storms are the faults between provider and AWS. The lost answers go through the kinds of calls that make something.
var storms = []storm{
	{name: "throttling", faults: []emulator.Fault{{Kind: emulator.Throttled, After: 10, Times: 15}}},
	{name: "throttled creation", faults: []emulator.Fault{{Operation: "Create*", Kind: emulator.Throttled, Times: 8}}},
	{name: "status 500", faults: []emulator.Fault{{Kind: emulator.Broken, After: 10, Times: 15}}},
	{name: "cut connections", faults: []emulator.Fault{{Kind: emulator.Cut, After: 10, Times: 15}}},
	{name: "lost answers to reads", faults: []emulator.Fault{{Operation: "Describe*", Kind: emulator.Lost, Times: 6}}},
	{name: "lost answer: CreateVpc", faults: lost("CreateVpc"), left: []string{"route table", "security group", "network acl", "vpc"}},
	{name: "lost answer: CreateSubnet", faults: lost("CreateSubnet"), fails: true, refused: true},
	{name: "lost answer: CreateRouteTable", faults: lost("CreateRouteTable"), left: []string{"route table"}},
	{name: "lost answer: CreateSecurityGroup", faults: lost("CreateSecurityGroup"), fails: true, left: []string{"security group"}},
	{name: "lost answer: AssociateRouteTable", faults: lost("AssociateRouteTable")},
	{name: "lost answer: CreateKey", faults: lost("CreateKey"), left: []string{"kms key"}},
	{name: "lost answer: CreateLogGroup", faults: lost("CreateLogGroup"), fails: true, left: []string{"log group"}},
	{name: "lost answer: CreateRole", faults: lost("CreateRole"), fails: true, left: []string{"iam role"}},
	{name: "lost answer: PutRolePolicy", faults: lost("PutRolePolicy")},
	{name: "lost answer: CreateFirewallRuleGroup", faults: lost("CreateFirewallRuleGroup")},
	{name: "lost answer: AssociateFirewallRuleGroup", faults: lost("AssociateFirewallRuleGroup")},
}

func lost(operation string) []emulator.Fault {
	return []emulator.Fault{{Operation: operation, Kind: emulator.Lost, Times: 1}}
}
