// Package capability turns what workloads do into the AWS services that they need, with the reason for each. It is pure.
package capability

// RequiredOutput is the output under which a component lists the capabilities that it needs, so that a stack can pass them on
// and tools can check them.
const RequiredOutput = "requiredCapabilities"

// Capability is something that a workload does and that needs AWS services.
type Capability string

// Capabilities of nodes and of the cluster's own controllers.
const (
	// EksNodes lets EKS worker nodes boot, join and stay in a cluster.
	EksNodes Capability = "eksNodes"
	// EcrPull pulls images from private ECR repositories.
	EcrPull Capability = "ecrPull"
	// Irsa gives pods the credentials of an IAM role through a web identity token.
	Irsa Capability = "irsa"
	// PodIdentity gives pods the credentials of an IAM role through the EKS Pod Identity agent.
	PodIdentity Capability = "podIdentity"
	// VpcCni lets the Amazon VPC CNI attach network interfaces and assign addresses.
	VpcCni Capability = "vpcCni"
	// EbsCsi provisions and attaches EBS volumes.
	EbsCsi Capability = "ebsCsi"
	// EfsCsi provisions EFS access points and mounts EFS file systems.
	EfsCsi Capability = "efsCsi"
	// FsxCsi provisions and mounts FSx file systems.
	FsxCsi Capability = "fsxCsi"
	// LoadBalancerController runs the AWS Load Balancer Controller.
	LoadBalancerController Capability = "loadBalancerController"
	// ClusterAutoscaler runs the Kubernetes cluster autoscaler on Auto Scaling groups.
	ClusterAutoscaler Capability = "clusterAutoscaler"
	// Karpenter runs Karpenter in its isolated mode.
	Karpenter Capability = "karpenter"
	// EksAPI lets clients in the VPC call the EKS service API, which is not the Kubernetes API.
	EksAPI Capability = "eksApi"
	// OidcDiscovery lets clients in the VPC read the cluster's OIDC discovery document and keys.
	OidcDiscovery Capability = "oidcDiscovery"
	// Rke2Servers lets RKE2 servers boot, form a cluster and keep snapshots.
	Rke2Servers Capability = "rke2Servers"
	// Rke2Agents lets RKE2 agents boot and join.
	Rke2Agents Capability = "rke2Agents"
	// Rke2PodRoles lends AWS roles to pods on RKE2 servers.
	Rke2PodRoles Capability = "rke2PodRoles"
	// TunnelConnectors runs the connectors of an identity-aware tunnel.
	TunnelConnectors Capability = "tunnelConnectors"
	// InstanceRole gives workloads the credentials of the instance's role through the metadata service.
	InstanceRole Capability = "instanceRole"
)

// Capabilities of operation: logs, metrics, access and audit.
const (
	// CloudWatchLogs writes logs to CloudWatch Logs.
	CloudWatchLogs Capability = "cloudWatchLogs"
	// CloudWatchMetrics writes metrics to CloudWatch.
	CloudWatchMetrics Capability = "cloudWatchMetrics"
	// XRay writes traces to AWS X-Ray.
	XRay Capability = "xRay"
	// ManagedPrometheus writes metrics to Amazon Managed Service for Prometheus.
	ManagedPrometheus Capability = "managedPrometheus"
	// SessionManager lets operators open Session Manager sessions to instances.
	SessionManager Capability = "sessionManager"
	// SessionLogging writes encrypted transcripts of Session Manager sessions.
	SessionLogging Capability = "sessionLogging"
	// PatchManager patches instances through Systems Manager.
	PatchManager Capability = "patchManager"
	// AmazonLinuxUpdates installs packages of Amazon Linux 2023 with dnf.
	AmazonLinuxUpdates Capability = "amazonLinuxUpdates"
	// GuardDutyAgent runs the GuardDuty security agent on nodes.
	GuardDutyAgent Capability = "guardDutyAgent"
	// CloudFormationSignals lets instances signal CloudFormation stacks.
	CloudFormationSignals Capability = "cloudFormationSignals"
	// CiRunner runs pipeline jobs in the VPC that deploy to the account.
	CiRunner Capability = "ciRunner"
)

// Capabilities of applications.
const (
	// SecretsManager reads secrets from AWS Secrets Manager.
	SecretsManager Capability = "secretsManager"
	// ParameterStore reads parameters from the Systems Manager Parameter Store.
	ParameterStore Capability = "parameterStore"
	// Kms encrypts and decrypts with customer managed keys.
	Kms Capability = "kms"
	// CertificateManager reads and requests certificates of AWS Certificate Manager.
	CertificateManager Capability = "certificateManager"
	// PrivateCa issues certificates from AWS Private CA.
	PrivateCa Capability = "privateCa"
	// ExternalDns writes records of Route 53 hosted zones.
	ExternalDns Capability = "externalDns"
	// Bedrock invokes Amazon Bedrock models.
	Bedrock Capability = "bedrock"
	// BedrockAgents invokes Amazon Bedrock agents and knowledge bases.
	BedrockAgents Capability = "bedrockAgents"
	// Transcribe turns speech into text in batches and streams.
	Transcribe Capability = "transcribe"
	// Rds calls the RDS API; database connections themselves need no endpoint.
	Rds Capability = "rds"
	// RdsData queries Aurora through the RDS Data API.
	RdsData Capability = "rdsData"
	// ElastiCache calls the ElastiCache API; cache connections themselves need no endpoint.
	ElastiCache Capability = "elastiCache"
	// DynamoDb reads and writes DynamoDB tables.
	DynamoDb Capability = "dynamoDb"
	// Sqs sends and receives messages of Amazon SQS.
	Sqs Capability = "sqs"
	// Sns publishes to Amazon SNS.
	Sns Capability = "sns"
	// EventBridge puts events on an event bus.
	EventBridge Capability = "eventBridge"
	// Kinesis reads and writes Kinesis data streams.
	Kinesis Capability = "kinesis"
	// Lambda invokes Lambda functions.
	Lambda Capability = "lambda"
	// StepFunctions starts state machines.
	StepFunctions Capability = "stepFunctions"
	// ObjectStorage reads and writes the buckets of the allow-list.
	ObjectStorage Capability = "objectStorage"
)
