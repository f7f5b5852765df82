package documents

import "testing"

func FuzzParseSettings(f *testing.F) {
	for _, text := range []string{"", "null", "{}", "[]", `{"newer": true}`, `{"cluster": "main", "network": {"podCidr": "x"}, "artifacts": [null]}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseSettings(data)
		if err != nil {
			return
		}
		written, err := s.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseSettings(written); err != nil {
			t.Errorf("settings are not read as they are written: %v\n%s", err, written)
		}
	})
}
