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

func (d directory) lock() string       { return filepath.Join(d.root, "lock") }
func (d directory) work() string       { return filepath.Join(d.root, "work") }
func (d directory) backend() string    { return filepath.Join(d.root, "backend") }
func (d directory) home() string       { return filepath.Join(d.root, "home") }
func (d directory) cloud() string      { return filepath.Join(d.root, "cloud.jsonl") }
func (d directory) passphrase() string { return filepath.Join(d.root, "passphrase") }
func (d directory) plan() string       { return filepath.Join(d.root, "plan.json") }

// stack is the file in which the engine's file backend keeps the stack.
func (d directory) stack(project, stack string) string {
	return filepath.Join(d.backend(), ".pulumi", "stacks", project, stack+".json")
}

// create makes the directory and hides it from version control.
func (d directory) create() error {
	if err := os.MkdirAll(d.root, 0o700); err != nil {
		return fmt.Errorf("make the state directory: %w", err)
	}
	ignore := filepath.Join(d.root, ".gitignore")
	if err := os.WriteFile(ignore, []byte("*\n"), 0o600); err != nil {
		return fmt.Errorf("make the state directory: %w", err)
	}
	return nil
}

// forget removes what an earlier rehearsal left, and nothing else.
func (d directory) forget() error {
	for _, path := range []string{d.work(), d.backend(), d.home(), d.cloud(), d.passphrase(), d.plan()} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("forget the earlier rehearsal: %w", err)
		}
	}
	return nil
}

// prepare makes the folders and the passphrase.
func (d directory) prepare() error {
	for _, path := range []string{d.work(), d.backend(), d.home()} {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return fmt.Errorf("make the state directory: %w", err)
		}
	}
	if _, err := os.Stat(d.passphrase()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(d.passphrase(), []byte(rand.Text()), 0o600); err != nil {
		return fmt.Errorf("make the passphrase of the state: %w", err)
	}
	return nil
}

// removeLocks removes what an engine left that was killed. It is called with the directory locked and no step under way, so no
// engine is running on it.
func (d directory) removeLocks() error {
	if err := os.RemoveAll(filepath.Join(d.backend(), ".pulumi", "locks")); err != nil {
		return fmt.Errorf("remove the locks of an engine that was killed: %w", err)
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
	if !simulated || state.Checkpoint.Latest == nil || len(state.Checkpoint.Latest.Resources) == 0 {
		return nil
	}
	if _, err := os.Stat(d.cloud()); errors.Is(err, fs.ErrNotExist) {
		return &CorruptError{Dir: d.root, Err: errors.New("the stack has resources and the simulated cloud that holds them is missing")}
	}
	return nil
}
