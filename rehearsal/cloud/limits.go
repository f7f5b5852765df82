package cloud

import (
	"errors"
	"fmt"
)

// checkValues applies the service's constraints on single values.
func (c *Call) checkValues() error {
	for _, constraint := range c.Resource.Constraints {
		if constraint.Code == "" {
			continue
		}
		if broken := constraint.broken(c.Inputs); len(broken) > 0 {
			return c.RefuseWith(Refusal{Code: constraint.Code, Text: broken[0].Reason, Status: constraint.Status}, "")
		}
	}
	return nil
}

// checkAgainstOthers applies uniqueness and quotas to a new object.
func (c *Call) checkAgainstOthers(o *Object) error {
	others := c.tx.find(func(other *Object) bool {
		return other.Kind == o.Kind && other.Account == o.Account && other.Region == o.Region
	})
	return errors.Join(c.checkUnique(o, others), c.checkQuotas(o, others))
}

func (c *Call) checkUnique(o *Object, others []*Object) error {
	for _, u := range c.Resource.Unique {
		for _, other := range others {
			if value, same := sameIn(u.Properties, o.Properties, other.Properties); same {
				return c.refuse(Refusal{Code: u.Code, Text: u.Text, Status: u.Status}, value, o)
			}
		}
	}
	return nil
}

func (c *Call) checkQuotas(o *Object, others []*Object) error {
	for _, q := range c.Resource.Quotas {
		if q.When != nil && !q.When(o.Properties) {
			continue
		}
		count := 0
		for _, other := range others {
			if other.key() == o.key() {
				continue
			}
			if _, same := sameIn(q.Per, o.Properties, other.Properties); (same || len(q.Per) == 0) && (q.When == nil || q.When(other.Properties)) {
				count++
			}
		}
		if count >= q.Max {
			return c.refuse(Refusal{Code: q.Code, Text: q.Text, Status: q.Status}, fmt.Sprint(q.Max), o)
		}
	}
	return nil
}

// sameIn tells whether two objects have equal scalars in all of the properties, and the last value.
func sameIn(properties []string, a, b Values) (value string, same bool) {
	for _, name := range properties {
		x, ok1 := a.Get(name)
		y, ok2 := b.Get(name)
		left, ok3 := scalarText(x)
		right, ok4 := scalarText(y)
		if !ok1 || !ok2 || !ok3 || !ok4 || left != right {
			return "", false
		}
		value = left
	}
	return value, len(properties) > 0
}
