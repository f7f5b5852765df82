package eks

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

func (p place) ofKeys() kmskey.Place {
	return kmskey.Place{Region: p.region.Name, Partition: p.region.Partition, Suffix: p.region.Suffix, Account: p.account}
}

// secretsKeyPolicy is the policy of the key that encrypts Kubernetes secrets. The cluster's role gets its permissions in IAM.
func secretsKeyPolicy(p place) iamdoc.Document { return iamdoc.New(kmskey.Governed(p.ofKeys())) }

// dataKeyPolicy is the policy of the key that encrypts the cluster's log group and the nodes' volumes.
func dataKeyPolicy(p place, logGroup string, spot bool) iamdoc.Document {
	at := p.ofKeys()
	return iamdoc.New(append([]iamdoc.Statement{kmskey.Governed(at), kmskey.Logs(at, logGroup)}, kmskey.Launchers(at, spot)...)...)
}
