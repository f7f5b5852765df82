package rules

import (
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var evidenceLogs = Rule{
	ID:       "DNS-LOG",
	Title:    "every VPC logs its flows and its queries",
	Severity: Low,
	Types: []string{
		"aws:ec2/vpc:Vpc",
		flowLog,
		queryLog,
	},
	Why:      "Without flow logs and query logs nobody can tell afterwards whether something tried to leave, and which way.",
	Fix:      "add a FlowLog and a ResolverQueryLogConfigAssociation for the VPC",
	Controls: evidence,
	Stack:    unloggedVPCs,
}

const (
	flowLog  = "aws:ec2/flowLog:FlowLog"
	queryLog = "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation"
)

// unloggedVPCs finds the VPCs of the stack whose flows or queries no log of the stack takes.
func unloggedVPCs(s *Stack) []Finding {
	var findings []Finding
	for _, vpc := range s.OfTypes("aws:ec2/vpc:Vpc") {
		var missing []string
		if !logged(s, flowLog, "vpcId", vpc) {
			missing = append(missing, "no flow log")
		}
		if !logged(s, queryLog, "resourceId", vpc) {
			missing = append(missing, "no query log")
		}
		if len(missing) > 0 && !vpc.External {
			findings = append(findings, Finding{URN: vpc.URN, Reason: "the VPC has " + strings.Join(missing, " and ")})
		}
	}
	return findings
}

func logged(s *Stack, logType, property string, vpc *isolation.Resource) bool {
	return slices.ContainsFunc(s.OfTypes(logType), func(r *isolation.Resource) bool { return names(r.Value(property), vpc) })
}

// names tells whether a value is the id of a resource: by the id, or, while it is not known, by the dependency.
func names(v isolation.Value, r *isolation.Resource) bool {
	if id, state := v.Text(); state == isolation.Known {
		return id == r.ID()
	}
	return slices.Contains(v.Refs(), r.URN)
}
