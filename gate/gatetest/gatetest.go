// Package gatetest compares the reports of the gate with accepted ones.
package gatetest

import (
	"encoding/json"
	"testing"

	"github.com/cloudgap/cloudgap/gate"
	"github.com/cloudgap/cloudgap/internal/golden"
)

// Golden compares every report of a verdict with testdata/<name>.md, .sarif.json, .junit.xml and .annotations.txt. The SARIF
// document names its rules by id only: their texts have pages of their own, which are compared with the catalogue.
func Golden(t testing.TB, name string, verdict gate.Verdict) {
	t.Helper()
	sarif, err := gate.SARIF(verdict)
	if err != nil {
		t.Fatal(err)
	}
	junit, err := gate.JUnit(verdict)
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, name+".md", []byte(gate.Markdown(verdict)))
	golden.Equal(t, name+".sarif.json", withRuleIDs(t, sarif))
	golden.Equal(t, name+".junit.xml", junit)
	golden.Equal(t, name+".annotations.txt", []byte(gate.Annotations(verdict)))
}

// withRuleIDs replaces each rule of a SARIF document by its id.
func withRuleIDs(t testing.TB, sarif []byte) []byte {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(sarif, &document); err != nil {
		t.Fatal(err)
	}
	for _, run := range document["runs"].([]any) {
		driver := run.(map[string]any)["tool"].(map[string]any)["driver"].(map[string]any)
		rules := driver["rules"].([]any)
		for i, rule := range rules {
			rules[i] = rule.(map[string]any)["id"]
		}
	}
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}
