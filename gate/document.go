package gate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// kind tells the two sorts of documents that the engine writes about a stack.
type kind int

const (
	planDocument kind = iota
	stateDocument
)

// document is a plan or a state.
type document struct {
	// resources are what the rules judge.
	resources []isolation.Resource
	// entries are the same resources with what the rules have no use for, by URN.
	entries map[string]entry
}

// entry is a resource as the engine writes it.
type entry struct {
	URN            string         `json:"urn"`
	Inputs         map[string]any `json:"inputs"`
	SourcePosition string         `json:"sourcePosition"`
	StackTrace     []struct {
		SourcePosition string `json:"sourcePosition"`
	} `json:"stackTrace"`
}

// readDocument reads a plan or a state. One that is not complete is an error.
func readDocument(k kind, data []byte) (*document, error) {
	read := isolation.ReadPlan
	if k == stateDocument {
		read = isolation.ReadState
	}
	resources, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	d := &document{resources: resources, entries: map[string]entry{}}
	if k == stateDocument {
		err = d.addState(data)
	} else {
		err = d.addPlan(data)
	}
	if err != nil {
		return nil, err
	}
	for _, r := range resources {
		if _, found := d.entries[r.URN]; !found {
			d.entries[r.URN] = entry{URN: r.URN}
		}
	}
	return d, nil
}

func (d *document) addPlan(data []byte) error {
	var plan struct {
		Steps []struct {
			NewState *entry `json:"newState"`
		} `json:"steps"`
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		return fmt.Errorf("read plan: %w", err)
	}
	for _, step := range plan.Steps {
		if step.NewState != nil {
			d.entries[step.NewState.URN] = *step.NewState
		}
	}
	return nil
}

func (d *document) addState(data []byte) error {
	type deployment struct {
		Resources []entry `json:"resources"`
	}
	var state struct {
		Deployment *deployment `json:"deployment"`
		Checkpoint *struct {
			Latest *deployment `json:"latest"`
		} `json:"checkpoint"`
	}
	if err := json.Unmarshal(data, &state); err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	found := state.Deployment
	if state.Checkpoint != nil {
		found = state.Checkpoint.Latest
	}
	if found == nil {
		return errors.New("read state: it holds no deployment")
	}
	for _, r := range found.Resources {
		d.entries[r.URN] = r
	}
	return nil
}

// stackURN is the URN of the stack itself, empty where the document leaves it out.
func (d *document) stackURN() string {
	for _, r := range d.resources {
		if r.Type == stackType {
			return r.URN
		}
	}
	return ""
}

// stackType is the type of a stack's root resource.
const stackType = "pulumi:pulumi:Stack"

// stackName is the name of the stack in the URNs of the document.
func (d *document) stackName() string { return stackOf(d.resources[0].URN) }
