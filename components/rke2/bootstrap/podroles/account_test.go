package podroles

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// reviewed is the API server's answer about the token of a pod, changed.
func reviewed(change func(*status)) status {
	s := status{Authenticated: true, Audiences: []string{documents.PodRolesAudience}}
	s.User.Username = "system:serviceaccount:kube-system:ebs-csi-controller-sa"
	s.User.Extra = map[string][]string{podKey: {"ebs-csi-controller-0"}, nodeKey: {"node-a"}}
	change(&s)
	return s
}

func TestOnlyTheTokenOfAPodForThisServiceIsGood(t *testing.T) {
	t.Parallel()
	want := Pod{Account: Account{"kube-system", "ebs-csi-controller-sa"}, Name: "ebs-csi-controller-0", Node: "node-a"}
	got, err := reviewed(func(*status) {}).pod()
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("pod differs (-want +got), error %v:\n%s", err, diff)
	}
	for name, test := range map[string]struct {
		change func(*status)
		says   string
	}{
		"not accepted": {
			func(s *status) { s.Authenticated, s.Error = false, "token has expired" }, "does not accept the token: token has expired",
		},
		"for the API server":      {func(s *status) { s.Audiences = []string{"https://kubernetes.default.svc"} }, "made for"},
		"for nobody said":         {func(s *status) { s.Audiences = nil }, "made for"},
		"for several":             {func(s *status) { s.Audiences = append(s.Audiences, "other") }, "made for"},
		"of a person":             {func(s *status) { s.User.Username = "kube-system:ebs-csi-controller-sa" }, "no service account"},
		"of a node":               {func(s *status) { s.User.Username = "system:node:node-a" }, "no service account"},
		"of an account unlike it": {func(s *status) { s.User.Username = "system:serviceaccount:a:b:c" }, "no service account"},
		"of no account":           {func(s *status) { s.User.Username = "system:serviceaccount:" }, "no service account"},
		"bound to no pod":         {func(s *status) { delete(s.User.Extra, podKey) }, "bound to no pod"},
		"bound to no node":        {func(s *status) { delete(s.User.Extra, nodeKey) }, "bound to no pod"},
	} {
		got, err := reviewed(test.change).pod()
		if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), test.says) || got != (Pod{}) {
			t.Errorf("%s: expected a refusal that says %q, got %+v, %v", name, test.says, got, err)
		}
	}
}

// sessionForm is what STS takes for the name of a session.
var sessionForm = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)

func TestEveryAccountHasANameForItsSessions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Account{
			rapid.StringMatching(`[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`).Draw(t, "namespace"),
			rapid.StringMatching(`[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?`).Draw(t, "name"),
		}
		if name := a.Session(); !sessionForm.MatchString(name) || !strings.HasPrefix(name, a.Namespace) {
			t.Errorf("%v: expected the name of a session that begins with the namespace, got %q", a, name)
		}
	})
}
