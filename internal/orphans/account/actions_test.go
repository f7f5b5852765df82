package account

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTheGuideHasTheWholePolicy compares the policy that operators copy with what is asked.
func TestTheGuideHasTheWholePolicy(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/guides/recover-from-a-killed-up.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```json\n")
	text, _, _ := strings.Cut(rest, "```")
	var policy struct {
		Statement []struct {
			Effect, Resource string
			Action           []string
		}
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		t.Fatalf("the guide has no policy: %v", err)
	}
	if len(policy.Statement) != 1 || policy.Statement[0].Effect != "Allow" || !slices.Equal(policy.Statement[0].Action, Actions) {
		t.Errorf("the guide's policy is %s, asked are %q", text, Actions)
	}
}
