package protocol

import "fmt"

// Decide returns the next action of a server that knows v. It is a pure function.
func Decide(v View) Action {
	phase := v.Local.State.Phase
	switch {
	case v.Local.Leaving, phase == PhaseLeaving, phase == PhaseLeft:
		return leave(v)
	case phase == PhaseFounding:
		return found(v)
	case phase == PhaseJoining:
		return join(v)
	case phase == PhaseMember:
		return settle(v)
	default:
		return begin(v)
	}
}

// begin is the way of a node that has done nothing yet: join what exists, or claim the right to initialise.
func begin(v View) Action {
	if v.Local.Data {
		return Abandon{Reason: "etcd data lie on the disk that this program did not write"}
	}
	if !v.Marker.Read {
		return ReadMarker{}
	}
	if v.Marker.Present {
		if mismatch := v.foreign(); mismatch != "" {
			return Wait{For: mismatch}
		}
		if action := v.holdLock("join"); action != nil {
			return action
		}
		return Record{State: v.Local.State.with(PhaseJoining)}
	}
	if !v.Claim.Read {
		return ReadClaim{}
	}
	claim := v.Claim.Value
	switch {
	case !v.Claim.Present:
		return v.putClaim(1)
	case claim.Instance == v.Self.Instance:
		return Record{State: v.Local.State.with(PhaseFounding)}
	case v.Asked != claim.Instance:
		return CheckLife{Instance: claim.Instance}
	case v.Life == LifeDead:
		return v.putClaim(claim.Fence + 1)
	default:
		return Wait{For: fmt.Sprintf("%s in %s, which holds the claim, to initialise the cluster", claim.Instance, claim.Ordinal)}
	}
}

// found is the way of the node that claimed. RKE2 may initialise only where, in one round, the marker was read as missing
// and then the claim as this node's own: whoever could have written a marker held the claim before and is dead.
func found(v View) Action {
	if !v.Marker.Read {
		return ReadMarker{}
	}
	if mismatch := v.foreign(); mismatch != "" {
		return Wait{For: mismatch}
	}
	if !v.Claim.Read {
		return ReadClaim{}
	}
	claimed := v.Claim.Present && v.Claim.Value.Instance == v.Self.Instance
	switch {
	case v.Marker.Present && (v.Marker.Value.Instance == v.Self.Instance || v.outlived()):
		return v.startThen(Start{}, Record{State: v.Local.State.with(PhaseMember)})
	case claimed && !v.Marker.Present:
		return v.startThen(Start{Found: true}, PutMarker{Marker: Marker{
			Cluster: v.Self.Cluster, CAHash: v.Self.CAHash, Instance: v.Self.Instance, Fence: v.Claim.Value.Fence,
		}})
	case v.Local.Data || v.Local.Running:
		return Abandon{Reason: "the etcd data on the disk belong to a cluster that is not the marked one"}
	default:
		return Record{State: v.Local.State.with(PhaseFresh)}
	}
}

// outlived tells whether the marker is that of an earlier claimant, written by a request that reached S3 after its death,
// while this node was initialising under a later claim: the cluster of this node is the only one there is.
func (v View) outlived() bool {
	return v.Claim.Present && v.Claim.Value.Instance == v.Self.Instance &&
		v.Claim.Value.Fence > v.Marker.Value.Fence && (v.Local.Data || v.Local.Running)
}

// join is the way of a node that took the lock to join; it holds it until it is a voting member.
func join(v View) Action {
	if !v.Local.Running {
		if action := v.holdLock("join"); action != nil {
			return action
		}
	}
	return v.startThen(Start{}, Record{State: v.Local.State.with(PhaseMember)})
}

// settle is the way of a member. It needs nothing from S3 to start: a cluster must come up again while S3 is away.
func settle(v View) Action {
	if action := v.startThen(Start{}, nil); action != nil {
		return action
	}
	if v.Local.Expiring && v.Local.State.Registered {
		return v.renew()
	}
	if !v.Lock.Read {
		return ReadLock{}
	}
	switch {
	case v.holdsLock():
		return v.releaseLock()
	case !v.Local.State.Registered:
		return Register{}
	default:
		return Idle{}
	}
}

// renew restarts RKE2, which renews its certificates then, under the lock and only while all the others are healthy.
func (v View) renew() Action {
	if !v.Members.Read {
		return ReadMembers{}
	}
	if !v.Lock.Read {
		return ReadLock{}
	}
	if !MayLeave(v.Members, v.Self.Servers, false) {
		if v.holdsLock() {
			return v.releaseLock()
		}
		return Wait{For: "all other servers to be healthy before RKE2 is restarted to renew its certificates"}
	}
	if action := v.holdLock("renew certificates"); action != nil {
		return action
	}
	return Stop{}
}

// startThen brings RKE2 up, and then goes on with next.
func (v View) startThen(start Start, next Action) Action {
	switch {
	case !v.Local.Running:
		return start
	case !v.Local.Serving:
		return Wait{For: "the own API server to be ready, the Node to be Ready and etcd to count it as a voting member"}
	default:
		return next
	}
}

// foreign says what is wrong with the marker if it is not that of this cluster, and is empty otherwise.
func (v View) foreign() string {
	switch {
	case !v.Marker.Present:
		return ""
	case v.Marker.Value.Cluster != v.Self.Cluster:
		return fmt.Sprintf("an operator: the bucket belongs to the cluster %q, this node to %q", v.Marker.Value.Cluster, v.Self.Cluster)
	case v.Marker.Value.CAHash != v.Self.CAHash:
		return fmt.Sprintf("an operator: the cluster has the CA %.12s, this node was given %.12s", v.Marker.Value.CAHash, v.Self.CAHash)
	default:
		return ""
	}
}

func (v View) putClaim(fence int) Action {
	return PutClaim{
		Claim:    Claim{Cluster: v.Self.Cluster, Ordinal: v.Self.Ordinal, Instance: v.Self.Instance, Fence: fence},
		Replaces: v.Claim.ETag,
	}
}
