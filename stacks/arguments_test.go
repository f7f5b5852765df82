package stacks

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
)

func TestTheDNSFirewallLetsTheNamesOfGlobalServicesBeResolved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name         string
		capabilities []capability.Capability
		want         []string
	}{
		{"regional services need no more than the region's domains", []capability.Capability{capability.EksNodes, capability.PodIdentity}, nil},
		{"Route 53 has one name for all regions", []capability.Capability{capability.ExternalDns, capability.Irsa}, []string{"route53.amazonaws.com"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			environment := &Environment{Region: "eu-central-1"}
			environment.Endpoints.Capabilities = test.capabilities
			got := environment.globalDomains()
			if len(got) == 0 {
				got = nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("domains differ (-want +got):\n%s", diff)
			}
		})
	}
}
