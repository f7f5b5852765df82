package cloud

import (
	"fmt"
	"maps"
	"slices"
)

// Cloud is the simulated cloud: what it can simulate, and the objects in it. It is safe for concurrent use.
type Cloud struct {
	store    *store
	packages map[string]*Package
	types    map[string]*Resource
	invokes  map[string]*Invoke
	faults   *Faults
}

// Open opens the cloud whose objects are in the file at path, which need not exist yet; with an empty path the cloud is in
// memory alone. A description that contradicts the SDK is an error that lists every contradiction; a file that cannot be read is
// ErrCorrupt.
func Open(path string, packages ...Package) (*Cloud, error) {
	c := &Cloud{
		packages: map[string]*Package{}, types: map[string]*Resource{}, invokes: map[string]*Invoke{},
	}
	for _, p := range packages {
		if err := c.add(p); err != nil {
			return nil, err
		}
	}
	s, err := openStore(path)
	if err != nil {
		return nil, err
	}
	c.store = s
	return c, nil
}

// Inject makes the cloud fail as the faults say, from now on; nil ends it.
func (c *Cloud) Inject(faults *Faults) { c.faults = faults }

// Packages returns the names of the packages, sorted.
func (c *Cloud) Packages() []string { return slices.Sorted(maps.Keys(c.packages)) }

// Package returns a package by name.
func (c *Cloud) Package(name string) (*Package, bool) {
	p, ok := c.packages[name]
	return p, ok
}

// Type returns the description of a resource type. For a type that cannot be simulated the error says so.
func (c *Cloud) Type(token string) (*Resource, error) {
	r, ok := c.types[token]
	if !ok {
		return nil, fmt.Errorf("resource type %q cannot be simulated: the rehearsal has no description of it; add one to the simulated package, or leave the resource out of the rehearsed stack", token)
	}
	return r, nil
}

// Types returns the tokens of the resource types, sorted.
func (c *Cloud) Types() []string { return slices.Sorted(maps.Keys(c.types)) }

// Generation returns how many objects the URN has had so far.
func (c *Cloud) Generation(urn string) int {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	return c.store.generations[urn]
}

// Objects returns copies of all objects, oldest first.
func (c *Cloud) Objects() []Object {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	sorted := c.store.sorted()
	result := make([]Object, len(sorted))
	for i, o := range sorted {
		result[i] = *o.clone()
	}
	return result
}

// Modify changes the object of this kind and id behind the engine's back, in whatever account and region it is, as someone with
// a console would.
func (c *Cloud) Modify(kind, id string, change func(*Object)) error {
	return c.onObject(kind, id, func(tx *transaction, o *Object) { change(tx.change(o)) })
}

// Vanish deletes the object of this kind and id, and what it owns, behind the engine's back.
func (c *Cloud) Vanish(kind, id string) error {
	return c.onObject(kind, id, func(tx *transaction, o *Object) { tx.removeTree(o) })
}

func (c *Cloud) onObject(kind, id string, f func(*transaction, *Object)) error {
	return c.store.transaction(func(tx *transaction) error {
		found := tx.find(func(o *Object) bool { return o.Kind == kind && o.ID == id })
		if len(found) != 1 {
			return fmt.Errorf("the simulated cloud has %d objects of kind %q with id %q, expected one", len(found), kind, id)
		}
		f(tx, found[0])
		return nil
	})
}
