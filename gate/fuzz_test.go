package gate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func FuzzParseSettings(f *testing.F) {
	for _, text := range []string{
		"", "{}", "null", "[]", `{"all": "mandatory"}`, `{"all": "disabled"}`, `{"PACK-SELF": {"privateRanges": ["10.0.0.0/8"]}}`,
		`{"PACK-SELF": {"waivers": [{"rule": "IGW", "urn": "u", "reason": "r", "until": "2030-01-01"}, null, 5]}}`, `{"IGW": 5}`, `{"NOPE": {}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		settings, err := ParseSettings(data)
		if err != nil && err.Error() == "" {
			t.Errorf("an error without a text beside %+v", settings)
		}
	})
}

func FuzzReadPlanFile(f *testing.F) {
	written, err := WritePlan([]Snapshot{{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written)
	f.Add(written[:len(written)/2])
	f.Add([]byte(`{"cloudgapPlan": 1, "stacks": [null]}`))
	f.Add([]byte(`{"cloudgapPlan": 2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := ReadPlanFile(data)
		if err != nil {
			return
		}
		written, err := WritePlan(first)
		if err != nil {
			t.Fatalf("expected what was read to be written, got %v", err)
		}
		second, err := ReadPlanFile(written)
		if err != nil {
			t.Fatalf("expected what was written to be read, got %v", err)
		}
		if diff := cmp.Diff(first, second, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("a plan file changes when it is written again (-first +second):\n%s", diff)
		}
	})
}
