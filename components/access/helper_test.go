package access

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// secretOutput tells whether an output is known to be secret.
func secretOutput(output pulumi.Output) bool {
	result, err := internals.UnsafeAwaitOutput(context.Background(), output)
	return err == nil && result.Secret
}

// indent writes a JSON document for a reader.
func indent(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		t.Fatalf("not a JSON document: %v\n%s", err, text)
	}
	return b.String() + "\n"
}
