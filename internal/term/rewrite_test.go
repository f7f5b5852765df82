package term

import (
	"bytes"
	"testing"
)

func TestALineThatIsRewrittenFitsTheTerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	width := 0
	w := &Writer{out: &out, terminal: true, width: func() int { return width }}
	for _, c := range []struct {
		width      int
		text, want string
	}{
		{0, "préparer", "\r\x1b[Kpréparer"}, {9, "préparer", "\r\x1b[Kpréparer"}, {8, "préparer", "\r\x1b[Kprépar…"}, {1, "x", "\r\x1b[K…"}, {9, "", "\r\x1b[K"},
	} {
		out.Reset()
		width = c.width
		if w.Rewrite(c.text); out.String() != c.want {
			t.Errorf("%d characters: expected %q, got %q", c.width, c.want, out.String())
		}
	}
	out.Reset()
	w.terminal = false
	if w.Rewrite("x"); out.Len() != 0 {
		t.Errorf("expected silence where lines cannot be rewritten, got %q", out.String())
	}
}
