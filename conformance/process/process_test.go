package process_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/conformance/process"
)

// startsAGrandchild prints the id of a process that it leaves in the background, as a bridge does with a provider.
const startsAGrandchild = `sleep 300 & echo $!; wait`

func TestStopEndsTheGrandchildrenToo(t *testing.T) {
	t.Parallel()
	group, line, err := process.StartAndReadLine(context.Background(), os.Environ(), "/bin/sh", "-c", startsAGrandchild)
	if err != nil {
		t.Fatal(err)
	}
	group.Stop()
	wantGone(t, line)
}

func TestGroupEndsWithTheProcessThatStartedIt(t *testing.T) {
	t.Parallel()
	if os.Getenv("PROCESS_TEST_PARENT") != "" {
		_, line, err := process.StartAndReadLine(context.Background(), os.Environ(), "/bin/sh", "-c", startsAGrandchild)
		if err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("grandchild " + line + "\n")
		select {}
	}
	parent := exec.Command(os.Args[0], "-test.run=^TestGroupEndsWithTheProcessThatStartedIt$")
	parent.Env = append(os.Environ(), "PROCESS_TEST_PARENT=1")
	output, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var line string
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		if pid, ok := strings.CutPrefix(scanner.Text(), "grandchild "); ok {
			line = pid
			break
		}
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	wantGone(t, line)
}

func TestStartReportsACommandThatEndsWithoutAWord(t *testing.T) {
	t.Parallel()
	_, _, err := process.StartAndReadLine(context.Background(), os.Environ(), "/bin/sh", "-c", "echo broken >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("want an error that repeats standard error, got %v", err)
	}
}

func wantGone(t *testing.T, pid string) {
	t.Helper()
	number, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatalf("want the grandchild's process id, got %q", pid)
	}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if gone(number) {
			return
		}
	}
	_ = syscall.Kill(number, syscall.SIGKILL)
	t.Errorf("process %d is still there: it leaked", number)
}

// gone also takes a zombie for gone: nobody may be there to reap it in a container.
func gone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || strings.Contains(string(stat), ") Z ")
}
