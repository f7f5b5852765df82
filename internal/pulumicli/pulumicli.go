// Package pulumicli finds the Pulumi CLI for tests.
package pulumicli

import (
	"fmt"
	"os"
	"path/filepath"
)

// Variable is the environment variable that names the Pulumi CLI, as in rehearsal.Options.PulumiCLI.
const Variable = "CLOUDGAP_PULUMI"

// Path is the path of the CLI: the one that the environment names, or the pinned one of the checkout that holds the working
// directory.
func Path() (string, error) {
	if path := os.Getenv(Variable); path != "" {
		return path, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the Pulumi CLI: %w", err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(dir, ".bin", "pulumi")
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the Pulumi CLI is missing: run make tools, or set %s to the path of one", Variable)
}
