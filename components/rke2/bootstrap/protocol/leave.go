package protocol

import "fmt"

// leave is the way out of a server whose instance is to be terminated. A node that is no member yet has nothing to give
// back: the claim or the lock that it may hold is taken from it once it is dead.
func leave(v View) Action {
	switch v.Local.State.Phase {
	case PhaseMember, PhaseLeaving:
		return leaveMember(v)
	case PhaseLeft:
		if !v.Lock.Read {
			return ReadLock{}
		}
		if v.holdsLock() {
			return v.releaseLock()
		}
		return Finish{}
	default:
		return Finish{}
	}
}

// leaveMember lets a member go only while it holds the lock and the others keep a quorum. The lock is given back while it
// waits: the node that the cluster is missing needs it to join. RKE2 is brought up first if it does not run: the others may
// lack just this vote, and a node that crashed after it was removed joins again, still under the lock, and leaves properly.
func leaveMember(v View) Action {
	if !v.Local.Running && !v.Local.OutOfTime {
		return Start{}
	}
	if !v.Members.Read {
		return ReadMembers{}
	}
	if !v.Lock.Read {
		return ReadLock{}
	}
	leaving := v.Local.State.Phase == PhaseLeaving
	switch {
	case leaving && !v.Members.Self:
		return Leave{Hurry: v.Local.OutOfTime}
	case !MayLeave(v.Members, v.Self.Servers, v.Local.OutOfTime):
		return v.stay(leaving)
	}
	if action := v.holdLock("leave"); action != nil {
		return action
	}
	if !leaving {
		return Record{State: v.Local.State.with(PhaseLeaving)}
	}
	return Leave{Hurry: v.Local.OutOfTime}
}

// stay takes back what a node did to leave, and waits, or gives up if its time is over: EC2 terminates the instance then
// with or without its consent, and removing the member would cost the others their quorum.
func (v View) stay(leaving bool) Action {
	switch {
	case leaving:
		return Record{State: v.Local.State.with(PhaseMember)}
	case v.holdsLock():
		return v.releaseLock()
	case v.Local.OutOfTime:
		return Finish{}
	default:
		return Wait{For: fmt.Sprintf("%d healthy voting members besides this node; etcd has %d, %d of them healthy",
			v.Self.Servers-1, v.Members.Others, v.Members.Healthy)}
	}
}

// MayLeave tells whether a member can be removed from etcd: as long as there is time, only if all the others are there and
// healthy; after that, as long as those that stay have a quorum of their own. A hard failure between this judgement and the
// removal is caught by etcd itself, which refuses to remove a member if too few active ones would be left
// (strict-reconfig-check, on by default).
func MayLeave(m Membership, servers int, outOfTime bool) bool {
	if m.Others == servers-1 && m.Healthy == m.Others {
		return true
	}
	return outOfTime && m.Others > 0 && m.Healthy >= m.Others/2+1
}

func (s State) with(phase Phase) State {
	s.Phase = phase
	return s
}
