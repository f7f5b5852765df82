package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// StatePath is where a node keeps how far it is.
const StatePath = "/var/lib/cloudgap/rke2-bootstrap.json"

// Load returns the state that was saved last, and the zero state if none was.
func (h Host) Load() (protocol.State, error) {
	var state protocol.State
	data, err := h.Read(StatePath)
	if errors.Is(err, fs.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, err
	}
	if err := json.Unmarshal(data, &state); err != nil {
		return state, fmt.Errorf("read %s: %w", StatePath, err)
	}
	return state, nil
}

// Save writes the state so that it survives a power failure.
func (h Host) Save(state protocol.State) error {
	data, err := json.Marshal(state)
	if err != nil {
		return err
	}
	_, err = h.Write(documents.File{Path: StatePath, Mode: 0o600, Content: string(data) + "\n"})
	return err
}
