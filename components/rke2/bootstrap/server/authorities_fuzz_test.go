package server

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzParseAuthorities(f *testing.F) {
	whole := map[string]string{}
	for _, name := range AuthorityFiles() {
		whole[name] = "-----BEGIN " + name
	}
	text, err := json.Marshal(whole)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "null", "{}", "[]", `{"server-ca.crt": 5}`, `{"server-ca.crt": "-----BEGIN "}`, string(text), string(text) + "{}", string(text[:len(text)/2])} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		authorities, err := parseAuthorities(text)
		if err == nil && len(authorities) != len(AuthorityFiles()) {
			t.Errorf("expected exactly RKE2's files, got %d", len(authorities))
		}
		for _, name := range AuthorityFiles() {
			if err == nil && !strings.HasPrefix(authorities[name], "-----BEGIN ") {
				t.Errorf("%s was taken without being in PEM form", name)
			}
		}
		// What the secret holds is in no error, be it a file's content or no JSON at all.
		const mark = "S3cr3t!"
		held, err := json.Marshal(map[string]string{"server-ca.crt": mark + text})
		if err != nil {
			t.Fatal(err)
		}
		for _, holding := range []string{string(held), mark + text, string(held) + mark} {
			if _, err := parseAuthorities(holding); err == nil || strings.Contains(err.Error(), mark) {
				t.Errorf("expected an error that keeps the content to itself, got %v", err)
			}
		}
	})
}
