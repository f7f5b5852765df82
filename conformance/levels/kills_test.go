package levels

import (
	"slices"
	"strings"
	"testing"
)

func TestWhatADeadEngineLeavesPending(t *testing.T) {
	t.Parallel()
	const exported = `{"version": 3, "deployment": {"pending_operations": [
		{"type": "creating", "resource": {"urn": "urn:pulumi:s::p::aws:kms/key:Key::k", "custom": true, "type": "aws:kms/key:Key"}},
		{"type": "updating", "resource": {"urn": "urn:pulumi:s::p::aws:ec2/vpc:Vpc::v", "custom": true, "type": "aws:ec2/vpc:Vpc"}},
		{"type": "creating", "resource": {"urn": "urn:pulumi:s::p::aws:ec2/subnet:Subnet::a", "custom": true, "type": "aws:ec2/subnet:Subnet"}},
		{"type": "creating", "resource": {"urn": "urn:pulumi:s::p::aws:ec2/subnet:Subnet::b", "custom": true, "type": "aws:ec2/subnet:Subnet"}}
	]}}`
	types, err := pendingCreations([]byte(exported))
	if want := []string{"aws:ec2/subnet:Subnet", "aws:kms/key:Key"}; err != nil || !slices.Equal(types, want) {
		t.Errorf("want %v, got %v, %v", want, types, err)
	}
	if _, err := pendingCreations(nil); err == nil {
		t.Error("a state that cannot be read has nothing pending")
	}
}

func TestMomentsOfKillsDependOnTheSeedAloneAndDiffer(t *testing.T) {
	t.Parallel()
	a, again, other := moments(1, 20, 100), moments(1, 20, 100), moments(2, 20, 100)
	if !slices.Equal(a, again) || slices.Equal(a, other) {
		t.Errorf("seed 1 gives %v and %v, seed 2 %v", a, again, other)
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(a)))
	if len(distinct) != 20 || distinct[0] < 0 || distinct[19] >= 100 {
		t.Errorf("want 20 different calls of 100, got %v", distinct)
	}
	if few := moments(1, 20, 3); len(few) != 3 {
		t.Errorf("want each of three calls, got %v", few)
	}
}

func TestEveryAftermathIsCounted(t *testing.T) {
	t.Parallel()
	got := describeKills(map[aftermath]int{clean: 3, adopted: 16, unhurt: 1})
	for _, want := range []string{"3 " + string(clean), "16 " + string(adopted), "1 " + string(unhurt)} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in %q", want, got)
		}
	}
}
