package levels

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// judge is a provider that knows which inputs replace, and which values of them are valid.
type judge struct {
	pulumirpc.ResourceProviderClient
	replaces []string
	valid    map[string][]string
	// noise is a property that it wants to change whatever the inputs are.
	noise string
}

func (j judge) Check(_ context.Context, request *pulumirpc.CheckRequest, _ ...grpc.CallOption) (*pulumirpc.CheckResponse, error) {
	for name, value := range request.GetNews().AsMap() {
		if valid := j.valid[name]; valid != nil && !strings.Contains(strings.Join(valid, " "), fmt.Sprint(value)) {
			return nil, status.Error(codes.Unknown, fmt.Sprintf("expected %s to be one of [%q], got %v", name, valid, value))
		}
	}
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

func (j judge) Diff(_ context.Context, request *pulumirpc.DiffRequest, _ ...grpc.CallOption) (*pulumirpc.DiffResponse, error) {
	answer := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE, DetailedDiff: map[string]*pulumirpc.PropertyDiff{}}
	old, next := request.GetOldInputs().AsMap(), request.GetNews().AsMap()
	if j.noise != "" {
		answer.Changes, answer.DetailedDiff[j.noise] = pulumirpc.DiffResponse_DIFF_SOME, &pulumirpc.PropertyDiff{}
	}
	for _, name := range union(old, next) {
		if old[name] == next[name] {
			continue
		}
		answer.Changes, answer.DetailedDiff[name] = pulumirpc.DiffResponse_DIFF_SOME, &pulumirpc.PropertyDiff{}
		if strings.Contains(strings.Join(j.replaces, " "), name) {
			answer.Replaces = append(answer.Replaces, name)
		}
	}
	return answer, nil
}

func compareJudges(t *testing.T, ours, theirs judge, inputs map[string]any) *comparison {
	t.Helper()
	c := &changes{seen: map[string]bool{}, ours: &oracle{client: ours, state: recordedState}, theirs: &oracle{client: theirs, state: recordedState}}
	made := rehearsal.Resource{URN: "urn:pulumi:dev::p::aws:test/thing:Thing::v", Type: "aws:test/thing:Thing", Inputs: inputs}
	compared := c.compare(t.Context(), []rehearsal.Resource{made, made})
	if compared.err != nil {
		t.Fatal(compared.err)
	}
	return compared
}

func TestChangesThatTheSidesTakeDifferentlyAreFound(t *testing.T) {
	t.Parallel()
	inputs := map[string]any{"block": "a", "zone": "a"}
	for name, test := range map[string]struct {
		ours, theirs judge
		want         []string
	}{
		"the same":                {judge{replaces: []string{"block"}}, judge{replaces: []string{"block"}}, nil},
		"replaced by one alone":   {judge{}, judge{replaces: []string{"zone"}}, []string{"zone", "zone removed"}},
		"valid on one side":       {judge{}, judge{valid: map[string][]string{"block": {"a", "z"}}}, []string{"block", "block removed"}[:1]},
		"changed whatever is new": {judge{replaces: []string{"block", "zone"}}, judge{replaces: []string{"block", "zone"}, noise: "owner"}, []string{""}},
	} {
		var got []string
		compared := compareJudges(t, test.ours, test.theirs, inputs)
		for _, c := range compared.found {
			got = append(got, c.mutation)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if _, unknown := judgeChanges(compared.found, compared.unable); len(unknown) != len(test.want) {
			t.Errorf("%s: every difference fails the run, got %v", name, unknown)
		}
	}
}

func TestEachChangeIsTriedOnceAndCounted(t *testing.T) {
	t.Parallel()
	compared := compareJudges(t, judge{replaces: []string{"block"}}, judge{replaces: []string{"block"}}, map[string]any{"block": "a", "zone": "a"})
	want := "5 changes of 1 types tried on both sides (2 replace, 2 update, 1 do nothing, 0 refused), 0 inputs set anew, 0 of them to no valid value"
	if compared.String() != want {
		t.Errorf("want %q, got %q", want, compared)
	}
}

func TestAValueThatBothRefuseIsFollowedByOneThatTheyName(t *testing.T) {
	t.Parallel()
	picky := judge{valid: map[string][]string{"mode": {"on", "off"}}}
	compared := compareJudges(t, picky, picky, map[string]any{"mode": "on"})
	if len(compared.unable) != 0 || compared.agreed[updates] != 2 || compared.agreed[invalid] == 0 {
		t.Errorf("want refusals, then an update by a value out of a refusal, got %s, unable %v", compared, compared.unable)
	}
	stuck := judge{valid: map[string][]string{"mode": {"on"}}}
	compared = compareJudges(t, stuck, stuck, map[string]any{"mode": "on"})
	if _, unknown := judgeChanges(compared.found, compared.unable); len(unknown) != 1 || !strings.Contains(unknown[0], "onlyValues") {
		t.Errorf("want an input without another value to fail the run until there is a reason, got %v", unknown)
	}
}

func TestAnInputThatNobodySetsIsSetAndCounted(t *testing.T) {
	t.Parallel()
	var set []string
	for _, m := range changesOf(rehearsal.Resource{Type: "aws:kms/alias:Alias"}, map[string]any{"targetKeyId": "k"}) {
		if m.anew {
			set = append(set, m.key())
		}
	}
	slices.Sort(set)
	if diff := cmp.Diff([]string{"name set anew", "namePrefix set anew"}, set); diff != "" {
		t.Errorf("inputs set anew (-want +got):\n%s", diff)
	}
	picky, refusing := judge{valid: map[string][]string{"mode": {"on"}}}, judge{valid: map[string][]string{"mode": {""}, "other": {"\n"}}}
	for name, test := range map[string]struct {
		judge       judge
		input       string
		anew, stuck int
	}{"a value out of a refusal": {picky, "mode", 1, 0}, "no value": {refusing, "other", 1, 1}} {
		result := &comparison{agreed: map[effect]int{}, types: map[string]bool{}, unable: map[string]string{}}
		c := &changes{ours: &oracle{client: test.judge, state: recordedState}, theirs: &oracle{client: test.judge, state: recordedState}}
		made := rehearsal.Resource{URN: "urn:pulumi:dev::p::aws:test/thing:Thing::v", Type: "aws:test/thing:Thing"}
		mutations := []mutation{{path: resource.PropertyPath{test.input}, anew: true, shape: cloud.ShapeString}}
		if err := c.compareOne(t.Context(), made, map[string]any{}, mutations, result); err != nil {
			t.Fatal(err)
		}
		if result.anew != test.anew || result.stuck != test.stuck || len(result.unable) != 0 {
			t.Errorf("%s: want %d set anew and %d without a value, got %s, unable %v", name, test.anew, test.stuck, result, result.unable)
		}
	}
}

func TestAMadeUpNameIsNotTakenAway(t *testing.T) {
	t.Parallel()
	inputs := map[string]any{"name": "alias/a", "targetKeyId": "k"}
	keys := func(filled ...any) (keys []string) {
		recorded := maps.Clone(inputs)
		recorded[filledIn] = filled
		for _, m := range changesOf(rehearsal.Resource{Type: "aws:kms/alias:Alias", Inputs: recorded}, inputs) {
			keys = append(keys, m.key())
		}
		return keys
	}
	if given := keys("other"); !slices.Contains(given, "name removed") {
		t.Errorf("want a given name to be taken away, got %v", given)
	}
	if madeUp := keys("name"); slices.Contains(madeUp, "name removed") || !slices.Contains(madeUp, "targetKeyId removed") {
		t.Errorf("want a made-up name alone to stay, got %v", madeUp)
	}
}

func TestEveryTableEntryOfChangesNamesAType(t *testing.T) {
	t.Parallel()
	for key := range onlyValues {
		token, _, _ := strings.Cut(key, " ")
		if _, err := simulatedType(token); err != nil {
			t.Errorf("onlyValues: %v", err)
		}
	}
}

func TestPropertiesOfTheBridgeAreNobodysInputs(t *testing.T) {
	t.Parallel()
	got := ownProperties(map[string]any{"a": []any{map[string]any{"b": "x", "__defaults": []any{}}}, "__defaults": []any{"a"}})
	if diff := cmp.Diff(map[string]any{"a": []any{map[string]any{"b": "x"}}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
