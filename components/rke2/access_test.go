package rke2

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"pgregory.net/rapid"
)

// document is what tests look at in a document of Systems Manager.
type document struct {
	SessionType string
	Inputs      map[string]any
	Parameters  map[string]struct{ AllowedPattern, Default string }
	Properties  map[string]any
	MainSteps   []struct {
		Action string
		Inputs struct{ RunCommand []string }
	}
}

// systemDocuments are the documents of a component by their role.
func systemDocuments(t *testing.T, r *recorder) map[string]document {
	t.Helper()
	all := map[string]document{}
	for _, role := range []string{certificateSession, portSession, restoreCommand, shellSession} {
		var d document
		if err := json.Unmarshal([]byte(r.find(t, "ssm.Document", role).Inputs["content"].StringValue()), &d); err != nil {
			t.Fatalf("%s: %v", role, err)
		}
		all[role] = d
	}
	return all
}

// The alias is known in a preview, the key is not; Session Manager takes both.
func TestSessionsAreEncryptedWithTheClustersKeyAndLoggedToItsGroup(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	alias := r.find(t, "kms.Alias", "data-key").Inputs
	if target := alias["targetKeyId"].StringValue(); target != "arn:aws:test:::main-data-key" {
		t.Errorf("expected the alias to be that of the data key, got %s", target)
	}
	name := alias["name"].StringValue()
	if !regexp.MustCompile(`^alias/[A-Za-z0-9/_-]+$`).MatchString(name) || strings.HasPrefix(name, "alias/aws/") {
		t.Errorf("expected the name of an alias as KMS takes it, got %s", name)
	}
	for _, role := range []string{certificateSession, shellSession} {
		inputs := systemDocuments(t, r)[role].Inputs
		if inputs["kmsKeyId"] != name || inputs["cloudWatchEncryptionEnabled"] != true || inputs["cloudWatchStreamingEnabled"] != true {
			t.Errorf("%s: expected encryption with %s and an encrypted stream, got %v", role, name, inputs)
		}
		if group := r.find(t, "cloudwatch.LogGroup", "logs-sessions").Inputs; inputs["cloudWatchLogGroupName"] != group["name"].StringValue() {
			t.Errorf("%s: expected the log group %v, got %v", role, group["name"], inputs["cloudWatchLogGroupName"])
		}
		for _, before := range []string{"data-key", "logs-sessions"} {
			if !dependsOn(r.find(t, "ssm.Document", role), before) {
				t.Errorf("expected %s to wait for %s", role, before)
			}
		}
	}
}

func TestThePortSessionReachesTheApiOfTheNodeAndNothingElse(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	d := systemDocuments(t, r)[portSession]
	want := map[string]any{"portNumber": "6443", "type": "LocalPortForwarding", "localPortNumber": "{{ localPortNumber }}"}
	if diff := cmp.Diff(want, d.Properties); d.SessionType != "Port" || diff != "" {
		t.Errorf("the port session differs (-want +got):\n%s", diff)
	}
}

// usual are arguments that every document takes.
var usual = map[string]string{
	"localPortNumber": localPort, "snapshot": "etcd-snapshot-ip-10-20-0-5.eu-central-1.compute.internal-1795279554.zip", "instance": "i-0123456789abcdef0",
	"request": strings.Repeat("MIH+/aB9", 40) + "==",
}

// A command takes its parameters as text, and a shell reads it.
func TestNoParameterOfADocumentCanBeMoreThanAWord(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	word := regexp.MustCompile(`\A[A-Za-z0-9+/=._-]+\z`)
	for role, d := range systemDocuments(t, r) {
		for name, parameter := range d.Parameters {
			// Go repeats at most a thousand times.
			allowed := strings.Replace(parameter.AllowedPattern, ",4000}", ",1000}", 1)
			pattern := regexp.MustCompile(allowed)
			if !pattern.MatchString(usual[name]) {
				t.Errorf("%s: expected %s to take %q", role, name, usual[name])
			}
			rapid.Check(t, func(t *rapid.T) {
				text := rapid.OneOf(rapid.String(), rapid.StringMatching(strings.TrimSuffix(allowed, "$")+`[ -~\n]?`)).Draw(t, "text")
				if pattern.MatchString(text) && (!word.MatchString(text) || strings.HasPrefix(text, "-")) {
					t.Fatalf("%s: %s takes %q", role, name, text)
				}
			})
		}
	}
}

func TestTheRestoreDocumentRunsTheProgramAndNothingElse(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, small())
	steps := systemDocuments(t, r)[restoreCommand].MainSteps
	if len(steps) != 1 || steps[0].Action != "aws:runShellScript" {
		t.Fatalf("expected one step that runs a command, got %v", steps)
	}
	want := []string{"/usr/local/sbin/rke2-bootstrap restore -snapshot {{ snapshot }} -on {{ instance }}"}
	if diff := cmp.Diff(want, steps[0].Inputs.RunCommand); diff != "" {
		t.Errorf("the command differs (-want +got):\n%s", diff)
	}
}

// TestCommandsAreWhatAShellTakesThemFor runs each command in a shell, with programs that print what they were given.
func TestCommandsAreWhatAShellTakesThemFor(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, script := range map[string]string{
		"aws":     "if [ \"$1\" = ec2 ]; then echo i-0123456789abcdef0; else printf '%s\\n' \"$0\" \"$@\"; fi",
		"kubectl": "printf '%s\\n' \"$0\" \"$@\"",
		"openssl": "if [ \"$1\" = req ]; then printf 'the request of %s' \"$6\"; else printf '%s\\n' \"$0\" \"$@\"; fi",
	} {
		script = strings.ReplaceAll(script, `"$0"`, name)
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	documents := map[string]string{certificateSession: "certify", portSession: "port", shellSession: "shell", restoreCommand: "restore"}
	session := func(document string, more ...string) []string {
		return append([]string{"aws", "ssm", "start-session", "--region", testRegion, "--document-name", document, "--target", "i-0123456789abcdef0"}, more...)
	}
	want := map[string][]string{
		"shell":       session("shell"),
		"key":         {"openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "operator.key"},
		"certificate": session("certify", "--parameters", "request=dGhlIHJlcXVlc3Qgb2YgL0NOPWpv"),
		"kubectl":     {"kubectl", "--kubeconfig", "operator.kubeconfig", "get", "nodes"},
		"forward":     session("port", "--parameters", "localPortNumber=16443"),
		"kubectlForwarded": {
			"kubectl", "--kubeconfig", "operator.kubeconfig", "--server", "https://127.0.0.1:16443", "--tls-server-name", "rke2.dev.corp.example",
			"get", "nodes",
		},
		"restore": {
			"aws", "ssm", "send-command", "--region", testRegion, "--document-name", "restore", "--targets", "Key=tag:cloudgap:rke2-cluster,Values=shop",
			"Key=tag:cloudgap:rke2-role,Values=server", "--parameters", "snapshot=NAME,instance=INSTANCE",
		},
	}
	got := map[string][]string{}
	for name, command := range commands(testRegion, "shop", "rke2.dev.corp.example", documents) {
		run := exec.CommandContext(t.Context(), "bash", "-euc", command)
		run.Env = []string{"PATH=" + folder + ":/usr/bin:/bin", "USER=jo"}
		out, err := run.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		got[name] = strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a command is not what a shell takes it for (-want +got):\n%s", diff)
	}
}

func TestOutputsNameTheDocumentsThatTheyAreAbout(t *testing.T) {
	t.Parallel()
	outputs := outputsOf(t, everything())
	commands := outputs["commands"].ObjectValue()
	for command, document := range map[resource.PropertyKey]string{
		"shell": shellSession, "certificate": certificateSession, "forward": portSession, "restore": restoreCommand,
	} {
		if text := commands[command].StringValue(); !strings.Contains(text, "--document-name main-"+document+"-0a1b2c3 ") {
			t.Errorf("expected the command %s to name the document %s, got %s", command, document, text)
		}
	}
	if text := commands["kubectlForwarded"].StringValue(); !strings.Contains(text, "--tls-server-name rke2.dev.corp.example ") {
		t.Errorf("expected the name of the endpoint, got %s", text)
	}
	named := regexp.MustCompile(`document/main-([a-z-]+)-0a1b2c3"`)
	for policy, want := range map[resource.PropertyKey][]string{
		"operatorPolicy": {certificateSession, portSession, shellSession}, "restorePolicy": {restoreCommand},
	} {
		var got []string
		for _, match := range named.FindAllStringSubmatch(outputs[policy].StringValue(), -1) {
			got = append(got, match[1])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the documents differ (-want +got):\n%s", policy, diff)
		}
	}
}
