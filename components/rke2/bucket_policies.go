package rke2

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
)

// objectActions are what reads, writes or deletes objects, whatever their version. Settings of the bucket are not among them,
// because a deployment changes those from outside of the VPC.
var objectActions = []string{"s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"}

// artifactBucketPolicy refuses plain HTTP, and every access to objects that does not come through the gateway endpoint. Writers
// may come from elsewhere, but not to read or to delete.
func artifactBucketPolicy(bucket, endpoint string, writers []string) iamdoc.Document {
	elsewhere := throughTheEndpointOnly(bucket, endpoint)
	if len(writers) == 0 {
		return iamdoc.New(encryptedTransportOnly(bucket), elsewhere)
	}
	elsewhere.Action = []string{"s3:DeleteObject*", "s3:GetObject*", "s3:ReplicateObject", "s3:RestoreObject"}
	writing := throughTheEndpointOnly(bucket, endpoint)
	writing.Sid, writing.Action = "WriteThroughTheEndpointOrByAWriter", []string{"s3:PutObject*"}
	writing.Condition["ArnNotEquals"] = map[string][]string{"aws:PrincipalArn": writers}
	return iamdoc.New(encryptedTransportOnly(bucket), elsewhere, writing, iamdoc.Statement{
		// Roles of other accounts need it said here too.
		Sid: "WritersWrite", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: []string{"s3:AbortMultipartUpload", "s3:PutObject"},
		Resource: []string{bucket + "/*"}, Condition: iamdoc.Conditions{"ArnEquals": {"aws:PrincipalArn": writers}},
	})
}

// snapshotBucketPolicy is that of the bucket with the snapshots and the objects by which servers agree.
func snapshotBucketPolicy(bucket, cluster, endpoint string) iamdoc.Document {
	guard := permissions.SnapshotBucket(permissions.Names{Cluster: cluster, Snapshots: bucket})
	return iamdoc.New(append([]iamdoc.Statement{encryptedTransportOnly(bucket), throughTheEndpointOnly(bucket, endpoint)}, guard...)...)
}

func encryptedTransportOnly(bucket string) iamdoc.Statement {
	return iamdoc.Statement{
		Sid: "EncryptedTransportOnly", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal, Action: []string{"s3:*"},
		Resource: []string{bucket, bucket + "/*"}, Condition: iamdoc.Conditions{"Bool": {"aws:SecureTransport": {"false"}}},
	}
}

func throughTheEndpointOnly(bucket, endpoint string) iamdoc.Statement {
	return iamdoc.Statement{
		Sid: "ThroughTheEndpointOnly", Effect: iamdoc.Deny, Principal: iamdoc.AnyPrincipal, Action: objectActions,
		Resource: []string{bucket + "/*"}, Condition: iamdoc.Conditions{"StringNotEquals": {"aws:SourceVpce": {endpoint}}},
	}
}
