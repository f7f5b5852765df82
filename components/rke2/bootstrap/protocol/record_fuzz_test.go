package protocol

import "testing"

func FuzzParseRecord(f *testing.F) {
	for _, text := range []string{
		"", "null", "{}", "[]", `{"cluster": "main", "fence": 1}`, `{"cluster": "main", "fence": 99999999999999999999}`, `{"written": "yesterday"}`, `{"newer": true}`, "{}{}",
		`{"cluster": "main", "holder": "i-1", "held": true, "fence": 3, "purpose": "join", "written": "2026-01-01T00:00:00Z"}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		roundTrip[Claim](t, data)
		roundTrip[Marker](t, data)
		roundTrip[Lock](t, data)
	})
}

// roundTrip demands that a record that was understood is understood again as it is written.
func roundTrip[T interface {
	Object
	comparable
}](t *testing.T, data []byte) {
	first, err := ParseRecord[T](data)
	if err != nil {
		return
	}
	encoded, err := Encode(first)
	if err != nil {
		// A time that JSON cannot write.
		return
	}
	second, err := ParseRecord[T](encoded)
	if err != nil {
		t.Fatalf("%T is not read as it is written: %v", first, err)
	}
	again, err := Encode(second)
	if err != nil || string(again) != string(encoded) {
		t.Errorf("%T changes when it is written again: %s, then %s, %v", first, encoded, again, err)
	}
}
