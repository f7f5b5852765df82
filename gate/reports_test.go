package gate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/policy/rules"
)

// mixed is a verdict with everything that a report can hold, and with names that try to break each of them.
func mixed() Verdict {
	hostile := `<b>&"a",b:c|d%` + "`*_[x](http://example.com)@team" + "\n::error::forged"
	return Verdict{Stacks: []Stack{
		{
			Name: "dev", File: "Pulumi.dev.yaml", Pack: Pack{pack.Name, pack.Version, pack.RuleCount()},
			Violations: []Violation{{
				Rule: "ROUTE-IGW", Title: "no route leads to an internet gateway", Severity: "critical", URN: routeURN,
				Message: hostile + "\n  fix: remove it\n  controls: NIST 800-53 r5 AC-4(21)", Position: Position{"net/my vpc,1:a%\n.go", 12},
			}},
			Waived: []Violation{{
				Rule: "GW-IGW", Title: "no internet gateway exists", Severity: "critical", URN: "urn:pulumi:dev::app::aws:ec2/internetGateway:InternetGateway::igw",
				Message: "waived thing", Waiver: "GW-IGW until 2030-01-01 (owner net: why)", Position: Position{File: "Pulumi.dev.yaml"},
			}},
		},
		{Name: "prod", File: "Pulumi.prod.yaml", Problem: "the program failed\nbadly"},
	}}
}

func TestSARIFIsValidAndHoldsEveryResultWithItsPlaceRuleAndWaiver(t *testing.T) {
	t.Parallel()
	data, err := SARIF(mixed())
	if err != nil {
		t.Fatal(err)
	}
	document, err := sarif.FromBytes(data, sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(); err != nil {
		t.Errorf("expected the written document to satisfy the schema of SARIF 2.1.0, got %v", err)
	}
	run := document.Runs[0]
	if len(document.Runs) != 1 || len(run.Tool.Driver.Rules) != pack.RuleCount() || len(run.Results) != 2 {
		t.Fatalf("expected one run with %d rules and 2 results, got %d runs, %d rules, %d results", pack.RuleCount(), len(document.Runs), len(run.Tool.Driver.Rules), len(run.Results))
	}
	for _, r := range run.Results {
		if got := *run.Tool.Driver.Rules[r.RuleIndex].ID; got != *r.RuleID {
			t.Errorf("expected the index of a result to lead to its rule %s, got %s", *r.RuleID, got)
		}
	}
	place := run.Results[0].Locations[0].PhysicalLocation
	if got := *place.ArtifactLocation.URI; got != "net/my%20vpc,1:a%25%0A.go" || *place.Region.StartLine != 12 {
		t.Errorf("expected the file as a URI and line 12, got %s line %d", got, *place.Region.StartLine)
	}
	if len(run.Results[0].Suppressions) != 0 || len(run.Results[1].Suppressions) != 1 {
		t.Error("expected the waived result alone to be suppressed")
	}
	if *run.Invocations[0].ExecutionSuccessful || len(run.Invocations[0].ToolExecutionNotifications) != 1 {
		t.Error("expected a stack that was not judged to be a failed invocation with a notification")
	}
	var raw struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID    string `json:"id"`
						Short struct {
							Text string `json:"text"`
						} `json:"shortDescription"`
						Properties map[string]any `json:"properties"`
					} `json:"rules"`
				} `json:"driver"`
			} `json:"tool"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	catalogue := rules.All()
	for i, rule := range raw.Runs[0].Tool.Driver.Rules {
		if rule.ID != catalogue[i].ID || rule.Short.Text != catalogue[i].Title {
			t.Errorf("expected rule %d to be %s of the catalogue, got %s %q", i, catalogue[i].ID, rule.ID, rule.Short.Text)
		}
		if severity, _ := rule.Properties["security-severity"].(string); severity == "" {
			t.Errorf("rule %d has no security-severity, which code scanning ranks by: %v", i, rule.Properties)
		}
	}
}

func TestTheFingerprintOfAViolationDoesNotFollowItsLine(t *testing.T) {
	t.Parallel()
	a := mixed().Stacks[0].Violations[0]
	b, other := a, a
	b.Position.Line = 99
	other.URN = vpcURN
	if fingerprint(a) != fingerprint(b) {
		t.Error("expected the same fingerprint on another line")
	}
	if fingerprint(a) == fingerprint(other) {
		t.Error("expected another fingerprint for another resource")
	}
}

func TestJUnitCountsWhatItListsAndAStackThatWasNotJudgedIsAnErrorWithoutPassedRules(t *testing.T) {
	t.Parallel()
	data, err := JUnit(mixed())
	if err != nil {
		t.Fatal(err)
	}
	var suites junitSuites
	if err := xml.Unmarshal(data, &suites); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"dev", "prod"}, []string{suites.Suites[0].Name, suites.Suites[1].Name}); diff != "" {
		t.Fatalf("suites differ (-want +got):\n%s", diff)
	}
	tests, failures, errored := 0, 0, 0
	for _, suite := range suites.Suites {
		counted := junitSuite{Name: suite.Name, Tests: len(suite.Cases), Cases: suite.Cases}
		for _, c := range suite.Cases {
			if c.Failure != nil {
				counted.Failures++
			}
			if c.Error != nil {
				counted.Errors++
			}
			if c.Skipped != nil {
				counted.Skipped++
			}
		}
		if diff := cmp.Diff(counted, suite); diff != "" {
			t.Errorf("suite %s: counts differ from its cases (-counted +written):\n%s", suite.Name, diff)
		}
		tests, failures, errored = tests+suite.Tests, failures+suite.Failures, errored+suite.Errors
	}
	if suites.Tests != tests || suites.Failures != failures || suites.Errors != errored {
		t.Errorf("expected totals %d, %d, %d, got %d, %d, %d", tests, failures, errored, suites.Tests, suites.Failures, suites.Errors)
	}
	if got, want := suites.Suites[0].Tests, pack.RuleCount(); got != want {
		t.Errorf("expected each of %d rules to be a case, violated and waived ones included, got %d cases", want, got)
	}
	if len(suites.Suites[1].Cases) != 1 || suites.Suites[1].Cases[0].Error == nil {
		t.Errorf("expected nothing but the error of a stack that was not judged, got %+v", suites.Suites[1].Cases)
	}
}

// junitShape is the order of elements and the attributes that the JUnit schema of Jenkins (junit-10.xsd) admits.
var junitShape = map[string]map[string]bool{
	"testsuites": {"name": true, "tests": true, "failures": true, "errors": true, "time": true, "disabled": true},
	"testsuite":  {"name": true, "tests": true, "failures": true, "errors": true, "skipped": true, "time": true, "timestamp": true, "hostname": true, "id": true, "package": true, "file": true},
	"testcase":   {"name": true, "classname": true, "assertions": true, "time": true, "status": true, "class": true, "file": true, "line": true},
	"failure":    {"message": true, "type": true},
	"error":      {"message": true, "type": true},
	"skipped":    {"message": true, "type": true},
}

func TestJUnitHasOnlyElementsAndAttributesOfItsSchema(t *testing.T) {
	t.Parallel()
	data, err := JUnit(mixed())
	if err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	elements := 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		elements++
		known, found := junitShape[start.Name.Local]
		if !found {
			t.Errorf("rejects element %s", start.Name.Local)
		}
		for _, attribute := range start.Attr {
			if !known[attribute.Name.Local] {
				t.Errorf("rejects attribute %s of %s", attribute.Name.Local, start.Name.Local)
			}
		}
	}
	if elements < pack.RuleCount() {
		t.Errorf("expected at least %d elements, got %d", pack.RuleCount(), elements)
	}
}

func TestAnAnnotationIsOneLineWhateverAResourceIsCalled(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(Annotations(mixed()), "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("expected one line for each violation, waived finding and problem, got %d:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for i, want := range []string{
		"::error file=net/my vpc%2C1%3Aa%25%0A.go,line=12,title=dev%3A ROUTE-IGW no route leads to an internet gateway::<b>&\"a\",b:c|d%25",
		"::notice file=Pulumi.dev.yaml,line=1,title=dev%3A GW-IGW is waived::GW-IGW until 2030-01-01",
		"::error file=Pulumi.prod.yaml,line=1,title=prod%3A not judged::the program failed%0Abadly",
	} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d: expected it to begin with\n%s\ngot\n%s", i+1, want, lines[i])
		}
	}
}

func TestMarkdownTakesNoMarkupFromNames(t *testing.T) {
	t.Parallel()
	text := Markdown(mixed())
	for _, forbidden := range []string{"<b>", "[x](", "@team", "`*_", "\n::error"} {
		if strings.Contains(text, forbidden) {
			t.Errorf("rejects %q from the name of a resource in:\n%s", forbidden, text)
		}
	}
	for _, want := range []string{"## cloudgap gate: not judged", "**Not judged:** the program failed badly", "#### Waived", `net/my vpc,1:a% .go:12`} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in:\n%s", want, text)
		}
	}
}
