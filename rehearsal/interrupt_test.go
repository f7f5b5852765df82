package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestAnInterruptedUpFinishesWhatItBeganAndTheNextGoesOn(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(1, nil))
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	// The interrupt comes while the VPC is being made: it must be waited for and recorded, and its subnet must not be begun.
	cancelled := make(chan struct{})
	options.cancelled = sync.OnceFunc(func() { close(cancelled) })
	options.Packages[0].Resources[0].Create = func(*cloud.Call) error {
		interrupt()
		select {
		case <-cancelled:
			return nil
		case <-time.After(time.Minute):
			return errors.New("the engine does not pass the interrupt on")
		}
	}
	s := open(t, options)
	_, err := s.Up(ctx)
	expectStepError(t, err, ErrInterrupted)
	resources, err := s.Resources(t.Context())
	if err != nil {
		t.Fatalf("expected the state to be readable after the interrupt, got %v", err)
	}
	known := map[string]bool{}
	for _, r := range resources {
		known[r.ID] = true
	}
	for _, o := range s.Cloud().Objects() {
		if !known[o.ID] {
			t.Errorf("%s %s is in the cloud and not in the state", o.Kind, o.ID)
		}
	}
	closeSession(t, s)

	options.Packages = testOptions(t, nil).Packages
	if got := up(t, options).Changes; got["create"] != 1 || got["same"] != 2 {
		t.Errorf("expected the next up to keep the VPC and create the subnet, got %v", got)
	}
}

// mortal returns a Pulumi command and a function that kills it as the system does with a process that takes too much memory.
func mortal(t *testing.T) (cli string, kill func() error) {
	t.Helper()
	dir := t.TempDir()
	cli, pidFile := filepath.Join(dir, "pulumi"), filepath.Join(dir, "pid")
	script := fmt.Sprintf("#!/bin/sh\necho $$ > %q\nexec %q \"$@\"\n", pidFile, testCLI(t))
	if err := os.WriteFile(cli, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return cli, func() error {
		process, err := os.FindProcess(readPID(pidFile))
		if err != nil {
			return err
		}
		return process.Kill()
	}
}

func TestAnEngineThatIsKilledInTheMiddleOfACreateDoesNotStopTheNextUp(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(1, nil))
	var kill func() error
	options.PulumiCLI, kill = mortal(t)
	options.Checkpoints = true
	killed := false
	subnet := &options.Packages[0].Resources[1]
	subnet.Create = func(c *cloud.Call) error {
		if killed {
			return nil
		}
		killed = true
		return errors.Join(errors.New("the request never reached the service"), kill())
	}
	s := open(t, options)
	_, err := s.Up(t.Context())
	expectStepError(t, err, nil, "killed")
	if _, err := s.Up(t.Context()); err != nil {
		t.Fatalf("expected the next up of the same session to go on, got %v", err)
	}
}
