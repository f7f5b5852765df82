package awsproxy

import (
	"regexp"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestNamesThatPulumiAWSMakesUpAreMadeUp(t *testing.T) {
	t.Parallel()
	const urn = "urn:pulumi:dev::p::x:index:Y$aws:s3/bucketV2:BucketV2::Dev-Logs"
	bucket := &translation{token: "aws:s3/bucketV2:BucketV2"}
	for name, test := range map[string]struct {
		olds, news map[string]any
		want       string
	}{
		"a new one":      {nil, map[string]any{}, `^dev-logs-[0-9a-f]{7}$`},
		"the one it has": {map[string]any{"bucket": "dev-logs-1234567"}, map[string]any{}, `^dev-logs-1234567$`},
		"the given one":  {map[string]any{"bucket": "dev-logs-1234567"}, map[string]any{"bucket": "mine"}, `^mine$`},
		"by prefix":      {nil, map[string]any{"bucketPrefix": "mine"}, `^$`},
	} {
		named, err := bucket.withName(&pulumirpc.CheckRequest{
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
