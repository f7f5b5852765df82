package cloud

import "fmt"

// Answer runs an invoke.
func (c *Cloud) Answer(token string, account Account, args Values) (Values, []Failure, error) {
	invoke, ok := c.invokes[token]
	if !ok {
		return nil, nil, fmt.Errorf("function %q cannot be simulated: the rehearsal has no answer to it; add one to the simulated package, or do without the call", token)
	}
	if invoke.Args != nil {
		failures, err := CheckArguments(args, invoke.Args)
		if err != nil || len(failures) > 0 {
			return nil, failures, err
		}
	}
	var result Values
	err := c.store.transaction(func(tx *transaction) error {
		answer, err := invoke.Answer(&Call{Name: token, Account: account, Inputs: args, tx: tx, operation: opInvoke})
		result = answer.Clone()
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return result, nil, invoke.checkResult(result)
}

func (i *Invoke) checkResult(result Values) error {
	if i.Result == nil {
		return nil
	}
	failures, err := CheckArguments(Values(Normal(result).(map[string]any)), i.Result)
	if err != nil || len(failures) == 0 {
		return err
	}
	return fmt.Errorf("the simulated answer to %s contradicts the SDK: %s: %s", i.Token, failures[0].Path, failures[0].Reason)
}
