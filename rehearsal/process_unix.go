//go:build unix

package rehearsal

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"
)

// freeSpace is how many bytes this user may still write on the disk that holds dir.
func freeSpace(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, fmt.Errorf("look at the file system of %s: %w", dir, err)
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

// ownGroup puts the engine into a process group of its own, so that a Ctrl-C on the terminal reaches it once, through interrupt,
// and not a second time from the terminal, which the engine takes as an order to quit without tidying up.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// interrupt asks the engine to finish what it has begun, start nothing new, and save its state.
func interrupt(cmd *exec.Cmd) error { return cmd.Process.Signal(syscall.SIGINT) }

// killGroup ends whatever is left of the engine's process group, such as a policy pack.
func killGroup(cmd *exec.Cmd) error {
	if cmd.Process == nil {
		return nil
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
