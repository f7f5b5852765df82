package rehearsal

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// planned reads the operations and positions of a plan, by URN.
func planned(t *testing.T, document *PlanDocument) (operations, positions map[string]string) {
	t.Helper()
	var plan struct {
		Steps []struct {
			Op       string `json:"op"`
			URN      string `json:"urn"`
			NewState struct {
				SourcePosition string `json:"sourcePosition"`
			} `json:"newState"`
		} `json:"steps"`
	}
	if err := json.Unmarshal(document.JSON, &plan); err != nil {
		t.Fatal(err)
	}
	operations, positions = map[string]string{}, map[string]string{}
	for _, s := range plan.Steps {
		operations[s.URN], positions[s.URN] = s.Op, s.NewState.SourcePosition
	}
	return operations, positions
}

const (
	plannedVPC    = "urn:pulumi:dev::trial::aws:ec2/vpc:Vpc::main"
	plannedSubnet = "urn:pulumi:dev::trial::aws:ec2/subnet:Subnet::a"
)

func TestAPlanDocumentShowsEveryResourceBeforeAndAfterUpAndCreatesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, network(1, nil)))
	for _, want := range []string{"create", "same"} {
		document, err := s.PlanDocument(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		operations, positions := planned(t, document)
		for _, urn := range []string{plannedVPC, plannedSubnet} {
			if operations[urn] != want {
				t.Errorf("expected the plan to %s %s, got %v", want, urn, operations)
			}
			if !strings.Contains(positions[urn], "rehearsal/helper_test.go#") {
				t.Errorf("expected the place that registers %s, got %q", urn, positions[urn])
			}
		}
		if want == "create" {
			if objects := s.Cloud().Objects(); len(objects) != 0 {
				t.Errorf("expected a plan to create nothing, got %d objects", len(objects))
			}
			if _, err := s.Up(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAPlanDocumentOfAProgramThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, func(*pulumi.Context) error { return errors.New("no such zone") }))
	if document, err := s.PlanDocument(t.Context()); err == nil || !strings.Contains(err.Error(), "no such zone") {
		t.Errorf("expected the program's error, got %v and document %v", err, document != nil)
	}
}
