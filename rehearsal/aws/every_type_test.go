package aws

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestOneOfEveryTypeCanBeMadeShowsNoDriftAndCanBeDeletedInReverse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	results := everytype.Made{}
	tokens := map[string]bool{}
	for _, m := range everytype.Resources {
		results[m.Name] = w.make(m.Token, m.Name, m.Inputs(results))
		tokens[m.Token] = true
	}
	for _, token := range w.Cloud.Types() {
		if !tokens[token] {
			t.Errorf("%s is registered and no test makes one", token)
		}
	}
	for _, m := range everytype.Resources {
		if drift := w.drift(m.Token, m.Name, results.ID(m.Name)); len(drift) > 0 {
			t.Errorf("%s %s shows drift that nobody caused: %v", m.Token, m.Name, drift)
		}
	}
	for _, m := range slices.Backward(everytype.Resources) {
		if err := w.delete(m.Token, m.Name, results.ID(m.Name)); err != nil {
			t.Errorf("delete %s: %v", m.Name, err)
		}
	}
	if left := w.Cloud.Objects(); len(left) != 0 {
		t.Errorf("nothing expected to be left, got %v", left)
	}
}

func TestTwoRunsGiveTheSameAccount(t *testing.T) {
	t.Parallel()
	run := func() []cloud.Object {
		w := newWorld(t)
		results := everytype.Made{}
		for _, m := range everytype.Resources {
			results[m.Name] = w.make(m.Token, m.Name, m.Inputs(results))
		}
		return w.Cloud.Objects()
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Errorf("the same objects expected (-first +second):\n%s", diff)
	}
}
