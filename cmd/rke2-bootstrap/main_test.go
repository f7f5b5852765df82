package main

import (
	"errors"
	"strings"
	"testing"
)

func TestACommandLineThatIsNotUnderstoodDoesNothing(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"", "start", "run now", "run -x", "restore", "restore -snapshot s", "restore -on i-1", "run -snapshot s", "status -on i-1",
		"certify", "run -request cg==", "pod-roles now", "pod-roles -on i-1",
	} {
		if err := command(t.Context(), strings.Fields(line)); !errors.Is(err, errUsage) {
			t.Errorf("%q: expected the usage, got %v", line, err)
		}
	}
}

func TestACommandNeedsTheSettingsOfTheNode(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"run", "status", "verify", "restore -snapshot s -on i-1", "certify -request cg=="} {
		if err := command(t.Context(), strings.Fields(line)); err == nil || !strings.Contains(err.Error(), "/etc/cloudgap/rke2-bootstrap.json") {
			t.Errorf("%q: expected the missing settings to be named, got %v", line, err)
		}
	}
}

func TestOnlyAServerOfTheClusterLendsRoles(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		"pod-roles-identity": "this node issues no certificates", "pod-roles": "169.254.170.23:80",
	} {
		if err := command(t.Context(), strings.Fields(line)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: expected an error that says %q, got %v", line, says, err)
		}
	}
}
