package rke2

import (
	"slices"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

func (p place) ofKeys() kmskey.Place {
	return kmskey.Place{Region: p.region, Partition: p.partition, Suffix: p.suffix, Account: p.account}
}

// accountKeyPolicy is the policy of a key that only roles of the account use. They get their permissions in IAM.
func accountKeyPolicy(p place, _ []string) iamdoc.Document {
	return iamdoc.New(kmskey.Governed(p.ofKeys()))
}

// dataKeyPolicy is the policy of the key that encrypts the cluster's log groups, the nodes' volumes, and the artifacts of writers.
func dataKeyPolicy(p place, logGroups, writers []string, spot bool) iamdoc.Document {
	at := p.ofKeys()
	document := iamdoc.New(append([]iamdoc.Statement{kmskey.Governed(at), kmskey.Logs(at, logGroups...)}, kmskey.Launchers(at, spot)...)...)
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

// usesSpot tells whether a pool takes spare capacity.
func (p plan) usesSpot() bool {
	return slices.ContainsFunc(p.pools, func(pool poolPlan) bool { return pool.spot })
}
