package protocol

// View is what a node knows in the present round. The zero value of everything but Self and Local means "not asked yet".
type View struct {
	Self  Self
	Local Local

	Marker Seen[Marker]
	Claim  Seen[Claim]
	Lock   Seen[Lock]

	// Asked is the instance whose life was looked up, and Life what EC2 said of it.
	Asked string
	Life  Life

	// Members is the membership of etcd as the cluster's API reports it.
	Members Membership
}

// Self is who the node is. It does not change while the instance exists.
type Self struct {
	Cluster  string
	CAHash   string
	Ordinal  string
	Instance string
	// Servers is the number of servers that the cluster has when it is complete.
	Servers int
}

// Seen is an object of the bucket as it was read: not at all (Read false), as missing (Present false), or with its
// content and the ETag to name in a conditional request.
type Seen[T Object] struct {
	Read    bool
	Present bool
	Value   T
	ETag    string
}

// Life is what EC2 says of an instance.
type Life string

// The answers. Only LifeDead, the instance state "terminated", lets a node take what another one holds: a stopped
// instance can be started again, and one that is not found may be too new to be seen.
const (
	LifeUnknown Life = "unknown"
	LifeAlive   Life = "alive"
	LifeDead    Life = "dead"
)

// Phase is how far a node is on its way. It is written to the node's disk before the step that it allows.
type Phase string

// The phases of a server.
const (
	PhaseFresh    Phase = ""
	PhaseFounding Phase = "founding"
	PhaseJoining  Phase = "joining"
	PhaseMember   Phase = "member"
	PhaseLeaving  Phase = "leaving"
	PhaseLeft     Phase = "left"
)

// State is what a node writes to its own disk, durably, and what survives a restart.
type State struct {
	Phase Phase `json:"phase"`
	// Lock is the fence of the membership lock that the node uses, 0 for none. It is written before the lock is taken and
	// cleared before it is released: a lock whose release may still be under way is never used again.
	Lock int `json:"lock,omitempty"`
	// Registered is true once the launch hook is completed, which is when the load balancer learns of the node.
	Registered bool `json:"registered,omitempty"`
}

// Local is what a node knows of itself at the start of a round.
type Local struct {
	State State
	// Data is true if etcd data lie on the disk. RKE2 ignores "server:" then.
	Data bool
	// Running is true if the RKE2 service is active.
	Running bool
	// Serving is true if the node's own API server passes /readyz, the node is Ready, and it is a voting member of etcd.
	Serving bool
	// Expiring is true if certificates of RKE2 are due for renewal, which a restart does.
	Expiring bool
	// Leaving is true once the Auto Scaling group wants the instance terminated.
	Leaving bool
	// OutOfTime is true if the node has waited to leave for as long as it may.
	OutOfTime bool
}

// Membership is the state of etcd as the cluster's API reports it.
type Membership struct {
	Read bool
	// Self is true if this node is a member.
	Self bool
	// Others is the number of other members, voting or not.
	Others int
	// Healthy is the number of other members that vote and whose Node is Ready.
	Healthy int
}
