package cloud

import (
	"regexp"
	"strings"
	"testing"
)

func TestFormatsAreFilledInTheSameWayEveryTime(t *testing.T) {
	t.Parallel()
	object := &Object{ID: "x-1", Seed: "seed", Properties: Values{"name": "one", "count": 3.0, "nested": map[string]any{"id": "n-1"}}}
	scope := formatScope{object: object, account: Account{ID: "111122223333", Region: "cn-north-1", Partition: "aws-cn"}, logical: "app"}
	for format, want := range map[Format]string{
		"x-{hex8}":                      `^x-[0-9a-f]{8}$`,
		"{hex40}":                       `^[0-9a-f]{40}$`,
		"{digits12}":                    `^[0-9]{12}$`,
		"AROA{upper17}":                 `^AROA[A-Z2-7]{17}$`,
		"{uuid}":                        `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"arn:{partition}:{region}":      `^arn:aws-cn:cn-north-1$`,
		"{account}.{dnsSuffix}":         `^111122223333\.amazonaws\.com\.cn$`,
		"{id}/{name}/{count}/{logical}": `^x-1/one/3/app$`,
		"{nested.id}":                   `^n-1$`,
	} {
		got, err := scope.expand(format)
		again, _ := scope.expand(format)
		if err != nil || !regexp.MustCompile(want).MatchString(got) || got != again {
			t.Errorf("%s: expected %s, got %q and %q, %v", format, want, got, again, err)
		}
	}
	a, _ := scope.expand("{hex8:a}")
	b, _ := scope.expand("{hex8:b}")
	if a == b {
		t.Errorf("expected different labels to give different digits, got %q twice", a)
	}
	if _, err := scope.expand("{missing}"); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("expected a property that is not set to be an error, got %v", err)
	}
}
