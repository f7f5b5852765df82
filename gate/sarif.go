package gate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/owenrumney/go-sarif/v3/pkg/report"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
)

const (
	repository = "https://github.com/cloudgap/cloudgap"
	rulePages  = repository + "/blob/main/docs/policies/"
	// sourceRoot is GitHub's name for the root of the repository that a path is relative to.
	sourceRoot = "%SRCROOT%"
)

// securitySeverity ranks a rule for GitHub code scanning, which takes over 9.0 for critical, 7.0 to 8.9 for high, 4.0 to 6.9
// for medium and less for low. Source: GitHub's page on SARIF support for code scanning.
var securitySeverity = map[rules.Severity]string{
	rules.Critical: "9.5",
	rules.High:     "8.0",
	rules.Medium:   "5.5",
	rules.Low:      "2.0",
}

// SARIF writes the verdict in the Static Analysis Results Interchange Format 2.1.0. All stacks are one run, because code
// scanning takes one run of a tool in each upload. What a waiver excuses is a suppressed result; a stack that was not judged
// is a failed invocation.
func SARIF(v Verdict) ([]byte, error) {
	run := sarif.NewRunWithInformationURI("cloudgap", repository)
	run.Tool.Driver.WithSemanticVersion(pack.Version)
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID("cloudgap-gate/"))
	for _, rule := range rules.All() {
		addRule(run, rule)
	}
	invocation := sarif.NewInvocation().WithExecutionSuccessful(v.Outcome() != Unjudged)
	for _, s := range v.Stacks {
		if s.Problem != "" {
			invocation.AddToolExecutionNotification(sarif.NewNotification().WithLevel("error").
				WithMessage(sarif.NewTextMessage(s.Name + ": " + s.Problem)).
				WithLocations([]*sarif.Location{locationOf(Position{File: s.File})}))
		}
		for _, violation := range slices.Concat(s.Violations, s.Waived) {
			addResult(run, s.Name, violation)
		}
	}
	run.AddInvocation(invocation)
	document := report.NewV210Report().AddRun(run)
	if err := document.Validate(); err != nil {
		return nil, fmt.Errorf("write SARIF: %w", err)
	}
	var b bytes.Buffer
	if err := document.PrettyWrite(&b); err != nil {
		return nil, fmt.Errorf("write SARIF: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func addRule(run *sarif.Run, rule rules.Rule) {
	bag := sarif.NewPropertyBag().WithTags([]string{"security", "network"})
	bag.Add("security-severity", securitySeverity[rule.Severity])
	bag.Add("precision", "very-high")
	controls := ""
	for _, c := range rule.Controls {
		controls += "\n- " + c.String()
	}
	run.AddRule(rule.ID).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText(rule.Title)).
		WithFullDescription(sarif.NewMultiformatMessageString().WithText(rule.Why)).
		WithHelpURI(rulePages + rule.ID + ".md").
		WithHelp(sarif.NewMultiformatMessageString().
			WithText(rule.Why + "\nFix: " + rule.Fix + "\nControls:" + controls).
			WithMarkdown(rule.Why + "\n\n**Fix:** " + rule.Fix + "\n\n**Controls:**\n" + controls)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel("error")).
		WithProperties(bag)
}

func addResult(run *sarif.Run, stack string, v Violation) {
	location := locationOf(v.Position).AddLogicalLocation(
		sarif.NewLogicalLocation().WithName(nameOf(v.URN)).WithFullyQualifiedName(v.URN).WithKind("resource"))
	result := run.CreateResultForRule(v.Rule)
	result.WithLevel("error").WithMessage(sarif.NewTextMessage(v.Message)).AddLocation(location)
	result.WithPartialFingerprints(map[string]string{"violation/v1": fingerprint(v)})
	properties := sarif.NewPropertyBag()
	properties.Add("stack", stack)
	result.WithProperties(properties)
	if v.Waiver != "" {
		result.AddSuppression(sarif.NewSuppression().WithKind("external").WithStatus("accepted").WithJustification(v.Waiver))
	}
}

func locationOf(p Position) *sarif.Location {
	physical := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewArtifactLocation().WithURI(uriPath(p.File)).WithURIBaseID(sourceRoot))
	return sarif.NewLocation().WithPhysicalLocation(physical.WithRegion(sarif.NewRegion().WithStartLine(max(p.Line, 1))))
}

// fingerprint identifies a violation across commits, in which lines move.
func fingerprint(v Violation) string {
	sum := sha256.Sum256([]byte(v.Rule + "\x00" + v.URN + "\x00" + v.Summary()))
	return hex.EncodeToString(sum[:16])
}
