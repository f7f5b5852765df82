package levels

import (
	"context"
	"fmt"
	"net/url"

	"github.com/cloudgap/cloudgap/conformance/emulator"
	"github.com/cloudgap/cloudgap/conformance/parts"
)

func upstreamOf(ctx context.Context, options Options, w *world) (*url.URL, error) {
	if options.Endpoint != "" {
		given, err := url.Parse(options.Endpoint)
		if err != nil || given.Host == "" {
			return nil, fmt.Errorf("endpoint %q is not a URL such as http://127.0.0.1:4566", options.Endpoint)
		}
		return given, nil
	}
	program, err := parts.Moto()
	if err != nil {
		return nil, err
	}
	w.moto, err = emulator.StartMoto(ctx, program)
	if err != nil {
		return nil, err
	}
	return w.moto.URL(), nil
}
