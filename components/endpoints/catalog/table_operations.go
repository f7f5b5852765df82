package catalog

// Services for fleet operation and resource management.
const (
	// SSM is AWS Systems Manager.
	SSM Service = "ssm"
	// SSMMessages is Session Manager channels.
	SSMMessages Service = "ssmmessages"
	// EC2Messages is Systems Manager message delivery for old agents.
	EC2Messages Service = "ec2messages"
	// SSMContacts is Incident Manager contacts.
	SSMContacts Service = "ssm-contacts"
	// SSMIncidents is Incident Manager.
	SSMIncidents Service = "ssm-incidents"
	// SSMQuickSetup is Systems Manager quick setup.
	SSMQuickSetup Service = "ssm-quicksetup"
	// Account is AWS Account Management.
	Account Service = "account"
	// Backup is AWS Backup.
	Backup Service = "backup"
	// CloudFormation is AWS CloudFormation.
	CloudFormation Service = "cloudformation"
	// CloudControl is AWS Cloud Control API.
	CloudControl Service = "cloudcontrolapi"
	// ComputeOptimizer is AWS Compute Optimizer.
	ComputeOptimizer Service = "compute-optimizer"
	// FaultInjection is AWS Fault Injection Service.
	FaultInjection Service = "fis"
	// LicenseManager is AWS License Manager.
	LicenseManager Service = "license-manager"
	// Pricing is AWS Price List.
	Pricing Service = "pricing.api"
	// RAM is AWS Resource Access Manager.
	RAM Service = "ram"
	// RecycleBin is Recycle Bin.
	RecycleBin Service = "rbin"
	// ResourceExplorer is AWS Resource Explorer.
	ResourceExplorer Service = "resource-explorer-2"
	// ResourceGroups is AWS Resource Groups.
	ResourceGroups Service = "resource-groups"
	// ServiceCatalog is AWS Service Catalog.
	ServiceCatalog Service = "servicecatalog"
	// ServiceQuotas is Service Quotas.
	ServiceQuotas Service = "servicequotas"
	// Tagging is Resource Groups Tagging API.
	Tagging Service = "tagging"
	// TrustedAdvisor is AWS Trusted Advisor.
	TrustedAdvisor Service = "trustedadvisor"
)

var operations = []Entry{
	{Service: SSM, Title: "AWS Systems Manager"},
	{Service: SSMMessages, Title: "Session Manager channels"},
	{Service: EC2Messages, Title: "Systems Manager message delivery for old agents"},
	{Service: SSMContacts, Title: "Incident Manager contacts"},
	{Service: SSMIncidents, Title: "Incident Manager"},
	{Service: SSMQuickSetup, Title: "Systems Manager quick setup"},
	{Service: Account, Title: "AWS Account Management"},
	{Service: Backup, Title: "AWS Backup"},
	{Service: CloudFormation, Title: "AWS CloudFormation"},
	{Service: CloudControl, Title: "AWS Cloud Control API", IAM: []string{"cloudformation"}},
	{Service: ComputeOptimizer, Title: "AWS Compute Optimizer"},
	{Service: FaultInjection, Title: "AWS Fault Injection Service"},
	{Service: LicenseManager, Title: "AWS License Manager"},
	{Service: Pricing, Title: "AWS Price List", Only: pricingRegions, Workaround: "use a static price list; Karpenter does with settings.isolatedVPC=true"},
	{Service: RAM, Title: "AWS Resource Access Manager"},
	{Service: RecycleBin, Title: "Recycle Bin"},
	{Service: ResourceExplorer, Title: "AWS Resource Explorer"},
	{Service: ResourceGroups, Title: "AWS Resource Groups"},
	{Service: ServiceCatalog, Title: "AWS Service Catalog"},
	{Service: ServiceQuotas, Title: "Service Quotas"},
	{Service: Tagging, Title: "Resource Groups Tagging API", IAM: []string{"tag"}},
	{Service: TrustedAdvisor, Title: "AWS Trusted Advisor"},
}
