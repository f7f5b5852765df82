// Package hush keeps a program from asking the terminal for its colours when it starts. A package that comes with Pulumi's SDK does so
// before main, for which a terminal that does not answer costs five seconds, and one that answers late gets the answer typed into the
// next prompt. It does not ask a dumb terminal, so until Restore the terminal is one.
//
// It imports the standard library only, so that it is initialized first: Go initializes in the order of import paths what has no
// dependencies left, and those of the package that asks (github.com/muesli/termenv among them) come later.
package hush

import "os"

var given, isGiven = os.LookupEnv("TERM")

func init() { set("dumb") }

// Restore gives the terminal its name back. A program calls it first thing in main.
func Restore() {
	if isGiven {
		set(given)
		return
	}
	// Unsetenv fails for a name that is none.
	_ = os.Unsetenv("TERM")
}

// set names the terminal. Setenv fails for a name that is none.
func set(term string) { _ = os.Setenv("TERM", term) }
