package credentials

import "testing"

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "null", "{}", `{"created":"2026-01-01T00:00:00Z","key":"AAAA"}`,
		`{"created":"2026-01-01T00:00:00Z","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		seed, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(seed.Text())
		if err != nil || string(again.Key) != string(seed.Key) || !again.Created.Equal(seed.Created.Truncate(1e9)) {
			t.Errorf("a seed is not read as it is written: %v", err)
		}
	})
}
