package rules

var sessionForwarding = Rule{
	ID:       "SSM-PORTFWD",
	Title:    "no session document forwards ports to other hosts",
	Severity: Medium,
	Types: []string{
		"aws:ssm/document:Document",
		"aws:ssm/association:Association",
	},
	Why: "Port forwarding through Session Manager tunnels TCP connections through AWS's API: from a laptop on the " +
		"internet, over a managed instance, to any host that the instance can reach. The endpoints of ssm and ssmmessages, " +
		"which every session needs, are not refused here: they carry shells and commands as well, and the endpoints of this " +
		"project's own capabilities are among them. Who may start which session is decided in IAM, and what the endpoints " +
		"let through in their policies, which EP-POLICY judges.",
	Fix: "remove the port session from the document, use documents of this stack or of AWS in associations, and deny ssm:StartSession for AWS-StartPortForwardingSession " +
		"and AWS-StartPortForwardingSessionToRemoteHost in IAM",
	Controls: exfiltration,
}
