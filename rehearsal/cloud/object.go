package cloud

import "strings"

// Object is one record of the simulated cloud.
type Object struct {
	// ID is the physical id.
	ID string `json:"id"`
	// Kind is the cloud's noun, see Resource.Kind.
	Kind string `json:"kind"`
	// Type is the token of the resource type that made or adopted the object; empty for an implicit object that nobody adopted.
	Type string `json:"type,omitempty"`
	// URN is the Pulumi resource that made or adopted the object; empty for an implicit object.
	URN string `json:"urn,omitempty"`
	// Owner is the object that this one was made with implicitly and will go with; empty for an ordinary object.
	Owner Key `json:"owner,omitempty"`
	// Remains marks what the service keeps after a deletion for a while, see Call.Leave. It is no resource that somebody forgot.
	Remains bool `json:"remains,omitempty"`
	// Account is the number of the account that the object is in.
	Account string `json:"account"`
	// Region is the region that the object is in, empty for a global kind.
	Region string `json:"region,omitempty"`
	// Serial numbers the objects in the order of their creation.
	Serial int `json:"serial"`
	// Seed is what the object's digits are made from.
	Seed string `json:"seed"`
	// Properties holds the inputs and the computed outputs, as a describe call would show them. Names that begin with "_" are
	// facts that a service keeps to itself: no provider reads them.
	Properties Values `json:"properties"`
	// References are the objects that this one depends on.
	References []Link `json:"references,omitempty"`
}

// Key identifies an object in the store: kind, account, region and id.
type Key string

// Link is a reference from one object to another, as recorded when the object was created or changed.
type Link struct {
	// Path is the property that holds the reference, empty for a link that a hook added.
	Path string `json:"path,omitempty"`
	// To is the object referred to.
	To Key `json:"to"`
	// Blocks tells whether the link keeps the other object from being deleted.
	Blocks bool `json:"blocks,omitempty"`
}

// Refers tells whether the object has a link to the other.
func (o *Object) Refers(to *Object) bool {
	for _, l := range o.References {
		if l.To == to.key() {
			return true
		}
	}
	return false
}

func (o *Object) key() Key {
	return Key(strings.Join([]string{o.Kind, o.Account, o.Region, o.ID}, "|"))
}

func keyOf(kind string, at Account, id string) Key {
	return Key(strings.Join([]string{kind, at.ID, at.Region, id}, "|"))
}

func globalKey(kind string, at Account, id string) Key {
	return keyOf(kind, Account{ID: at.ID}, id)
}

func (o *Object) clone() *Object {
	c := *o
	c.Properties = o.Properties.Clone()
	c.References = append([]Link(nil), o.References...)
	return &c
}
