package rules

// routeTypes are the types that hold routes of a VPC.
var routeTypes = []string{
	"aws:ec2/route:Route",
	"aws:ec2/routeTable:RouteTable",
	"aws:ec2/defaultRouteTable:DefaultRouteTable",
}
