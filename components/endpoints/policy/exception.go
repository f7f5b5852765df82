package policy

import "slices"

// Exception names a statement beside "own principals to own resources", without which a tool or service breaks. Each
// capability says which ones it needs; none is in a policy unasked.
type Exception string

// Exceptions.
const (
	// EcrLayers downloads image layers from the bucket in which AWS keeps them, with URLs presigned by an account of AWS.
	EcrLayers Exception = "ecrLayers"
	// EksAddOnImages pulls the images of EKS add-ons from the region's registry account of AWS.
	EksAddOnImages Exception = "eksAddOnImages"
	// AmazonLinuxRepositories downloads packages of Amazon Linux 2023, unauthenticated.
	AmazonLinuxRepositories Exception = "amazonLinuxRepositories"
	// SsmBuckets downloads what the Systems Manager agent needs, unauthenticated.
	SsmBuckets Exception = "ssmBuckets"
	// PatchBuckets downloads the baselines and payloads of Patch Manager, unauthenticated.
	PatchBuckets Exception = "patchBuckets"
	// CloudWatchAgentBuckets downloads the CloudWatch agent, unauthenticated.
	CloudWatchAgentBuckets Exception = "cloudWatchAgentBuckets"
	// CloudFormationBuckets uploads wait condition signals and custom resource responses, presigned by CloudFormation.
	CloudFormationBuckets Exception = "cloudFormationBuckets"
	// CloudFormationTransforms uses the transforms of AWS in change sets.
	CloudFormationTransforms Exception = "cloudFormationTransforms"
	// StsWebIdentity assumes own roles with a web identity token, before there is a principal.
	StsWebIdentity Exception = "stsWebIdentity"
	// Ec2Images launches instances from images that belong to AWS.
	Ec2Images Exception = "ec2Images"
	// Ec2Volumes creates volumes; the action carries no account of a resource.
	Ec2Volumes Exception = "ec2Volumes"
	// Ec2PrefixLists reads the prefix lists of AWS.
	Ec2PrefixLists Exception = "ec2PrefixLists"
	// SsmPublic reads the public parameters and documents of Systems Manager.
	SsmPublic Exception = "ssmPublic"
	// GuardDutyTelemetry delivers runtime events to GuardDuty's accounts.
	GuardDutyTelemetry Exception = "guardDutyTelemetry"
	// BedrockModels invokes foundation models, which belong to no account.
	BedrockModels Exception = "bedrockModels"
	// IamManagedPolicies attaches and reads the managed policies of AWS.
	IamManagedPolicies Exception = "iamManagedPolicies"
)

// Exceptions returns every exception, in the order of the documents.
func Exceptions() []Exception {
	all := make([]Exception, len(exceptions))
	for i, rule := range exceptions {
		all[i] = rule.exception
	}
	return all
}

// SortExceptions returns the exceptions sorted, each once.
func SortExceptions(list []Exception) []Exception {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}
