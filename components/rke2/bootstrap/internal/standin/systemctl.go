package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const pidFile = "/run/rke2.pid"

func systemctl(args []string) error {
	unit := args[len(args)-1]
	if !strings.HasPrefix(unit, "rke2-server") {
		return system("systemctl", args)
	}
	switch args[0] {
	case "show":
		state := "inactive"
		if pid := running(); pid != 0 {
			state = "active"
		}
		fmt.Println(state)
		return nil
	case "start":
		return start()
	case "stop":
		return stop()
	default:
		return fmt.Errorf("systemctl %q is not known to the stand-in", args)
	}
}

// running returns the process of RKE2, and 0 if there is none.
func running() int {
	data, err := os.ReadFile(path(pidFile))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(string(data))
	if err != nil || !alive(pid) {
		return 0
	}
	return pid
}

// alive tells whether a process runs; one that ended and was not waited for does not.
func alive(pid int) bool {
	if pid == 0 {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

func start() error {
	if running() != 0 {
		return nil
	}
	if err := os.MkdirAll(path("/run"), 0o700); err != nil {
		return err
	}
	output, err := os.OpenFile(path("rke2.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	command := exec.Command(filepath.Join(filepath.Dir(os.Args[0]), "rke2"), "server")
	command.Stdout, command.Stderr = output, output
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return err
	}
	return os.WriteFile(path(pidFile), []byte(strconv.Itoa(command.Process.Pid)), 0o600)
}

func stop() error {
	for pid := running(); pid != 0; pid = running() {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}
