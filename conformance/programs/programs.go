// Package programs holds small Pulumi programs that between them use the AWS resource types of cloudgap's components. They
// exist to meet the real provider one service at a time, where a whole stack would bury a difference. Each keeps cloudgap's
// guarantee: no way out of its VPCs.
package programs

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Program is a small program with the change that its update makes.
type Program struct {
	// Name is the name of the stack.
	Name string
	// Run registers the resources. Changed is false at first and true for the update.
	Run func(ctx *pulumi.Context, changed bool) error
	// Updates is how many resources the change updates in place.
	Updates int
}

// All lists the programs.
func All() []Program {
	return []Program{
		{Name: "network", Run: network, Updates: 1},
		{Name: "cluster", Run: cluster, Updates: 1},
		{Name: "servers", Run: servers, Updates: 2},
		{Name: "hub", Run: hub, Updates: 1},
	}
}

// Tag is the tag that marks what these programs make.
func Tag() (key, value string) { return "cloudgap:conformance", "true" }

// tags are on every resource of a program, so that what is left behind can be told.
func tags(name string) pulumi.StringMap {
	key, value := Tag()
	return pulumi.StringMap{"Name": pulumi.String(name), key: pulumi.String(value)}
}
