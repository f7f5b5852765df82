package rules

var trafficMirror = Rule{
	ID:       "MIRROR",
	Title:    "traffic is mirrored to targets of the stack only",
	Severity: Medium,
	Types: []string{
		"aws:ec2/trafficMirrorTarget:TrafficMirrorTarget",
		"aws:ec2/trafficMirrorSession:TrafficMirrorSession",
	},
	Why: "A mirror session copies every packet of an interface to another one, which may belong to another VPC or " +
		"account.",
	Fix:      "mirror to a network interface or load balancer of this stack, or remove the session",
	Controls: exfiltration,
}
