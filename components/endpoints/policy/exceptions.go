package policy

import "github.com/cloudgap/cloudgap/components/endpoints/catalog"

// caller is who may use an exception's statement.
type caller int

const (
	// trustedCaller is a principal of the trusted account or organization.
	trustedCaller caller = iota
	// anyCaller is everyone: the request is unsigned, presigned by an account of AWS, or made before there is a principal.
	// Its statement carries no principal condition, which would deny it, and is narrowed by action and resource instead.
	anyCaller
)

// exceptionRule is the statement of an exception. Resources are templates: {partition}, {region}, {compactRegion} without
// dashes, {owner} the trusted account or "*" for an organization, {addOnRegistry} the account of the EKS add-on registry.
type exceptionRule struct {
	exception Exception
	sid       string
	services  []catalog.Service
	caller    caller
	// ownResources demands, beside the ARNs, that the resources belong to the trusted organization.
	ownResources bool
	actions      []string
	resources    []string
}

var (
	s3Services  = []catalog.Service{catalog.S3, catalog.S3Interface}
	ecrServices = []catalog.Service{catalog.ECRAPI, catalog.ECRDkr}
)

// exceptions holds every exception. The bucket names are those of the AWS data perimeter policy examples and of the user
// guides of the services.
var exceptions = []exceptionRule{
	{
		exception: EcrLayers, sid: "EcrLayers", services: s3Services, caller: anyCaller,
		actions: []string{"s3:GetObject"}, resources: []string{"arn:{partition}:s3:::prod-{region}-starport-layer-bucket/*"},
	},
	{
		exception: EksAddOnImages, sid: "EksAddOnImages", services: ecrServices,
		actions: ecrPullActions, resources: []string{"arn:{partition}:ecr:{region}:{addOnRegistry}:repository/*"},
	},
	{
		exception: AmazonLinuxRepositories, sid: "AmazonLinuxRepositories", services: s3Services, caller: anyCaller,
		actions: []string{"s3:GetObject"}, resources: []string{
			"arn:{partition}:s3:::al2023-repos-{region}-de612dc2/*",
			"arn:{partition}:s3:::al2023-{region}/*",
		},
	},
	{
		exception: SsmBuckets, sid: "SsmBuckets", services: s3Services, caller: anyCaller,
		actions: []string{"s3:GetObject"}, resources: []string{
			"arn:{partition}:s3:::amazon-ssm-packages-{region}/*",
			"arn:{partition}:s3:::amazon-ssm-{region}/*",
			"arn:{partition}:s3:::aws-ssm-distributor-file-{region}/*",
			"arn:{partition}:s3:::aws-ssm-document-attachments-{region}/*",
			"arn:{partition}:s3:::aws-ssm-{region}/*",
			"arn:{partition}:s3:::{region}-birdwatcher-prod/*",
		},
	},
	{
		exception: PatchBuckets, sid: "PatchBuckets", services: s3Services, caller: anyCaller,
		actions: []string{"s3:GetObject"}, resources: []string{
			"arn:{partition}:s3:::aws-windows-downloads-{region}/*",
			"arn:{partition}:s3:::patch-baseline-snapshot-{region}/*",
		},
	},
	{
		exception: CloudWatchAgentBuckets, sid: "CloudWatchAgentBuckets", services: s3Services, caller: anyCaller,
		actions: []string{"s3:GetObject"}, resources: []string{
			"arn:{partition}:s3:::amazoncloudwatch-agent-{region}/*",
			"arn:{partition}:s3:::amazoncloudwatch-agent/*",
		},
	},
	{
		exception: CloudFormationBuckets, sid: "CloudFormationBuckets", services: s3Services, caller: anyCaller,
		actions: []string{"s3:PutObject"}, resources: []string{
			"arn:{partition}:s3:::cloudformation-custom-resource-response-{compactRegion}/*",
			"arn:{partition}:s3:::cloudformation-waitcondition-{region}/*",
		},
	},
	{
		exception: CloudFormationTransforms, sid: "CloudFormationTransforms", services: []catalog.Service{catalog.CloudFormation},
		actions: []string{"cloudformation:CreateChangeSet"}, resources: []string{"arn:{partition}:cloudformation:{region}:aws:transform/*"},
	},
	{
		exception: StsWebIdentity, sid: "WebIdentity", services: []catalog.Service{catalog.STS}, caller: anyCaller, ownResources: true,
		actions: []string{"sts:AssumeRoleWithWebIdentity"}, resources: []string{"arn:{partition}:iam::{owner}:role/*"},
	},
	{
		exception: Ec2Images, sid: "ImagesOfAws", services: []catalog.Service{catalog.EC2},
		actions:   []string{"ec2:CreateFleet", "ec2:RunInstances"},
		resources: []string{"arn:{partition}:ec2:{region}::image/*", "arn:{partition}:ec2:{region}::snapshot/*"},
	},
	{
		exception: Ec2Volumes, sid: "Volumes", services: []catalog.Service{catalog.EC2},
		actions:   []string{"ec2:CreateVolume"},
		resources: []string{"arn:{partition}:ec2:{region}:{owner}:volume/*", "arn:{partition}:ec2:{region}::snapshot/*"},
	},
	{
		exception: Ec2PrefixLists, sid: "PrefixListsOfAws", services: []catalog.Service{catalog.EC2},
		actions: []string{"ec2:GetManagedPrefixListEntries"}, resources: []string{"arn:{partition}:ec2:{region}:aws:prefix-list/*"},
	},
	{
		exception: SsmPublic, sid: "PublicParametersAndDocuments", services: []catalog.Service{catalog.SSM},
		actions: []string{
			"ssm:CreateAssociation", "ssm:Describe*", "ssm:Get*", "ssm:List*", "ssm:SendCommand", "ssm:StartAutomationExecution", "ssm:StartSession",
		},
		resources: []string{
			"arn:{partition}:ssm:*::automation-definition/*",
			"arn:{partition}:ssm:{region}::document/*",
			"arn:{partition}:ssm:{region}::parameter/aws/*",
		},
	},
	{
		exception: GuardDutyTelemetry, sid: "Telemetry", services: []catalog.Service{catalog.GuardDutyData},
		actions: []string{"guardduty:SendSecurityTelemetry"}, resources: []string{"*"},
	},
	{
		exception: BedrockModels, sid: "FoundationModels", services: []catalog.Service{catalog.BedrockRuntime, catalog.Bedrock},
		actions:   []string{"bedrock:GetFoundationModel", "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"},
		resources: []string{"arn:{partition}:bedrock:*::foundation-model/*"},
	},
	{
		exception: IamManagedPolicies, sid: "ManagedPolicies", services: []catalog.Service{catalog.IAM},
		actions: []string{"iam:Get*", "iam:List*"}, resources: []string{"arn:{partition}:iam::aws:policy/*"},
	},
}
