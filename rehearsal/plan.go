package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// savedPlan is the part of the engine's plan file that its events leave out: who depends on whom.
type savedPlan struct {
	ResourcePlans map[string]struct {
		Goal struct {
			Dependencies         []string            `json:"dependencies"`
			PropertyDependencies map[string][]string `json:"propertyDependencies"`
		} `json:"goal"`
	} `json:"resourcePlans"`
}

// addDependencies completes the planned operations from the plan that the engine saved. Without a plan, as after a preview that
// failed, the dependencies stay unknown.
func addDependencies(planned []Planned, file string) error {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the plan: %w", err)
	}
	var plan savedPlan
	if err := json.Unmarshal(content, &plan); err != nil {
		return fmt.Errorf("read the plan: %w", err)
	}
	for i := range planned {
		goal := plan.ResourcePlans[planned[i].URN].Goal
		planned[i].Dependencies, planned[i].PropertyDependencies = goal.Dependencies, goal.PropertyDependencies
	}
	return nil
}
