package cloud

import (
	"errors"
	"maps"
	"slices"
)

// Request identifies a resource to the cloud.
type Request struct {
	// Resource is the type's description.
	Resource *Resource
	// URN and Name are the resource's URN and logical name.
	URN, Name string
	// Account is where the provider instance acts.
	Account Account
	// ID is the physical id; empty for a create.
	ID string
	// Inputs are the checked inputs; Old those before an update.
	Inputs, Old Values
}

// Result is a resource as the cloud has it.
type Result struct {
	// ID is the physical id.
	ID string
	// Properties are inputs and computed outputs.
	Properties Values
}

// errGone tells that the object does not exist.
var errGone = errors.New("object does not exist")

// Create makes the object, or adopts the existing one for a type that does so.
func (c *Cloud) Create(q Request) (Result, error) {
	return c.run(q, opCreate, func(call *Call) error {
		r := call.Resource
		if err := call.checkValues(); err != nil {
			return err
		}
		links, err := call.resolveReferences()
		if err != nil {
			return err
		}
		if err := call.begin(); err != nil {
			return err
		}
		call.Object.References = append(call.Object.References, links...)
		if err := call.finish(); err != nil {
			return err
		}
		if r.Create != nil {
			return r.Create(call)
		}
		return nil
	})
}

// Update lays the new inputs over the object.
func (c *Cloud) Update(q Request) (Result, error) {
	return c.run(q, opUpdate, func(call *Call) error {
		r := call.Resource
		if err := call.open(); errors.Is(err, errGone) {
			return call.RefuseWith(r.notFound(), q.ID)
		}
		if err := call.checkValues(); err != nil {
			return err
		}
		links, err := call.resolveReferences()
		if err != nil {
			return err
		}
		o := call.Object
		o.References = append(slices.DeleteFunc(o.References, func(l Link) bool { return l.Path != "" }), links...)
		for name := range q.Old {
			if _, kept := q.Inputs[name]; !kept && !r.computes(name) {
				delete(o.Properties, name)
			}
		}
		for _, name := range r.ChangesOnUpdate {
			delete(o.Properties, name)
		}
		inputs := q.Inputs.Clone()
		r.setNested(inputs, o.Properties, OmittedKeys)
		maps.Copy(o.Properties, inputs)
		if err := call.finish(); err != nil {
			return err
		}
		if r.Update != nil {
			return r.Update(call)
		}
		return nil
	})
}

// Read returns the object as the cloud has it now; found is false when it does not exist. The id may be an import id.
func (c *Cloud) Read(q Request) (result Result, found bool, err error) {
	result, err = c.run(q, opRead, func(call *Call) error { return call.open() })
	if errors.Is(err, errGone) {
		return Result{}, false, nil
	}
	return result, err == nil, err
}

// Delete removes the object and what it owns. An object that is gone already is no error; an adopted one is released.
func (c *Cloud) Delete(q Request) error {
	_, err := c.run(q, opDelete, func(call *Call) error {
		if err := call.open(); err != nil {
			return err
		}
		r, o := call.Resource, call.Object
		if r.Adopt == nil {
			if err := call.refuseWhileInUse(); err != nil {
				return err
			}
		}
		if r.Delete != nil {
			if err := r.Delete(call); err != nil {
				return err
			}
		}
		if r.Adopt != nil {
			o.URN, o.Type = "", ""
			return nil
		}
		call.tx.removeTree(o)
		return nil
	})
	if errors.Is(err, errGone) {
		return nil
	}
	return err
}

// run executes one operation in a transaction, with the faults that are injected for it.
func (c *Cloud) run(q Request, operation string, f func(*Call) error) (Result, error) {
	fault := c.faults.next(operation, q.Resource.Type, q.Name)
	var result Result
	err := c.store.transaction(func(tx *transaction) error {
		call := &Call{
			Resource: q.Resource, URN: q.URN, Name: q.Name, Account: q.Account, Inputs: q.Inputs, Old: q.Old, tx: tx, operation: operation, id: q.ID,
		}
		if fault != nil && fault.When == Before {
			return fault.error(call)
		}
		if err := f(call); err != nil {
			return err
		}
		if operation == opDelete {
			return nil
		}
		read, err := call.read()
		result = read
		return err
	})
	if err == nil && fault != nil && fault.When == After {
		return Result{}, fault.error(&Call{Resource: q.Resource, URN: q.URN, Name: q.Name, operation: operation})
	}
	return result, err
}
