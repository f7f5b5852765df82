package cloud

import (
	"fmt"
	"maps"
	"strings"
)

// begin finds the object to adopt, or makes a new one with an id.
func (c *Call) begin() error {
	if c.Resource.Adopt != nil {
		existing, err := c.Resource.Adopt(c)
		if err != nil {
			return err
		}
		c.Object = c.tx.change(existing)
		c.Object.Type, c.Object.URN = c.Resource.Type, c.URN
		maps.Copy(c.Object.Properties, c.Inputs.Clone())
		return nil
	}
	o := &Object{
		Kind: c.Resource.Kind, Type: c.Resource.Type, URN: c.URN, Account: c.Account.ID, Region: c.Account.Region,
		Seed: fmt.Sprintf("%s#%d", c.URN, c.tx.generation(c.URN)), Properties: c.Inputs.Clone(),
	}
	if c.Resource.Global {
		o.Region = ""
	}
	id, err := c.makeID(o)
	if err != nil {
		return err
	}
	o.ID = id
	c.tx.generations[c.URN]++
	if err := c.checkAgainstOthers(o); err != nil {
		return err
	}
	if before, taken := c.tx.get(o.key()); taken && !(c.Resource.API.overwrites() && before.URN == c.URN) {
		return c.refuse(Refusal{Code: "ResourceAlreadyExists", Text: "A " + o.Kind + " with id '{id}' already exists.", Status: 409}, id, o)
	}
	c.Object = o
	c.tx.put(o)
	return nil
}

func (c *Call) makeID(o *Object) (string, error) {
	if c.Resource.MakeID != nil {
		c.Object = o
		return c.Resource.MakeID(c)
	}
	id, err := formatScope{object: o, account: c.Account, logical: c.Name}.expand(c.Resource.ID)
	if err != nil {
		return "", fmt.Errorf("make the id of %s: %w", c.URN, err)
	}
	return id, nil
}

// open makes a changeable copy of the existing object the call's object.
func (c *Call) open() error {
	if o, ok := c.Get(c.Resource.Kind, c.id); ok {
		c.Object = c.tx.change(o)
		return nil
	}
	if c.Resource.ImportID != "" {
		for _, o := range c.Find(c.Resource.Kind, nil) {
			importID, err := formatScope{object: o, account: c.Account}.expand(c.Resource.ImportID)
			if err == nil && importID == c.id {
				c.Object = c.tx.change(o)
				return nil
			}
		}
	}
	return errGone
}

// finish sets the computed outputs.
func (c *Call) finish() error {
	scope := formatScope{object: c.Object, account: c.Account, logical: c.Name}
	if err := scope.fill(c.Resource.Outputs); err != nil {
		return fmt.Errorf("compute the outputs of %s: %w", c.URN, err)
	}
	c.Resource.mirror(c.Object.Properties)
	return nil
}

// mirror repeats properties under their second names.
func (r *Resource) mirror(properties Values) {
	for mirror, source := range r.mirrors {
		value, ok := properties[source]
		if !ok {
			value = map[string]any{}
		}
		properties[mirror] = cloneValue(value)
	}
}

// read answers with the object's properties as the Read hook sees them, without storing what the hook computes.
func (c *Call) read() (Result, error) {
	stored := c.Object
	c.Object = stored.clone()
	defer func() { c.Object = stored }()
	if c.Resource.Read != nil {
		if err := c.Resource.Read(c); err != nil {
			return Result{}, err
		}
	}
	properties := Values(Normal(c.Object.Properties).(map[string]any))
	maps.DeleteFunc(properties, func(name string, _ any) bool { return strings.HasPrefix(name, internalPrefix) })
	if missing := c.Resource.schema.missing(properties); len(missing) > 0 {
		return Result{}, fmt.Errorf("the simulation of %s sets no value for %s, which the SDK declares as always present", c.Resource.Type, strings.Join(missing, ", "))
	}
	if extra := c.Resource.schema.extra(properties); len(extra) > 0 {
		return Result{}, fmt.Errorf("the simulation of %s sets %s, which the SDK does not have", c.Resource.Type, strings.Join(extra, ", "))
	}
	return Result{ID: c.Object.ID, Properties: properties}, nil
}

// internalPrefix starts the names of properties that the cloud keeps to itself.
const internalPrefix = "_"

// missing lists the outputs that must be there and are not.
func (s Schema) missing(properties Values) []string {
	var result []string
	for _, name := range names(s.Outputs) {
		if _, ok := properties[name]; !ok && s.Outputs[name].Required {
			result = append(result, name)
		}
	}
	return result
}

func (s Schema) extra(properties Values) []string {
	var result []string
	for _, name := range properties.Keys() {
		if !hasField(s.Outputs, name) && !hasField(s.Inputs, name) {
			result = append(result, name)
		}
	}
	return result
}

func (r *Resource) notFound() Refusal {
	if r.NotFound.Code != "" {
		return r.NotFound
	}
	return Refusal{Code: "ResourceNotFoundException", Text: "The " + r.Kind + " '{value}' does not exist.", Status: 404}
}
