// Package clouds knows every cloud that can be simulated. Package rehearsal knows none, so that its importers pay only for the
// SDKs of those that they simulate.
package clouds

import (
	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/aws"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/cloudflare"
	"github.com/cloudgap/cloudgap/rehearsal/eks"
)

// Attach returns the options with every simulated package and remote component in the place of those given.
func Attach(options rehearsal.Options) rehearsal.Options {
	options.Packages = []cloud.Package{aws.Package(), cloudflare.Package()}
	options.Components = eks.Components()
	return options
}
