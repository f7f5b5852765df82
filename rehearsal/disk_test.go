package rehearsal

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

func TestARehearsalDoesNotBeginOnADiskThatIsNearlyFull(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(0, nil))
	options.free = func(string) (uint64, error) { return spaceToStart - 1, nil }
	_, err := Open(t.Context(), options)
	if _, ok := errors.AsType[*FullDiskError](err); !ok || !strings.Contains(err.Error(), "free some") {
		t.Errorf("expected a FullDiskError with its remedy, got %v", err)
	}
	options.free = nil
	open(t, options)
}

// The engine would try each write of its state eleven times before it gives up.
func TestADiskThatFillsUpEndsAnUpThatSavesWhatItHasDone(t *testing.T) {
	t.Parallel()
	options := testOptions(t, network(1, nil))
	var full atomic.Bool
	options.free = func(string) (uint64, error) {
		if full.Load() {
			return spaceToEnd - 1, nil
		}
		return spaceToStart, nil
	}
	cancelled := make(chan struct{})
	options.cancelled = sync.OnceFunc(func() { close(cancelled) })
	options.Packages[0].Resources[0].Create = func(*cloud.Call) error {
		full.Store(true)
		select {
		case <-cancelled:
			return nil
		case <-time.After(time.Minute):
			return errors.New("the engine is not told to end")
		}
	}
	s := open(t, options)
	_, err := s.Up(t.Context())
	if _, ok := errors.AsType[*FullDiskError](err); !ok || !strings.Contains(err.Error(), s.dir.root) {
		t.Fatalf("expected a FullDiskError that names %s, got %v", s.dir.root, err)
	}
	full.Store(false)
	resources, err := s.Resources(t.Context())
	if err != nil {
		t.Fatalf("expected the state to be readable, got %v", err)
	}
	vpc, known := objectOf(t, s, "vpc"), false
	for _, r := range resources {
		known = known || r.ID == vpc.ID
	}
	if !known {
		t.Errorf("vpc %s is in the cloud and not in the state", vpc.ID)
	}
}

func TestTheSpaceLeftOnADiskIsKnown(t *testing.T) {
	t.Parallel()
	if space, err := freeSpace(t.TempDir()); err != nil || space == 0 {
		t.Errorf("expected some space to be left, got %d, %v", space, err)
	}
	if _, err := freeSpace("/nowhere/at/all"); err == nil {
		t.Error("expected an error for a folder that does not exist")
	}
}
