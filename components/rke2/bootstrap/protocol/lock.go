package protocol

import "fmt"

// holdLock returns what to do to hold the membership lock, and nil if this node holds it with the fence that it recorded.
func (v View) holdLock(purpose string) Action {
	if !v.Lock.Read {
		return ReadLock{}
	}
	lock := v.Lock.Value
	switch {
	case !v.Lock.Present, !lock.Held:
		return v.takeLock(purpose)
	case lock.Holder == v.Self.Instance && lock.Fence == v.Local.State.Lock:
		return nil
	case lock.Holder == v.Self.Instance:
		return v.takeLock(purpose)
	case v.Asked != lock.Holder:
		return CheckLife{Instance: lock.Holder}
	case v.Life == LifeDead:
		return v.takeLock(purpose)
	default:
		return Wait{For: fmt.Sprintf("%s, which holds the membership lock, to %s", lock.Holder, lock.Purpose)}
	}
}

// takeLock records the next fence, and then puts it into the lock.
func (v View) takeLock(purpose string) Action {
	fence := v.Lock.Value.Fence + 1
	if v.Local.State.Lock != fence {
		return Record{State: v.Local.State.locked(fence)}
	}
	return PutLock{
		Lock:     Lock{Cluster: v.Self.Cluster, Holder: v.Self.Instance, Held: true, Fence: fence, Purpose: purpose},
		Replaces: v.Lock.ETag,
	}
}

// releaseLock records that the lock is no longer used, and then frees it.
func (v View) releaseLock() Action {
	if v.Local.State.Lock != 0 {
		return Record{State: v.Local.State.locked(0)}
	}
	free := v.Lock.Value
	free.Held = false
	return PutLock{Lock: free, Replaces: v.Lock.ETag}
}

func (v View) holdsLock() bool {
	return v.Lock.Present && v.Lock.Value.Held && v.Lock.Value.Holder == v.Self.Instance
}

func (s State) locked(fence int) State {
	s.Lock = fence
	return s
}
