package versions_test

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/rke2/versions"
	"github.com/cloudgap/cloudgap/internal/problems"
)

type judged struct{ value, says string }

func verify(t *testing.T, cases map[string]judged, judge func(value string, found *problems.List)) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var found problems.List
			judge(test.value, &found)
			got := strings.Join(found.Lines(), "\n")
			if (test.says == "") != found.Empty() || !strings.Contains(got, test.says) {
				t.Errorf("expected a problem that says %q (or none if that is empty), got %q", test.says, got)
			}
		})
	}
}

func TestVersionsBelowTheFloorAreRefused(t *testing.T) {
	t.Parallel()
	verify(t, map[string]judged{
		"at the floor":             {"v1.33.5+rke2r1", ""},
		"below the floor":          {"v1.33.4+rke2r1", "below the floor of its line"},
		"first of 1.34":            {"v1.34.0+rke2r1", "choose v1.34.1 or newer"},
		"any of 1.35":              {"v1.35.0+rke2r1", ""},
		"a later line":             {"v1.40.2+rke2r3", ""},
		"an old line":              {"v1.32.9+rke2r1", "lacks fixes"},
		"a Kubernetes version":     {"v1.35.7", "is not a version of RKE2"},
		"a k3s version":            {"v1.35.7+k3s1", "is not a version of RKE2"},
		"a channel":                {"stable", "is not a version of RKE2"},
		"a version without its v1": {"35.7+rke2r1", "is not a version of RKE2"},
	}, func(value string, found *problems.List) { versions.CheckFloor("version", value, found) })
}

func TestAnUpgradeTakesOneMinorAtATimeAndNeverGoesBack(t *testing.T) {
	t.Parallel()
	verify(t, map[string]judged{
		"no step":                 {"v1.34.3+rke2r2", ""},
		"a patch":                 {"v1.34.9+rke2r1", ""},
		"a minor":                 {"v1.35.0+rke2r1", ""},
		"two minors":              {"v1.36.0+rke2r1", "upgrade to a release of 1.35 first"},
		"a later RKE2 release":    {"v1.34.3+rke2r10", ""},
		"an earlier RKE2 release": {"v1.34.3+rke2r1", "is older than the running"},
		"an older patch":          {"v1.34.2+rke2r9", "is older than the running"},
		"an older minor":          {"v1.33.9+rke2r1", "is a restore"},
		"nonsense":                {"latest", "is not a version of RKE2"},
	}, func(value string, found *problems.List) {
		versions.CheckUpgrade("version", "v1.34.3+rke2r2", value, found)
	})
}

func TestAgentsAreNeverNewerThanServersNorFarBehind(t *testing.T) {
	t.Parallel()
	verify(t, map[string]judged{
		"equal":                {"v1.36.2+rke2r1", ""},
		"three minors behind":  {"v1.33.5+rke2r1", ""},
		"four minors behind":   {"v1.32.5+rke2r1", "more than 3 minors behind"},
		"a newer patch":        {"v1.36.3+rke2r1", "upgrade the servers first"},
		"a newer RKE2 release": {"v1.36.2+rke2r2", "upgrade the servers first"},
	}, func(value string, found *problems.List) {
		versions.CheckSkew("version", "v1.36.2+rke2r1", value, found)
	})
}
