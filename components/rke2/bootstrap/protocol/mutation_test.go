package protocol_test

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// mutation is a protocol with one mistake in it, and what the exploration must find.
type mutation struct {
	name     string
	start    model
	settings settings
	finds    string
}

const noProgress = "no progress although faults have stopped"

// deceive is the protocol with a node that sees something else than what is there.
func deceive(change func(*protocol.View)) settings {
	return settings{decide: func(v protocol.View) protocol.Action {
		change(&v)
		return protocol.Decide(v)
	}}
}

// replace is the protocol with other actions.
func replace(change func(protocol.View, protocol.Action) protocol.Action) settings {
	return settings{decide: func(v protocol.View) protocol.Action { return change(v, protocol.Decide(v)) }}
}

var mutations = []mutation{
	{
		"no look at the marker", newModel(budget{kills: 1}),
		deceive(func(v *protocol.View) { v.Marker = protocol.Seen[protocol.Marker]{Read: true} }),
		"although the marker exists",
	},
	{
		"a claim is taken from a silent instance that is not proven dead", newModel(budget{}),
		deceive(func(v *protocol.View) {
			if v.Asked == v.Claim.Value.Instance {
				v.Life = protocol.LifeDead
			}
		}),
		"two clusters",
	},
	{
		"the lock is taken from a silent instance that is not proven dead", newModel(budget{}),
		deceive(func(v *protocol.View) {
			if v.Asked == v.Lock.Value.Holder {
				v.Life = protocol.LifeDead
			}
		}),
		"two nodes join at once",
	},
	{"puts without a condition", newModel(budget{}), settings{decide: protocol.Decide, unconditional: true}, "two clusters"},
	{
		"the launch hook is completed before the node is ready", newModel(budget{crashes: 1}),
		replace(func(v protocol.View, a protocol.Action) protocol.Action {
			if _, waits := a.(protocol.Wait); waits && v.Local.Running && !v.Local.State.Registered {
				return protocol.Register{}
			}
			return a
		}),
		"a node joins itself",
	},
	{
		"joins without the lock", newModel(budget{}),
		deceive(func(v *protocol.View) {
			v.Lock.Read, v.Lock.Present = true, true
			v.Lock.Value = protocol.Lock{Holder: v.Self.Instance, Held: true, Fence: v.Local.State.Lock}
		}),
		"two nodes join at once",
	},
	{
		"a lock is used again whose release is under way", formed(budget{leaves: 2, delays: 1, crashes: 1}),
		replace(func(v protocol.View, a protocol.Action) protocol.Action {
			record, records := a.(protocol.Record)
			holds := v.Lock.Value.Held && v.Lock.Value.Holder == v.Self.Instance
			if holds && records && record.State.Lock > v.Lock.Value.Fence {
				v.Local.State.Lock = v.Lock.Value.Fence
				return protocol.Decide(v)
			}
			return a
		}),
		"two members are missing because they left",
	},
	{
		"a restarted server has no endpoint in its configuration", formed(budget{leaves: 1, crashes: 1}),
		replace(func(_ protocol.View, a protocol.Action) protocol.Action {
			if _, starts := a.(protocol.Start); starts {
				return protocol.Start{Found: true}
			}
			return a
		}),
		"although the marker exists",
	},
	{
		"members leave an incomplete cluster", formed(budget{leaves: 2}),
		deceive(func(v *protocol.View) { v.Members.Others, v.Members.Healthy = servers-1, servers-1 }),
		"two members are missing because they left",
	},
	{
		"the lock is kept while a node waits to leave", formed(budget{leaves: 1, kills: 1}),
		replace(func(v protocol.View, a protocol.Action) protocol.Action {
			put, ok := a.(protocol.PutLock)
			if ok && !put.Lock.Held && v.Local.Leaving && v.Local.State.Phase == protocol.PhaseMember {
				return protocol.Wait{}
			}
			return a
		}),
		noProgress,
	},
	{
		"certificates are renewed without the lock", formed(budget{renewals: 2}),
		replace(func(v protocol.View, a protocol.Action) protocol.Action {
			if v.Local.Expiring && v.Members.Read && v.Local.State.Phase == protocol.PhaseMember && v.Local.Running {
				return protocol.Stop{}
			}
			return a
		}),
		"a server is restarted while another one is restarted",
	},
	{
		"a node that is to leave does not bring its vote back", formed(budget{leaves: 1, kills: 1, crashes: 1}),
		deceive(func(v *protocol.View) {
			if v.Local.Leaving {
				v.Local.Running = true
			}
		}),
		noProgress,
	},
}

func TestTheExplorationFindsEveryMistakeThatIsPutIn(t *testing.T) {
	t.Parallel()
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			m.settings.safetyOnly, m.settings.mayAbandon = m.finds != noProgress, true
			result := explore(m.start, m.settings, stateLimit)
			if !strings.Contains(result.violation, m.finds) {
				t.Errorf("expected the exploration to find %q, got %v", m.finds, result)
			}
			t.Log(result)
		})
	}
}
