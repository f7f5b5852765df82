package stacks

import (
	"path/filepath"
	"testing"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/internal/docs"
)

func TestThePageOfEndpointSetSaysWhyEachStackHasItsServices(t *testing.T) {
	t.Parallel()
	docs.Check(t, filepath.Join("..", "docs", "components", "endpoint-set.md"), map[string]string{
		"derivation dev":  derivationTable(t, "dev"),
		"derivation prod": derivationTable(t, "prod"),
	})
}

// derivationTable says why a committed stack has each of its services: those that its cluster needs and those that the spec
// asks for.
func derivationTable(t *testing.T, stack string) string {
	t.Helper()
	environment, err := LoadFile(filepath.Join("..", "Pulumi."+stack+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	region, err := catalog.ParseRegion(environment.Region)
	if err != nil {
		t.Fatal(err)
	}
	set, found := capability.Resolve(region, environment.capabilities(), environment.Endpoints.ExtraServices)
	if err := found.Err("capabilities of " + stack); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	previous := catalog.Service("")
	for _, d := range set.Derivation {
		service := ""
		if d.Service != previous {
			service = code(string(d.Service))
		}
		previous = d.Service
		rows = append(rows, []string{service, code(string(d.Capability)), d.Reason, d.Breaks})
	}
	return docs.Table([]string{"Service", "Capability", "Reason", "Without it"}, rows)
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
