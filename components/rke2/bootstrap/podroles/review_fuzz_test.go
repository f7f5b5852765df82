package podroles

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

func FuzzReadReview(f *testing.F) {
	for _, change := range []func(*status){
		func(*status) {}, func(s *status) { s.Authenticated = false }, func(s *status) { s.Audiences = nil }, func(s *status) { s.User.Username = accountPrefix + ":" },
		func(s *status) { s.User.Username = "system:node:a" }, func(s *status) { s.User.Extra = nil },
	} {
		text, err := json.Marshal(review{Status: reviewed(change)})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add(append(text, text...))
	}
	for _, text := range []string{"", "null", "[]", `{"status": null}`, `{"status": {"authenticated": "yes"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := readReview(bytes.NewReader(data))
		if err != nil {
			if got != (Pod{}) {
				t.Errorf("a pod beside the error %v: %+v", err, got)
			}
			return
		}
		if !documents.ValidAccount(got.Account.Namespace, got.Account.Name) {
			t.Errorf("expected an account that can exist, got %v", got.Account)
		}
		var answered review
		if err := json.Unmarshal(data, &answered); err != nil || !answered.Status.Authenticated {
			t.Errorf("the token of %v was taken, which the API server does not vouch for: %v", got.Account, err)
		}
	})
}
