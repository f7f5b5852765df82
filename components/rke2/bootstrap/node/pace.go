package node

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// beatEvery is how often a node asks for more time in a hook, at most: it does not while it leaves, which takes up to eight
// minutes in one go. Hooks must allow a quarter of an hour between two requests.
const beatEvery = time.Minute

// waiting is what the node waits for, since when, and when the log said so last.
type waiting struct {
	reason string
	since  time.Time
	said   time.Time
}

// report writes the log: each effect once, what is awaited when it changes, and an alarm when that takes too long.
func (n *Node) report(action protocol.Action, err error) {
	wait, waits := action.(protocol.Wait)
	_, idle := action.(protocol.Idle)
	reason := wait.For
	if err != nil {
		reason = err.Error()
	}
	if err == nil && !waits {
		n.wait = waiting{}
		if !idle {
			n.Log.Info(action.String())
		}
		return
	}
	now := n.Clock.Now()
	if reason != n.wait.reason {
		n.wait = waiting{reason: reason, since: now, said: now}
		level := n.Log.Info
		if err != nil && !errors.Is(err, ErrConflict) {
			level = n.Log.Warn
		}
		level("waiting", "for", reason)
		return
	}
	if now.Sub(n.wait.since) > n.Patience.Alarm && now.Sub(n.wait.said) > n.Patience.Alarm {
		n.wait.said = now
		n.Log.Error("still waiting", "for", reason, "since", n.wait.since.UTC().Format(time.RFC3339), "alarm", true)
	}
}

// pause is how long to sleep before the next round: not at all after an effect that worked.
func (n *Node) pause(action protocol.Action, err error) time.Duration {
	if err == nil {
		switch action.(type) {
		case protocol.Wait, protocol.Idle, protocol.Start:
		default:
			return 0
		}
	}
	return n.Patience.Pause/2 + rand.N(n.Patience.Pause) //nolint:gosec // jitter keeps nodes apart and guards nothing
}

// heartbeat asks for more time in the hook that the node is in. A failure is only logged: the hook has time for several.
func (n *Node) heartbeat(ctx context.Context) {
	now := n.Clock.Now()
	if now.Sub(n.lastBeat) < beatEvery {
		return
	}
	hook, due := n.hook(now)
	if !due {
		return
	}
	n.lastBeat = now
	if err := n.Scaling.Heartbeat(ctx, hook); err != nil {
		n.Log.Warn("no more time in the lifecycle hook", "hook", string(hook), "error", err.Error())
	}
}

// hook returns the hook that the node is in, unless its time in it is over.
func (n *Node) hook(now time.Time) (Hook, bool) {
	if !n.leavingSince.IsZero() {
		return Terminate, now.Sub(n.leavingSince) <= n.Patience.Leave
	}
	state, err := n.Disk.Load()
	if err != nil || state.Registered {
		return "", false
	}
	return Launch, n.startingSince.IsZero() || now.Sub(n.startingSince) <= n.Patience.Start
}
