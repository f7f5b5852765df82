package protocol

import "fmt"

// Action is what to do next: a question, which leaves the round open, or an effect, which ends it.
type Action interface {
	fmt.Stringer
	// Question tells whether the action only fills in the view.
	Question() bool
}

type question struct{}

func (question) Question() bool { return true }

type effect struct{}

func (effect) Question() bool { return false }

// ReadMarker asks for the marker.
type ReadMarker struct{ question }

// ReadClaim asks for the claim.
type ReadClaim struct{ question }

// ReadLock asks for the membership lock.
type ReadLock struct{ question }

// CheckLife asks EC2 whether an instance is dead.
type CheckLife struct {
	question
	Instance string
}

// ReadMembers asks the cluster's API for the membership of etcd.
type ReadMembers struct{ question }

// PutClaim writes the claim, on condition that the stored one has the ETag Replaces, or that there is none if it is empty.
type PutClaim struct {
	effect
	Claim    Claim
	Replaces string
}

// PutMarker writes the marker, on condition that there is none.
type PutMarker struct {
	effect
	Marker Marker
}

// PutLock writes the lock, on condition that the stored one has the ETag Replaces, or that there is none if it is empty.
type PutLock struct {
	effect
	Lock     Lock
	Replaces string
}

// Record writes the node's state to its disk, durably.
type Record struct {
	effect
	State State
}

// Start starts RKE2. With Found the configuration names no server, so that RKE2 initialises a cluster; it is the only
// action that can. Without it the configuration names the cluster's endpoint, also on the server that founded the cluster:
// should its etcd data ever be removed, it joins again and does not initialise a second cluster.
type Start struct {
	effect
	Found bool
}

// Stop stops RKE2; the next round starts it again.
type Stop struct{ effect }

// Register completes the launch hook, so that the Auto Scaling group attaches the node to the load balancer.
type Register struct{ effect }

// Leave takes a snapshot, drains the node, removes its etcd member, stops RKE2, deletes the Node, and records PhaseLeft.
// Each part may be repeated. With Hurry there is no time left to wait for a snapshot or for pods.
type Leave struct {
	effect
	Hurry bool
}

// Finish completes the terminate hook.
type Finish struct{ effect }

// Abandon tells the Auto Scaling group to replace the instance: what lies on its disk must never be started.
type Abandon struct {
	effect
	Reason string
}

// Wait ends the round; the next one begins after a pause.
type Wait struct {
	effect
	// For says what is awaited, for the log.
	For string
}

// Idle ends the round: there is nothing to do as long as nothing changes.
type Idle struct{ effect }

// String describes the action for the log.
func (ReadMarker) String() string  { return "read the marker" }
func (ReadClaim) String() string   { return "read the claim" }
func (ReadLock) String() string    { return "read the membership lock" }
func (a CheckLife) String() string { return "ask EC2 whether " + a.Instance + " is terminated" }
func (ReadMembers) String() string { return "read the membership of etcd" }
func (a PutClaim) String() string {
	return fmt.Sprintf("claim the right to initialise the cluster, fence %d", a.Claim.Fence)
}
func (PutMarker) String() string { return "mark the cluster as initialised" }
func (a PutLock) String() string {
	if !a.Lock.Held {
		return fmt.Sprintf("release the membership lock, fence %d", a.Lock.Fence)
	}
	return fmt.Sprintf("take the membership lock to %s, fence %d", a.Lock.Purpose, a.Lock.Fence)
}
func (a Record) String() string { return fmt.Sprintf("record the phase %q", string(a.State.Phase)) }
func (a Start) String() string {
	if a.Found {
		return "start RKE2 and initialise the cluster"
	}
	return "start RKE2 with the cluster's endpoint"
}
func (Stop) String() string      { return "stop RKE2" }
func (Register) String() string  { return "complete the launch hook" }
func (Leave) String() string     { return "leave the cluster" }
func (Finish) String() string    { return "complete the terminate hook" }
func (a Abandon) String() string { return "give the instance up: " + a.Reason }
func (a Wait) String() string    { return "wait for " + a.For }
func (Idle) String() string      { return "nothing to do" }
