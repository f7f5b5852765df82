// Package host is the operating system of a node: files that are written whole or not at all, and programs that are run. All
// paths are below a root, so that tests have a node in a directory.
package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Host is one machine.
type Host struct {
	// Root is put before every path; empty on a real node.
	Root string
	// Programs is the directory in which programs are looked for by their base name; empty for PATH and absolute paths.
	Programs string
	// Env is added to the environment of programs.
	Env []string
}

// Path returns where a path of the node really lies.
func (h Host) Path(path string) string { return filepath.Join(h.Root, path) }

// Exists tells whether a path exists.
func (h Host) Exists(path string) (bool, error) {
	_, err := os.Stat(h.Path(path))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Read returns a file's content; the error wraps fs.ErrNotExist if there is none.
func (h Host) Read(path string) ([]byte, error) { return os.ReadFile(h.Path(path)) }

// Write writes a file so that after a power failure either the old or the new content is there, and tells whether it changed.
// Missing folders are made.
func (h Host) Write(file documents.File) (changed bool, err error) {
	old, err := h.Read(file.Path)
	if err == nil && string(old) == file.Content {
		return false, os.Chmod(h.Path(file.Path), file.Mode)
	}
	return true, h.WriteFrom(file.Path, file.Mode, func(w io.Writer) error {
		_, err := io.WriteString(w, file.Content)
		return err
	})
}

// WriteFrom is Write for content that is produced piece by piece. If produce fails the file stays as it was.
func (h Host) WriteFrom(path string, mode fs.FileMode, produce func(io.Writer) error) error {
	target := h.Path(path)
	folder := filepath.Dir(target)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	temporary, err := os.CreateTemp(folder, ".cloudgap-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	err = produce(temporary)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), target)
	}
	if err == nil {
		err = syncFolder(folder)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Give gives a file to the owner of its folder.
func (h Host) Give(path string) error {
	folder, err := os.Stat(filepath.Dir(h.Path(path)))
	if err != nil {
		return err
	}
	owner, ok := folder.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("the owner of the folder of %s is not known", path)
	}
	return os.Chown(h.Path(path), int(owner.Uid), int(owner.Gid))
}

// syncFolder makes a rename durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Remove removes a path and everything below it.
func (h Host) Remove(path string) error { return os.RemoveAll(h.Path(path)) }

// Empty removes everything in a folder but the folder itself, which may be where a volume is mounted.
func (h Host) Empty(folder string) error {
	entries, err := os.ReadDir(h.Path(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(h.Path(folder), entry.Name())))
	}
	return err
}

// Run runs a program to its end and returns what it wrote to standard output. The error holds what it wrote to standard error.
func (h Host) Run(ctx context.Context, program string, args ...string) ([]byte, error) {
	return h.Feed(ctx, "", program, args...)
}

// Feed is Run with text on standard input.
func (h Host) Feed(ctx context.Context, input, program string, args ...string) ([]byte, error) {
	if h.Programs != "" {
		program = filepath.Join(h.Programs, filepath.Base(program))
	}
	command := exec.CommandContext(ctx, program, args...) //nolint:gosec // the programs and arguments are this package's callers' own
	command.Env = append(os.Environ(), h.Env...)
	command.Stdin = strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return stdout.Bytes(), fmt.Errorf("%s %s: %w: %s", filepath.Base(program), strings.Join(args, " "), err, lastLines(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// lastLines keeps the end of a program's complaint, where the reason is.
func lastLines(text string) string {
	const limit = 2000
	text = strings.TrimSpace(text)
	if len(text) > limit {
		text = "..." + text[len(text)-limit:]
	}
	return text
}
