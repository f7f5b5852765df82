package catalog

// Services for detection, audit and compliance.
const (
	// GuardDuty is Amazon GuardDuty API.
	GuardDuty Service = "guardduty"
	// GuardDutyData is Amazon GuardDuty runtime monitoring.
	GuardDutyData Service = "guardduty-data"
	// Inspector is Amazon Inspector.
	Inspector Service = "inspector2"
	// InspectorScan is Amazon Inspector scan.
	InspectorScan Service = "inspector-scan"
	// SecurityHub is AWS Security Hub.
	SecurityHub Service = "securityhub"
	// SecurityLake is Amazon Security Lake.
	SecurityLake Service = "securitylake"
	// Detective is Amazon Detective.
	Detective Service = "detective"
	// Macie is Amazon Macie.
	Macie Service = "macie2"
	// AuditManager is AWS Audit Manager.
	AuditManager Service = "auditmanager"
	// Artifact is AWS Artifact.
	Artifact Service = "artifact"
	// CloudTrail is AWS CloudTrail.
	CloudTrail Service = "cloudtrail"
	// Config is AWS Config.
	Config Service = "config"
	// WAFv2 is AWS WAF.
	WAFv2 Service = "wafv2"
	// Shield is AWS Shield.
	Shield Service = "shield"
	// NetworkFirewall is AWS Network Firewall.
	NetworkFirewall Service = "network-firewall"
	// FirewallManager is AWS Firewall Manager.
	FirewallManager Service = "fms"
)

var detection = []Entry{
	{Service: GuardDuty, Title: "Amazon GuardDuty API"},
	{Service: GuardDutyData, Title: "Amazon GuardDuty runtime monitoring", IAM: []string{"guardduty"}},
	{Service: Inspector, Title: "Amazon Inspector"},
	{Service: InspectorScan, Title: "Amazon Inspector scan"},
	{Service: SecurityHub, Title: "AWS Security Hub"},
	{Service: SecurityLake, Title: "Amazon Security Lake"},
	{Service: Detective, Title: "Amazon Detective"},
	{Service: Macie, Title: "Amazon Macie"},
	{Service: AuditManager, Title: "AWS Audit Manager"},
	{Service: Artifact, Title: "AWS Artifact", NoPolicy: true, Limited: "AWS Artifact is not offered in every region"},
	{Service: CloudTrail, Title: "AWS CloudTrail"},
	{Service: Config, Title: "AWS Config"},
	{Service: WAFv2, Title: "AWS WAF"},
	{Service: Shield, Title: "AWS Shield", Only: []string{"us-east-1"}, Workaround: "set enable-shield=false in the AWS Load Balancer Controller"},
	{Service: NetworkFirewall, Title: "AWS Network Firewall"},
	{Service: FirewallManager, Title: "AWS Firewall Manager"},
}
