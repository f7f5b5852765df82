package gate

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

// planFormat is the version of the form of a plan file.
const planFormat = 1

type planFile struct {
	Format int        `json:"cloudgapPlan"`
	Stacks []Snapshot `json:"stacks"`
}

// WritePlan returns the snapshots as a plan file, which a later run compares with.
func WritePlan(snapshots []Snapshot) ([]byte, error) {
	data, err := json.MarshalIndent(planFile{Format: planFormat, Stacks: snapshots}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the plan file: %w", err)
	}
	return append(data, '\n'), nil
}

// ReadPlanFile reads what WritePlan returned.
func ReadPlanFile(data []byte) ([]Snapshot, error) {
	var file planFile
	if err := jsondoc.ReadKnown(data, &file); err != nil {
		return nil, fmt.Errorf("read the plan file: %w; write it with cloudgap gate --write-plan", err)
	}
	if file.Format != planFormat {
		return nil, fmt.Errorf("read the plan file: it has format %d, expected %d; write it with this version of cloudgap gate --write-plan", file.Format, planFormat)
	}
	return file.Stacks, nil
}
