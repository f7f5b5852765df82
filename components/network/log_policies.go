package network

import "github.com/cloudgap/cloudgap/components/internal/iamdoc"

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

// keyPolicy lets the account's IAM policies govern the key, without which nobody could ever change it again, and lets
// CloudWatch Logs use it for the named log groups and for nothing else.
// Source: the CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
func keyPolicy(p place, logGroups []string) iamdoc.Document {
	var groups []string
	for _, name := range logGroups {
		groups = append(groups, p.arn("logs", "log-group:"+name))
	}
	return iamdoc.New(
		iamdoc.Statement{
			Sid:       "AccountGovernsTheKey",
			Effect:    iamdoc.Allow,
			Principal: iamdoc.Principal{"AWS": {"arn:" + p.partition.name + ":iam::" + p.account + ":root"}},
			Action:    []string{"kms:*"},
			Resource:  []string{"*"},
		},
		iamdoc.Statement{
			Sid:       "LogsEncryptTheseGroups",
			Effect:    iamdoc.Allow,
			Principal: iamdoc.Principal{"Service": {"logs." + p.region + "." + p.partition.dnsSuffix}},
			Action:    []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"},
			Resource:  []string{"*"},
			Condition: iamdoc.Conditions{"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": groups}},
		},
	)
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
