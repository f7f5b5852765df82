package main

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	"github.com/cloudgap/cloudgap/internal/term"
)

type doctorCommand struct {
	observed
	Region string `help:"Also warn of what speaks against running the stack's capabilities in this region."`
	JSON   bool   `name:"json" help:"Print the report as JSON."`
}

// Run checks whether every AWS call of the stack's workloads has a way. A gap is a failure.
func (c *doctorCommand) Run(env *environment) error {
	stack, err := c.check()
	if err != nil {
		return err
	}
	resources, err := c.resources(env.ctx)
	if err != nil {
		return err
	}
	report, err := doctor.Check(resources)
	if err != nil {
		return err
	}
	if c.Region != "" {
		warnings, err := doctor.Region(c.Region, stack.Endpoints.Capabilities)
		if err != nil {
			return err
		}
		for _, warning := range warnings {
			report.Warnings = append(report.Warnings, c.Region+": "+warning)
		}
	}
	if err := printReport(env.out, c.JSON, report); err != nil {
		return err
	}
	if gaps := len(report.Gaps()); gaps > 0 {
		return &failure{fmt.Errorf("doctor: calls of the stack's workloads that have no way: %d", gaps)}
	}
	return nil
}

// printReport prints a report as a table, or as JSON.
func printReport(out *term.Writer, asJSON bool, report interface{ Table() string }) error {
	if !asJSON {
		out.Printf("%s", report.Table())
		return nil
	}
	data, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("marshal the report: %w", err)
	}
	out.Printf("%s\n", data)
	return nil
}
