package policy

import (
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// Actions on ECR repositories.
var (
	ecrPullActions = []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
	ecrReadActions = []string{
		"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:DescribeRepositories",
		"ecr:GetDownloadUrlForLayer", "ecr:ListImages",
	}
	ecrPushActions = []string{"ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"}
)

// repositories returns the statements for own ECR repositories. The login token belongs to the caller and to no
// repository, so its statement asks for a trusted principal only.
func repositories(r Request) []iamdoc.Statement {
	prefixes := r.Repositories
	if prefixes == nil {
		prefixes = map[string]Access{"": Read}
	}
	var read, pushed []string
	for _, prefix := range slices.Sorted(maps.Keys(prefixes)) {
		arn := "arn:" + r.Region.Partition + ":ecr:" + r.Region.Name + ":" + r.Trust.owner() + ":repository/" + prefix + "*"
		read = append(read, arn)
		if prefixes[prefix] == ReadWrite {
			pushed = append(pushed, arn)
		}
	}
	login := iamdoc.Statement{
		Sid: "Login", Effect: iamdoc.Allow, Principal: iamdoc.AnyPrincipal,
		Action: []string{"ecr:GetAuthorizationToken"}, Resource: []string{"*"}, Condition: r.Trust.principals(nil),
	}
	return append([]iamdoc.Statement{login}, nonEmpty(
		r.ownStatement("PullOwnImages", ecrReadActions, read),
		r.ownStatement("PushOwnImages", ecrPushActions, pushed),
	)...)
}
