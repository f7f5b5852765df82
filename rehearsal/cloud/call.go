package cloud

import (
	"fmt"
)

// Call is one operation on one object, handed to the hooks of a Resource and to an Invoke. Everything a hook does through it
// happens in one transaction: if the operation fails, nothing of it remains.
type Call struct {
	// Resource is the type's description; nil in an invoke.
	Resource *Resource
	// URN is the resource's URN; empty in an invoke.
	URN string
	// Name is the resource's logical name, in an invoke its token.
	Name string
	// Account is where the provider instance acts.
	Account Account
	// Inputs are the checked inputs: complete, known, of the right kinds. Not to be modified. Empty in Read and Delete.
	Inputs Values
	// Old holds the inputs before an update.
	Old Values
	// Object is the object at hand, its id set. A hook changes its Properties. Nil in an invoke, in MakeID and in Adopt.
	Object *Object

	tx        *transaction
	operation string
	id        string
}

// Get returns the object of a kind with this id in the call's account and region. It is not to be modified; see Change.
func (c *Call) Get(kind, id string) (*Object, bool) {
	for _, key := range []Key{keyOf(kind, c.Account, id), globalKey(kind, c.Account, id)} {
		if o, ok := c.tx.get(key); ok {
			return o, true
		}
	}
	return nil, false
}

// Find returns the objects of a kind in the call's account and region (and the global ones) for which where is true, oldest
// first; a nil where means all. They are not to be modified; see Change.
func (c *Call) Find(kind string, where func(*Object) bool) []*Object {
	return c.tx.find(func(o *Object) bool {
		return o.Kind == kind && c.local(o) && (where == nil || where(o))
	})
}

// FindAnywhere is Find across all accounts and regions.
func (c *Call) FindAnywhere(kind string, where func(*Object) bool) []*Object {
	return c.tx.find(func(o *Object) bool { return o.Kind == kind && (where == nil || where(o)) })
}

// Change returns a copy of an object that replaces it when the call succeeds, for side effects on other objects. Repeated
// calls return the same copy. For the object at hand it returns c.Object.
func (c *Call) Change(o *Object) *Object {
	if c.Object != nil && o.key() == c.Object.key() {
		return c.Object
	}
	return c.tx.change(o)
}

// Make adds an implicit object that belongs to the object at hand and goes away with it, such as a VPC's main route table. The role
// is a stable word that tells the implicit objects of one owner apart. Formats within properties are expanded.
func (c *Call) Make(role, kind string, id Format, properties Values) (*Object, error) {
	o := &Object{
		Kind: kind, Owner: c.Object.key(), Account: c.Object.Account, Region: c.Object.Region,
		Seed: c.Object.Seed + "/" + role, Properties: Values{},
	}
	scope := formatScope{object: o, account: c.Account, logical: c.Name}
	made, err := scope.expand(id)
	if err != nil {
		return nil, fmt.Errorf("make the implicit %s of %s: %w", kind, c.Object.ID, err)
	}
	o.ID = made
	if err := scope.fill(properties); err != nil {
		return nil, fmt.Errorf("make the implicit %s of %s: %w", kind, c.Object.ID, err)
	}
	c.tx.put(o)
	return o, nil
}

// Leave adds an object that stays when the object at hand goes, with no resource of its own: what the real service keeps after a
// deletion, such as the name of a secret that waits for its end.
func (c *Call) Leave(kind, id string, properties Values) *Object {
	o := &Object{
		ID: id, Kind: kind, Account: c.Object.Account, Region: c.Object.Region, Seed: c.Object.Seed + "/" + kind,
		Properties: Values(Normal(properties).(map[string]any)), Remains: true,
	}
	c.tx.put(o)
	return o
}

// Remove deletes another object, for side effects such as a network interface that goes with its endpoint.
func (c *Call) Remove(o *Object) { c.tx.remove(o.key()) }

// Link records that from depends on to; a blocking link keeps to from being deleted. References of the Resource are linked
// without being asked.
func (c *Call) Link(from, to *Object, blocks bool) {
	from.References = append(from.References, Link{To: to.key(), Blocks: blocks})
}

// Expand fills in a format for the object at hand.
func (c *Call) Expand(f Format) (string, error) {
	return formatScope{object: c.Object, account: c.Account, logical: c.Name}.expand(f)
}

// Refuse is the error of a service that refuses the call, HTTP status 400.
func (c *Call) Refuse(code, text string, args ...any) error {
	return c.RefuseWith(Refusal{Code: code, Text: fmt.Sprintf(text, args...)}, "")
}

// RefuseWith is Refuse for a Refusal, whose placeholders are filled in; value replaces "{value}".
func (c *Call) RefuseWith(r Refusal, value string) error {
	return c.refuse(r, value, c.Object)
}

func (c *Call) local(o *Object) bool {
	return o.Account == c.Account.ID && (o.Region == "" || o.Region == c.Account.Region)
}
