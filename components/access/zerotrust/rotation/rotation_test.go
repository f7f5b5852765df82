package rotation

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	account = "0123456789abcdef0123456789abcdef"
	tunnel  = "f70ff985-a4ef-4643-bbbc-4a0ed4fc8415"
	token   = "token-of-a-pipeline"
)

// call is one request that the API got.
type call struct{ method, path, token, body string }

// serve answers every request alike and tells what it got.
func serve(t *testing.T, status int, answer string) (API, *[]call) {
	t.Helper()
	var calls []call
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("read the request: %v", err)
		}
		calls = append(calls, call{r.Method, r.URL.Path, r.Header.Get("Authorization"), string(body)})
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return API{URL: server.URL + "/client/v4", Token: token}, &calls
}

func TestARotationSendsANewSecretEachTime(t *testing.T) {
	t.Parallel()
	api, calls := serve(t, http.StatusOK, `{"success":true,"errors":[]}`)
	secrets := map[string]bool{}
	for range 2 {
		if err := api.Rotate(t.Context(), account, tunnel); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range *calls {
		if c.method != http.MethodPatch || c.path != "/client/v4/accounts/"+account+"/cfd_tunnel/"+tunnel || c.token != "Bearer "+token {
			t.Errorf("another call than expected: %s %s", c.method, c.path)
		}
		var body map[string]string
		if err := json.Unmarshal([]byte(c.body), &body); err != nil || len(body) != 1 {
			t.Fatalf("the secret alone expected, got %d properties, %v", len(body), err)
		}
		secret, err := base64.StdEncoding.DecodeString(body["tunnel_secret"])
		if err != nil || len(secret) != secretBytes {
			t.Errorf("32 bytes in base64 expected, got %d, %v", len(secret), err)
		}
		secrets[string(secret)] = true
	}
	if len(secrets) != 2 {
		t.Errorf("two rotations, %d secrets", len(secrets))
	}
}

func TestDisconnectingDeletesTheConnections(t *testing.T) {
	t.Parallel()
	api, calls := serve(t, http.StatusOK, `{"success":true}`)
	if err := api.Disconnect(t.Context(), account, tunnel); err != nil {
		t.Fatal(err)
	}
	want := call{http.MethodDelete, "/client/v4/accounts/" + account + "/cfd_tunnel/" + tunnel + "/connections", "Bearer " + token, ""}
	if len(*calls) != 1 || (*calls)[0] != want {
		t.Errorf("want %v, got %v", want, *calls)
	}
}

func TestWhatIsNoSuccessIsAnErrorWithoutSecrets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status       int
		answer, want string
	}{
		"a refusal":       {http.StatusForbidden, `{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}`, "Authentication error (10000)"},
		"a lie":           {http.StatusOK, `{"success":false,"errors":[{"code":1003,"message":"Tunnel not found"}]}`, "Tunnel not found (1003)"},
		"a proxy's page":  {http.StatusBadGateway, `<html>`, "502 Bad Gateway without saying why"},
		"another address": {http.StatusFound, ``, "302 Found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, calls := serve(t, test.status, test.answer)
			err := api.Rotate(t.Context(), account, tunnel)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), token) {
				t.Errorf("want %q and no token, got %v", test.want, err)
			}
			if len(*calls) != 1 {
				t.Errorf("one call expected, got %d", len(*calls))
			}
		})
	}
}

func TestNothingIsSentWithoutTokenAccountAndTunnel(t *testing.T) {
	t.Parallel()
	api, calls := serve(t, http.StatusOK, `{"success":true}`)
	for _, err := range []error{
		(API{URL: api.URL}).Rotate(t.Context(), account, tunnel), api.Rotate(t.Context(), "", tunnel), api.Rotate(t.Context(), account, ""),
	} {
		if err == nil {
			t.Error("an error expected")
		}
	}
	if len(*calls) > 0 {
		t.Errorf("nothing should be sent, got %v", *calls)
	}
}
