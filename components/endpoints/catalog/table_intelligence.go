package catalog

// Services for machine learning and analytics.
const (
	// Bedrock is Amazon Bedrock control plane.
	Bedrock Service = "bedrock"
	// BedrockRuntime is Amazon Bedrock runtime.
	BedrockRuntime Service = "bedrock-runtime"
	// BedrockAgent is Amazon Bedrock agents, build time.
	BedrockAgent Service = "bedrock-agent"
	// BedrockAgentRuntime is Amazon Bedrock agents, run time.
	BedrockAgentRuntime Service = "bedrock-agent-runtime"
	// Transcribe is Amazon Transcribe.
	Transcribe Service = "transcribe"
	// TranscribeStreaming is Amazon Transcribe streaming.
	TranscribeStreaming Service = "transcribestreaming"
	// Translate is Amazon Translate.
	Translate Service = "translate"
	// Comprehend is Amazon Comprehend.
	Comprehend Service = "comprehend"
	// Textract is Amazon Textract.
	Textract Service = "textract"
	// Rekognition is Amazon Rekognition.
	Rekognition Service = "rekognition"
	// Polly is Amazon Polly.
	Polly Service = "polly"
	// Kendra is Amazon Kendra.
	Kendra Service = "kendra"
	// LexRuntime is Amazon Lex runtime.
	LexRuntime Service = "runtime-v2-lex"
	// SageMakerAPI is Amazon SageMaker API.
	SageMakerAPI Service = "sagemaker.api"
	// SageMakerRuntime is Amazon SageMaker runtime.
	SageMakerRuntime Service = "sagemaker.runtime"
	// SageMakerNotebook is Amazon SageMaker notebooks.
	SageMakerNotebook Service = "notebook"
	// SageMakerStudio is Amazon SageMaker Studio.
	SageMakerStudio Service = "studio"
	// QBusiness is Amazon Q Business.
	QBusiness Service = "qbusiness"
	// Athena is Amazon Athena.
	Athena Service = "athena"
	// Glue is AWS Glue.
	Glue Service = "glue"
	// LakeFormation is AWS Lake Formation.
	LakeFormation Service = "lakeformation"
	// EMR is Amazon EMR.
	EMR Service = "elasticmapreduce"
	// OpenSearchIngestion is Amazon OpenSearch Ingestion.
	OpenSearchIngestion Service = "osis"
)

var intelligence = []Entry{
	{Service: Bedrock, Title: "Amazon Bedrock control plane", Limited: bedrockLimited},
	{Service: BedrockRuntime, Title: "Amazon Bedrock runtime", IAM: []string{"bedrock"}, Limited: bedrockLimited},
	{Service: BedrockAgent, Title: "Amazon Bedrock agents, build time", IAM: []string{"bedrock"}, Limited: bedrockLimited},
	{Service: BedrockAgentRuntime, Title: "Amazon Bedrock agents, run time", IAM: []string{"bedrock"}, Limited: bedrockLimited},
	{Service: Transcribe, Title: "Amazon Transcribe", Limited: "Amazon Transcribe is not offered in every region"},
	{Service: TranscribeStreaming, Title: "Amazon Transcribe streaming", IAM: []string{"transcribe"}, Ports: []int{443, 8443}, Limited: "Amazon Transcribe streaming is not offered in every region"},
	{Service: Translate, Title: "Amazon Translate"},
	{Service: Comprehend, Title: "Amazon Comprehend"},
	{Service: Textract, Title: "Amazon Textract"},
	{Service: Rekognition, Title: "Amazon Rekognition"},
	{Service: Polly, Title: "Amazon Polly"},
	{Service: Kendra, Title: "Amazon Kendra", Limited: "Amazon Kendra is not offered in every region"},
	{Service: LexRuntime, Title: "Amazon Lex runtime", IAM: []string{"lex"}},
	{Service: SageMakerAPI, Title: "Amazon SageMaker API"},
	{Service: SageMakerRuntime, Title: "Amazon SageMaker runtime"},
	{Service: SageMakerNotebook, Title: "Amazon SageMaker notebooks", Vendor: "aws.sagemaker", IAM: []string{"sagemaker"}, DNS: []string{"*.notebook.{region}.sagemaker.aws"}},
	{Service: SageMakerStudio, Title: "Amazon SageMaker Studio", Vendor: "aws.sagemaker", IAM: []string{"sagemaker"}, DNS: []string{"*.studio.{region}.sagemaker.aws"}},
	{Service: QBusiness, Title: "Amazon Q Business", Vendor: "aws.api", DNS: []string{"qbusiness.{region}.{dual}"}, Limited: "Amazon Q Business is not offered in every region"},
	{Service: Athena, Title: "Amazon Athena"},
	{Service: Glue, Title: "AWS Glue"},
	{Service: LakeFormation, Title: "AWS Lake Formation"},
	{Service: EMR, Title: "Amazon EMR"},
	{Service: OpenSearchIngestion, Title: "Amazon OpenSearch Ingestion"},
}
