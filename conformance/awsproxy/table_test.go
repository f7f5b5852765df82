package awsproxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/conformance/shape"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestEveryTypeAndInputOfPulumiAWSIsKnownToTheProvider(t *testing.T) {
	var ours, theirs recorded
	mustRead(t, oursText, &ours)
	mustRead(t, theirsText, &theirs)
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	for token, entry := range table {
		if _, ok := theirs[entry.bridge]; !ok {
			t.Errorf("%s is mapped to %s, which the provider does not have", token, entry.bridge)
			continue
		}
		for _, line := range entry.unexplained(ours[token]) {
			t.Error(line)
		}
	}
}

func TestNoTwoTypesShareATerraformType(t *testing.T) {
	for _, table := range []map[string]string{resourceTypes, dataSources} {
		taken := map[string]string{}
		for token, terraform := range table {
			if other, ok := taken[terraform]; ok {
				t.Errorf("%s and %s are both mapped to %s", token, other, terraform)
			}
			taken[terraform] = token
		}
	}
}

func TestRenamesLeadFromKnownPropertiesToKnownProperties(t *testing.T) {
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	for token, names := range renames {
		entry, ok := table[token]
		if !ok {
			t.Errorf("renames of %s, which is not in the table", token)
			continue
		}
		for path, theirs := range names {
			plain := strings.ReplaceAll(strings.ReplaceAll(path, "[]", "[0]"), "{}", ".x")
			want := theirs
			if got := entry.outputs.pathToProvider(plain); !strings.HasSuffix(got, want) {
				t.Errorf("%s: %s leads to %s in the provider, want a path that ends with %s", token, path, got, want)
			}
		}
	}
}

func TestRecordedFormsOfPulumiAWSAreThoseOfTheSDK(t *testing.T) {
	listed := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi-aws/sdk/v6")
	dir, err := listed.Output()
	if err != nil {
		t.Fatalf("go list -m pulumi-aws: %v", err)
	}
	sdk, err := shape.OpenSDK(filepath.Join(strings.TrimSpace(string(dir)), "go", "aws"))
	if err != nil {
		t.Fatal(err)
	}
	forms := recorded{}
	for _, token := range Types() {
		if forms[token], err = sdk.Resource(token); err != nil {
			t.Error(err)
		}
	}
	for _, token := range Functions() {
		if forms[token], err = sdk.Function(token); err != nil {
			t.Error(err)
		}
	}
	golden.File(t, "forms/pulumi-aws.json", lines(t, forms))
}

func TestRecordedFormsOfTheProviderAreThoseOfItsSchema(t *testing.T) {
	bridge := liveBridge(t)
	forms := recorded{}
	for _, token := range Types() {
		name := bridgeResource(resourceTypes[token])
		form, ok, err := bridge.Resource(name)
		if err != nil || !ok {
			t.Errorf("%s: %s in the provider: known %t, error %v", token, name, ok, err)
			continue
		}
		forms[name] = form
	}
	for _, token := range Functions() {
		name := bridgeFunction(dataSources[token])
		form, ok, err := bridge.Function(name)
		if err != nil || !ok {
			t.Errorf("%s: %s in the provider: known %t, error %v", token, name, ok, err)
			continue
		}
		forms[name] = form
	}
	golden.File(t, "forms/terraform-provider-aws.json", lines(t, forms))
}

// liveBridge asks the provider itself. Without its binary the recorded forms stand, and the test says that nobody asked.
func liveBridge(t *testing.T) *shape.Bridge {
	t.Helper()
	provider, err := parts.AWSProvider()
	var missing *parts.Missing
	if errors.As(err, &missing) {
		t.Skipf("NOT CHECKED against the provider: %v", missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	root, err := parts.Root()
	if err != nil {
		t.Fatal(err)
	}
	program, err := parts.Bridge(root)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := Backend{Bridge: program, Provider: provider}.Schema(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	bridge, err := shape.ParseBridge(schema)
	if err != nil {
		t.Fatal(err)
	}
	return bridge
}

// lines writes one type a line, sorted, so that a difference of versions can be read.
func lines(t *testing.T, forms recorded) []byte {
	t.Helper()
	var text bytes.Buffer
	text.WriteString("{\n")
	names := sortedKeys(forms)
	for i, name := range names {
		form, err := json.Marshal(forms[name])
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString("\"" + name + "\": ")
		text.Write(form)
		if i < len(names)-1 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
	}
	text.WriteString("}\n")
	return text.Bytes()
}

func mustRead(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
