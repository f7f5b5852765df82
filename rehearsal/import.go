package rehearsal

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optimport"
)

// Import takes objects that are in the cloud already into the state, unprotected, as `pulumi import --file` does. Nothing is made or
// changed; the next up takes them for what it made itself. The engine starts the language host of the project's runtime for it,
// although it has no code to write, so the host must be installed.
func (s *Session) Import(ctx context.Context, file string) error {
	if err := s.dir.tidy(); err != nil {
		return err
	}
	_, err := s.stack.ImportResources(ctx, optimport.ImportFile(file), optimport.Protect(false), optimport.GenerateCode(false))
	if err != nil {
		return explain(s.dir.root, fmt.Errorf("import what %s lists: %w", file, err))
	}
	return nil
}
