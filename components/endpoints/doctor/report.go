package doctor

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

// Way tells whether one of the things that a call needs is there.
type Way string

// Answers of the doctor.
const (
	// Present says that it is there.
	Present Way = "yes"
	// Missing says that it is not.
	Missing Way = "no"
	// Unknown says that it cannot be told, which counts as a gap.
	Unknown Way = "unknown"
	// Central says that the stack of a central set has it.
	Central Way = "central"
	// NotApplicable says that the service needs none.
	NotApplicable Way = "-"
)

// Report is what the doctor found.
type Report struct {
	// Rows has one row for each capability in use and each service that it requires.
	Rows []Row `json:"rows"`
	// Warnings are what to look at in the region, beside the gaps.
	Warnings []string `json:"warnings,omitempty"`
}

// Row is one service that a capability in use requires.
type Row struct {
	// Set is the EndpointSet that was judged, Owner the component that needs the capability.
	Set        string                `json:"set,omitempty"`
	Owner      string                `json:"owner"`
	Capability capability.Capability `json:"capability"`
	Service    catalog.Service       `json:"service,omitempty"`
	// Calls is how many AWS calls the capability must make to the service.
	Calls int `json:"calls"`
	// Endpoint, Policy, Name and Access tell whether there is an endpoint, whether its policy lets the calls through,
	// whether its domain name resolves to it, and whether a rule or route leads to it.
	Endpoint Way `json:"endpoint"`
	Policy   Way `json:"policy"`
	Name     Way `json:"name"`
	Access   Way `json:"access"`
	// Problems say what breaks and why; none means that every call has a way.
	Problems []string `json:"problems,omitempty"`
}

func (r *Row) fail(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// Gaps returns every problem with the capability that has it, in the order of the rows.
func (r Report) Gaps() []string {
	var gaps []string
	for _, row := range r.Rows {
		for _, problem := range row.Problems {
			gaps = append(gaps, fmt.Sprintf("%s (%s): %s", row.Capability, row.Owner, problem))
		}
	}
	return gaps
}

// Table returns the report as text for a terminal: the table, then the gaps and the warnings.
func (r Report) Table() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	line := func(columns ...any) {
		format := strings.TrimSuffix(strings.Repeat("%v\t", len(columns)), "\t") + "\n"
		_, _ = fmt.Fprintf(w, format, columns...)
	}
	line("CAPABILITY", "NEEDED BY", "SERVICE", "CALLS", "ENDPOINT", "POLICY", "NAME", "ACCESS")
	for _, row := range r.Rows {
		line(row.Capability, row.Owner, row.Service, row.Calls, row.Endpoint, row.Policy, row.Name, row.Access)
	}
	// Neither a tab writer on a strings.Builder nor the builder itself ever fails.
	_ = w.Flush()
	for _, gap := range r.Gaps() {
		b.WriteString("gap: " + gap + "\n")
	}
	for _, warning := range r.Warnings {
		b.WriteString("warning: " + warning + "\n")
	}
	return b.String()
}
