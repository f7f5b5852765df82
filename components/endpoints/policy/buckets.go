package policy

import (
	"cmp"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Actions on the buckets of the allow-list, by access and by what they act on.
var (
	bucketReadActions  = []string{"s3:GetBucketLocation", "s3:GetEncryptionConfiguration"}
	bucketListActions  = []string{"s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"}
	objectReadActions  = []string{"s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectTagging", "s3:GetObjectVersion"}
	objectWriteActions = []string{
		"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging",
	}
)

// buckets returns the statements of the allow-list: what may be read of each bucket, listed, read and written. Buckets with
// prefixes have a list statement of their own, because the condition on the prefix belongs to one bucket.
func buckets(r Request) []iamdoc.Statement {
	list := slices.Clone(r.Buckets)
	slices.SortFunc(list, func(a, b Bucket) int { return cmp.Compare(a.Name, b.Name) })
	arn := "arn:" + r.Region.Partition + ":s3:::"
	var all, listed, read, written []string
	var narrow []iamdoc.Statement
	for _, b := range list {
		all = append(all, arn+b.Name)
		objects := objectARNs(arn+b.Name, b.Prefixes)
		read = append(read, objects...)
		if b.Access == ReadWrite {
			written = append(written, objects...)
		}
		if len(b.Prefixes) == 0 {
			listed = append(listed, arn+b.Name)
			continue
		}
		s := r.ownStatement("", bucketListActions, []string{arn + b.Name})
		s.Condition = with(s.Condition, "StringLike", "s3:prefix", under(b.Prefixes)...)
		narrow = append(narrow, s)
	}
	statements := nonEmpty(
		r.ownStatement("OwnBuckets", bucketReadActions, all),
		r.ownStatement("ListOwnBuckets", bucketListActions, listed),
		r.ownStatement("ReadOwnObjects", objectReadActions, read),
		r.ownStatement("WriteOwnObjects", objectWriteActions, written),
	)
	return append(statements, narrow...)
}

func objectARNs(bucket string, prefixes []string) []string {
	if len(prefixes) == 0 {
		return []string{bucket + "/*"}
	}
	arns := make([]string, 0, len(prefixes))
	for _, p := range under(prefixes) {
		arns = append(arns, bucket+"/"+p)
	}
	return arns
}

// under returns the patterns of keys that begin with one of the prefixes, sorted.
func under(prefixes []string) []string {
	patterns := make([]string, len(prefixes))
	for i, p := range prefixes {
		patterns[i] = p + "*"
	}
	slices.Sort(patterns)
	return slices.Compact(patterns)
}

// ownStatement admits trusted principals to trusted resources among those given.
func (r Request) ownStatement(sid string, actions, resources []string) iamdoc.Statement {
	return iamdoc.Statement{
		Sid: sid, Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal, Action: slices.Clone(actions), Resource: resources,
		Condition: r.Trust.resources(r.Trust.principals(nil)),
	}
}

// nonEmpty returns the statements that name a resource.
func nonEmpty(statements ...iamdoc.Statement) []iamdoc.Statement {
	return slices.DeleteFunc(statements, func(s iamdoc.Statement) bool { return len(s.Resource) == 0 })
}
