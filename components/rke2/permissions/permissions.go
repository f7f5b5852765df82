// Package permissions says what an RKE2 node may do in AWS: the policies of the two instance roles, what pods on the servers are
// lent, and what the bucket of snapshots refuses to everyone. It is pure; the component fills in the names and attaches the documents.
package permissions

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Names are the resources that the documents speak of, as ARNs but for Cluster.
type Names struct {
	// Cluster is the cluster's id, a part of object keys.
	Cluster string
	// Artifacts and Snapshots are the buckets.
	Artifacts, Snapshots string
	// ServerToken, AgentToken and Authorities are secrets.
	ServerToken, AgentToken, Authorities string
	// ArtifactKey, SnapshotKey and SecretKey are the KMS keys of the buckets and the secrets.
	ArtifactKey, SnapshotKey, SecretKey string
	// SessionKey is the KMS key of sessions.
	SessionKey string
	// Logs are the streams of the log groups that the role's instances write to.
	Logs []string
	// Repositories is a pattern that matches the ECR repositories that images are pulled from.
	Repositories string
	// Lent are the roles that servers lend to pods.
	Lent []string
	// Group is a pattern that matches the ARNs of the Auto Scaling groups of the role's instances.
	Group string
}

// Server returns the policy of the servers' role.
func Server(n Names) iamdoc.Document {
	membership := n.Snapshots + "/" + documents.ProtocolFolder(n.Cluster) + "/*"
	snapshots := n.Snapshots + "/" + documents.SnapshotFolder(n.Cluster) + "/*"
	document := iamdoc.New(append(common(n),
		allow("ReadSecrets", []string{"secretsmanager:GetSecretValue"}, n.ServerToken, n.AgentToken, n.Authorities),
		// The whole bucket, which is this cluster's own: S3 answers a read of a missing object as forbidden to those who may not
		// list, and RKE2 asks whether the bucket exists, which has no prefix that a condition could name.
		allow("TellMissingFromForbidden", []string{"s3:ListBucket"}, n.Snapshots),
		allow("AgreeOnMembership", []string{"s3:GetObject", "s3:PutObject"}, membership),
		allow("KeepSnapshots", []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}, snapshots),
		allow("UseSnapshotKey", []string{"kms:Decrypt", "kms:GenerateDataKey"}, n.SnapshotKey),
		// The cloud controller manager runs on the servers' network and so with their role; the program asks for instances too.
		allow("SeeInstances", []string{
			"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInstanceTopology", "ec2:DescribeRegions",
		}, "*"),
	)...)
	if len(n.Lent) > 0 {
		document.Statement = append(document.Statement, allow("LendRoles", []string{"sts:AssumeRole", "sts:TagSession"}, n.Lent...))
	}
	return document
}

// Agent returns the policy of an agent pool's role. It names neither the servers' token nor their snapshots.
func Agent(n Names) iamdoc.Document {
	return iamdoc.New(append(common(n),
		allow("ReadSecrets", []string{"secretsmanager:GetSecretValue"}, n.AgentToken),
	)...)
}

// common is what every node may do. Describe calls, sessions and the login to ECR know no resources.
func common(n Names) []iamdoc.Statement {
	return []iamdoc.Statement{
		allow("ReadArtifacts", []string{"s3:GetObject"}, n.Artifacts+"/*"),
		allow("DecryptArtifacts", []string{"kms:Decrypt"}, n.ArtifactKey),
		allow("DecryptSecrets", []string{"kms:Decrypt"}, n.SecretKey),
		allow("SeeOwnGroup", []string{"autoscaling:DescribeAutoScalingInstances"}, "*"),
		allow("AnswerLifecycleHooks", []string{
			"autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat",
		}, n.Group),
		allow("LogIntoRegistry", []string{"ecr:GetAuthorizationToken"}, "*"),
		allow("PullImages", []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, n.Repositories),
		allow("WriteLogs", []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, n.Logs...),
		// The agent of Systems Manager looks at the group of the sessions' logs before it opens one.
		allow("FindLogs", []string{"logs:DescribeLogGroups"}, "*"),
		allow("OpenSessions", []string{
			"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
			"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		}, "*"),
		allow("EncryptSessions", []string{"kms:Decrypt"}, n.SessionKey),
	}
}

// SnapshotBucket returns the statements of the snapshot bucket's policy that guard the bootstrap protocol against everyone, the
// servers included: its objects are written under a condition or not at all, the marker is never replaced, and none is deleted.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
func SnapshotBucket(n Names) []iamdoc.Statement {
	folder := n.Snapshots + "/" + documents.ProtocolFolder(n.Cluster) + "/"
	return []iamdoc.Statement{
		{
			Sid: "WriteUnderACondition", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal,
			Action: []string{"s3:PutObject"}, Resource: []string{folder + "*"},
			Condition: iamdoc.Conditions{"Null": {"s3:if-none-match": {"true"}, "s3:if-match": {"true"}}},
		},
		{
			Sid: "NeverReplaceTheMarker", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal,
			Action: []string{"s3:PutObject"}, Resource: []string{folder + protocol.MarkerKey},
			Condition: iamdoc.Conditions{"Null": {"s3:if-none-match": {"true"}}},
		},
		{
			Sid: "NeverDelete", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal,
			Action: []string{"s3:DeleteObject", "s3:DeleteObjectVersion"}, Resource: []string{folder + "*"},
		},
	}
}

func allow(sid string, actions []string, resources ...string) iamdoc.Statement {
	return iamdoc.Statement{Sid: sid, Effect: iamdoc.Allow, Action: actions, Resource: resources}
}
