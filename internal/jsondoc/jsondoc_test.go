package jsondoc_test

import (
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/jsondoc"
)

type form struct {
	Name string `json:"name"`
}

// readers are the two ways to read a text, and what each says of it: nothing where it is a document, or a part of the error.
var readers = map[string]func(string, any) error{
	"Read":      func(text string, into any) error { return jsondoc.Read(strings.NewReader(text), into) },
	"ReadKnown": func(text string, into any) error { return jsondoc.ReadKnown([]byte(text), into) },
}

func TestAnInputIsOneDocument(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"name": "a"}`:               "",
		"{\"name\": \"a\"}\n \t\r\n":  "",
		"":                            "the input is empty",
		" \n":                         "the input is empty",
		`{"name": "a"`:                "unexpected EOF",
		`{"name": "a"} {}`:            "after the end of the JSON document, got more than its 13 bytes; keep one document",
		`{"name": "a"}{"name": "b"}`:  "after the end",
		`{"name": "a"}}`:              "after the end",
		`{"name": "a"}, `:             "after the end",
		"{\"name\": \"a\"}\nnonsense": "after the end",
		"{\"name\": \"a\"}\x00":       "after the end",
		`{"name": 1}`:                 "cannot unmarshal number",
		"nonsense":                    "invalid character",
	} {
		for name, read := range readers {
			var got form
			err := read(text, &got)
			switch {
			case want == "" && (err != nil || got.Name != "a"):
				t.Errorf("%s(%q): expected the document, got %+v, %v", name, text, got, err)
			case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
				t.Errorf("%s(%q): expected %q, got %v", name, text, want, err)
			}
		}
	}
}

func TestOnlyAFormOfOursKnowsItsKeys(t *testing.T) {
	t.Parallel()
	const text = `{"name": "a", "newer": true}`
	if err := readers["Read"](text, new(form)); err != nil {
		t.Errorf("Read: expected a key that is not known to be left unread, got %v", err)
	}
	if err := readers["ReadKnown"](text, new(form)); err == nil || !strings.Contains(err.Error(), `unknown field "newer"`) {
		t.Errorf("ReadKnown: expected a refusal of the key, got %v", err)
	}
}
