package rke2

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// operatorPolicy is what an operator's own role may do to reach nodes: sessions with the cluster's documents, and with no other, on
// the cluster's instances. Its own sessions can be resumed and ended.
// Source: the Systems Manager user guide, "Enforce a session document permission check for the AWS CLI".
func operatorPolicy(p place, cluster string, sessionDocuments []string, key string) iamdoc.Document {
	var allowed []string
	for _, name := range sessionDocuments {
		allowed = append(allowed, p.arn("ssm", "document/"+name))
	}
	checked := map[string][]string{"ssm:SessionDocumentAccessCheck": {"true"}}
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "OpenSessionsOnNodes", Effect: iamdoc.Allow, Action: []string{"ssm:StartSession"}, Resource: []string{p.arn("ec2", "instance/*")},
			Condition: iamdoc.Conditions{"StringEquals": {"ssm:resourceTag/" + documents.ClusterTag: {cluster}}, "BoolIfExists": checked},
		},
		iamdoc.Statement{
			Sid: "WithTheseDocumentsOnly", Effect: iamdoc.Allow, Action: []string{"ssm:StartSession"}, Resource: allowed,
			Condition: iamdoc.Conditions{"BoolIfExists": checked},
		},
		iamdoc.Statement{
			Sid: "OwnSessions", Effect: iamdoc.Allow, Action: []string{"ssm:ResumeSession", "ssm:TerminateSession"},
			Resource: []string{p.arn("ssm", "session/${aws:userid}-*")},
		},
		iamdoc.Statement{Sid: "EncryptSessions", Effect: iamdoc.Allow, Action: []string{"kms:GenerateDataKey"}, Resource: []string{key}},
		iamdoc.Statement{Sid: "FindNodes", Effect: iamdoc.Allow, Action: []string{"ec2:DescribeInstances"}, Resource: []string{"*"}},
	)
}

// restorePolicy is what a role may do that restores the cluster: choose a snapshot, send the document that restores it to the
// cluster's servers, and see what became of it. The calls that look know no resources.
func restorePolicy(p place, cluster, document, bucket string) iamdoc.Document {
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "ChooseASnapshot", Effect: iamdoc.Allow, Action: []string{"s3:ListBucket"}, Resource: []string{p.bucket(bucket)},
			Condition: iamdoc.Conditions{"StringLike": {"s3:prefix": {documents.SnapshotFolder(cluster) + "/*"}}},
		},
		iamdoc.Statement{
			Sid: "RestoreOnServers", Effect: iamdoc.Allow, Action: []string{"ssm:SendCommand"}, Resource: []string{p.arn("ec2", "instance/*")},
			Condition: iamdoc.Conditions{"StringEquals": {
				"ssm:resourceTag/" + documents.ClusterTag: {cluster}, "ssm:resourceTag/" + documents.RoleTag: {string(documents.Server)},
			}},
		},
		iamdoc.Statement{
			Sid: "WithThisDocumentOnly", Effect: iamdoc.Allow, Action: []string{"ssm:SendCommand"}, Resource: []string{p.arn("ssm", "document/"+document)},
		},
		iamdoc.Statement{
			Sid: "SeeWhatBecameOfIt", Effect: iamdoc.Allow,
			Action:   []string{"ec2:DescribeInstances", "ssm:GetCommandInvocation", "ssm:ListCommandInvocations", "ssm:ListCommands"},
			Resource: []string{"*"},
		},
	)
}
