package rules

import "testing"

func FuzzParseDocument(f *testing.F) {
	for _, text := range []string{
		"", "null", "{}", `{"Statement": []}`, `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}`,
		`{"Statement": [null, {"Principal": {"AWS": ["*", 5]}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}}}]}`,
		`{"Statement": [{"Effect": "Allow", "NotPrincipal": "*", "NotAction": [], "Condition": {"ForAllValues:StringLike": {"a": null}}}]}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := parseDocument(text)
		if err != nil {
			return
		}
		if len(d.Statement) == 0 {
			t.Fatal("expected a document without statements to be refused")
		}
		if reasons := d.unbounded(); len(reasons) != len(d.Statement) {
			t.Errorf("%d statements are judged, of %d", len(reasons), len(d.Statement))
		}
	})
}
