package aws

import (
	"errors"
	"fmt"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// refusal is what a pure rule answers: an error of AWS without the call that it is the answer to.
type refusal struct{ code, text string }

// Error prints the refusal as code and text.
func (r refusal) Error() string { return r.code + ": " + r.text }

func refuse(code, text string, args ...any) error {
	return refusal{code, fmt.Sprintf(text, args...)}
}

// answer makes the refusal of a pure rule the answer to a call. Any other error is passed on.
func answer(c *cloud.Call, err error) error {
	var r refusal
	if errors.As(err, &r) {
		return c.Refuse(r.code, "%s", r.text)
	}
	return err
}

// firstOf runs hooks in order and stops at the first refusal.
func firstOf(hooks ...func(*cloud.Call) error) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		for _, hook := range hooks {
			if err := hook(c); err != nil {
				return err
			}
		}
		return nil
	}
}
