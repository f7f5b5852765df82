package provider

import (
	"slices"
	"strings"
)

// secretValues are the values that were marked secret, by path.
type secretValues map[string]any

// marks tell which outputs are secret: those at the paths, and those whose text contains a secret, such as a second name of a
// property or an address made from it.
type marks struct {
	paths map[string]bool
	texts []string
}

// marks of the secrets, and of the properties that are secret always.
func (s secretValues) marks(always ...string) marks {
	m := marks{paths: map[string]bool{}}
	for path, value := range s {
		m.paths[path] = true
		m.texts = append(m.texts, textsIn(value)...)
	}
	for _, path := range always {
		m.paths[path] = true
	}
	return m
}

// shortest is the length from which a secret is looked for within other texts; a shorter one would be found everywhere.
const shortest = 4

func (m marks) covers(path string, value any) bool {
	if m.paths[path] {
		return true
	}
	text, ok := value.(string)
	return ok && slices.ContainsFunc(m.texts, func(secret string) bool {
		return text == secret || len(secret) >= shortest && strings.Contains(text, secret)
	})
}

// redactedError hides secret texts in an error's message.
type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.err }

// redact replaces every secret text within the error's message.
func (s secretValues) redact(err error) error {
	text := err.Error()
	for _, value := range s {
		for _, secret := range textsIn(value) {
			text = strings.ReplaceAll(text, secret, "[secret]")
		}
	}
	if text == err.Error() {
		return err
	}
	return &redactedError{text, err}
}

func textsIn(value any) []string {
	switch value := value.(type) {
	case string:
		if value != "" {
			return []string{value}
		}
	case []any:
		var result []string
		for _, e := range value {
			result = append(result, textsIn(e)...)
		}
		return result
	case map[string]any:
		var result []string
		for _, e := range value {
			result = append(result, textsIn(e)...)
		}
		return result
	}
	return nil
}
