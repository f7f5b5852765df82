// Package tags builds the tags of a component's children.
package tags

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// For returns the tags of a child: the user's tags, then Name set to the child's name unless the user gave a Name, then
// extra, which wins over both because Kubernetes and AWS read those keys. No argument is modified.
func For(user pulumi.StringMap, name string, extra ...pulumi.StringMap) pulumi.StringMap {
	result := pulumi.StringMap{"Name": pulumi.String(name)}
	maps.Copy(result, user)
	for _, m := range extra {
		maps.Copy(result, m)
	}
	return result
}
