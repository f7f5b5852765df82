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
	"runtime/debug"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/pulumicli"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/clouds"
)

// servePack is set for the process that the engine starts as the policy pack: the test program itself.
const servePack = "CLOUDGAP_TEST_SERVES_POLICY_PACK"

// Main runs the tests, or serves the policy pack when the engine starts the test program for that. Every test program
// that uses Options needs it in its TestMain.
func Main(m *testing.M) {
	// A test program ends soon, so that collecting less garbage saves more than it costs.
	debug.SetGCPercent(400)
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
	return clouds.Attach(rehearsal.Options{
		ProjectDir: projectDir,
		Stack:      stack,
		Program:    program,
		StateDir:   t.TempDir(),
		PulumiCLI:  cli(t),
		PolicyPacks: []rehearsal.PolicyPack{{
			Path: self, Env: map[string]string{servePack: "1"}, Name: pack.Name, Version: pack.Version,
		}},
	})
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

// cli finds the Pulumi CLI. A test without it proves nothing, so it fails instead of being skipped.
func cli(t testing.TB) string {
	t.Helper()
	path, err := pulumicli.Path()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
