package node

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// Node is a server on its way into the cluster and out of it.
type Node struct {
	Self      protocol.Self
	Store     Store
	Instances Instances
	Scaling   Scaling
	RKE2      RKE2
	Disk      Disk
	Clock     Clock
	Log       *slog.Logger
	Patience  Patience

	leavingSince  time.Time
	startingSince time.Time
	lastBeat      time.Time
	wait          waiting
}

// Patience is how long a node waits for what.
type Patience struct {
	// Pause is the mean time between rounds that wait; the real one is up to half of it longer or shorter.
	Pause time.Duration
	// Start is how long RKE2 may take from its first start until it serves. After that the node no longer asks for more time
	// in its launch hook, so that the group replaces it and whatever it holds is free.
	Start time.Duration
	// Leave is how long a member waits until the cluster can spare it.
	Leave time.Duration
	// Alarm is how long the node waits for one thing before the log calls it an alarm.
	Alarm time.Duration
}

// Run takes one round after the other until the node has left, which returns nil, or the context ends.
func (n *Node) Run(ctx context.Context) error {
	for {
		action, err := n.Round(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n.report(action, err)
		switch action.(type) {
		case protocol.Finish:
			if err == nil {
				return nil
			}
		case protocol.Abandon:
			if err == nil {
				return fmt.Errorf("this instance was given up: %v", action)
			}
		}
		n.heartbeat(ctx)
		if pause := n.pause(action, err); pause > 0 {
			if err := n.Clock.Sleep(ctx, pause); err != nil {
				return err
			}
		}
	}
}

// Round asks and answers until the protocol says what to do, and tries that once. The action is nil if the round failed before
// that. An error ends the round and nothing else: the next one finds out what is true.
func (n *Node) Round(ctx context.Context) (protocol.Action, error) {
	local, err := n.local(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at this node: %w", err)
	}
	view := protocol.View{Self: n.Self, Local: local}
	for {
		action := protocol.Decide(view)
		if !action.Question() {
			if err := n.perform(ctx, action); err != nil {
				return action, fmt.Errorf("%v: %w", action, err)
			}
			return action, nil
		}
		if err := n.answer(ctx, action, &view); err != nil {
			return nil, fmt.Errorf("%v: %w", action, err)
		}
	}
}

func (n *Node) local(ctx context.Context) (protocol.Local, error) {
	var local protocol.Local
	var err error
	if local.State, err = n.Disk.Load(); err != nil {
		return local, err
	}
	if local.Data, err = n.RKE2.Data(); err != nil {
		return local, err
	}
	if local.Running, err = n.RKE2.Running(ctx); err != nil {
		return local, err
	}
	if local.Running {
		if local.Serving, err = n.RKE2.Serving(ctx); err != nil {
			return local, err
		}
	}
	if local.Expiring, err = n.RKE2.Expiring(n.Clock.Now()); err != nil {
		return local, err
	}
	if local.Leaving, err = n.Scaling.Terminating(ctx); err != nil {
		return local, err
	}
	n.time(&local)
	return local, nil
}

// time keeps the node's own stopwatches.
func (n *Node) time(local *protocol.Local) {
	now := n.Clock.Now()
	if local.Leaving && n.leavingSince.IsZero() {
		n.leavingSince = now
	}
	local.OutOfTime = local.Leaving && now.Sub(n.leavingSince) > n.Patience.Leave
	if starting := local.State.Phase == protocol.PhaseFounding || local.State.Phase == protocol.PhaseJoining; !starting {
		n.startingSince = time.Time{}
	} else if n.startingSince.IsZero() {
		n.startingSince = now
	}
}

func (n *Node) answer(ctx context.Context, question protocol.Action, view *protocol.View) error {
	var err error
	switch q := question.(type) {
	case protocol.ReadMarker:
		view.Marker, err = read[protocol.Marker](ctx, n.Store, protocol.MarkerKey)
	case protocol.ReadClaim:
		view.Claim, err = read[protocol.Claim](ctx, n.Store, protocol.ClaimKey)
	case protocol.ReadLock:
		view.Lock, err = read[protocol.Lock](ctx, n.Store, protocol.LockKey)
	case protocol.CheckLife:
		view.Asked = q.Instance
		view.Life, err = n.Instances.Life(ctx, q.Instance)
	case protocol.ReadMembers:
		view.Members, err = n.RKE2.Members(ctx)
		view.Members.Read = true
	default:
		err = errors.New("no answer is known to this question")
	}
	return err
}

func read[T protocol.Object](ctx context.Context, store Store, key string) (protocol.Seen[T], error) {
	data, etag, err := store.Get(ctx, key)
	if errors.Is(err, fs.ErrNotExist) {
		return protocol.Seen[T]{Read: true}, nil
	}
	if err != nil {
		return protocol.Seen[T]{}, err
	}
	value, err := protocol.ParseRecord[T](data)
	return protocol.Seen[T]{Read: true, Present: true, Value: value, ETag: etag}, err
}

func (n *Node) perform(ctx context.Context, action protocol.Action) error {
	switch a := action.(type) {
	case protocol.PutClaim:
		a.Claim.Written = n.Clock.Now().UTC()
		return put(ctx, n.Store, protocol.ClaimKey, a.Claim, a.Replaces)
	case protocol.PutMarker:
		a.Marker.Written = n.Clock.Now().UTC()
		return put(ctx, n.Store, protocol.MarkerKey, a.Marker, "")
	case protocol.PutLock:
		a.Lock.Written = n.Clock.Now().UTC()
		return put(ctx, n.Store, protocol.LockKey, a.Lock, a.Replaces)
	case protocol.Record:
		return n.record(ctx, a.State)
	case protocol.Start:
		return n.RKE2.Start(ctx, a.Found)
	case protocol.Stop:
		return n.RKE2.Stop(ctx)
	case protocol.Register:
		return n.register(ctx)
	case protocol.Leave:
		return n.leave(ctx, a.Hurry)
	case protocol.Finish:
		return n.Scaling.Complete(ctx, Terminate, true)
	case protocol.Abandon:
		return n.Scaling.Complete(ctx, Launch, false)
	default:
		return nil
	}
}

func put[T protocol.Object](ctx context.Context, store Store, key string, record T, replaces string) error {
	data, err := protocol.Encode(record)
	if err != nil {
		return err
	}
	return store.Put(ctx, key, data, replaces)
}

// record saves a state. A new member first gets the configuration with which it may be started again at any time.
func (n *Node) record(ctx context.Context, state protocol.State) error {
	before, err := n.Disk.Load()
	if err != nil {
		return err
	}
	if state.Phase == protocol.PhaseMember && before.Phase != protocol.PhaseMember {
		if err := n.RKE2.Settle(ctx); err != nil {
			return err
		}
	}
	return n.Disk.Save(state)
}

func (n *Node) register(ctx context.Context) error {
	if err := n.Scaling.Complete(ctx, Launch, true); err != nil {
		return err
	}
	return n.mark(func(s *protocol.State) { s.Registered = true })
}

func (n *Node) leave(ctx context.Context, hurry bool) error {
	if err := n.RKE2.Leave(ctx, hurry); err != nil {
		return err
	}
	return n.mark(func(s *protocol.State) { s.Phase = protocol.PhaseLeft })
}

func (n *Node) mark(change func(*protocol.State)) error {
	state, err := n.Disk.Load()
	if err != nil {
		return err
	}
	change(&state)
	return n.Disk.Save(state)
}
