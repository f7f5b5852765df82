package rules

var frontInstanceConnect = Rule{
	ID:       "FRONT-EICE",
	Title:    "no EC2 Instance Connect endpoint exists",
	Severity: High,
	Types: []string{
		"aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
	},
	Why: "An Instance Connect endpoint is reachable from the internet with AWS credentials alone and opens TCP " +
		"connections to private addresses; it needs neither a gateway nor a public address.",
	Fix:      "remove the endpoint; let people in through the identity-aware tunnel",
	Controls: addressing,
}
