package rke2

import (
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// cryptoActions are what a service needs to encrypt data with a key and to read it again.
var cryptoActions = []string{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"}

// governed lets the account's IAM policies govern the key, without which nobody could ever change it again. The nodes' roles
// get their permissions that way.
func governed(p place) iamdoc.Statement {
	return iamdoc.Statement{
		Sid:       "AccountGovernsTheKey",
		Effect:    iamdoc.Allow,
		Principal: iamdoc.Principal{"AWS": {"arn:" + p.partition + ":iam::" + p.account + ":root"}},
		Action:    []string{"kms:*"},
		Resource:  []string{"*"},
	}
}

// dataKeyPolicy lets CloudWatch Logs use the key for the cluster's log groups, writers for their artifacts, and the service-linked roles that launch the
// nodes for their volumes. The roles are named in conditions: KMS refuses a principal that does not exist, and AWS makes
// these roles no earlier than with the first group of the account.
// Sources: the CloudWatch Logs user guide, "Encrypt log data"; the EC2 Auto Scaling user guide, "Required AWS KMS key policy
// for use with encrypted volumes".
func dataKeyPolicy(p place, logGroups, writers []string, spot bool) iamdoc.Document {
	var groups []string
	for _, name := range logGroups {
		groups = append(groups, p.arn("logs", "log-group:"+name))
	}
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
	document := iamdoc.New(
		governed(p),
		iamdoc.Statement{
			Sid: "LogsEncryptTheseGroups", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"logs." + p.region + "." + p.suffix}},
			Action: cryptoActions, Resource: []string{"*"},
			Condition: iamdoc.Conditions{"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": groups}},
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
	if len(writers) > 0 {
		document.Statement = append(document.Statement, iamdoc.Statement{
			Sid: "WritersEncryptArtifacts", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: []string{"kms:Decrypt", "kms:GenerateDataKey"},
			Resource: []string{"*"}, Condition: iamdoc.Conditions{
				"ArnEquals": {"aws:PrincipalArn": writers}, "StringEquals": {"kms:ViaService": {"s3." + p.region + "." + p.suffix}},
			},
		})
	}
	return document
}

func serviceLinkedRole(p place, path string) string {
	return "arn:" + p.partition + ":iam::" + p.account + ":role/aws-service-role/" + path
}

// usesSpot tells whether a pool takes spare capacity.
func (p plan) usesSpot() bool {
	return slices.ContainsFunc(p.pools, func(pool poolPlan) bool { return pool.spot })
}
