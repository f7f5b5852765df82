package rke2

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// keyArns are the keys of the cluster: of its secrets, of its snapshots, and of its artifacts, volumes, logs and sessions.
type keyArns struct{ secrets, snapshots, data pulumi.StringOutput }

// buildKeys makes the keys.
func (b *builder) buildKeys() (keyArns, error) {
	var k keyArns
	var err error
	if k.secrets, err = b.buildKey("secrets-key", "Encrypts the tokens and authorities of ", accountKeyPolicy); err != nil {
		return k, err
	}
	if k.snapshots, err = b.buildKey("snapshots-key", "Encrypts the etcd snapshots of ", accountKeyPolicy); err != nil {
		return k, err
	}
	k.data, err = b.buildKey("data-key", "Encrypts artifacts, volumes, logs and sessions of ", func(p place, _ []string) iamdoc.Document {
		var groups []string
		for _, role := range logRoles {
			groups = append(groups, b.logGroupName(role))
		}
		return dataKeyPolicy(p, groups, b.args.Artifacts.Writers, b.plan.usesSpot())
	})
	return k, err
}

func (b *builder) buildKey(role, purpose string, policy func(place, []string) iamdoc.Document) (pulumi.StringOutput, error) {
	return kmskey.New(b.ctx, b.child(role), purpose+b.name, b.document(policy), b.childTags(role), b.lasting()...)
}
