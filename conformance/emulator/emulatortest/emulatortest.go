// Package emulatortest starts an emulated AWS for a test.
package emulatortest

import (
	"errors"
	"testing"

	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
)

// Start runs moto with the front before it until the test ends, and skips the test where moto is not installed.
func Start(t *testing.T) *emulator.Front {
	t.Helper()
	program, err := parts.Moto()
	var missing *parts.Missing
	if errors.As(err, &missing) {
		t.Skipf("NOT CHECKED against an emulator: %v", missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	moto, err := emulator.StartMoto(t.Context(), program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(moto.Close)
	front, err := emulator.StartFront(moto.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(front.Close)
	return front
}
