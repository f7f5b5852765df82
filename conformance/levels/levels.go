// Package levels runs cloudgap's stacks and small programs on more than our own simulation. The plan level previews them with
// the real AWS provider and no account. The apply level deploys them with that provider to an emulator of AWS and looks at the
// account with the AWS SDK. The faults level does so on a bad day.
package levels

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cloudgap/cloudgap/conformance/parts"
)

// Level is a depth of conformance.
type Level string

// The levels, each dearer than the one before.
const (
	Plan   Level = "plan"
	Apply  Level = "apply"
	Faults Level = "faults"
)

// Outcome is how a level ended for one subject.
type Outcome string

// The outcomes. Skipped is not passed: nothing was proved.
const (
	Passed  Outcome = "passed"
	Failed  Outcome = "FAILED"
	Skipped Outcome = "SKIPPED"
)

// Result is what one level said about one subject.
type Result struct {
	Level   Level
	Subject string
	Outcome Outcome
	// Detail says what was done, or why it failed or was skipped.
	Detail string
	// Differences are known differences that showed, each with its reason.
	Differences []string
	Duration    time.Duration
}

// Options say what to run.
type Options struct {
	// Levels are run in their order.
	Levels []Level
	// Only names the subjects to run; all where it is empty.
	Only []string
	// Endpoint is the address of an emulator that runs already, such as LocalStack's; empty to start moto.
	Endpoint string
	// Storm limits the faults level to the faults whose names contain this text.
	Storm string
	// Kills is how many times the faults level kills the provider and the engine.
	Kills int
	// Seed chooses the moments of the kills.
	Seed int64
	// Timeout bounds one level on one subject. An emulator that lacks a call can keep the provider waiting for hours.
	Timeout time.Duration
	// Tell is told what happens while it happens.
	Tell func(format string, args ...any)
}

// skip makes the same result for every subject of a level: skipped for a missing part, failed for any other error.
func skip(level Level, subjects []Subject, err error) []Result {
	var results []Result
	for _, subject := range subjects {
		results = append(results, Result{Level: level, Subject: subject.Name, Outcome: outcomeOf(err), Detail: err.Error()})
	}
	return results
}

func outcomeOf(err error) Outcome {
	var missing *parts.Missing
	switch {
	case err == nil:
		return Passed
	case errors.As(err, &missing):
		return Skipped
	default:
		return Failed
	}
}

// measured runs one level on one subject and makes a result of it.
func (o Options) measured(ctx context.Context, level Level, subject Subject, run func(context.Context) (detail string, differences []string, err error)) Result {
	started := time.Now()
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	detail, differences, err := run(ctx)
	result := Result{Level: level, Subject: subject.Name, Outcome: outcomeOf(err), Detail: detail, Differences: differences, Duration: time.Since(started)}
	if err != nil {
		result.Detail = err.Error()
		if detail != "" {
			result.Detail = fmt.Sprintf("%s; then: %v", detail, err)
		}
	}
	o.Tell("%s: %s: %s after %.0f s", level, subject.Name, result.Outcome, result.Duration.Seconds())
	return result
}
