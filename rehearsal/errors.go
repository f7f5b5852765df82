package rehearsal

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// BusyError says that another rehearsal is using the state directory.
type BusyError struct {
	// Dir is the state directory.
	Dir string
	// PID is the process that uses it, 0 if it is not known.
	PID int
}

// Error names the process and what to do.
func (e *BusyError) Error() string {
	who := "another process"
	if e.PID > 0 {
		who = fmt.Sprintf("process %d or the engine that it started", e.PID)
	}
	return fmt.Sprintf("the state directory %s is in use by %s; wait until that rehearsal has ended, end it, or choose another state directory (--state-dir)", e.Dir, who)
}

// CorruptError says that what an earlier rehearsal left cannot be used.
type CorruptError struct {
	// Dir is the state directory.
	Dir string
	// Err says what is wrong.
	Err error
}

// Error says what is wrong and how to go on.
func (e *CorruptError) Error() string {
	return fmt.Sprintf("the state of an earlier rehearsal in %s is unusable: %v; start afresh with --fresh (Options.Fresh in a program of your own) or delete the directory: it holds simulated resources only", e.Dir, e.Err)
}

// Unwrap returns the cause.
func (e *CorruptError) Unwrap() error { return e.Err }

// FullDiskError says that the state directory's file system is full.
type FullDiskError struct {
	// Dir is the state directory.
	Dir string
	// Err is the failure.
	Err error
}

// Error says what to do. What the engine printed of it, one line for each write that failed, is in Err.
func (e *FullDiskError) Error() string {
	return fmt.Sprintf("no space is left on the device that holds %s; free some (a rehearsal needs %d MiB) and start afresh with --fresh, or choose a state directory elsewhere with --state-dir", e.Dir, spaceToStart/mebibyte)
}

// Unwrap returns the cause.
func (e *FullDiskError) Unwrap() error { return e.Err }

// StepError says that a step of a rehearsal failed.
type StepError struct {
	// Step is the step.
	Step Step
	// Violations are the mandatory policies that were violated; empty if the step failed for another reason.
	Violations []Violation
	// Diagnostics are the engine's error messages.
	Diagnostics []Message
	// Unexpected lists the changes of a step that must not change anything.
	Unexpected []Planned
	// Err is the failure.
	Err error
}

// Error tells the reason that the user can act on: unexpected changes, violations, the engine's diagnostics, or the failure itself.
func (e *StepError) Error() string {
	var lines []string
	for _, v := range e.Violations {
		lines = append(lines, fmt.Sprintf("%s: %s: %s", v.URN, v.Policy, v.Message))
	}
	for _, m := range e.Diagnostics {
		lines = append(lines, strings.TrimSpace(m.URN+" "+m.Text))
	}
	for _, p := range e.Unexpected {
		lines = append(lines, fmt.Sprintf("%s: unexpected %s of %s", p.URN, p.Operation, strings.Join(p.changed(), ", ")))
	}
	if len(lines) == 0 {
		return fmt.Sprintf("%s: %v", e.Step, e.Err)
	}
	return fmt.Sprintf("%s: %v:\n  %s", e.Step, e.summary(), strings.Join(lines, "\n  "))
}

// Unwrap returns the cause.
func (e *StepError) Unwrap() error { return e.Err }

// Errors that a StepError wraps.
var (
	// ErrViolated is a step that a mandatory policy stopped.
	ErrViolated = errors.New("mandatory policies are violated")
	// ErrPackMissing is a step in which an expected policy pack did not run, or ran in another version.
	ErrPackMissing = errors.New("an expected policy pack did not run")
	// ErrNotConverged is a second up that changed something.
	ErrNotConverged = errors.New("a second up changes something")
	// ErrDrift is a refresh that found the cloud different from the state.
	ErrDrift = errors.New("the cloud differs from the state")
	// ErrProtected is a destroy of a stack with resources that are protected from it.
	ErrProtected = errors.New("the stack has protected resources")
	// ErrLeftover is a destroy after which objects remain.
	ErrLeftover = errors.New("objects remain after destroy")
	// ErrInterrupted is a step that was cancelled; the next run goes on from there.
	ErrInterrupted = errors.New("interrupted")
	// ErrFailed is a step in which the engine reported errors.
	ErrFailed = errors.New("the engine reported errors")
)

func (e *StepError) summary() error {
	// What the engine printed is in Diagnostics and Violations already.
	for _, known := range []error{ErrInterrupted, ErrViolated} {
		if errors.Is(e.Err, known) {
			return known
		}
	}
	for _, known := range []error{ErrPackMissing, ErrNotConverged, ErrDrift, ErrProtected, ErrLeftover} {
		if errors.Is(e.Err, known) {
			return e.Err
		}
	}
	return ErrFailed
}

// explain recognises a full disk in an error or in the engine's output.
func explain(dir string, err error, output ...string) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*FullDiskError](err); known {
		return err
	}
	full := errors.Is(err, syscall.ENOSPC)
	for _, text := range append(output, err.Error()) {
		full = full || strings.Contains(text, "no space left on device")
	}
	if full {
		return &FullDiskError{Dir: dir, Err: err}
	}
	return err
}
