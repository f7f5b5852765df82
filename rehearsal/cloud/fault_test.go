package cloud

import (
	"errors"
	"testing"
)

func TestFaultsStrikeTheCallsThatTheyName(t *testing.T) {
	t.Parallel()
	throttled := Refusal{Code: "Throttling", Text: "Rate exceeded", Status: 503}
	for name, test := range map[string]struct {
		fault Fault
		want  []string
	}{
		"the second create": {Fault{Operation: opCreate, Nth: 2, Refusal: throttled}, []string{"", "Throttling", ""}},
		"every one":         {Fault{Refusal: throttled}, []string{"Throttling", "Throttling", "Throttling"}},
		"a name":            {Fault{Name: "c", Refusal: throttled}, []string{"", "", "Throttling"}},
		"a type":            {Fault{Type: "store:index:Shelf"}, []string{"InternalError", "InternalError", "InternalError"}},
		"another type":      {Fault{Type: "store:index:Box"}, []string{"", "", ""}},
		"another operation": {Fault{Operation: opDelete}, []string{"", "", ""}},
	} {
		f := newFixture(t)
		f.cloud.Inject(NewFaults(test.fault))
		for i, resource := range []string{"a", "b", "c"} {
			_, err := f.cloud.Create(f.request("Shelf", resource, Values{"name": resource}))
			if got := CodeOf(err); got != test.want[i] {
				t.Errorf("%s: create %s: expected code %q, got %v", name, resource, test.want[i], err)
			}
		}
	}
}

func TestAFaultAfterTheCallLeavesItsEffect(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.cloud.Inject(NewFaults(Fault{Operation: opCreate, Nth: 1, When: After}))
	if _, err := f.cloud.Create(f.request("Shelf", "s", Values{"name": "top"})); !errors.Is(err, ErrConnectionLost) {
		t.Errorf("expected the connection to be lost, got %v", err)
	}
	if got := len(f.cloud.Objects()); got != 2 {
		t.Errorf("expected the shelf and its hook to exist, got %d objects", got)
	}
}
