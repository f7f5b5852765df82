package rehearsal

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheKeyOfTheStateIsGivenToTheEngineOnly(t *testing.T) {
	t.Parallel()
	keys, err := serveKey([]byte("the key"), "the token")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := keys.close(); err != nil {
			t.Error(err)
		}
	})
	for token, want := range map[string]int{"the token": http.StatusOK, "another": http.StatusForbidden, "": http.StatusForbidden} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, keys.address+"/v1/transit/decrypt/rehearsal", strings.NewReader(`{"ciphertext":"vault:v1:rehearsal"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Vault-Token", token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if err != nil || response.StatusCode != want || strings.Contains(string(answer), "dGhlIGtleQ==") != (want == http.StatusOK) {
			t.Errorf("token %q: expected status %d, got %d with %s, %v", token, want, response.StatusCode, answer, err)
		}
	}
}

func TestTheExportIsWhatTheCLIExports(t *testing.T) {
	t.Parallel()
	s := open(t, testOptions(t, network(1, nil)))
	for _, moment := range []string{"a new stack", "a deployed stack"} {
		printed, text, _, err := s.command.Run(t.Context(), s.dir.work(), nil, nil, nil, nil, "stack", "export", "--stack", "dev")
		if err != nil {
			t.Fatalf("%s: %v: %s", moment, err, text)
		}
		exported, err := s.Export(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", moment, err)
		}
		if diff := cmp.Diff(parsed(t, []byte(printed)), parsed(t, exported)); diff != "" {
			t.Errorf("%s: the export differs (-CLI +ours):\n%s", moment, diff)
		}
		if _, err := s.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func parsed(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
