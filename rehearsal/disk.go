package rehearsal

import (
	"context"
	"fmt"
	"syscall"
	"time"
)

const mebibyte = 1 << 20

// What a rehearsal needs of the disk, in bytes.
const (
	// spaceToStart is asked for before anything is begun: state, plan and simulated cloud of some five hundred resources, several
	// times over.
	spaceToStart = 20 * mebibyte
	// spaceToEnd is left for an interrupted engine to save what it has done. Below it no engine goes on: it would try each write of
	// its state eleven times, for half a minute.
	spaceToEnd = 4 * mebibyte
)

// How an engine on a full disk is ended.
const (
	// diskPeriod is how often the free space is looked at.
	diskPeriod = 250 * time.Millisecond
	// fullDiskGrace is how long an engine that is interrupted on a full disk may take to save its state.
	fullDiskGrace = 5 * time.Second
)

// errFullDisk is why an engine was ended. Its text is that of a write that found no space, by which explain knows it.
var errFullDisk = fmt.Errorf("the disk is nearly full: %w", syscall.ENOSPC)

// checkSpace fails where there is too little space to begin.
func checkSpace(dir string, free func(string) (uint64, error)) error {
	space, err := free(dir)
	if err != nil {
		return fmt.Errorf("find out how much space is left: %w", err)
	}
	if space < spaceToStart {
		return &FullDiskError{Dir: dir, Err: fmt.Errorf("%d MiB are left: %w", space/mebibyte, syscall.ENOSPC)}
	}
	return nil
}

// withSpace ends the context, with errFullDisk as its cause, when the disk that holds dir is nearly full. stop ends the watch.
func withSpace(parent context.Context, dir string, free func(string) (uint64, error)) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		tick := time.NewTicker(diskPeriod)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if space, err := free(dir); err == nil && space < spaceToEnd {
					cancel(errFullDisk)
					return
				}
			}
		}
	}()
	return ctx, func() {
		cancel(nil)
		<-watched
	}
}
