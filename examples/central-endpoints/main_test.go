package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

func TestAWorkloadUsesTheEndpointsOfAHubWithoutAViolation(t *testing.T) {
	t.Parallel()
	for name, profile := range map[string]string{"hosted zones": "false", "a Route 53 Profile": "true"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := rehearsaltest.Options(t, ".", "dev", deploy)
			options.Config = map[string]string{"central-endpoints:profile": profile}
			options.Destroy = true
			report, err := rehearsal.Run(t.Context(), options)
			if err != nil {
				t.Fatalf("expected the whole life of the stack to succeed, got: %v", err)
			}
			kinds := map[string][]string{}
			for _, r := range report.Resources {
				if r.Type != "aws:ec2/vpcEndpoint:VpcEndpoint" {
					continue
				}
				set, _, _ := strings.Cut(r.URN[strings.LastIndex(r.URN, ":")+1:], "-endpoints")
				kind, _ := r.Outputs["vpcEndpointType"].(string)
				kinds[set+" "+kind] = append(kinds[set+" "+kind], r.ID)
			}
			got := map[string]int{}
			for key, ids := range kinds {
				got[key] = len(ids)
			}
			want := map[string]int{"hub Gateway": 2, "hub Interface": 4, "app Gateway": 2}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("endpoints differ (-want +got):\n%s", diff)
			}
		})
	}
}
