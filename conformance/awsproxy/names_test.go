package awsproxy

import (
	"regexp"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestNamesThatPulumiAWSMakesUpAreMadeUp(t *testing.T) {
	t.Parallel()
	const urn = "urn:pulumi:dev::p::x:index:Y$aws:s3/bucketV2:BucketV2::Dev-Logs"
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	bucket := table["aws:s3/bucketV2:BucketV2"]
	for name, test := range map[string]struct {
		olds, news map[string]any
		want       string
	}{
		"a new one":          {nil, map[string]any{}, `^dev-logs-[0-9a-f]{7}$`},
		"the one it has":     {map[string]any{"bucket": "dev-logs-1234567", filledIn: []any{"bucket"}}, map[string]any{}, `^dev-logs-1234567$`},
		"the given one goes": {map[string]any{"bucket": "mine"}, map[string]any{}, `^dev-logs-[0-9a-f]{7}$`},
		"the given one":      {map[string]any{"bucket": "dev-logs-1234567"}, map[string]any{"bucket": "mine"}, `^mine$`},
		"by prefix":          {nil, map[string]any{"bucketPrefix": "mine"}, `^$`},
	} {
		named, err := bucket.complete(&pulumirpc.CheckRequest{
			Urn: urn, Olds: wire(t, test.olds), News: wire(t, test.news), RandomSeed: []byte("0123456789abcdef0123456789abcdef"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := named.GetFields()["bucket"].GetStringValue(); !regexp.MustCompile(test.want).MatchString(got) {
			t.Errorf("%s: got %q, want %s", name, got, test.want)
		}
	}
}

func TestANameForTheBridgeToMakeUpIsTheOneThatItMadeUp(t *testing.T) {
	t.Parallel()
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		token string
		olds  map[string]any
		// kept tells whether the bridge still sees the old name.
		kept bool
	}{
		"made up":                     {"aws:iam/role:Role", map[string]any{"name": "r-1", filledIn: []any{"path", "name"}}, true},
		"given by the program":        {"aws:iam/role:Role", map[string]any{"name": "r"}, false},
		"given, and kept by its kind": {"aws:vpclattice/resourceGateway:ResourceGateway", map[string]any{"name": "r"}, true},
	} {
		request := &pulumirpc.CheckRequest{Olds: wire(t, test.olds), News: wire(t, map[string]any{})}
		if _, err := table[test.token].complete(request); err != nil {
			t.Fatal(err)
		}
		if _, kept := request.GetOlds().GetFields()["name"]; kept != test.kept {
			t.Errorf("%s: the bridge sees the old name: %t, want %t", name, kept, test.kept)
		}
	}
}

func TestANameThatNoProgramGaveIsMarked(t *testing.T) {
	t.Parallel()
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	role := table["aws:iam/role:Role"]
	checked := func() *structpb.Struct { return wire(t, map[string]any{"name": "r-1", filledIn: []any{"path"}}) }
	if marked := role.marked(checked(), wire(t, map[string]any{})); !fills(marked, "name") || !fills(marked, "path") {
		t.Errorf("want the name beside what is marked already, got %v", marked)
	}
	if marked := role.marked(checked(), wire(t, map[string]any{"name": "r-1"})); fills(marked, "name") {
		t.Errorf("want a given name unmarked, got %v", marked)
	}
}

func TestDefaultsOfPulumiAWSStandInThePlaceOfTerraforms(t *testing.T) {
	t.Parallel()
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	for token, property := range ownDefaults {
		for given, want := range map[string]string{"": managedBy, "ours": "ours"} {
			news := map[string]any{"name": "x"}
			if given != "" {
				news[property] = given
			}
			completed, err := table[token].complete(&pulumirpc.CheckRequest{News: wire(t, news)})
			if err != nil || completed.GetFields()[property].GetStringValue() != want {
				t.Errorf("%s: want %q, got %v, %v", token, want, completed, err)
			}
		}
	}
}

func TestMadeUpNamesAreInputsOfTypesInTheTable(t *testing.T) {
	t.Parallel()
	table, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	for token, name := range madeUpNames {
		entry, ok := table[token]
		if !ok || entry.inputs.ours[name.property] == nil {
			t.Errorf("%s has no input %s in the table", token, name.property)
		}
	}
}
