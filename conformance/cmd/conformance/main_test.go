package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/conformance/parts"
)

// TestMain makes the test binary the program itself, under its own name and under those that the engine starts.
func TestMain(m *testing.M) {
	if os.Getenv(mark) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// mark is in the environment of the program under test and of everything that it starts, by which the test finds them.
const mark = "CONFORMANCE_TEST_RUN"

func TestNoProcessOutlivesAnInterruptOrAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT CHECKED: it starts the provider and the emulator, which takes half a minute; run without -short")
	}
	for _, part := range []func() (string, error){parts.AWSProvider, parts.Moto} {
		_, err := part()
		var missing *parts.Missing
		if errors.As(err, &missing) {
			t.Skipf("NOT CHECKED: %v", missing)
		}
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			value := fmt.Sprintf("%s-%d", signal, time.Now().UnixNano())
			program := exec.CommandContext(t.Context(), os.Args[0], "-levels", "apply", "-only", "network")
			temporary := t.TempDir()
			program.Env = append(os.Environ(), mark+"="+value, "TMPDIR="+temporary)
			var output bytes.Buffer
			program.Stdout, program.Stderr = &output, &output
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			started := func() bool {
				names := strings.Join(running(t, value), " ")
				return strings.Contains(names, "terraform-provider") && strings.Contains(names, "moto_server")
			}
			if !eventually(t.Context(), 2*time.Minute, started) {
				t.Errorf("provider and emulator did not start; there are: %v", running(t, value))
			}
			if err := program.Process.Signal(signal); err != nil {
				t.Error(err)
			}
			_ = program.Wait() // A failure: it was interrupted.
			if !eventually(t.Context(), 30*time.Second, func() bool { return len(running(t, value)) == 0 }) {
				t.Errorf("left behind: %v\n%s", running(t, value), output.String())
			}
			if signal == syscall.SIGKILL {
				return
			}
			left, err := filepath.Glob(filepath.Join(temporary, "cloudgap-*"))
			if err != nil || len(left) > 0 {
				t.Errorf("temporary files left behind: %v, %v", left, err)
			}
		})
	}
}

func eventually(ctx context.Context, limit time.Duration, holds func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(50 * time.Millisecond):
		}
	}
	return true
}

// running lists the command lines of the processes that have the mark in their environment.
func running(t *testing.T, value string) []string {
	t.Helper()
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	if len(environments) == 0 {
		t.Skip("NOT CHECKED: there is no /proc to look into")
	}
	var found []string
	for _, file := range environments {
		text, err := os.ReadFile(file) // A process that is gone, or a zombie, has none.
		if err != nil || !bytes.Contains(text, []byte(mark+"="+value)) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
	}
	return found
}
