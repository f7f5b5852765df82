package rehearsal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestABusyStateDirectoryIsRefusedWithTheProcessAndTheRemedy(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(0, nil))
	first := open(t, options)
	_, err := Open(t.Context(), options)
	busy, ok := errors.AsType[*BusyError](err)
	if !ok {
		t.Fatalf("expected a BusyError, got %v", err)
	}
	if busy.PID != os.Getpid() {
		t.Errorf("expected the error to name process %d, got %d", os.Getpid(), busy.PID)
	}
	for _, text := range []string{busy.Dir, fmt.Sprint(os.Getpid()), "wait until"} {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("expected the error to contain %q, got %v", text, err)
		}
	}
	closeSession(t, first)
	open(t, options)
}

func TestAnUnusableStateIsRefusedUntilStartedAfresh(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(1, nil))
	options.StateDir = t.TempDir()
	up(t, options)
	for name, spoil := range map[string]func(*testing.T, directory){
		"state of the stack is cut off": func(t *testing.T, d directory) { cutOff(t, d.stack("trial", "dev")) },
		"state of the stack is of another kind": func(t *testing.T, d directory) {
			write(t, d.stack("trial", "dev"), `{"something": "else"}`)
		},
		"key of the state is cut off": func(t *testing.T, d directory) { cutOff(t, d.key()) },
		"state has secrets of another key": func(t *testing.T, d directory) {
			write(t, d.stack("trial", "dev"), `{"version": 3, "checkpoint": {"latest": {"secrets_providers": {"type": "passphrase"}}}}`)
		},
		"simulated cloud is cut off": func(t *testing.T, d directory) { cutOff(t, d.cloud()) },
		"simulated cloud is of another version": func(t *testing.T, d directory) {
			write(t, d.cloud(), `{"version": 99}`)
		},
		"simulated cloud is missing": func(t *testing.T, d directory) {
			if err := os.Remove(d.cloud()); err != nil {
				t.Fatal(err)
			}
		},
	} {
		spoilt := options
		spoilt.StateDir = filepath.Join(t.TempDir(), "state")
		if err := os.CopyFS(spoilt.StateDir, os.DirFS(options.StateDir)); err != nil {
			t.Fatal(err)
		}
		spoil(t, directory{spoilt.StateDir})
		_, err := Open(t.Context(), spoilt)
		if _, ok := errors.AsType[*CorruptError](err); !ok || !strings.Contains(err.Error(), "start afresh") {
			t.Errorf("%s: expected a CorruptError with its remedy, got %v", name, err)
		}
	}
	cutOff(t, directory{options.StateDir}.stack("trial", "dev"))
	options.Fresh = true
	if got := up(t, options).Changes["create"]; got != 3 {
		t.Errorf("expected a fresh start to make everything anew, got %d resources", got)
	}
}

func cutOff(t *testing.T, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(content[:len(content)/2]))
}

func TestLocksOfAnEngineThatWasKilledDoNotStopTheNextRun(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(0, nil))
	s := open(t, options)
	stale := filepath.Join(s.dir.backend(), ".pulumi", "locks", "organization", "trial", "dev", "7ab0e3a2.json")
	write(t, stale, `{"pid": 1, "username": "somebody", "hostname": "somewhere", "timestamp": "2020-01-01T00:00:00Z"}`)
	if _, err := s.Up(t.Context()); err != nil {
		t.Errorf("expected the stale lock to be removed, got %v", err)
	}
}

func TestAFullDiskIsNamedWithTheDirectoryAndTheRemedy(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"error of this process":        explain("/state", &fs.PathError{Op: "write", Path: "/state/cloud.jsonl", Err: syscall.ENOSPC}),
		"text of the engine's output":  explain("/state", errors.New("exit status 255"), "error: write /state/x: no space left on device"),
		"text of an engine's messages": explain("/state", &StepError{Step: StepUp, Diagnostics: []Message{{Text: "no space left on device"}}}),
	} {
		if _, ok := errors.AsType[*FullDiskError](err); !ok || !strings.Contains(err.Error(), "/state") {
			t.Errorf("%s: expected a FullDiskError that names /state, got %v", name, err)
		}
	}
	if err := explain("/state", errors.New("something else")); err.Error() != "something else" {
		t.Errorf("expected another error to stay as it is, got %v", err)
	}
}
