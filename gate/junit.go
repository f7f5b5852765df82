package gate

import (
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/cloudgap/cloudgap/policy/rules"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Failure *junitResult `xml:"failure"`
	Error   *junitResult `xml:"error"`
	Skipped *junitResult `xml:"skipped"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// JUnit writes the verdict in the XML form of JUnit: a suite for each stack, a case for each rule that nothing violates, a
// failed case for each violation, a skipped one for what a waiver excuses, and one with an error for a stack that was not
// judged. Its rules are then not listed, because nobody knows whether they hold.
func JUnit(v Verdict) ([]byte, error) {
	all := junitSuites{Name: "cloudgap gate"}
	for _, s := range v.Stacks {
		suite := suiteOf(s)
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Errors += suite.Errors
		all.Suites = append(all.Suites, suite)
	}
	body, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write JUnit: %w", err)
	}
	return slices.Concat([]byte(xml.Header), body, []byte("\n")), nil
}

func suiteOf(s Stack) junitSuite {
	suite := junitSuite{Name: s.Name, Failures: len(s.Violations), Skipped: len(s.Waived)}
	found := map[string]bool{}
	for _, v := range s.Violations {
		found[v.Rule] = true
		c := caseOf(s, v)
		c.Failure = &junitResult{Message: v.Summary(), Type: v.Severity, Text: v.Message}
		suite.Cases = append(suite.Cases, c)
	}
	for _, v := range s.Waived {
		found[v.Rule] = true
		c := caseOf(s, v)
		c.Skipped = &junitResult{Message: "waived: " + v.Waiver, Text: v.Message}
		suite.Cases = append(suite.Cases, c)
	}
	if s.Problem != "" {
		suite.Errors = 1
		suite.Cases = append(suite.Cases, junitCase{
			Name: "the stack can be judged", Class: s.Name, File: s.File, Error: &junitResult{Message: "not judged", Text: s.Problem},
		})
	} else {
		for _, rule := range rules.All() {
			if !found[rule.ID] {
				suite.Cases = append(suite.Cases, junitCase{Name: rule.ID + " " + rule.Title, Class: s.Name + "." + rule.ID})
			}
		}
	}
	suite.Tests = len(suite.Cases)
	return suite
}

func caseOf(s Stack, v Violation) junitCase {
	return junitCase{
		Name: v.Rule + " " + v.Name() + " (" + v.Type() + ")", Class: s.Name + "." + v.Rule, File: v.Position.File, Line: v.Position.Line,
	}
}
