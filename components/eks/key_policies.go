package eks

import "github.com/cloudgap/cloudgap/components/internal/iamdoc"

// cryptoActions are what a service needs to encrypt data with a key and to read it again.
var cryptoActions = []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"}

// governed lets the account's IAM policies govern the key, without which nobody could ever change it again. The cluster's
// role gets its permissions on the secrets key that way.
func governed(p place) iamdoc.Statement {
	return iamdoc.Statement{
		Sid:       "AccountGovernsTheKey",
		Effect:    iamdoc.Allow,
		Principal: iamdoc.Principal{"AWS": {"arn:" + p.region.Partition + ":iam::" + p.account + ":root"}},
		Action:    []string{"kms:*"},
		Resource:  []string{"*"},
	}
}

// secretsKeyPolicy is the policy of the key that encrypts Kubernetes secrets.
func secretsKeyPolicy(p place) iamdoc.Document { return iamdoc.New(governed(p)) }

// dataKeyPolicy lets CloudWatch Logs use the key for the cluster's log group, and the service-linked roles that launch the
// nodes for their volumes. The roles are named in conditions: KMS refuses a principal that does not exist, and AWS makes
// these roles no earlier than with the first node group of the account.
// Sources: the CloudWatch Logs user guide, "Encrypt log data"; the EC2 Auto Scaling user guide, "Required AWS KMS key policy
// for use with encrypted volumes".
func dataKeyPolicy(p place, logGroup string, spot bool) iamdoc.Document {
	launchers := []string{serviceLinkedRole(p, "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")}
	if spot {
		launchers = append(launchers, serviceLinkedRole(p, "spot.amazonaws.com/AWSServiceRoleForEC2Spot"))
	}
	launching := func(further iamdoc.Conditions) iamdoc.Conditions {
		conditions := iamdoc.Conditions{"StringEquals": {"kms:CallerAccount": {p.account}}, "ArnEquals": {"aws:PrincipalArn": launchers}}
		for operator, keys := range further {
			conditions[operator] = keys
		}
		return conditions
	}
	return iamdoc.New(
		governed(p),
		iamdoc.Statement{
			Sid:       "LogsEncryptThisGroup",
			Effect:    iamdoc.Allow,
			Principal: iamdoc.Principal{"Service": {"logs." + p.region.Name + "." + p.region.Suffix}},
			Action:    cryptoActions,
			Resource:  []string{"*"},
			Condition: iamdoc.Conditions{"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": {p.arn("logs", "log-group:"+logGroup)}}},
		},
		iamdoc.Statement{
			Sid: "LaunchersEncryptVolumes", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: cryptoActions, Resource: []string{"*"},
			Condition: launching(nil),
		},
		iamdoc.Statement{
			Sid: "LaunchersLendTheKeyToEc2", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: []string{"kms:CreateGrant"}, Resource: []string{"*"},
			Condition: launching(iamdoc.Conditions{"Bool": {"kms:GrantIsForAWSResource": {"true"}}}),
		},
	)
}

func serviceLinkedRole(p place, path string) string {
	return "arn:" + p.region.Partition + ":iam::" + p.account + ":role/aws-service-role/" + path
}
