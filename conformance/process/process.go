// Package process runs child processes that never outlive us: each is the leader of a process group which ends as a whole,
// when it is stopped and also when our own process dies without a chance to stop anything.
package process

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
)

// guard runs the command in the background and waits for the end of its own standard input, which is a pipe from us: when we
// close it, or die and the kernel closes it, the whole group goes. It also goes when the command ends by itself.
const guard = `exec 3<&0 </dev/null
"$@" 3<&- & child=$!
( while read -r _ <&3; do :; done; kill -KILL 0 ) &
exec 3<&-
wait "$child"
kill -KILL 0`

// Group is a running command with everything that it started.
type Group struct {
	command *exec.Cmd
	alive   io.WriteCloser
	output  *tail
	done    chan struct{}
	stop    sync.Once
}

// Start runs a command in a process group of its own. Its standard output goes to stdout; what it writes to standard error
// is kept, the last 4 KiB of it, for Errors. Env is the whole environment of the command.
func Start(env []string, stdout io.Writer, command ...string) (*Group, error) {
	if len(command) == 0 {
		return nil, errors.New("no command to start")
	}
	output := &tail{}
	cmd := exec.Command("/bin/sh", append([]string{"-c", guard, "guard"}, command...)...)
	cmd.Env = env
	cmd.Stdout = stdout
	cmd.Stderr = output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	alive, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command[0], err)
	}
	g := &Group{command: cmd, alive: alive, output: output, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // The status of a group that we end by force says nothing.
		close(g.done)
	}()
	return g, nil
}

// StartAndReadLine starts a command and returns with the first line that it prints, without the line's end: what a Pulumi
// plugin does to announce its port. It stops the command where the line does not come before ctx ends.
func StartAndReadLine(ctx context.Context, env []string, command ...string) (*Group, string, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, "", err
	}
	g, err := Start(env, write, command...)
	_ = write.Close()
	if err != nil {
		_ = read.Close()
		return nil, "", err
	}
	lines := make(chan string, 1)
	go func() {
		defer read.Close()
		reader := bufio.NewReader(read)
		line, _ := reader.ReadString('\n')
		lines <- strings.TrimSpace(line)
		_, _ = io.Copy(io.Discard, reader)
	}()
	select {
	case line := <-lines:
		if line == "" {
			g.Stop()
			return nil, "", fmt.Errorf("%s ended without a word on standard output: %s", command[0], g.Errors())
		}
		return g, line, nil
	case <-ctx.Done():
		g.Stop()
		return nil, "", fmt.Errorf("%s printed nothing: %w: %s", command[0], ctx.Err(), g.Errors())
	}
}

// ID is the number of the process group.
func (g *Group) ID() int { return g.command.Process.Pid }

// Done is closed when the command has ended.
func (g *Group) Done() <-chan struct{} { return g.done }

// Errors returns the end of what the command wrote to standard error.
func (g *Group) Errors() string { return g.output.String() }

// Stop ends the whole group and waits until it is gone. It may be called more than once.
func (g *Group) Stop() {
	g.stop.Do(func() {
		_ = syscall.Kill(-g.ID(), syscall.SIGKILL) // ESRCH: gone by itself.
		_ = g.alive.Close()
	})
	<-g.done
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const tailLimit = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p)
	if excess := t.text.Len() - tailLimit; excess > 0 {
		t.text.Next(excess)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(t.text.String())
}
