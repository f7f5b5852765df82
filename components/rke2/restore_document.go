package rke2

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// restoreCommand is the document that restores a snapshot, and the role of the child.
const restoreCommand = "restore"

// restoreSeconds is how long a restore may take on a server; what fails can be run again as a whole.
const restoreSeconds = "7200"

// restoreDocument renders the document that restores a snapshot when it is sent to all servers at once. Whoever may send it can do
// this and nothing else, unlike with AWS-RunShellScript. The patterns leave nothing that a shell would take for more than a word.
// Source: the Systems Manager user guide, "Command document plugin reference", aws:runShellScript.
func restoreDocument() (string, error) {
	data, err := json.MarshalIndent(map[string]any{
		"schemaVersion": "2.2", "description": "Restores the cluster from a snapshot of etcd; sent to every server at once",
		"parameters": map[string]any{
			"snapshot": map[string]any{
				"type": "String", "description": "The snapshot's name in the bucket", "allowedPattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$",
			},
			"instance": map[string]any{
				"type": "String", "description": "The instance that restores; the others join it", "allowedPattern": "^i-[0-9a-f]{8,17}$",
			},
		},
		"mainSteps": []any{map[string]any{
			"action": "aws:runShellScript", "name": "restore", "inputs": map[string]any{
				"timeoutSeconds": restoreSeconds,
				"runCommand":     []string{documents.ProgramPath + " restore -snapshot {{ snapshot }} -on {{ instance }}"},
			},
		}},
	}, "", " ")
	if err != nil {
		return "", fmt.Errorf("write the document that restores: %w", err)
	}
	return string(data), nil
}
