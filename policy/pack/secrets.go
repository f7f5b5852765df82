package pack

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// secrets knows every secret text that the engine has shown to the pack, and keeps it out of messages. The engine hands
// secrets to a pack in clear, and messages end up in logs and pull requests.
type secrets struct {
	known map[string]bool
}

// shortSecret is the length below which a secret is taken out only where it stands as a word of its own, because it
// would be part of ordinary words.
const shortSecret = 4

const redacted = "[secret]"

func newSecrets() *secrets { return &secrets{known: map[string]bool{}} }

// learn takes up the secret texts of a resource.
func (s *secrets) learn(properties property.Map) {
	for _, v := range properties.All {
		s.walk(v, false)
	}
}

func (s *secrets) walk(v property.Value, secret bool) {
	secret = secret || v.Secret()
	switch {
	case v.IsString() && secret && strings.TrimSpace(v.AsString()) != "":
		s.known[v.AsString()] = true
	case v.IsArray():
		for _, e := range v.AsArray().All {
			s.walk(e, secret)
		}
	case v.IsMap():
		for _, e := range v.AsMap().All {
			s.walk(e, secret)
		}
	}
}

// redact replaces every known secret in the text, the longest first, so that no rest of a longer one remains.
func (s *secrets) redact(text string) string {
	if len(s.known) == 0 {
		return text
	}
	longest := make([]string, 0, len(s.known))
	for k := range s.known {
		longest = append(longest, k)
	}
	slices.SortFunc(longest, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, k := range longest {
		if len(k) >= shortSecret {
			text = strings.ReplaceAll(text, k, redacted)
		} else {
			text = regexp.MustCompile(`\b`+regexp.QuoteMeta(k)+`\b`).ReplaceAllString(text, redacted)
		}
	}
	return text
}
