package protocol_test

import (
	"flag"
	"maps"
	"os"
	"runtime/debug"
	"testing"

	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

var genuine = settings{decide: protocol.Decide}

// stateLimit is far above what the explorations need: one that reaches it is not finished and fails.
const stateLimit = 3_000_000

// deep adds the explorations that take minutes: go test -timeout 30m -args -deep.
var deep = flag.Bool("deep", false, "also explore what takes minutes")

// explorations are what may happen, by how many faults of each kind. Those of a first boot start from three empty nodes, the
// others from a complete cluster.
var explorations = map[string]model{
	"first boot":                         newModel(budget{}),
	"first boot with two reboots":        newModel(budget{crashes: 2}),
	"first boot with a terminated node":  newModel(budget{kills: 1}),
	"first boot with a late request":     newModel(budget{delays: 1}),
	"a reboot, a terminated node":        formed(budget{crashes: 1, kills: 1}),
	"two are to leave":                   formed(budget{leaves: 2}),
	"one is to leave, two reboots":       formed(budget{leaves: 1, crashes: 2}),
	"one is to leave, a terminated node": formed(budget{leaves: 1, kills: 1}),
	"one is to leave, a late request":    formed(budget{leaves: 1, delays: 1}),
	"one runs out of time to leave":      formed(budget{leaves: 1, timeouts: 1, crashes: 1}),
	"three renew their certificates":     formed(budget{renewals: 3}),
	"one renews, one is to leave":        formed(budget{renewals: 1, leaves: 1, crashes: 1}),
}

var deepExplorations = map[string]model{
	"first boot with a terminated node and a late request": newModel(budget{kills: 1, delays: 1}),
	"first boot with a terminated node and a reboot":       newModel(budget{kills: 1, crashes: 1}),
	"first boot with a late request and a reboot":          newModel(budget{delays: 1, crashes: 1}),
	"one is to leave, with a reboot and a terminated node": formed(budget{leaves: 1, crashes: 1, kills: 1}),
	"two are to leave, with a late request and a reboot":   formed(budget{leaves: 2, delays: 1, crashes: 1}),
	"three are to leave":                                         formed(budget{leaves: 3}),
	"two are to leave and run out of time":                       formed(budget{leaves: 2, timeouts: 2}),
	"one runs out of time to leave, another one is terminated":   formed(budget{leaves: 1, timeouts: 1, kills: 1}),
	"two renew their certificates, one is to leave, one reboots": formed(budget{renewals: 2, leaves: 1, crashes: 1}),
}

// TestMain lets the garbage wait: states are many and small, most of them are seen already, and an exploration is over soon.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

func TestNoInterleavingMakesTwoClustersOrStopsForGood(t *testing.T) {
	t.Parallel()
	all := maps.Clone(explorations)
	if *deep {
		maps.Copy(all, deepExplorations)
	}
	for name, start := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := explore(start, genuine, stateLimit)
			if result.violation != "" {
				t.Errorf("expected no violation in any state, got %v", result)
			}
			t.Logf("%d states; in %d of them the cluster has lost its quorum for good and waits for a restore", result.states, result.excused)
		})
	}
}

func TestLongRandomRunsWithManyFaultsConverge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		faults := budget{crashes: 4, kills: 2, leaves: 2, delays: 4, timeouts: 1}
		m := newModel(faults)
		if rapid.Bool().Draw(t, "formed") {
			m = formed(faults)
		}
		var trace []string
		for range rapid.IntRange(50, 400).Draw(t, "steps") {
			possible := m.transitions(genuine)
			step := possible[rapid.IntRange(0, len(possible)-1).Draw(t, "step")]
			trace = append(trace, step.label())
			m = *step.next
			if m.broken != "" {
				t.Fatalf("expected no violation, got %q after %q", m.broken, trace)
			}
		}
		if !m.converges(genuine, map[digest]bool{}) {
			t.Fatalf("expected a complete cluster once faults stop, got none after %q", trace)
		}
	})
}
