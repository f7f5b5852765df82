package node_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/node"
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// world is a node's whole world in memory. Its clock moves only when the node sleeps.
type world struct {
	objects     map[string]string
	storeErr    error
	life        protocol.Life
	state       protocol.State
	saved       []protocol.Phase
	data        bool
	running     bool
	serving     bool
	terminating bool
	completed   []string
	beats       map[node.Hook]int
	did         []string
	failLeave   error
	now         time.Time
	// until ends the run at a point of the clock, onSleep changes the world on the way there.
	until   time.Time
	onSleep func(*world)
}

func (w *world) Get(_ context.Context, key string) ([]byte, string, error) {
	text, ok := w.objects[key]
	if w.storeErr != nil {
		return nil, "", w.storeErr
	}
	if !ok {
		return nil, "", fs.ErrNotExist
	}
	return []byte(text), text, nil
}

func (w *world) Put(_ context.Context, key string, data []byte, replaces string) error {
	if w.objects[key] != replaces {
		return node.ErrConflict
	}
	w.objects[key] = string(data)
	return nil
}

func (w *world) Life(context.Context, string) (protocol.Life, error) { return w.life, nil }

func (w *world) Terminating(context.Context) (bool, error) { return w.terminating, nil }

func (w *world) Complete(_ context.Context, hook node.Hook, proceed bool) error {
	result := map[bool]string{true: "continue", false: "abandon"}[proceed]
	w.completed = append(w.completed, string(hook)+" "+result)
	return nil
}

func (w *world) Heartbeat(_ context.Context, hook node.Hook) error { w.beats[hook]++; return nil }

func (w *world) Data() (bool, error)                   { return w.data, nil }
func (w *world) Running(context.Context) (bool, error) { return w.running, nil }
func (w *world) Serving(context.Context) (bool, error) { return w.serving, nil }
func (w *world) Expiring(time.Time) (bool, error)      { return false, nil }
func (w *world) Settle(context.Context) error          { w.did = append(w.did, "settle"); return nil }
func (w *world) Stop(context.Context) error            { w.running = false; return nil }
func (w *world) Load() (protocol.State, error)         { return w.state, nil }
func (w *world) Now() time.Time                        { return w.now }
func (w *world) Save(state protocol.State) error {
	w.state = state
	w.saved = append(w.saved, state.Phase)
	return nil
}

func (w *world) Members(context.Context) (protocol.Membership, error) {
	return protocol.Membership{Self: true, Others: 2, Healthy: 2}, nil
}

func (w *world) Start(_ context.Context, found bool) error {
	w.did = append(w.did, map[bool]string{true: "found", false: "start"}[found])
	w.running, w.data = true, true
	return nil
}

func (w *world) Leave(_ context.Context, hurry bool) error {
	w.did = append(w.did, map[bool]string{true: "leave in a hurry", false: "leave"}[hurry])
	return w.failLeave
}

func (w *world) Sleep(_ context.Context, d time.Duration) error {
	w.now = w.now.Add(d)
	if w.onSleep != nil {
		w.onSleep(w)
	}
	if w.now.After(w.until) {
		return context.DeadlineExceeded
	}
	return nil
}

func newWorld() *world {
	start := time.Unix(1_000_000, 0)
	return &world{
		objects: map[string]string{}, beats: map[node.Hook]int{}, life: protocol.LifeAlive, now: start, until: start.Add(3 * time.Hour),
	}
}

func run(t *testing.T, w *world) (log string, err error) {
	t.Helper()
	var out bytes.Buffer
	n := node.Node{
		Self:  protocol.Self{Cluster: "prod", CAHash: "h", Ordinal: "a", Instance: "i-1", Servers: 3},
		Store: w, Instances: w, Scaling: w, RKE2: w, Disk: w, Clock: w, Log: slog.New(slog.NewTextHandler(&out, nil)),
		Patience: node.Patience{
			Pause: 10 * time.Second, Start: 45 * time.Minute, Leave: 30 * time.Minute, Alarm: 10 * time.Minute,
		},
	}
	err = n.Run(t.Context())
	return out.String(), err
}

func TestAnEmptyBucketAndOneNodeMakeACluster(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.onSleep = func(w *world) { w.serving = w.running }
	if _, err := run(t, w); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("expected the node to run on, got %v", err)
	}
	if diff := cmp.Diff([]string{"found", "settle"}, w.did); diff != "" {
		t.Errorf("what was done to RKE2 differs (-want +got):\n%s", diff)
	}
	want := []protocol.Phase{protocol.PhaseFounding, protocol.PhaseMember, protocol.PhaseMember}
	if diff := cmp.Diff(want, w.saved); diff != "" {
		t.Errorf("recorded phases differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"launch continue"}, w.completed); diff != "" {
		t.Errorf("completed hooks differ (-want +got):\n%s", diff)
	}
}

func TestANodeWaitsAndSaysForWhatAndSoundsAnAlarm(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.objects[protocol.ClaimKey] = `{"cluster":"prod","ordinal":"b","instance":"i-2","fence":1,"written":"2026-08-01T00:00:00Z"}`
	log, err := run(t, w)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	says := "i-2 in b, which holds the claim, to initialise the cluster"
	if got := strings.Count(log, "msg=waiting"); got != 1 || !strings.Contains(log, says) {
		t.Errorf("expected the log to say once that it waits for %q, got %d times:\n%s", says, got, log)
	}
	if got := strings.Count(log, "alarm=true"); got < 10 || got > 20 {
		t.Errorf("expected an alarm about every ten minutes for three hours, got %d", got)
	}
	if w.beats[node.Launch] < 100 {
		t.Errorf("expected a node that holds nothing to go on asking for time, got %d heartbeats", w.beats[node.Launch])
	}
}

func TestAServerThatDoesNotComeUpStopsAskingForTime(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if _, err := run(t, w); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if beats := w.beats[node.Launch]; beats < 30 || beats > 50 {
		t.Errorf("expected heartbeats for 45 minutes, one a minute at most, got %d", beats)
	}
}

func TestS3AwayIsNoReasonToStopAMember(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.storeErr = errors.New("connection refused")
	w.state = protocol.State{Phase: protocol.PhaseMember, Registered: true}
	w.data = true
	if _, err := run(t, w); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"start"}, w.did); diff != "" {
		t.Errorf("what was done to RKE2 differs (-want +got):\n%s", diff)
	}
}

func TestAMemberLeavesBeforeItIsTerminated(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.state = protocol.State{Phase: protocol.PhaseMember, Registered: true}
	w.data, w.running, w.serving, w.terminating = true, true, true, true
	if _, err := run(t, w); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"leave"}, w.did); diff != "" {
		t.Errorf("what was done to RKE2 differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"terminate continue"}, w.completed); diff != "" {
		t.Errorf("completed hooks differ (-want +got):\n%s", diff)
	}
	if !strings.Contains(w.objects[protocol.LockKey], `"held":false`) {
		t.Errorf("expected the lock to be released, got %s", w.objects[protocol.LockKey])
	}
}

func TestANodeThatCannotLeaveTriesInAHurryAtTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.state = protocol.State{Phase: protocol.PhaseMember, Registered: true}
	w.data, w.running, w.serving, w.terminating = true, true, true, true
	w.failLeave = errors.New("the snapshot failed")
	w.until = w.now.Add(31 * time.Minute)
	if _, err := run(t, w); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if last := w.did[len(w.did)-1]; last != "leave in a hurry" {
		t.Errorf("expected the last attempt to be in a hurry, got %q", last)
	}
	if beats := w.beats[node.Terminate]; beats < 20 || beats > 31 {
		t.Errorf("expected heartbeats for 30 minutes, got %d", beats)
	}
}

func TestAnInstanceWithForeignDataIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.data = true
	if _, err := run(t, w); err == nil || !strings.Contains(err.Error(), "given up") {
		t.Errorf("expected the instance to be given up, got %v", err)
	}
	if diff := cmp.Diff([]string{"launch abandon"}, w.completed); diff != "" {
		t.Errorf("completed hooks differ (-want +got):\n%s", diff)
	}
	if len(w.did) > 0 {
		t.Errorf("expected RKE2 to be left alone, got %v", w.did)
	}
}

func TestADamagedRecordStopsTheRoundAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.objects[protocol.MarkerKey] = `{"half`
	log, err := run(t, w)
	if !errors.Is(err, context.DeadlineExceeded) || len(w.did) > 0 {
		t.Errorf("expected the node to wait and leave RKE2 alone, got %v, %v", w.did, err)
	}
	if !strings.Contains(log, "parse a protocol.Marker") {
		t.Errorf("expected the log to name the record, got:\n%s", log)
	}
}
