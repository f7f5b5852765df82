package cloud

import (
	"slices"
	"strings"
)

// resolveReferences finds the objects that the inputs refer to, and refuses those that do not exist.
func (c *Call) resolveReferences() ([]Link, error) {
	var links []Link
	for _, ref := range c.Resource.References {
		for _, found := range c.Inputs.At(ref.Path) {
			value, ok := found.Value.(string)
			if !ok || value == "" || ref.Unless != nil && ref.Unless(value) {
				continue
			}
			target := c.resolve(ref, value)
			if target == nil {
				return nil, c.RefuseWith(Refusal{Code: ref.Code, Text: ref.Text, Status: ref.Status}, value)
			}
			links = append(links, Link{Path: found.Path, To: target.key(), Blocks: ref.Blocks})
		}
	}
	return links, nil
}

func (c *Call) resolve(ref Reference, value string) *Object {
	kinds := strings.Split(ref.Kind, "|")
	by := ref.By
	if len(by) == 0 {
		by = []string{"id"}
	}
	if slices.Contains(by, "id") {
		for _, kind := range kinds {
			if o, ok := c.Get(kind, value); ok {
				return o
			}
		}
	}
	found := c.tx.find(func(o *Object) bool {
		return slices.Contains(kinds, o.Kind) && (ref.Anywhere || c.local(o)) && slices.ContainsFunc(by, func(name string) bool {
			return name == "id" && o.ID == value || name != "id" && o.Properties.String(name) == value
		})
	})
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// refuseWhileInUse refuses the deletion of an object that others, not its own, depend on.
func (c *Call) refuseWhileInUse() error {
	own := map[Key]bool{}
	for _, o := range c.tx.tree(c.Object) {
		own[o.key()] = true
	}
	users := c.tx.find(func(o *Object) bool {
		return !own[o.key()] && slices.ContainsFunc(o.References, func(l Link) bool { return l.Blocks && own[l.To] })
	})
	if len(users) == 0 {
		return nil
	}
	refusal := c.Resource.InUse
	if refusal.Code == "" {
		refusal = Refusal{Code: "DependencyViolation", Text: "The " + c.Object.Kind + " '{id}' has dependencies and cannot be deleted."}
	}
	return c.RefuseWith(refusal, users[0].ID)
}

// tree returns an object with all that it owns.
func (t *transaction) tree(o *Object) []*Object {
	result := []*Object{o}
	for i := 0; i < len(result); i++ {
		owner := result[i].key()
		result = append(result, t.find(func(other *Object) bool { return other.Owner == owner })...)
	}
	return result
}

func (t *transaction) removeTree(o *Object) {
	for _, each := range t.tree(o) {
		t.remove(each.key())
	}
}
