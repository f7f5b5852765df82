package documents_test

import (
	"testing"

	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/internal/sample"
)

// The profile brings Pod Security admission "restricted", the default network policies and the checks of the host's sysctls; a key
// that replaces what it brings would switch that off.
// Source: https://docs.rke2.io/security/hardening_guide.
func TestNoSettingTakesHardeningAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := sample.Server()
		if rapid.Bool().Draw(t, "agent") {
			s = sample.Agent()
		}
		s.Hardening.FIPS = rapid.Bool().Draw(t, "fips")
		s.Node.Labels = rapid.MapOfN(rapid.StringMatching(`[a-z]{1,8}`), rapid.StringMatching(`[a-z]{0,8}`), 0, 3).Draw(t, "labels")
		text, err := documents.Config(s, rapid.SampledFrom([]string{"", s.Endpoint}).Draw(t, "join"))
		if err != nil {
			t.Fatal(err)
		}
		var config map[string]any
		if err := yaml.Unmarshal([]byte(text), &config); err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"profile": "cis", "selinux": true, "protect-kernel-defaults": true}
		if s.Role == documents.Server {
			want["audit-policy-file"], want["secrets-encryption-provider"] = documents.AuditPath, "aescbc"
		}
		for key, value := range want {
			if config[key] != value {
				t.Errorf("%s: expected %v, got %v", key, value, config[key])
			}
		}
		for _, key := range []string{"pod-security-admission-config-file", "secrets-encryption", "disable-kube-proxy", "etcd-s3-access-key", "etcd-s3-secret-key", "token", "agent-token"} {
			if value, set := config[key]; set {
				t.Errorf("expected %s to be left to RKE2, to a role or to a file, got %v", key, value)
			}
		}
	})
}
