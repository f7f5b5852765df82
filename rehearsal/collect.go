package rehearsal

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Message is a diagnostic of the engine.
type Message struct {
	// URN is the resource that it is about, or empty.
	URN string
	// Severity is "warning" or "error".
	Severity string
	// Text is the message without colour codes.
	Text string
}

// Planned is one operation of the engine on a resource, done or planned.
type Planned struct {
	// Operation is "create", "update", "replace", "create-replacement", "delete-replaced", "delete", "same", "read", "refresh", ...
	Operation string
	// URN and Type are the resource's.
	URN, Type string
	// Parent is the parent's URN.
	Parent string
	// Custom tells a resource with a provider from a component.
	Custom bool
	// ID is the physical id as far as it is known.
	ID string
	// Provider is the reference of the provider.
	Provider string
	// Inputs and Outputs are the properties. Unknown values are UnknownText, secret ones "[secret]".
	Inputs, Outputs map[string]any
	// ReplaceKeys are the properties that force a replacement.
	ReplaceKeys []string
	// Diff holds the changed property paths with the kind of change: "add", "delete", "update", each also with "-replace".
	Diff map[string]string
	// Dependencies are the URNs that the resource depends on, and PropertyDependencies those of each input; known of a preview alone.
	Dependencies         []string
	PropertyDependencies map[string][]string
}

// UnknownText is how the engine's events write a value that is not known yet.
const UnknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

func (p Planned) changed() []string {
	if len(p.Diff) == 0 {
		return []string{p.Type}
	}
	return slices.Sorted(maps.Keys(p.Diff))
}

// collector receives the engine's events of one step, passes progress on, and keeps what the result needs.
type collector struct {
	stream   chan events.EngineEvent
	stop     chan struct{}
	done     chan struct{}
	progress func(Event)
	result   *StepResult
	packs    packCollector
}

func newCollector(step Step, progress func(Event)) *collector {
	c := &collector{
		stream: make(chan events.EngineEvent), stop: make(chan struct{}), done: make(chan struct{}), progress: progress,
		result: &StepResult{Step: step, Changes: map[string]int{}}, packs: packCollector{},
	}
	if progress == nil {
		c.progress = func(Event) {}
	}
	go c.run()
	return c
}

// run receives until the stream is closed, or until stop when the engine ended without having opened it.
func (c *collector) run() {
	defer close(c.done)
	for {
		select {
		case e, open := <-c.stream:
			if !open {
				return
			}
			c.take(e.EngineEvent)
		case <-c.stop:
			return
		}
	}
}

// finish is called after the engine's command has returned: every event has been received by then.
func (c *collector) finish() *StepResult {
	close(c.stop)
	<-c.done
	slices.SortFunc(c.result.Planned, func(a, b Planned) int {
		return strings.Compare(a.URN+" "+a.Operation, b.URN+" "+b.Operation)
	})
	slices.SortStableFunc(c.result.Diagnostics, func(a, b Message) int { return strings.Compare(a.URN, b.URN) })
	c.result.Packs = c.packs.results()
	return c.result
}

func (c *collector) take(e apitype.EngineEvent) {
	step := c.result.Step
	switch {
	case e.ResourcePreEvent != nil:
		m := e.ResourcePreEvent.Metadata
		c.result.Planned = append(c.result.Planned, plannedOf(m))
		c.progress(Event{Kind: ResourceStarted, Step: step, Operation: string(m.Op), URN: m.URN, Type: m.Type})
	case e.ResOutputsEvent != nil:
		m := e.ResOutputsEvent.Metadata
		c.finished(m)
		c.progress(Event{Kind: ResourceFinished, Step: step, Operation: string(m.Op), URN: m.URN, Type: m.Type})
	case e.ResOpFailedEvent != nil:
		m := e.ResOpFailedEvent.Metadata
		c.progress(Event{Kind: ResourceFailed, Step: step, Operation: string(m.Op), URN: m.URN, Type: m.Type})
	case e.DiagnosticEvent != nil:
		c.diagnose(*e.DiagnosticEvent)
	case e.SummaryEvent != nil:
		for op, n := range e.SummaryEvent.ResourceChanges {
			c.result.Changes[string(op)] = n
		}
		c.packs.ran(e.SummaryEvent.PolicyPacks)
	case e.PolicyEvent != nil:
		v := c.packs.violated(*e.PolicyEvent)
		c.progress(Event{Kind: Violated, Step: step, URN: v.URN, Message: v.Message, Severity: v.Level})
	case e.PolicyAnalyzeSummaryEvent != nil:
		s := e.PolicyAnalyzeSummaryEvent
		c.packs.analysed(s.PolicyPackName, s.Passed, s.Failed)
	case e.PolicyAnalyzeStackSummaryEvent != nil:
		s := e.PolicyAnalyzeStackSummaryEvent
		c.packs.analysed(s.PolicyPackName, s.Passed, s.Failed)
	}
}

// hollow matches the engine's last message of a step that failed, "update failed", which says nothing that the others do not.
var hollow = regexp.MustCompile(`^(preview|update|refresh|destroy) failed$`)

func (c *collector) diagnose(d apitype.DiagnosticEvent) {
	if d.Ephemeral {
		return
	}
	text := strings.TrimSpace(withoutColour(d.Message))
	c.progress(Event{Kind: Diagnostic, Step: c.result.Step, URN: d.URN, Message: text, Severity: d.Severity})
	if (d.Severity == "error" || d.Severity == "warning") && !hollow.MatchString(text) {
		c.result.Diagnostics = append(c.result.Diagnostics, Message{URN: d.URN, Severity: d.Severity, Text: text})
	}
}

// finished adds to a planned operation what its outcome shows: a refresh tells only then whether anything changed.
func (c *collector) finished(m apitype.StepEventMetadata) {
	for i := range c.result.Planned {
		p := &c.result.Planned[i]
		if p.URN != m.URN || p.Operation != string(m.Op) && p.Operation != "refresh" {
			continue
		}
		done := plannedOf(m)
		done.Dependencies, done.PropertyDependencies = p.Dependencies, p.PropertyDependencies
		*p = done
		return
	}
}

func plannedOf(m apitype.StepEventMetadata) Planned {
	p := Planned{Operation: string(m.Op), URN: m.URN, Type: m.Type, Provider: m.Provider, ReplaceKeys: m.Keys}
	state := m.New
	if state == nil {
		state = m.Old
	}
	if state != nil {
		p.Parent, p.Custom, p.ID, p.Inputs, p.Outputs = state.Parent, state.Custom, state.ID, state.Inputs, state.Outputs
	}
	if len(m.DetailedDiff) > 0 {
		p.Diff = map[string]string{}
		for path, diff := range m.DetailedDiff {
			p.Diff[path] = string(diff.Kind)
		}
	}
	return p
}

// withoutColour removes the engine's colour tags, "<{%reset%}>", from a text.
func withoutColour(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "<{%")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, after, closed := strings.Cut(rest, "%}>")
		if !closed {
			return b.String()
		}
		text = after
	}
}
