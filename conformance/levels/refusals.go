package levels

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/conformance/programs"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// refusals previews programs with a mistake, each of which must be refused for it.
func refusals(ctx context.Context, rig *rig) (string, error) {
	var errs []error
	for _, r := range programs.Refusals() {
		if err := refused(ctx, rig, r); err != nil {
			errs = append(errs, err)
		}
	}
	return fmt.Sprintf("%d mistakes refused by the provider or the proxy", len(programs.Refusals())), errors.Join(errs...)
}

func refused(ctx context.Context, rig *rig, r programs.Refusal) (err error) {
	subject := programSubject(programs.Program{Name: "refused"})
	subject.program = func(form) pulumi.RunFunc { return r.Run }
	session, err := rig.open(ctx, subject, committed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	var found *rehearsal.StepError
	_, planned := session.Preview(ctx)
	switch {
	case planned == nil:
		return fmt.Errorf("%s was planned without a word", r.Mistake)
	case !errors.As(planned, &found) || !strings.Contains(planned.Error(), r.Want):
		return fmt.Errorf("%s: want a refusal with %q, got: %w", r.Mistake, r.Want, planned)
	}
	return nil
}
