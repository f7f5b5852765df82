package connector_test

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func sample() connector.Settings {
	return connector.Settings{
		Region:     "eu-central-1",
		SecretArn:  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev-access-token-0a1b2c3-AbCdEf",
		EdgeRegion: edge.Global, Family: edge.IPv6,
		Reach:    []netip.Prefix{netip.MustParsePrefix("10.20.0.0/18"), netip.MustParsePrefix("10.21.0.2/32")},
		Packages: []connector.Package{{Bucket: "dev-software.example", Key: "cloudflared/2026.8.2/cloudflared-linux-aarch64.rpm", SHA256: strings.Repeat("0a", 32)}},
		LogGroup: "/cloudgap/cloudgap/dev/dev-access/connectors",
	}
}

func userData(t *testing.T, s connector.Settings) string {
	t.Helper()
	text, err := connector.UserData(s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestUserDataAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	golden.Equal(t, "user-data.yaml", []byte(userData(t, sample())))
	golden.Equal(t, "cloudflared.service", []byte(connector.Unit(sample())))
	for name, content := range scripts(t, sample()) {
		golden.Equal(t, name+".sh", []byte(content))
	}
}

// scripts are the rendered scripts by name.
func scripts(t *testing.T, s connector.Settings) map[string]string {
	t.Helper()
	result := map[string]string{}
	for path, content := range filesOf(t, s) {
		if strings.HasPrefix(path, "/usr/local/sbin/") {
			result[filepath.Base(path)] = content
		}
	}
	return result
}

func filesOf(t *testing.T, s connector.Settings) map[string]string {
	t.Helper()
	var document struct {
		Files []struct{ Path, Permissions, Content string } `json:"write_files"`
	}
	if err := yaml.Unmarshal([]byte(userData(t, s)), &document); err != nil {
		t.Fatal(err)
	}
	result := map[string]string{}
	for _, f := range document.Files {
		result[f.Path] = f.Content
	}
	return result
}

// urls finds what a program could take for an address outside: a scheme, or a name below a public top-level domain.
var urls = regexp.MustCompile(`[a-z0-9+]+://[^\s"']*|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|net|org|io|dev)\b`)

func TestUserDataNameNoAddressOutsideOfS3(t *testing.T) {
	t.Parallel()
	for _, region := range edge.Regions() {
		s := sample()
		s.EdgeRegion = region
		for _, found := range urls.FindAllString(userData(t, s), -1) {
			if !strings.HasPrefix(found, "s3://") {
				t.Errorf("%s: rejects the address %q in user data", region, found)
			}
		}
	}
}

func TestEveryAtMarkIsReplaced(t *testing.T) {
	t.Parallel()
	for path, content := range filesOf(t, sample()) {
		if mark := regexp.MustCompile(`@[a-z][a-z0-9-]*@`).FindString(content); mark != "" {
			t.Errorf("%s still holds %s", path, mark)
		}
	}
}

func TestUnitDialsTheEdgeOfItsRegionAndFamilyOnly(t *testing.T) {
	t.Parallel()
	for _, region := range edge.Regions() {
		for _, family := range []edge.Family{edge.IPv4, edge.IPv6} {
			s := sample()
			s.EdgeRegion, s.Family = region, family
			unit := connector.Unit(s)
			if got, want := strings.Contains(unit, "--region us"), region == edge.US; got != want {
				t.Errorf("%s: the unit has --region us: %t, want %t", region, got, want)
			}
			for _, f := range []edge.Family{edge.IPv4, edge.IPv6} {
				for _, route := range edge.Routes(region, f) {
					if got, want := strings.Contains(unit, route.String()), f == family; got != want {
						t.Errorf("%s IPv%d: the unit admits %s: %t, want %t", region, family, route, got, want)
					}
				}
			}
			if strings.Contains(unit, "169.254") || !strings.Contains(unit, "IPAddressDeny=any\n") {
				t.Errorf("%s IPv%d: the process reaches the metadata service, or is not limited at all", region, family)
			}
		}
	}
}

func TestTheHostHasLongerThanTheGracePeriod(t *testing.T) {
	t.Parallel()
	stop := regexp.MustCompile(`TimeoutStopSec=(\d+)s`).FindStringSubmatch(connector.Unit(sample()))
	if stop == nil || stop[1] != "45" {
		t.Errorf("systemd waits %v s for a stop, want the grace period of %s and a margin", stop, connector.GracePeriod)
	}
	if connector.DrainTimeout <= connector.GracePeriod+45 {
		t.Errorf("the drain hook ends after %s, which leaves no time to stop within %s", connector.DrainTimeout, connector.GracePeriod)
	}
}

func TestNoValueCanChangeTheMeaningOfAScript(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"a'; reboot; '", "a b", "$(id)", "a\nb", "", "`id`"} {
		for name, change := range map[string]func(*connector.Settings){
			"region": func(s *connector.Settings) { s.Region = value }, "secret": func(s *connector.Settings) { s.SecretArn = value },
			"log group": func(s *connector.Settings) { s.LogGroup = value }, "key": func(s *connector.Settings) { s.Packages[0].Key = value },
			"bucket": func(s *connector.Settings) { s.Packages[0].Bucket = value }, "hash": func(s *connector.Settings) { s.Packages[0].SHA256 = value },
		} {
			s := sample()
			change(&s)
			if _, err := connector.UserData(s); err == nil {
				t.Errorf("expected the %s %q to be refused", name, value)
			}
		}
	}
}

func TestUserDataThatEC2WouldRefuseAreRefused(t *testing.T) {
	t.Parallel()
	s := sample()
	for range 1000 {
		s.Reach = append(s.Reach, netip.MustParsePrefix("10.20.30.40/32"))
	}
	if _, err := connector.UserData(s); err == nil || !strings.Contains(err.Error(), "more than the 16384") {
		t.Errorf("expected user data of more than 16 KiB to be refused, got %v", err)
	}
}

// TestScriptsDecideRight runs the health script with stand-ins for what it calls.
func TestHealthScriptAnswersAutoScaling(t *testing.T) {
	t.Parallel()
	script := scripts(t, sample())["connector-health"]
	for name, test := range map[string]struct {
		state, ready string
		failures     string
		want         string
	}{
		"a new host without a connection waits": {"Pending:Wait", `{"status":503,"readyConnections":0}`, "0", ""},
		"a new host with a connection is ready": {
			"Pending:Wait", `{"status":200,"readyConnections":1}`, "0",
			"autoscaling complete-lifecycle-action --region eu-central-1 --auto-scaling-group-name group --instance-id i-1 --lifecycle-hook-name ready --lifecycle-action-result CONTINUE",
		},
		"a host that has to leave drains first": {
			"Terminating:Wait", "", "0",
			"systemctl stop cloudflared.service\nautoscaling complete-lifecycle-action --region eu-central-1 --auto-scaling-group-name group --instance-id i-1 --lifecycle-hook-name drain --lifecycle-action-result CONTINUE",
		},
		"a well host says nothing":                 {"InService", `{"status":200,"readyConnections":4}`, "29", ""},
		"a host that fell ill just now waits":      {"InService", "", "28", ""},
		"a host that is ill for long is replaced":  {"InService", `{"status":503,"readyConnections":0}`, "29", "autoscaling set-instance-health --region eu-central-1 --instance-id i-1 --health-status Unhealthy"},
		"a host that recovered is not":             {"InService", `{"status":200,"readyConnections":2}`, "500", ""},
		"a host that somebody looks at is left be": {"Standby", "", "29", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write := func(name, content string) string {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
					t.Fatal(err)
				}
				return path
			}
			write("curl", "#!/bin/sh\nprintf '%s' '"+test.ready+"'\n")
			write("systemctl", "#!/bin/sh\necho \"systemctl $*\" >>\""+dir+"/calls\"\n")
			write("aws", "#!/bin/sh\ncase \"$*\" in *describe*) printf 'group\\t"+test.state+"\\n';; *) echo \"$*\" >>\""+dir+"/calls\";; esac\n")
			write("failures", test.failures+"\n")
			write("instance-id", "i-1\n")
			path := write("script", strings.ReplaceAll(script, "/var/lib/cloud/data/instance-id", dir+"/instance-id"))
			command := exec.CommandContext(t.Context(), "/bin/sh", path)
			command.Env = []string{"PATH=" + dir + ":/usr/bin:/bin", "LOGS_DIRECTORY=" + dir, "STATE_DIRECTORY=" + dir}
			if out, err := command.CombinedOutput(); err != nil {
				t.Fatalf("the script fails: %v\n%s", err, out)
			}
			calls, err := os.ReadFile(filepath.Join(dir, "calls"))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if got := strings.TrimSpace(string(calls)); got != test.want {
				t.Errorf("calls differ\nwant %s\n got %s", test.want, got)
			}
			log, err := os.ReadFile(filepath.Join(dir, "health.log"))
			if err != nil || !strings.HasPrefix(string(log), `{"instance":"i-1","connections":`) {
				t.Errorf("expected the state in the log, got %q, %v", log, err)
			}
		})
	}
}

// TestUnitIsHardened lets systemd judge the unit. The score of the version at hand is in docs/components/zero-trust-access.md.
func TestUnitIsHardened(t *testing.T) {
	t.Parallel()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed; the unit was judged where it is")
	}
	path := filepath.Join(t.TempDir(), "cloudflared.service")
	if err := os.WriteFile(path, []byte(connector.Unit(sample())), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--threshold="+"20", path).CombinedOutput()
	found := regexp.MustCompile(`Overall exposure level for \S+: ([0-9]+)\.([0-9])`).FindStringSubmatch(string(out))
	if found == nil {
		t.Fatalf("systemd-analyze gives no score: %v\n%s", err, out)
	}
	if err != nil {
		t.Errorf("the unit is exposed by %s.%s, want 2.0 or better:\n%s", found[1], found[2], out)
	}
}
