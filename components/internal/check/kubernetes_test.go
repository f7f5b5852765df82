package check

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestLabelsThatANodeMayNotHave(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"team": "", "example.com/team": "", "node.kubernetes.io/lifecycle": "", "a b": "not a Kubernetes label", strings.Repeat("a", 64): "not a Kubernetes label",
		"node-role.kubernetes.io/control-plane": "belong to Kubernetes", "k8s.io/x": "belong to Kubernetes",
	} {
		var list problems.List
		Labels(&list, "labels", map[string]string{key: "x"})
		if got := message(list); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: expected %q, got %q", key, want, got)
		}
	}
}

func TestTaintsThatANodeMayNotHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, value, effect, want string }{
		{"team", "", "NoSchedule", ""},
		{"team", "a b", "NoSchedule", "t: not a Kubernetes taint"},
		{"", "", "NoSchedule", "t: not a Kubernetes taint"},
		{"team", "", "Never", `t.effect: not an effect of a taint, got "Never"; use NoSchedule, NoExecute or PreferNoSchedule`},
	} {
		var list problems.List
		Taint(&list, "t", c.key, c.value, c.effect, "NoSchedule", "NoExecute", "PreferNoSchedule")
		if got := message(list); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%+v: expected %q, got %q", c, c.want, got)
		}
	}
}
