package isolation

import (
	"strings"
	"testing"
)

func TestEveryClusterIsReportedWithTheEgressOfItsControlPlane(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"standard": n("eks/cluster", props{"vpcConfig": props{"subnetIds": list(ref("subnet"))}}),
		"routed":   n("eks/cluster", props{"vpcConfig": props{"subnetIds": list(ref("subnet")), "controlPlaneEgressMode": "CUSTOMER_ROUTED"}}),
		"hidden":   n("eks/cluster", props{"vpcConfig": props{"subnetIds": list(ref("subnet")), "controlPlaneEgressMode": hidden{"CUSTOMER_ROUTED"}}}),
	})
	for _, f := range []form{formKnown, formUnknown} {
		rows := s.build(f, Config{}).ControlPlanes()
		if len(rows) != 3 {
			t.Fatalf("%s: expected three clusters, got %+v", f, rows)
		}
		unknown := map[form]string{formKnown: "CUSTOMER_ROUTED", formUnknown: "not known"}[f]
		for i, want := range []ControlPlaneReport{
			{s.urn("hidden"), "hidden", unknown}, {s.urn("routed"), "routed", "CUSTOMER_ROUTED"}, {s.urn("standard"), "standard", "AWS_MANAGED"},
		} {
			if rows[i] != want {
				t.Errorf("%s: expected %+v, got %+v", f, want, rows[i])
			}
			if open := strings.Contains(rows[i].String(), "a way to the internet"); open == (want.Egress == "CUSTOMER_ROUTED") {
				t.Errorf("%s: the report says %q", f, rows[i])
			}
		}
	}
	if rows := private.build(formKnown, Config{}).ControlPlanes(); len(rows) != 0 {
		t.Errorf("expected no control plane without a cluster, got %+v", rows)
	}
}
