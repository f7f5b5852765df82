package levels

import (
	"context"
	"fmt"
	"net/url"

	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
)

// upstreamOf is the emulator that the options name, or moto, which it starts. The world is told which.
func upstreamOf(ctx context.Context, options Options, w *world) (*url.URL, error) {
	if options.Endpoint != "" {
		given, err := url.Parse(options.Endpoint)
		if err != nil || given.Host == "" {
			return nil, fmt.Errorf("endpoint %q is not a URL such as http://127.0.0.1:4566", options.Endpoint)
		}
		w.emulator = "the emulator at " + given.String()
		return given, nil
	}
	program, err := parts.Moto()
	if err != nil {
		return nil, err
	}
	w.emulator = "moto"
	w.moto, err = emulator.StartMoto(ctx, program)
	if err != nil {
		return nil, err
	}
	return w.moto.URL(), nil
}
