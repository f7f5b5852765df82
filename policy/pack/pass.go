package pack

import (
	"cmp"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/policy/rules"
)

// pass collects what the policies report in one call of the engine.
type pass struct {
	defaultURN  string
	diagnostics []*pulumirpc.AnalyzeDiagnostic
}

// run lets one policy judge. A policy that fails or panics has not judged, which is a violation that names it: the engine
// would otherwise say no more than that a connection broke.
func (p *pass) run(policy policyx.Policy, judge func(policyx.PolicyManager) error) {
	m := &manager{pass: p, policy: policy}
	defer func() {
		if cause := recover(); cause != nil {
			m.ReportViolation(fmt.Sprintf("policy failed and could not judge, which counts as a violation; please report it: %T", cause), "")
		}
	}()
	if err := judge(m); err != nil {
		m.ReportViolation(fmt.Sprintf("policy failed and could not judge, which counts as a violation: %v", err), "")
	}
}

// manager takes the reports of one policy.
type manager struct {
	pass   *pass
	policy policyx.Policy
}

// ReportViolation reports a violation, which blocks whatever a configuration says.
func (m *manager) ReportViolation(message, urn string) {
	m.report(message, urn, pulumirpc.EnforcementLevel_MANDATORY)
}

// ReportWaived shows what a waiver excuses, without blocking.
func (m *manager) ReportWaived(message, urn string) {
	m.report(message, urn, pulumirpc.EnforcementLevel_ADVISORY)
}

func (m *manager) report(message, urn string, level pulumirpc.EnforcementLevel) {
	rule, _ := rules.ByID(m.policy.Name())
	m.pass.diagnostics = append(m.pass.diagnostics, &pulumirpc.AnalyzeDiagnostic{
		PolicyName:        m.policy.Name(),
		PolicyPackName:    Name,
		PolicyPackVersion: Version,
		Description:       m.policy.Description(),
		Message:           m.policy.Description() + "\n" + message,
		EnforcementLevel:  level,
		Urn:               cmp.Or(urn, m.pass.defaultURN),
		Severity:          severities[rule.Severity],
	})
}
