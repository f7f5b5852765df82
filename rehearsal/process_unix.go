//go:build unix

package rehearsal

import (
	"errors"
	"os/exec"
	"syscall"
)

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
