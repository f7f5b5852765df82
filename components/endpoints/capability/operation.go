package capability

import (
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// operation are the capabilities of logs, metrics, access, audit and delivery.
var operation = []Spec{
	{
		Capability: CloudWatchLogs, Title: "logs to CloudWatch",
		Required: []Need{
			{Service: catalog.Logs, Reason: "agents write log events", Breaks: "logs are lost", Calls: []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}},
		},
	},
	{
		Capability: CloudWatchMetrics, Title: "metrics to CloudWatch",
		Required: []Need{
			{Service: catalog.Monitoring, Reason: "agents write metrics", Breaks: "metrics are lost", Calls: []string{"cloudwatch:PutMetricData"}},
			{Service: catalog.EC2, Reason: "the agent adds the instance's tags as dimensions", Breaks: "metrics carry no instance dimensions", Calls: []string{"ec2:DescribeTags"}},
		},
		Exceptions: []policy.Exception{policy.CloudWatchAgentBuckets},
	},
	{
		Capability: XRay, Title: "traces to AWS X-Ray",
		Required: []Need{
			{Service: catalog.XRay, Reason: "daemons write segments and read sampling rules", Breaks: "traces are lost", Calls: []string{"xray:GetSamplingRules", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}},
		},
	},
	{
		Capability: ManagedPrometheus, Title: "metrics to Amazon Managed Service for Prometheus",
		Required: []Need{
			{Service: catalog.PrometheusWorkspaces, Reason: "remote write and queries", Breaks: "metrics are lost", Calls: []string{"aps:QueryMetrics", "aps:RemoteWrite"}},
		},
	},
	{
		Capability: SessionManager, Title: "Session Manager sessions",
		Required: []Need{
			{Service: catalog.SSM, Reason: "the agent registers the instance and fetches documents", Breaks: "instances do not show up in Systems Manager", Calls: []string{"ssm:GetDocument", "ssm:UpdateInstanceInformation"}},
			{Service: catalog.SSMMessages, Reason: "control and data channels of sessions", Breaks: "sessions cannot be opened", Calls: []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			}},
		},
		Optional: []Need{
			{Service: catalog.EC2Messages, Reason: "message delivery of agents before 3.3.40.0", Breaks: "old agents get no commands", Calls: []string{"ec2messages:GetMessages"}},
		},
		Exceptions: []policy.Exception{policy.SsmPublic, policy.SsmBuckets},
	},
	{
		Capability: SessionLogging, Title: "transcripts of Session Manager sessions",
		Required: []Need{
			{Service: catalog.Logs, Reason: "streams the transcript", Breaks: "sessions are refused because they cannot be logged", Calls: []string{"logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"}},
			{Service: catalog.KMS, Reason: "encrypts the session", Breaks: "sessions are refused because encryption is not set up", Calls: []string{"kms:Decrypt"}},
		},
		Optional: []Need{
			{Service: catalog.S3, Reason: "keeps the transcript in a bucket as well, once the session has ended", Breaks: "transcripts are in CloudWatch only", Calls: []string{"s3:GetEncryptionConfiguration", "s3:PutObject"}},
		},
	},
	{
		Capability: PatchManager, Title: "patches through Systems Manager",
		Required: []Need{
			{Service: catalog.SSM, Reason: "fetches commands, documents and baselines", Breaks: "instances are not patched", Calls: []string{"ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:PutComplianceItems", "ssm:PutInventory", "ssm:UpdateInstanceInformation"}},
			{Service: catalog.SSMMessages, Reason: "receives commands", Breaks: "commands do not arrive", Calls: []string{"ssmmessages:OpenControlChannel"}},
			{Service: catalog.S3, Reason: "baselines and payloads are in buckets of AWS", Breaks: "baselines cannot be downloaded", Calls: []string{"s3:GetObject"}},
		},
		Exceptions: []policy.Exception{policy.SsmPublic, policy.SsmBuckets, policy.PatchBuckets, policy.AmazonLinuxRepositories},
	},
	{
		Capability: AmazonLinuxUpdates, Title: "packages of Amazon Linux 2023",
		Required: []Need{
			{Service: catalog.S3, Reason: "the repositories are in a bucket of AWS", Breaks: "dnf gets 403", Calls: []string{"s3:GetObject"}},
		},
		Exceptions: []policy.Exception{policy.AmazonLinuxRepositories},
	},
	{
		Capability: GuardDutyAgent, Title: "GuardDuty runtime monitoring",
		Required: append([]Need{
			{Service: catalog.GuardDutyData, Reason: "the agent delivers runtime events", Breaks: "runtime findings are missing", Calls: []string{"guardduty:SendSecurityTelemetry"}},
		}, pulling("the agent cannot be pulled")...),
		Exceptions: []policy.Exception{policy.GuardDutyTelemetry, policy.EcrLayers, policy.EksAddOnImages},
	},
	{
		Capability: CloudFormationSignals, Title: "signals to CloudFormation stacks",
		Required: []Need{
			{Service: catalog.CloudFormation, Reason: "instances signal success and read metadata", Breaks: "stacks wait until they time out", Calls: []string{"cloudformation:DescribeStackResource", "cloudformation:SignalResource"}},
			{Service: catalog.S3, Reason: "wait conditions and custom resources answer to buckets of AWS", Breaks: "custom resources never complete", Calls: []string{"s3:PutObject"}},
		},
		Exceptions: []policy.Exception{policy.CloudFormationBuckets},
	},
	{
		Capability: CiRunner, Title: "pipeline jobs that build and deploy",
		Required: append([]Need{
			{Service: catalog.STS, Reason: "jobs assume deployment roles", Breaks: "jobs cannot assume their roles", Calls: []string{"sts:AssumeRole", "sts:GetCallerIdentity"}},
			{Service: catalog.CloudFormation, Reason: "Cloud Control and stacks", Breaks: "stacks cannot be deployed", Calls: []string{"cloudformation:DescribeStacks"}},
			{Service: catalog.EC2, Reason: "plans read the network", Breaks: "plans cannot be made", Calls: []string{"ec2:DescribeVpcs"}},
			{Service: catalog.EKS, Reason: "jobs read the cluster and its state", Breaks: "jobs cannot reach the cluster", Calls: []string{"eks:DescribeCluster"}},
			{Service: catalog.KMS, Reason: "state and artifacts are encrypted", Breaks: "jobs cannot read their state", Calls: []string{"kms:Decrypt", "kms:GenerateDataKey"}},
			{Service: catalog.Logs, Reason: "job logs", Breaks: "job logs are lost", Calls: []string{"logs:PutLogEvents"}},
			{Service: catalog.SecretsManager, Reason: "deployment secrets", Breaks: "jobs cannot read their secrets", Calls: []string{"secretsmanager:GetSecretValue"}},
		}, pulling("build images cannot be pulled")...),
		Optional: []Need{
			{Service: catalog.IAM, Reason: "jobs that create roles", Breaks: "jobs cannot create roles", Calls: []string{"iam:GetRole"}},
			{Service: catalog.CodeArtifactAPI, Reason: "package repositories", Breaks: "packages cannot be resolved", Calls: []string{"codeartifact:GetAuthorizationToken"}},
			{Service: catalog.CodeArtifactRepositories, Reason: "package repositories", Breaks: "packages cannot be downloaded", Calls: []string{"codeartifact:ReadFromRepository"}},
		},
		Exceptions: []policy.Exception{
			policy.EcrLayers, policy.CloudFormationTransforms, policy.Ec2Images, policy.Ec2PrefixLists, policy.IamManagedPolicies, policy.SsmPublic,
		},
	},
}
