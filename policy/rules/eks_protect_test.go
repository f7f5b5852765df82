package rules

import (
	"testing"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

func TestProductiveStacksAreThoseWithAWordThatSaysSo(t *testing.T) {
	t.Parallel()
	for stack, want := range map[string]bool{
		"prod": true, "PROD": true, "prod2": true, "eu-prod": true, "shop_production.eu": true, "live": true, "prd-1": true,
		"dev": false, "preprod": false, "product-catalogue": false, "delivery": false, "": false,
	} {
		if got := (Settings{}).protects(stack); got != want {
			t.Errorf("stack %q is productive: %t, want %t", stack, got, want)
		}
	}
	if (Settings{ProtectedStacks: []string{}}).protects("prod") {
		t.Error("an empty list of stacks protects one")
	}
}

func TestAClusterThatIsOnlyReadNeedsNoProtection(t *testing.T) {
	t.Parallel()
	cluster := clusterOf("prod")
	if len(unprotectedCluster(&cluster, Settings{})) != 1 {
		t.Error("expected the cluster of a productive stack to need protection")
	}
	cluster.External = true
	if len(unprotectedCluster(&cluster, Settings{})) != 0 {
		t.Error("expected a cluster that the stack does not own to need none")
	}
}

func clusterOf(stack string) isolation.Resource {
	return isolation.Resource{URN: "urn:pulumi:" + stack + "::cloudgap::aws:eks/cluster:Cluster::it", Type: "aws:eks/cluster:Cluster", Custom: true}
}
