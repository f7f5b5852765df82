package check

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestChecksAcceptWhatAWSAcceptsAndNothingElse(t *testing.T) {
	t.Parallel()
	many := map[string]int{}
	for i := range 45 {
		many[strings.Repeat("k", i+1)] = i
	}
	for name, test := range map[string]struct {
		check func(*problems.List)
		want  string
	}{
		"name":                 {func(l *problems.List) { Name(l, "prod-A1", 7) }, ""},
		"name too long":        {func(l *problems.List) { Name(l, "prod-A12", 7) }, "7 characters at most"},
		"name with a digit":    {func(l *problems.List) { Name(l, "1prod", 7) }, "letter first"},
		"no name":              {func(l *problems.List) { Name(l, "", 7) }, "letter first"},
		"key":                  {func(l *problems.List) { Key(l, "pools.a-1", "a-1", 3) }, ""},
		"key too long":         {func(l *problems.List) { Key(l, "pools.a-12", "a-12", 3) }, "pools.a-12: the key becomes part of names"},
		"key with a capital":   {func(l *problems.List) { Key(l, "pools.A", "A", 3) }, "small letter first"},
		"tags":                 {func(l *problems.List) { Tags(l, "tags", many, 5) }, ""},
		"one tag too many":     {func(l *problems.List) { Tags(l, "tags", many, 6) }, "AWS allows 50 tags, of which the component needs 6"},
		"a tag of AWS":         {func(l *problems.List) { Tags(l, "tags", map[string]int{"AWS:x": 1}, 0) }, "keys that begin with aws: are reserved"},
		"a tag without a key":  {func(l *problems.List) { Tags(l, "tags", map[string]int{"": 1}, 0) }, "1 to 128 characters"},
		"a key that is long":   {func(l *problems.List) { Tags(l, "tags", map[string]int{strings.Repeat("k", 129): 1}, 0) }, "1 to 128 characters"},
		"retention":            {func(l *problems.List) { RetentionInDays(l, "days", 400) }, ""},
		"retention left out":   {func(l *problems.List) { RetentionInDays(l, "days", 0) }, ""},
		"retention of no kind": {func(l *problems.List) { RetentionInDays(l, "days", 399) }, "days: not a period"},
	} {
		var list problems.List
		test.check(&list)
		err := list.Err("invalid")
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: expected %q, got %v", name, test.want, err)
		}
	}
	if got := RetentionInDays(&problems.List{}, "days", 0); got != 365 {
		t.Errorf("expected logs to be kept for a year by default, got %d", got)
	}
}
