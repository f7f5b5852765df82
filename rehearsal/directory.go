package rehearsal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// stateFolder is where state directories are made within a project.
const stateFolder = ".rehearsal"

// directory is a state directory.
type directory struct{ root string }

func (d directory) lock() string    { return filepath.Join(d.root, "lock") }
func (d directory) work() string    { return filepath.Join(d.root, "work") }
func (d directory) backend() string { return filepath.Join(d.root, "backend") }
func (d directory) home() string    { return filepath.Join(d.root, "home") }
func (d directory) cloud() string   { return filepath.Join(d.root, "cloud.jsonl") }
func (d directory) key() string     { return filepath.Join(d.root, "key") }
func (d directory) log() string     { return filepath.Join(d.home(), "logs") }
func (d directory) plan() string    { return filepath.Join(d.root, "plan.json") }

// stack is the file in which the engine's file backend keeps the stack.
func (d directory) stack(project, stack string) string {
	return filepath.Join(d.backend(), ".pulumi", "stacks", project, stack+".json")
}

// create makes the directory and hides it from version control.
func (d directory) create() error {
	if err := os.MkdirAll(d.root, 0o700); err != nil {
		return unwritable(err)
	}
	ignore := filepath.Join(d.root, ".gitignore")
	if err := os.WriteFile(ignore, []byte("*\n"), 0o600); err != nil {
		return unwritable(err)
	}
	return nil
}

func unwritable(err error) error {
	return fmt.Errorf("make the state directory: %w; choose one that can be written, with --state-dir (Options.StateDir in a program of your own)", err)
}

// forget removes what an earlier rehearsal left, and nothing else.
func (d directory) forget() error {
	for _, path := range []string{d.work(), d.backend(), d.home(), d.cloud(), d.key(), d.plan()} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("forget the earlier rehearsal: %w", err)
		}
	}
	return nil
}

// prepare makes the folders and the key of the state's secrets.
func (d directory) prepare() error {
	for _, path := range []string{d.work(), d.backend(), d.home()} {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return fmt.Errorf("make the state directory: %w", err)
		}
	}
	if err := d.withoutLog(); err != nil {
		return err
	}
	if _, err := os.Stat(d.key()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	key := make([]byte, keyLength)
	// It fills the slice or ends the program.
	_, _ = rand.Read(key)
	if err := os.WriteFile(d.key(), key, 0o600); err != nil {
		return fmt.Errorf("make the key of the state: %w", err)
	}
	return nil
}

// keyLength is the length in bytes of the keys with which the engine encrypts.
const keyLength = 32

// readKey returns the key of the state's secrets.
func (d directory) readKey() ([]byte, error) {
	key, err := os.ReadFile(d.key())
	if err != nil {
		return nil, fmt.Errorf("read the key of the state: %w", err)
	}
	if len(key) != keyLength {
		return nil, &CorruptError{Dir: d.root, Err: fmt.Errorf("the key of the state has %d bytes instead of %d", len(key), keyLength)}
	}
	return key, nil
}

// initStack writes what `pulumi stack init` makes in a file backend, unless the stack is there. To ask the CLI takes a third of a
// second.
func (d directory) initStack(project, stack string) error {
	path := d.stack(project, stack)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	empty, err := json.Marshal(map[string]any{"version": 3, "checkpoint": map[string]any{"stack": "organization/" + project + "/" + stack}})
	if err != nil {
		return fmt.Errorf("make the stack: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the stack: %w", err)
	}
	// The version of the backend's layout, which has a folder for each project.
	if err := os.WriteFile(filepath.Join(d.backend(), ".pulumi", "meta.yaml"), []byte("version: 1\n"), 0o600); err != nil {
		return fmt.Errorf("make the stack: %w", err)
	}
	if err := os.WriteFile(path, empty, 0o600); err != nil {
		return fmt.Errorf("make the stack: %w", err)
	}
	return nil
}

// withoutLog keeps the engine from writing its debug log, which takes a quarter of its time and megabytes for each step: it writes none
// where a file is in the place of the log's folder.
func (d directory) withoutLog() error {
	if err := os.RemoveAll(d.log()); err != nil {
		return fmt.Errorf("remove the engine's log: %w", err)
	}
	if err := os.WriteFile(d.log(), nil, 0o600); err != nil {
		return fmt.Errorf("make the state directory: %w", err)
	}
	return nil
}

// tidy removes what engines before have left and nobody asks for: locks, if one was killed, and the history, which holds the whole state
// once for every operation. It is called with the directory locked and no step under way, so no engine is running on it.
func (d directory) tidy() error {
	for _, folder := range []string{"locks", "history"} {
		if err := os.RemoveAll(filepath.Join(d.backend(), ".pulumi", folder)); err != nil {
			return fmt.Errorf("remove what engines before have left: %w", err)
		}
	}
	return nil
}

// verify finds out whether state and simulated cloud are readable and belong together. Where real providers are attached too
// (simulated is false) the state may have resources of theirs only.
func (d directory) verify(project, stack string, simulated bool) error {
	content, err := os.ReadFile(d.stack(project, stack))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	var state struct {
		Checkpoint *struct {
			Latest *struct {
				Secrets struct {
					Type string `json:"type"`
				} `json:"secrets_providers"`
				Resources []struct {
					Custom bool   `json:"custom"`
					Type   string `json:"type"`
				} `json:"resources"`
			} `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := json.Unmarshal(content, &state); err != nil {
		return &CorruptError{Dir: d.root, Err: fmt.Errorf("the state of the stack cannot be read: %w", err)}
	}
	if state.Checkpoint == nil {
		return &CorruptError{Dir: d.root, Err: errors.New("the state of the stack has no checkpoint")}
	}
	if latest := state.Checkpoint.Latest; latest != nil && latest.Secrets.Type != "" && latest.Secrets.Type != keyServiceType {
		return &CorruptError{Dir: d.root, Err: fmt.Errorf("the secrets of the state are encrypted with another key: %s", latest.Secrets.Type)}
	}
	if !simulated || state.Checkpoint.Latest == nil || len(state.Checkpoint.Latest.Resources) == 0 {
		return nil
	}
	if _, err := os.Stat(d.cloud()); errors.Is(err, fs.ErrNotExist) {
		return &CorruptError{Dir: d.root, Err: errors.New("the stack has resources and the simulated cloud that holds them is missing")}
	}
	return nil
}
