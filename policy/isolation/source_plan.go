package isolation

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// plan is the digest of a preview; only what the model needs.
type plan struct {
	Steps       []planStep `json:"steps"`
	Diagnostics []struct {
		Message  string `json:"message"`
		Severity string `json:"severity"`
	} `json:"diagnostics"`
	ChangeSummary map[string]int `json:"changeSummary"`
	MaybeCorrupt  bool           `json:"maybeCorrupt"`
	// ResourcePlans and Plan are what --save-plan writes instead.
	ResourcePlans any `json:"resourcePlans"`
	Plan          any `json:"plan"`
}

type planStep struct {
	Op       string         `json:"op"`
	URN      string         `json:"urn"`
	NewState *stateResource `json:"newState"`
}

// ReadPlan reads what `pulumi preview --json --show-sames` writes. The plan has to be complete: one that leaves out
// unchanged resources, one of a preview that failed, and the diff that `--save-plan` writes are errors, because what they
// do not show must not look isolated. A secret is unknown in a plan.
func ReadPlan(r io.Reader) ([]Resource, error) {
	var p plan
	if err := jsondoc.Read(r, &p); err != nil {
		return nil, fmt.Errorf("read plan: %w; give what `pulumi preview --json --show-sames` printed", err)
	}
	if err := p.complete(); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	resources, err := p.resources()
	if err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	return resources, nil
}

// complete refuses a plan that does not show everything.
func (p plan) complete() error {
	if p.Plan != nil || p.ResourcePlans != nil {
		return errors.New("an update plan holds differences only; use the output of `pulumi preview --json --show-sames`")
	}
	for _, d := range p.Diagnostics {
		if strings.HasPrefix(d.Severity, "error") {
			return fmt.Errorf("the preview failed, so that its plan is not complete: %s; mend that and run it again", strings.TrimSpace(d.Message))
		}
	}
	if p.MaybeCorrupt {
		return errors.New("the preview says that the state may be corrupt")
	}
	if p.ChangeSummary == nil {
		return errors.New("it has no change summary; use the output of `pulumi preview --json --show-sames`")
	}
	shown := map[string]int{}
	for _, s := range p.Steps {
		shown[s.Op]++
	}
	for _, op := range []string{"same", "create"} {
		if hidden := p.ChangeSummary[op] - shown[op]; hidden > 0 {
			return fmt.Errorf("%d of %d resources to %s are left out; run `pulumi preview --json --show-sames`",
				hidden, p.ChangeSummary[op], strings.Replace(op, "same", "keep", 1))
		}
	}
	return nil
}

// resources returns what is there after the plan, each resource in its last state.
func (p plan) resources() ([]Resource, error) {
	at := map[string]int{}
	var resources []Resource
	for i, s := range p.Steps {
		if removes(s.Op) || s.Op == "refresh" && s.NewState == nil {
			continue
		}
		if s.NewState == nil {
			return nil, fmt.Errorf("steps[%d] (%s of %s) has no new state", i, s.Op, s.URN)
		}
		res, err := s.NewState.resource()
		if err != nil {
			return nil, fmt.Errorf("steps[%d]: %w", i, err)
		}
		if j, ok := at[res.URN]; ok {
			resources[j] = res
			continue
		}
		at[res.URN] = len(resources)
		resources = append(resources, res)
	}
	if len(resources) == 0 {
		return nil, errors.New("it holds no resources, so there is nothing to judge")
	}
	return resources, nil
}

// removes tells the operations after which a resource is gone.
func removes(op string) bool {
	switch op {
	case "delete", "delete-replaced", "discard-replaced", "discard", "remove-pending-replace":
		return true
	default:
		return false
	}
}
