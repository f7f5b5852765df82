package catalog

// Services for databases and caches.
const (
	// DynamoDB is Amazon DynamoDB.
	DynamoDB Service = "dynamodb"
	// DynamoDBInterface is Amazon DynamoDB through network interfaces.
	DynamoDBInterface Service = "dynamodb-interface"
	// DynamoDBStreams is Amazon DynamoDB Streams.
	DynamoDBStreams Service = "dynamodb-streams"
	// RDS is Amazon RDS API.
	RDS Service = "rds"
	// RDSData is Amazon RDS Data API.
	RDSData Service = "rds-data"
	// PerformanceInsights is RDS Performance Insights.
	PerformanceInsights Service = "pi"
	// ElastiCache is Amazon ElastiCache API.
	ElastiCache Service = "elasticache"
	// MemoryDB is Amazon MemoryDB API.
	MemoryDB Service = "memory-db"
	// Keyspaces is Amazon Keyspaces.
	Keyspaces Service = "cassandra"
	// NeptuneGraph is Amazon Neptune Analytics.
	NeptuneGraph Service = "neptune-graph"
	// Redshift is Amazon Redshift API.
	Redshift Service = "redshift"
	// RedshiftData is Amazon Redshift Data API.
	RedshiftData Service = "redshift-data"
	// RedshiftServerless is Amazon Redshift Serverless.
	RedshiftServerless Service = "redshift-serverless"
	// DMS is AWS Database Migration Service.
	DMS Service = "dms"
	// TimestreamInfluxDB is Amazon Timestream for InfluxDB.
	TimestreamInfluxDB Service = "timestream-influxdb"
	// DSQL is Amazon Aurora DSQL API.
	DSQL Service = "dsql"
)

var databases = []Entry{
	{Service: DynamoDB, Title: "Amazon DynamoDB", Gateway: true, DNS: []string{"dynamodb.{region}.{suffix}"}},
	{Service: DynamoDBInterface, Title: "Amazon DynamoDB through network interfaces", Name: "dynamodb", IAM: []string{"dynamodb"}, NoPrivateDNS: true},
	{Service: DynamoDBStreams, Title: "Amazon DynamoDB Streams", IAM: []string{"dynamodb"}, NoPrivateDNS: true},
	{Service: RDS, Title: "Amazon RDS API"},
	{Service: RDSData, Title: "Amazon RDS Data API"},
	{Service: PerformanceInsights, Title: "RDS Performance Insights"},
	{Service: ElastiCache, Title: "Amazon ElastiCache API"},
	{Service: MemoryDB, Title: "Amazon MemoryDB API", IAM: []string{"memorydb"}},
	{Service: Keyspaces, Title: "Amazon Keyspaces", Ports: []int{9142}},
	{Service: NeptuneGraph, Title: "Amazon Neptune Analytics"},
	{Service: Redshift, Title: "Amazon Redshift API"},
	{Service: RedshiftData, Title: "Amazon Redshift Data API"},
	{Service: RedshiftServerless, Title: "Amazon Redshift Serverless"},
	{Service: DMS, Title: "AWS Database Migration Service"},
	{Service: TimestreamInfluxDB, Title: "Amazon Timestream for InfluxDB"},
	{Service: DSQL, Title: "Amazon Aurora DSQL API", Limited: "Aurora DSQL is not offered in every region"},
}
