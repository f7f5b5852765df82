package evaluator

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

func TestPatternsMatchLikeThoseOfIAM(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true}, {"*", "a", true}, {"", "", true}, {"", "a", false}, {"a", "a", true}, {"a", "b", false},
		{"a*", "abc", true}, {"*c", "abc", true}, {"a*c", "abbc", true}, {"a*c", "abb", false}, {"a?c", "abc", true}, {"a?c", "ac", false},
		{"arn:aws:s3:::b/*", "arn:aws:s3:::b/k/l", true}, {"arn:aws:s3:::b/*", "arn:aws:s3:::b", false}, {"*a*b*", "xaybz", true}, {"**", "x", true},
	} {
		if got := Match(c.pattern, c.text); got != c.want {
			t.Errorf("Match(%q, %q) = %t, want %t", c.pattern, c.text, got, c.want)
		}
	}
}

func TestPatternMatchesWhatItsStarsAreFilledWith(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringMatching(`[ab]{0,3}`), 1, 4).Draw(t, "parts")
		pattern, text := parts[0], parts[0]
		for _, p := range parts[1:] {
			pattern += "*" + p
			text += rapid.StringMatching(`[abc]{0,3}`).Draw(t, "fill") + p
		}
		if !Match(pattern, text) {
			t.Errorf("Match(%q, %q) = false, want true", pattern, text)
		}
		if Match(pattern, text+"z") && (pattern == "" || pattern[len(pattern)-1] != '*') {
			t.Errorf("Match(%q, %q) = true, want false", pattern, text+"z")
		}
	})
}

func statement(effect string, c iamdoc.Conditions) iamdoc.Statement {
	return iamdoc.Statement{Effect: effect, Principal: iamdoc.AnyPrincipal, Action: []string{"s3:Get*"}, Resource: []string{"arn:aws:s3:::b/*"}, Condition: c}
}

func TestDenyWinsAndNothingIsDeniedByDefaultOnlyWhenAllowed(t *testing.T) {
	t.Parallel()
	call := Call{Action: "S3:getobject", Resource: "arn:aws:s3:::b/k", Context: map[string]string{"aws:PrincipalAccount": "1"}}
	same := iamdoc.Conditions{"StringEquals": {"aws:PrincipalAccount": {"2", "1"}}}
	other := iamdoc.Conditions{"StringEquals": {"aws:PrincipalAccount": {"2"}}}
	absent := iamdoc.Conditions{"StringEquals": {"aws:PrincipalOrgID": {""}}}
	for name, c := range map[string]struct {
		document iamdoc.Document
		want     bool
	}{
		"nothing":            {iamdoc.New(), false},
		"allow":              {iamdoc.New(statement(iamdoc.Allow, nil)), true},
		"deny beside allow":  {iamdoc.New(statement(iamdoc.Allow, nil), statement(iamdoc.Deny, nil)), false},
		"condition holds":    {iamdoc.New(statement(iamdoc.Allow, same)), true},
		"condition fails":    {iamdoc.New(statement(iamdoc.Allow, other)), false},
		"deny for others":    {iamdoc.New(statement(iamdoc.Allow, nil), statement(iamdoc.Deny, other)), true},
		"absent key":         {iamdoc.New(statement(iamdoc.Allow, absent)), false},
		"both of two needed": {iamdoc.New(statement(iamdoc.Allow, iamdoc.Conditions{"StringEquals": {"aws:PrincipalAccount": {"1"}, "aws:PrincipalOrgID": {"o"}}})), false},
	} {
		got, err := Allowed(c.document, call)
		if err != nil || got != c.want {
			t.Errorf("%s: allowed is %t with error %v, want %t", name, got, err, c.want)
		}
	}
}

func TestWhatTheEvaluatorDoesNotKnowIsAnError(t *testing.T) {
	t.Parallel()
	call := Call{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k"}
	unknown := statement(iamdoc.Allow, iamdoc.Conditions{"NumericLessThan": {"s3:max-keys": {"1"}}})
	narrow := statement(iamdoc.Allow, nil)
	narrow.Principal = iamdoc.Principal{"AWS": {"1"}}
	inverted := statement(iamdoc.Allow, nil)
	inverted.NotAction = []string{"s3:PutObject"}
	for name, s := range map[string]iamdoc.Statement{
		"operator": unknown, "principal": narrow, "not action": inverted, "effect": {Effect: "Maybe", Principal: iamdoc.AnyPrincipal},
	} {
		if got, err := Allowed(iamdoc.New(s), call); err == nil {
			t.Errorf("%s: allowed is %t, want an error", name, got)
		}
	}
}
