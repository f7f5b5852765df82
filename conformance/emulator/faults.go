package emulator

import (
	"net/http"
	"strings"
	"sync"
)

// Faults are what the front does to calls besides answering them. The zero value does nothing.
type Faults struct {
	mu      sync.Mutex
	pending []*Fault
	played  []string
	// kill strikes when so many more calls have been made; nil where none is to.
	kill  func()
	calls int
}

// Fault strikes one or more calls.
type Fault struct {
	// Operation is the API's name of the calls to strike, such as "CreateVpc", or a prefix of it that ends with "*".
	// Empty strikes every call.
	Operation string
	// After lets so many matching calls through first.
	After int
	// Times is how many calls are struck, at least one.
	Times int
	// Kind is what happens to them.
	Kind FaultKind

	instead func(*call) *answer
}

// FaultKind is one way in which a call fails.
type FaultKind string

// The faults that the front can play.
const (
	// Throttled calls are refused with the throttling error of their protocol. They are not made.
	Throttled FaultKind = "throttled"
	// Broken calls are answered with status 500. They are not made.
	Broken FaultKind = "broken"
	// Lost calls are made, and the connection breaks before the answer.
	Lost FaultKind = "lost answer"
	// Cut connections break before the call is made.
	Cut FaultKind = "cut connection"
)

// Play adds faults.
func (f *Faults) Play(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		fault.Times = max(fault.Times, 1)
		f.pending = append(f.pending, &fault)
	}
}

// Kill has something done as soon as AWS has made one call after so many others, before its answer goes out: the moment at which
// the death of the caller does most harm.
func (f *Faults) Kill(after int, do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls, f.kill = after, do
}

// made counts a call that has been made, and kills.
func (f *Faults) made(c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls--
	if f.kill != nil && f.calls < 0 {
		f.played = append(f.played, "after "+c.operation)
		f.kill()
		f.kill = nil
	}
}

// Clear ends all faults and returns what was struck since the last Clear: kind and operation of each call, "after" for a kill.
func (f *Faults) Clear() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	struck := f.played
	f.pending, f.played, f.kill = nil, nil, nil
	return struck
}

// next finds the fault that strikes a call, or nil.
func (f *Faults) next(c *call) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.pending {
		if fault.Times == 0 || !fault.matches(c.operation) {
			continue
		}
		if fault.After > 0 {
			fault.After--
			continue
		}
		fault.Times--
		f.played = append(f.played, string(fault.Kind)+" "+c.operation)
		struck := *fault
		switch fault.Kind {
		case Throttled:
			struck.instead = throttle
		case Broken:
			struck.instead = breakDown
		case Cut:
			struck.instead = func(*call) *answer { return nil }
		case Lost:
		}
		return &struck
	}
	return nil
}

func (f *Fault) matches(operation string) bool {
	if prefix, ok := strings.CutSuffix(f.Operation, "*"); ok {
		return strings.HasPrefix(operation, prefix)
	}
	return f.Operation == "" || f.Operation == operation
}

func throttle(c *call) *answer {
	switch c.service {
	case "ec2":
		return refusal(c, http.StatusServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded.")
	case "s3":
		return refusal(c, http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate.")
	case "iam", "sts", "elasticloadbalancing", "autoscaling", "monitoring", "sns":
		return refusal(c, http.StatusBadRequest, "Throttling", "Rate exceeded")
	default:
		return refusal(c, http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
	}
}

func breakDown(c *call) *answer {
	return refusal(c, http.StatusInternalServerError, "InternalError", "An internal error has occurred")
}
