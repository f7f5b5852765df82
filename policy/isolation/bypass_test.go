package isolation

import (
	"testing"
)

// bypass is one way out or in on top of the private VPC.
type bypass struct {
	name string
	add  stack
	kind Kind
	// offender names the resource that has to be reported.
	offender string
	// reaches tells that the subnet of the private VPC has to be judged as not isolated.
	reaches bool
	// except lists forms in which the stack is not expressible or harmless.
	except []form
	cfg    Config
}

func TestEveryBypassIsFoundInEveryForm(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, b := range bypasses() {
		if seen[b.name] {
			t.Errorf("two bypasses are called %q", b.name)
		}
		seen[b.name] = true
		for _, f := range allForms {
			b.check(t, f)
		}
	}
	if len(seen) < 150 {
		t.Errorf("expected at least 150 distinct bypasses, got %d", len(seen))
	}
}

func (b bypass) check(t *testing.T, f form) {
	for _, e := range b.except {
		if e == f {
			return
		}
	}
	s := with(private, b.add)
	m := s.build(f, b.cfg)
	found := false
	for _, w := range m.WaysOf(b.kind) {
		found = found || w.Offender == s.urn(b.offender)
		if w.Verdict == Isolated || w.Reason == "" || len(w.Path) == 0 {
			t.Errorf("%s (%s): the way lacks a verdict, a reason or a path: %+v", b.name, f, w)
		}
	}
	if !found {
		t.Errorf("%s (%s): expected %s at %q, got %s", b.name, f, b.kind, b.offender, describe(m.Ways()))
	}
	if b.reaches {
		for _, row := range m.Subnets() {
			if row.Name == "subnet" && row.Verdict == Isolated {
				t.Errorf("%s (%s): the subnet is called isolated", b.name, f)
			}
		}
	}
}

func bypasses() []bypass {
	var all []bypass
	for _, part := range [][]bypass{routeBypasses(), tableBypasses(), edgeBypasses(), doorBypasses()} {
		all = append(all, part...)
	}
	return all
}
