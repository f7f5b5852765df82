package main

import (
	"fmt"
	"math"

	"github.com/cloudgap/cloudgap/components/endpoints/cost"
	"github.com/cloudgap/cloudgap/internal/problems"
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
	if err := c.checkNumbers(); err != nil {
		return err
	}
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

// checkNumbers refuses what no network has.
func (c *costCommand) checkNumbers() error {
	var all problems.List
	if !(c.GB >= 0) || math.IsInf(c.GB, 0) {
		all.Add("--gb", "is no volume", fmt.Sprint(c.GB), "give 0 or more")
	}
	if c.VPCs < 1 {
		all.Add("--vpcs", "is no number of VPCs", c.VPCs, "give 1 or more")
	}
	return all.Err("the question has no answer")
}
