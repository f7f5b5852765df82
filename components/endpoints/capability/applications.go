package capability

import (
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// applications are the capabilities of what runs on the platform.
var applications = []Spec{
	{
		Capability: SecretsManager, Title: "secrets of AWS Secrets Manager", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.SecretsManager, Reason: "reads secrets", Breaks: "secrets cannot be read", Calls: []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}},
		},
	},
	{
		Capability: ParameterStore, Title: "parameters of the Parameter Store", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.SSM, Reason: "reads parameters", Breaks: "parameters cannot be read", Calls: []string{"ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"}},
		},
	},
	{
		Capability: Kms, Title: "customer managed keys", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.KMS, Reason: "encrypts, decrypts and makes data keys", Breaks: "data cannot be decrypted", Calls: []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"}},
		},
	},
	{
		Capability: CertificateManager, Title: "certificates of AWS Certificate Manager", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.ACM, Reason: "requests and describes certificates", Breaks: "certificates cannot be requested", Calls: []string{"acm:DescribeCertificate", "acm:ListCertificates", "acm:RequestCertificate"}},
		},
	},
	{
		Capability: PrivateCa, Title: "certificates of AWS Private CA", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.ACMPCA, Reason: "issues certificates", Breaks: "certificates cannot be issued", Calls: []string{"acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate", "acm-pca:IssueCertificate"}},
		},
	},
	{
		Capability: ExternalDns, Title: "records of Route 53 zones", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.Route53, Reason: "lists zones and changes records", Breaks: "records are not written", Calls: []string{"route53:ChangeResourceRecordSets", "route53:ListHostedZones", "route53:ListResourceRecordSets"}},
		},
	},
	{
		Capability: Bedrock, Title: "Amazon Bedrock models", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.BedrockRuntime, Reason: "invokes models", Breaks: "models cannot be invoked", Calls: []string{"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"}},
		},
		Optional: []Need{
			{Service: catalog.Bedrock, Reason: "lists and manages models", Breaks: "models cannot be listed", Calls: []string{"bedrock:ListFoundationModels"}},
		},
		Exceptions: []policy.Exception{policy.BedrockModels},
	},
	{
		Capability: BedrockAgents, Title: "Amazon Bedrock agents and knowledge bases", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.BedrockAgentRuntime, Reason: "invokes agents and retrieves knowledge", Breaks: "agents cannot be invoked", Calls: []string{"bedrock:InvokeAgent", "bedrock:Retrieve"}},
		},
		Optional: []Need{
			{Service: catalog.BedrockAgent, Reason: "builds agents", Breaks: "agents cannot be changed", Calls: []string{"bedrock:GetAgent"}},
		},
	},
	{
		Capability: Transcribe, Title: "Amazon Transcribe", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.Transcribe, Reason: "starts and reads batch jobs", Breaks: "recordings cannot be transcribed", Calls: []string{"transcribe:GetTranscriptionJob", "transcribe:StartTranscriptionJob"}},
			{Service: catalog.TranscribeStreaming, Reason: "streams audio", Breaks: "live audio cannot be transcribed", Calls: []string{"transcribe:StartStreamTranscription"}},
		},
	},
	{
		Capability: Rds, Title: "the RDS API", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.RDS, Reason: "describes instances and clusters", Breaks: "databases cannot be described", Calls: []string{"rds:DescribeDBClusters", "rds:DescribeDBInstances"}},
		},
	},
	{
		Capability: RdsData, Title: "the RDS Data API", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.RDSData, Reason: "runs statements", Breaks: "statements cannot be run", Calls: []string{"rds-data:BatchExecuteStatement", "rds-data:ExecuteStatement"}},
		},
	},
	{
		Capability: ElastiCache, Title: "the ElastiCache API", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.ElastiCache, Reason: "describes clusters", Breaks: "caches cannot be described", Calls: []string{"elasticache:DescribeCacheClusters", "elasticache:DescribeReplicationGroups"}},
		},
	},
	{
		Capability: DynamoDb, Title: "DynamoDB tables", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.DynamoDB, Reason: "reads and writes items", Breaks: "tables are out of reach", Calls: []string{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"}},
		},
	},
	{
		Capability: Sqs, Title: "Amazon SQS queues", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.SQS, Reason: "sends and receives messages", Breaks: "queues are out of reach", Calls: []string{"sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"}},
		},
	},
	{
		Capability: Sns, Title: "Amazon SNS topics", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.SNS, Reason: "publishes messages", Breaks: "messages cannot be published", Calls: []string{"sns:Publish"}},
		},
	},
	{
		Capability: EventBridge, Title: "Amazon EventBridge buses", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.Events, Reason: "puts events", Breaks: "events cannot be sent", Calls: []string{"events:PutEvents"}},
		},
	},
	{
		Capability: Kinesis, Title: "Kinesis data streams", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.KinesisStreams, Reason: "reads and writes records", Breaks: "streams are out of reach", Calls: []string{"kinesis:GetRecords", "kinesis:PutRecords"}},
		},
	},
	{
		Capability: Lambda, Title: "Lambda functions", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.Lambda, Reason: "invokes functions", Breaks: "functions cannot be invoked", Calls: []string{"lambda:InvokeFunction"}},
		},
	},
	{
		Capability: StepFunctions, Title: "Step Functions state machines", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.States, Reason: "starts and follows executions", Breaks: "state machines cannot be started", Calls: []string{"states:DescribeExecution", "states:StartExecution"}},
		},
		Optional: []Need{
			{Service: catalog.SyncStates, Reason: "synchronous executions", Breaks: "express workflows cannot be awaited", Calls: []string{"states:StartSyncExecution"}},
		},
	},
	{
		Capability: ObjectStorage, Title: "the S3 buckets of the allow-list", Identity: NeedsIdentity,
		Required: []Need{
			{Service: catalog.S3, Reason: "reads and writes objects", Breaks: "buckets are out of reach", Calls: []string{"s3:GetObject", "s3:ListBucket"}},
		},
	},
}
