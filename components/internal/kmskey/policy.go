// Package kmskey makes KMS keys, and writes the statements of their policies that components share.
package kmskey

import "github.com/cloudgap/cloudgap/components/internal/iamdoc"

// Place is where a key is: the Region's name, its partition as in ARNs, the DNS suffix of its services, and the account.
type Place struct {
	Region, Partition, Suffix, Account string
}

// CryptoActions are what a service needs to encrypt data with a key and to read it again.
var CryptoActions = []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"}

// anyResource is what a key's policy says for the key itself.
var anyResource = []string{"*"}

// Governed lets the account's IAM policies govern the key, without which nobody could ever change it again. Roles of the account
// get their permissions on the key that way.
func Governed(p Place) iamdoc.Statement {
	return iamdoc.Statement{
		Sid: "AccountGovernsTheKey", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"AWS": {p.iam("root")}}, Action: []string{"kms:*"}, Resource: anyResource,
	}
}

// Logs lets CloudWatch Logs use the key for the named log groups and for nothing else.
// Source: the CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
func Logs(p Place, groups ...string) iamdoc.Statement {
	var arns []string
	for _, name := range groups {
		arns = append(arns, "arn:"+p.Partition+":logs:"+p.Region+":"+p.Account+":log-group:"+name)
	}
	return iamdoc.Statement{
		Sid: "LogsEncryptTheseGroups", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"logs." + p.Region + "." + p.Suffix}},
		Action: CryptoActions, Resource: anyResource,
		Condition: iamdoc.Conditions{"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": arns}},
	}
}

// Launchers lets the service-linked roles that launch instances use the key for their volumes: that of EC2 Auto Scaling, and of EC2
// Spot where there is spare capacity. The roles are named in conditions: KMS refuses a principal that does not exist, and AWS makes
// these roles no earlier than with the first group of the account.
// Source: the EC2 Auto Scaling user guide, "Required AWS KMS key policy for use with encrypted volumes".
func Launchers(p Place, spot bool) []iamdoc.Statement {
	launchers := []string{p.iam("role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")}
	if spot {
		launchers = append(launchers, p.iam("role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"))
	}
	account, roles := map[string][]string{"kms:CallerAccount": {p.Account}}, map[string][]string{"aws:PrincipalArn": launchers}
	return []iamdoc.Statement{
		{
			Sid: "LaunchersEncryptVolumes", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: CryptoActions, Resource: anyResource,
			Condition: iamdoc.Conditions{"StringEquals": account, "ArnEquals": roles},
		},
		{
			Sid: "LaunchersLendTheKeyToEc2", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: []string{"kms:CreateGrant"}, Resource: anyResource,
			Condition: iamdoc.Conditions{"StringEquals": account, "ArnEquals": roles, "Bool": {"kms:GrantIsForAWSResource": {"true"}}},
		},
	}
}

// iam is an ARN of the account's IAM.
func (p Place) iam(resource string) string {
	return "arn:" + p.Partition + ":iam::" + p.Account + ":" + resource
}
