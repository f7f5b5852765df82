package network

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// place is where a component is deployed, as ARNs and policies need it.
type place struct {
	partition partition
	region    string
	account   string
}

// arn returns an ARN of the place's Region and account.
func (p place) arn(service, resource string) string {
	return "arn:" + p.partition.name + ":" + service + ":" + p.region + ":" + p.account + ":" + resource
}

// keyPolicy is the policy of the key that encrypts the log groups.
func keyPolicy(p place, logGroups []string) iamdoc.Document {
	at := kmskey.Place{Region: p.region, Partition: p.partition.name, Suffix: p.partition.dnsSuffix, Account: p.account}
	return iamdoc.New(kmskey.Governed(at), kmskey.Logs(at, logGroups...))
}

// flowLogTrust lets the flow log service take the delivery role on behalf of this account's flow logs in this Region
// only.
func flowLogTrust(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid:       "FlowLogsOfThisAccount",
		Effect:    iamdoc.Allow,
		Principal: iamdoc.Principal{"Service": {"vpc-flow-logs.amazonaws.com"}},
		Action:    []string{"sts:AssumeRole"},
		Condition: iamdoc.Conditions{
			"StringEquals": {"aws:SourceAccount": {p.account}},
			"ArnLike":      {"aws:SourceArn": {p.arn("ec2", "vpc-flow-log/*")}},
		},
	})
}

// flowLogDelivery lets the delivery role write to one log group. It cannot create groups: this one exists, and another
// would escape encryption and retention.
func flowLogDelivery(p place, logGroup string) iamdoc.Document {
	return iamdoc.New(
		iamdoc.Statement{
			Sid:      "WriteRecords",
			Effect:   iamdoc.Allow,
			Action:   []string{"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"},
			Resource: []string{p.arn("logs", "log-group:"+logGroup+":*")},
		},
		iamdoc.Statement{
			Sid:      "FindTheGroup",
			Effect:   iamdoc.Allow,
			Action:   []string{"logs:DescribeLogGroups"},
			Resource: []string{p.arn("logs", "log-group:*")},
		},
	)
}

// flowLogFields are what an auditor asks of a flow: who, to whom through address translation and load balancers, which
// way, along which path out of the interface, admitted or refused and why.
// Source: the fields of versions 2 to 8 in the VPC user guide, "Flow log records".
var flowLogFields = []string{
	"version", "account-id", "region", "vpc-id", "az-id", "subnet-id", "interface-id", "instance-id",
	"srcaddr", "srcport", "dstaddr", "dstport", "pkt-srcaddr", "pkt-dstaddr", "protocol", "type", "tcp-flags",
	"flow-direction", "traffic-path", "pkt-src-aws-service", "pkt-dst-aws-service",
	"packets", "bytes", "start", "end", "action", "reject-reason", "log-status",
}

// flowLogFormat returns the record format in the syntax of the flow log service.
func flowLogFormat() string {
	var format string
	for i, field := range flowLogFields {
		if i > 0 {
			format += " "
		}
		format += "${" + field + "}"
	}
	return format
}
