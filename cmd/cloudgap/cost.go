package main

import (
	"github.com/cloudgap/cloudgap/components/endpoints/cost"
)

type costCommand struct {
	observed
	GB       float64 `name:"gb" help:"Volume through the interface endpoints of one VPC, in GB a month." default:"100"`
	VPCs     int     `name:"vpcs" help:"VPCs that could share central endpoints." default:"3"`
	Attached bool    `help:"The VPCs are attached to a transit gateway anyway."`
	Profile  bool    `help:"Central names through a Route 53 Profile instead of hosted zones."`
	JSON     bool    `name:"json" help:"Print the report as JSON."`
}

// Run tells what the endpoints of the stack cost in a month, against central ones and against NAT gateways.
func (c *costCommand) Run(env *environment) error {
	if _, err := c.check(); err != nil {
		return err
	}
	resources, err := c.resources(env.ctx)
	if err != nil {
		return err
	}
	question := cost.Question{GB: c.GB, Sharing: cost.Sharing{VPCs: c.VPCs, Attached: c.Attached}}
	if c.Profile {
		question.Sharing.Names = cost.RouteProfile
	}
	report, err := cost.NewReport(resources, question)
	if err != nil {
		return err
	}
	return printReport(env.out, c.JSON, report)
}
