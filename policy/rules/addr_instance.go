package rules

var addressInstance = Rule{
	ID:       "ADDR-INSTANCE",
	Title:    "no instance, template or interface has a public address",
	Severity: High,
	Types: []string{
		"aws:ec2/instance:Instance",
		"aws:ec2/spotInstanceRequest:SpotInstanceRequest",
		"aws:ec2/launchConfiguration:LaunchConfiguration",
		"aws:ec2/launchTemplate:LaunchTemplate",
		"aws:ec2/spotFleetRequest:SpotFleetRequest",
		"aws:ec2/networkInterface:NetworkInterface",
		"aws:ec2/fleet:Fleet",
		"aws:autoscaling/group:Group",
		"aws:ecs/service:Service",
		"aws:ecs/taskSet:TaskSet",
		"aws:cloudwatch/eventTarget:EventTarget",
		"aws:scheduler/schedule:Schedule",
		"aws:pipes/pipe:Pipe",
	},
	Why: "A public IPv4 address makes an interface reachable as soon as any route and gateway allow it. Every IPv6 " +
		"address of a VPC with Amazon's address space is public.",
	Fix: "leave out associatePublicIpAddress or set it to false, and give no IPv6 addresses or prefixes and no " +
		"carrier address",
	Controls: addressing,
}
