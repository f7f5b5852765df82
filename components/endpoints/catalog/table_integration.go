package catalog

// Services for messages, events, streams and functions.
const (
	// SQS is Amazon SQS.
	SQS Service = "sqs"
	// SNS is Amazon SNS.
	SNS Service = "sns"
	// Events is Amazon EventBridge.
	Events Service = "events"
	// Pipes is Amazon EventBridge Pipes.
	Pipes Service = "pipes"
	// Scheduler is Amazon EventBridge Scheduler.
	Scheduler Service = "scheduler"
	// Schemas is Amazon EventBridge schema registry.
	Schemas Service = "schemas"
	// KinesisStreams is Amazon Kinesis Data Streams.
	KinesisStreams Service = "kinesis-streams"
	// KinesisFirehose is Amazon Data Firehose.
	KinesisFirehose Service = "kinesis-firehose"
	// Kafka is Amazon MSK API.
	Kafka Service = "kafka"
	// MQ is Amazon MQ API.
	MQ Service = "mq"
	// States is AWS Step Functions.
	States Service = "states"
	// SyncStates is AWS Step Functions synchronous executions.
	SyncStates Service = "sync-states"
	// SWF is Amazon SWF.
	SWF Service = "swf"
	// Lambda is AWS Lambda.
	Lambda Service = "lambda"
	// APIGateway is Amazon API Gateway control plane.
	APIGateway Service = "apigateway"
	// ExecuteAPI is Amazon API Gateway private APIs.
	ExecuteAPI Service = "execute-api"
	// AppSync is AWS AppSync.
	AppSync Service = "appsync-api"
	// Airflow is Amazon MWAA API.
	Airflow Service = "airflow.api"
	// EmailSMTP is Amazon SES SMTP.
	EmailSMTP Service = "email-smtp"
	// Email is Amazon SES API.
	Email Service = "email"
	// IoTData is AWS IoT Core data plane.
	IoTData Service = "iot.data"
)

var integration = []Entry{
	{Service: SQS, Title: "Amazon SQS"},
	{Service: SNS, Title: "Amazon SNS"},
	{Service: Events, Title: "Amazon EventBridge"},
	{Service: Pipes, Title: "Amazon EventBridge Pipes"},
	{Service: Scheduler, Title: "Amazon EventBridge Scheduler"},
	{Service: Schemas, Title: "Amazon EventBridge schema registry"},
	{Service: KinesisStreams, Title: "Amazon Kinesis Data Streams", IAM: []string{"kinesis"}, DNS: []string{"kinesis.{region}.{suffix}"}},
	{Service: KinesisFirehose, Title: "Amazon Data Firehose", IAM: []string{"firehose"}, DNS: []string{"firehose.{region}.{suffix}"}},
	{Service: Kafka, Title: "Amazon MSK API"},
	{Service: MQ, Title: "Amazon MQ API"},
	{Service: States, Title: "AWS Step Functions"},
	{Service: SyncStates, Title: "AWS Step Functions synchronous executions", IAM: []string{"states"}},
	{Service: SWF, Title: "Amazon SWF"},
	{Service: Lambda, Title: "AWS Lambda"},
	{Service: APIGateway, Title: "Amazon API Gateway control plane"},
	{Service: ExecuteAPI, Title: "Amazon API Gateway private APIs", DNS: []string{"execute-api.{region}.{suffix}", "*.execute-api.{region}.{suffix}"}},
	{Service: AppSync, Title: "AWS AppSync", IAM: []string{"appsync"}, NoPolicy: true, DNS: []string{"*.appsync-api.{region}.{suffix}"}},
	{Service: Airflow, Title: "Amazon MWAA API"},
	{Service: EmailSMTP, Title: "Amazon SES SMTP", IAM: []string{"ses"}, Ports: []int{465, 587, 2465, 2587}},
	{Service: Email, Title: "Amazon SES API", IAM: []string{"ses"}},
	{Service: IoTData, Title: "AWS IoT Core data plane", NoPrivateDNS: true, Ports: []int{443, 8883}},
}
