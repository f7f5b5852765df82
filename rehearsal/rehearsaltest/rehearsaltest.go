// Package rehearsaltest lets a Go test run a Pulumi program through the real engine against the simulated AWS, with the
// isolation policy pack.
//
//	func TestMain(m *testing.M) { rehearsaltest.Main(m) }
//
//	func TestTheProgramIsIsolated(t *testing.T) {
//		session := rehearsaltest.Open(t, rehearsaltest.Options(t, ".", "dev", deploy))
//		...
//	}
package rehearsaltest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/cloudflare"
	"github.com/cloudgap/cloudgap/rehearsal/eks"
)

// servePack is set for the process that the engine starts as the policy pack: the test program itself.
const servePack = "CLOUDGAP_TEST_SERVES_POLICY_PACK"

// cliVariable names the Pulumi command, as in rehearsal.Options.PulumiCLI.
const cliVariable = "CLOUDGAP_PULUMI"

// Main runs the tests, or serves the policy pack when the engine starts the test program for that. Every test program
// that uses Options needs it in its TestMain.
func Main(m *testing.M) {
	if os.Getenv(servePack) == "" {
		os.Exit(m.Run())
	}
	if err := pack.Main(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Options returns the options of a rehearsal of the program with the configuration of a stack in projectDir. Its state
// goes with the test; the policy pack is applied and its run asserted.
func Options(t testing.TB, projectDir, stack string, program pulumi.RunFunc) rehearsal.Options {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatalf("find the test program, which serves the policy pack: %v", err)
	}
	return rehearsal.Options{
		ProjectDir: projectDir,
		Stack:      stack,
		Program:    program,
		StateDir:   t.TempDir(),
		PulumiCLI:  cli(t),
		Packages:   []cloud.Package{aws.Package(), cloudflare.Package()},
		Components: eks.Components(),
		PolicyPacks: []rehearsal.PolicyPack{{
			Path: self, Env: map[string]string{servePack: "1"}, Name: pack.Name, Version: pack.Version,
		}},
	}
}

// Open opens a rehearsal that is closed with the test.
func Open(t testing.TB, options rehearsal.Options) *rehearsal.Session {
	t.Helper()
	session, err := rehearsal.Open(t.Context(), options)
	if err != nil {
		t.Fatalf("open the rehearsal: %v", err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Errorf("close the rehearsal: %v", err)
		}
	})
	return session
}

// cli finds the Pulumi CLI: the one that the environment names, or the pinned one of the checkout. A test without it
// proves nothing, so it fails instead of being skipped.
func cli(t testing.TB) string {
	t.Helper()
	if path := os.Getenv(cliVariable); path != "" {
		return path
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, ".bin", "pulumi")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Fatalf("the Pulumi CLI is missing: run make tools, or set %s to the path of one", cliVariable)
	return ""
}
