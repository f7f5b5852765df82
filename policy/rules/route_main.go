package rules

var routeMain = Rule{
	ID:       "ROUTE-MAIN",
	Title:    "every subnet is explicitly associated with a route table of the stack, and main tables hold no routes",
	Severity: High,
	Types: []string{
		"aws:ec2/subnet:Subnet",
		"aws:ec2/routeTableAssociation:RouteTableAssociation",
		"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
		"aws:ec2/defaultRouteTable:DefaultRouteTable",
		"aws:ec2/route:Route",
		"aws:ec2/routeTable:RouteTable",
		"aws:ec2/vpc:Vpc",
	},
	Why: "A subnet without an association uses the main route table of its VPC. Whoever changes that table, in this stack or " +
		"by hand, changes where the subnet's traffic goes, and no review of the subnet shows it.",
	Fix:      "add a RouteTableAssociation that joins the subnet with a RouteTable of this stack, and keep the default route table without routes",
	Controls: routing,
}
