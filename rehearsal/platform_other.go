//go:build !unix

package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

var errPlatform = fmt.Errorf("a rehearsal runs on Linux and macOS, not on %s: %w", runtime.GOOS, errors.ErrUnsupported)

func lockDir(string, string) (*os.File, error) { return nil, errPlatform }

func unlockDir(f *os.File) error { return f.Close() }

func freeSpace(string) (uint64, error) { return 0, errPlatform }

func ownGroup(*exec.Cmd) {}

func interrupt(*exec.Cmd) error { return errPlatform }

func killGroup(*exec.Cmd) error { return nil }
