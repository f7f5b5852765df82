package protocol_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// drawView draws a view of a node that may have been told anything, with clocks that may show anything.
func drawView(t *rapid.T) protocol.View {
	instance := rapid.SampledFrom([]string{"a0", "b0", "b1"})
	clock := rapid.Custom(func(t *rapid.T) time.Time { return time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "clock"), 0) })
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	fence := rapid.IntRange(0, 3)
	return protocol.View{
		Self: protocol.Self{Cluster: "c", CAHash: "h", Ordinal: "a", Instance: "a0", Servers: servers},
		Local: protocol.Local{
			State: protocol.State{
				Phase: rapid.SampledFrom([]protocol.Phase{
					protocol.PhaseFresh, protocol.PhaseFounding, protocol.PhaseJoining, protocol.PhaseMember,
					protocol.PhaseLeaving, protocol.PhaseLeft,
				}).Draw(t, "phase"),
				Lock: fence.Draw(t, "locked"), Registered: flag("registered"),
			},
			Data: flag("data"), Running: flag("running"), Serving: flag("serving"), Leaving: flag("leaving"),
			OutOfTime: flag("out of time"),
		},
		Marker: protocol.Seen[protocol.Marker]{
			Read: flag("marker read"), Present: flag("marker present"), ETag: "m",
			Value: protocol.Marker{
				Cluster: rapid.SampledFrom([]string{"c", "d"}).Draw(t, "cluster"), CAHash: "h",
				Instance: instance.Draw(t, "marker of"), Fence: fence.Draw(t, "marker fence"), Written: clock.Draw(t, "marker"),
			},
		},
		Claim: protocol.Seen[protocol.Claim]{
			Read: flag("claim read"), Present: flag("claim present"), ETag: "c",
			Value: protocol.Claim{Instance: instance.Draw(t, "claim of"), Fence: fence.Draw(t, "claim fence"), Written: clock.Draw(t, "claim")},
		},
		Lock: protocol.Seen[protocol.Lock]{
			Read: flag("lock read"), Present: flag("lock present"), ETag: "l",
			Value: protocol.Lock{
				Holder: instance.Draw(t, "lock of"), Held: flag("held"), Fence: fence.Draw(t, "lock fence"), Written: clock.Draw(t, "lock"),
			},
		},
		Asked: instance.Draw(t, "asked"),
		Life:  rapid.SampledFrom([]protocol.Life{protocol.LifeUnknown, protocol.LifeAlive, protocol.LifeDead}).Draw(t, "life"),
		Members: protocol.Membership{
			Read: flag("members read"), Self: flag("member"), Others: rapid.IntRange(0, 3).Draw(t, "others"),
			Healthy: rapid.IntRange(0, 3).Draw(t, "healthy"),
		},
	}
}

func TestNoDecisionRestsOnAClock(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		view := drawView(t)
		skewed := view
		skewed.Marker.Value.Written = skewed.Marker.Value.Written.Add(time.Duration(rapid.Int64().Draw(t, "marker skew")))
		skewed.Claim.Value.Written = skewed.Claim.Value.Written.Add(time.Duration(rapid.Int64().Draw(t, "claim skew")))
		skewed.Lock.Value.Written = time.Time{}
		want, got := protocol.Decide(view), protocol.Decide(skewed)
		if lock, ok := want.(protocol.PutLock); ok {
			lock.Lock.Written = time.Time{}
			want = lock
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" {
			t.Fatalf("expected the same decision whatever the clocks show (-true +skewed):\n%s", diff)
		}
	})
}

func TestOnlyAnUnmarkedClaimantInitialises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		view := drawView(t)
		start, ok := protocol.Decide(view).(protocol.Start)
		if !ok || !start.Found {
			return
		}
		if !view.Marker.Read || view.Marker.Present {
			t.Fatal("expected no initialisation unless the marker was read as missing in this round")
		}
		if !view.Claim.Read || !view.Claim.Present || view.Claim.Value.Instance != view.Self.Instance {
			t.Fatal("expected no initialisation unless the claim was read as this node's own in this round")
		}
	})
}

func TestANodeDoesNotJoinAClusterThatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	self := protocol.Self{Cluster: "prod", CAHash: "abc", Ordinal: "a", Instance: "i-1", Servers: servers}
	for name, test := range map[string]struct {
		marker protocol.Marker
		says   string
	}{
		"another cluster": {protocol.Marker{Cluster: "dev", CAHash: "abc"}, `belongs to the cluster "dev", this node to "prod"`},
		"another CA":      {protocol.Marker{Cluster: "prod", CAHash: "xyz"}, "the cluster has the CA xyz, this node was given abc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, phase := range []protocol.Phase{protocol.PhaseFresh, protocol.PhaseFounding} {
				action := protocol.Decide(protocol.View{
					Self: self, Local: protocol.Local{State: protocol.State{Phase: phase}},
					Marker: protocol.Seen[protocol.Marker]{Read: true, Present: true, Value: test.marker},
				})
				wait, ok := action.(protocol.Wait)
				if !ok || !strings.Contains(wait.For, test.says) {
					t.Errorf("phase %q: expected to wait and say %q, got %v", phase, test.says, action)
				}
			}
		})
	}
}

func TestDataOfUnknownOriginAreNeverStarted(t *testing.T) {
	t.Parallel()
	action := protocol.Decide(protocol.View{Local: protocol.Local{Data: true}})
	if _, ok := action.(protocol.Abandon); !ok {
		t.Errorf("expected the instance to be given up, got %v", action)
	}
}

func TestAMemberStartsWithoutAskingS3(t *testing.T) {
	t.Parallel()
	action := protocol.Decide(protocol.View{Local: protocol.Local{
		State: protocol.State{Phase: protocol.PhaseMember, Registered: true}, Data: true,
	}})
	if diff := cmp.Diff(protocol.Start{}.String(), action.String()); diff != "" {
		t.Errorf("expected a member to start RKE2 at once (-want +got):\n%s", diff)
	}
}

func TestRecordsSurviveTheWayThroughS3(t *testing.T) {
	t.Parallel()
	want := protocol.Lock{Cluster: "c", Holder: "i-1", Held: true, Fence: 7, Purpose: "join", Written: time.Unix(99, 0).UTC()}
	data, err := protocol.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := protocol.ParseRecord[protocol.Lock](data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the lock differs after it was written and read (-written +read):\n%s", diff)
	}
	if _, err := protocol.ParseRecord[protocol.Lock]([]byte(`{"holder":"i-1","lease":5}`)); err == nil {
		t.Error("expected a record with an unknown key to be refused")
	}
	if _, err := protocol.ParseRecord[protocol.Lock](append(data, data...)); err == nil || !strings.Contains(err.Error(), "after the end of the JSON document") {
		t.Errorf("expected a record with another one behind it to be refused, got %v", err)
	}
}
