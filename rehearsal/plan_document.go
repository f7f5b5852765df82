package rehearsal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
)

// PlanDocument is a plan as the engine writes it for other programs.
type PlanDocument struct {
	// JSON is what `pulumi preview --json --show-sames` prints: every resource with its inputs, dependencies and the place in the
	// program that registers it. Secrets are "[secret]".
	JSON json.RawMessage
	// Root is the directory that the engine takes for the project's and that source positions are relative to.
	Root string
}

// PlanDocument plans the stack without the policy packs. The plan that Preview saves is missing after a violation and never
// tells where the program registers a resource; this one does both. It is no verdict: Preview is.
func (s *Session) PlanDocument(ctx context.Context) (*PlanDocument, error) {
	if err := s.dir.tidy(); err != nil {
		return nil, err
	}
	result, err := s.stack.Preview(context.WithValue(ctx, previewAsJSON{}, true), optpreview.Color(colour), optpreview.Parallel(s.options.Parallel))
	if err != nil {
		return nil, explain(s.dir.root, fmt.Errorf("plan the stack as a document: %w", err))
	}
	document := []byte(strings.TrimSpace(result.StdOut))
	if !json.Valid(document) {
		return nil, fmt.Errorf("plan the stack as a document: the engine printed no JSON document but %d bytes of something else", len(document))
	}
	return &PlanDocument{JSON: document, Root: s.dir.work()}, nil
}

// previewAsJSON marks a context whose preview is to print a document. The Automation API has no option for it.
type previewAsJSON struct{}

// withPreviewAsJSON adds the options to the arguments of a preview in a context that asks for a document.
func withPreviewAsJSON(ctx context.Context, args []string) []string {
	if asked, _ := ctx.Value(previewAsJSON{}).(bool); !asked || args[0] != "preview" {
		return args
	}
	return slices.Concat(args, []string{"--json", "--show-sames"})
}
