package cloud

import (
	"errors"
	"sync"
)

// When says at which moment of a call a fault strikes.
type When int

const (
	// Before fails the call before anything happens.
	Before When = iota
	// After lets the call take effect and fails before the answer: the object exists and the engine does not know it.
	After
)

// ErrConnectionLost is what the engine sees of a call whose answer never came.
var ErrConnectionLost = errors.New("the connection to the provider broke before it answered")

// Fault makes calls fail.
type Fault struct {
	// Operation is "Create", "Update", "Read" or "Delete"; empty means any.
	Operation string
	// Type is a resource type's token, Name a logical name; empty means any.
	Type, Name string
	// Nth is the call that fails among those that match, counted from 1; 0 means every one.
	Nth int
	// When is the moment.
	When When
	// Refusal is the service's error. An empty Code with When After is a broken connection, with Before an InternalError.
	Refusal Refusal
}

// Faults is a set of faults with their counters, safe for concurrent use. The zero value injects none.
type Faults struct {
	mu    sync.Mutex
	list  []Fault
	count []int
}

// NewFaults returns the set of these faults. The first one that strikes wins.
func NewFaults(list ...Fault) *Faults {
	return &Faults{list: list, count: make([]int, len(list))}
}

// next counts the call and returns the fault that strikes it, or nil.
func (f *Faults) next(operation, typeToken, name string) *Fault {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var striking *Fault
	for i := range f.list {
		fault := &f.list[i]
		if !matches(fault.Operation, operation) || !matches(fault.Type, typeToken) || !matches(fault.Name, name) {
			continue
		}
		f.count[i]++
		if striking == nil && (fault.Nth == 0 || fault.Nth == f.count[i]) {
			striking = fault
		}
	}
	return striking
}

func matches(want, got string) bool { return want == "" || want == got }

func (f *Fault) error(c *Call) error {
	if f.Refusal.Code != "" {
		return c.RefuseWith(f.Refusal, "")
	}
	if f.When == After {
		return ErrConnectionLost
	}
	return c.RefuseWith(Refusal{Code: "InternalError", Text: "An internal error has occurred", Status: 500}, "")
}
