package node

import (
	"context"
	"time"
)

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now returns the time, with the reading that only moves forward.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep returns after the duration, or with the context's error when that ends first.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
