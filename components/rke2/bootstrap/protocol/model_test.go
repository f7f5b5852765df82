package protocol_test

import (
	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
)

// The model is the world in which protocol.Decide is explored: three nodes, one per availability zone, the bucket, etcd and
// RKE2 as far as membership goes, and the load balancer. It is as unkind as the real one and nowhere kinder:
//
//   - ETags are made of the content, so that equal contents written twice would be mistaken for each other;
//   - a request may reach S3 long after its sender died;
//   - the load balancer sends a joiner to any registered node if none is healthy, to itself included;
//   - RKE2 without "server:" and without data founds a cluster, always;
//   - a node's knowledge of itself is as old as its round.
//
// A partition from S3 or the load balancer, a slow node and a lost answer need no state of their own. A question may fail at
// any time, which ends the round; a node or RKE2 may stand still for any time; and the answer to a put is never looked at.

const servers = 3

var ordinals = [servers]string{"a", "b", "c"}

// maxGenerations bounds how often an instance is replaced; the budgets of the explorations stay below it.
const maxGenerations = 6

// instanceIDs are the names of instances: the ordinal and how many instances it had before.
var instanceIDs = func() (ids [servers][maxGenerations]string) {
	for n := range ids {
		for g := range ids[n] {
			ids[n][g] = ordinals[n] + string(rune('0'+g))
		}
	}
	return ids
}()

const maxClusters = 6

type model struct {
	// The three objects; nil for one that does not exist. What a pointer points to is never changed.
	claim  *protocol.Claim
	marker *protocol.Marker
	lock   *protocol.Lock
	// flight is a put that was sent and has not reached S3 yet.
	flight flight
	nodes  [servers]modelNode
	// founded counts the clusters that were ever initialised. Cluster k is data k on a disk; 0 is no data.
	founded int8
	// orphans are the voting members of a cluster whose instances are gone, orphanLearners those that never voted.
	orphans        [maxClusters]int8
	orphanLearners [maxClusters]int8
	// posthumous is true if the marker was written by an instance that was dead by then.
	posthumous bool
	budget     budget
	broken     string
}

type flight struct {
	action protocol.Action
	sender string
}

type modelNode struct {
	generation int8
	dead       bool
	state      protocol.State
	data       int8
	voter      bool
	running    bool
	// founding is true if RKE2 runs with a configuration that names no server.
	founding bool
	leaving  bool
	// expiring is true if certificates are due for renewal; renewing from when RKE2 is stopped for that until it serves.
	expiring, renewing bool
	outOfTime          bool
	// left is true from when the zone's member left until another one votes in its place.
	left bool
	// view is what the node knows in the present round, nil between rounds.
	view *protocol.View
}

// budget is how many faults of each kind may still happen.
type budget struct {
	crashes, kills, leaves, delays, timeouts, renewals int8
}

// settings are what a mutation changes.
type settings struct {
	decide        func(protocol.View) protocol.Action
	unconditional bool
	// mayAbandon lets nodes give their instance up, which the genuine protocol never has to.
	mayAbandon bool
	// safetyOnly leaves out the question whether the cluster becomes complete once faults stop.
	safetyOnly bool
}

func newModel(b budget) model {
	return model{budget: b}
}

// formed is a complete cluster of three members, as the protocol leaves it behind.
func formed(b budget) model {
	m := newModel(b)
	m.founded = 1
	m.claim = &protocol.Claim{Instance: "a0", Fence: 1}
	m.marker = &protocol.Marker{Instance: "a0", Fence: 1}
	m.lock = &protocol.Lock{Holder: "c0", Fence: 2}
	for n := range m.nodes {
		m.nodes[n] = modelNode{
			state: protocol.State{Phase: protocol.PhaseMember, Registered: true}, data: 1, voter: true, running: true,
		}
	}
	return m
}

func (m *model) id(n int) string { return instanceIDs[n][m.nodes[n].generation] }

// alive tells whether an instance exists and is not terminated.
func (m *model) alive(instance string) bool {
	for n := range m.nodes {
		if m.id(n) == instance {
			return !m.nodes[n].dead
		}
	}
	return false
}

// census counts the voting members of a cluster: all of them, those on living instances, and those that run.
func (m *model) census(cluster int8) (members, living, running int8) {
	members = m.orphans[cluster]
	for _, node := range m.nodes {
		if node.data == cluster && node.voter && !node.dead {
			members++
			living++
			if node.running {
				running++
			}
		}
	}
	return members, living, running
}

func (m *model) quorum(cluster int8) bool {
	if cluster == 0 {
		return false
	}
	members, _, running := m.census(cluster)
	return running >= members/2+1
}

func (m *model) serving(n int) bool {
	node := &m.nodes[n]
	return !node.dead && node.running && node.voter && m.quorum(node.data)
}

// lost tells whether the cluster is beyond what the protocol may mend: it was initialised, and too few of its members are
// left. Only an operator's restore goes on from there.
func (m *model) lost() bool {
	if m.marker == nil {
		return false
	}
	for cluster := int8(1); cluster <= m.founded; cluster++ {
		members, living, _ := m.census(cluster)
		if living > 0 && living >= members/2+1 {
			return false
		}
	}
	for _, node := range m.nodes {
		if !node.dead && node.state.Phase == protocol.PhaseFounding && node.data == 0 && node.running {
			return false
		}
	}
	return true
}

// complete tells whether the cluster is what it should be.
func (m *model) complete() bool {
	for n := range m.nodes {
		node := &m.nodes[n]
		if !m.serving(n) || node.leaving || node.state.Phase != protocol.PhaseMember || !node.state.Registered {
			return false
		}
	}
	return (m.lock == nil || !m.lock.Held) && m.orphans[m.nodes[0].data] == 0
}

// breaks records a violation; the first one is kept.
func (m *model) breaks(what string) {
	if m.broken == "" {
		m.broken = what
	}
}

// check looks for violations that are visible in one state.
func (m *model) check() {
	var cluster int8
	joining := 0
	for _, node := range m.nodes {
		if node.dead {
			continue
		}
		if node.data != 0 && cluster != 0 && node.data != cluster {
			m.breaks("two clusters")
		}
		if node.data != 0 {
			cluster = node.data
		}
		if node.running && !node.founding && !node.voter {
			joining++
		}
	}
	if joining > 1 {
		m.breaks("two nodes join at once")
	}
}
