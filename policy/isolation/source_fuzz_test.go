package isolation

import (
	"bytes"
	"testing"
)

func FuzzReadState(f *testing.F) {
	seedFuzz(f, func(r []Resource) any { return exported(r) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		resources, err := ReadState(bytes.NewReader(raw))
		judgeFuzzed(t, resources, err)
	})
}

func FuzzReadPlan(f *testing.F) {
	seedFuzz(f, func(r []Resource) any { return planned(r) })
	f.Fuzz(func(t *testing.T, raw []byte) {
		resources, err := ReadPlan(bytes.NewReader(raw))
		judgeFuzzed(t, resources, err)
	})
}

func seedFuzz(f *testing.F, render func([]Resource) any) {
	for _, form := range allForms {
		s := with(private, igw)
		for _, shape := range privateShapes {
			s = with(s, shape.add)
		}
		raw := encode(f, render(s.resources(form)))
		f.Add(raw)
		f.Add(raw[:len(raw)/3])
	}
	for _, b := range bypasses() {
		f.Add(encode(f, render(with(private, b.add).resources(formUnknown))))
	}
}

// judgeFuzzed demands that what was read is something, and that judging it does not crash.
func judgeFuzzed(t *testing.T, resources []Resource, err error) {
	if err != nil {
		return
	}
	if len(resources) == 0 {
		t.Fatal("nothing was read and no error was reported")
	}
	m := Build(resources, sharedConfig)
	for _, w := range append(m.Ways(), m.Gaps()...) {
		if w.Offender == "" || w.Verdict == Isolated || w.Reason == "" {
			t.Fatalf("a way lacks an offender, a verdict or a reason: %+v", w)
		}
		_ = w.String()
	}
	for _, r := range resources {
		JudgeResource(r, sharedConfig)
	}
}
