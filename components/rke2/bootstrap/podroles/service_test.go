package podroles_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/podroles"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

var start = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// tokens are what the API server knows, by token. Others are refused, and "outage" gets no answer.
type tokens map[string]podroles.Pod

func (t tokens) Review(_ context.Context, token string) (podroles.Pod, error) {
	pod, known := t[token]
	switch {
	case token == "outage":
		return pod, errors.New("connection refused")
	case !known:
		return pod, fmt.Errorf("%w: who is it", podroles.ErrRefused)
	}
	return pod, nil
}

// roles is STS: it begins sessions, unless it fails.
type roles struct {
	fails   error
	assumed []string
}

func (r *roles) Assume(_ context.Context, role string, account podroles.Account) (podroles.Credentials, error) {
	r.assumed = append(r.assumed, role+" for "+account.String())
	return podroles.Credentials{KeyID: "AKEY", Secret: "s3cret", Token: "s3ssion", Expires: start.Add(time.Hour)}, r.fails
}

type rig struct {
	roles   *roles
	log     bytes.Buffer
	service *podroles.Service
}

func newRig() *rig {
	r := &rig{roles: &roles{}}
	table := []documents.PodRole{{Namespace: "kube-system", ServiceAccount: "driver", RoleArn: "arn:volumes"}}
	pod := func(namespace, account, node string) podroles.Pod {
		return podroles.Pod{Account: podroles.Account{Namespace: namespace, Name: account}, Name: account + "-0", Node: node}
	}
	known := tokens{
		"t0ken-driver": pod("kube-system", "driver", "node-a"), "t0ken-away": pod("kube-system", "driver", "node-b"),
		"t0ken-web": pod("shop", "web", "node-a"), "t0ken-other": pod("shop", "driver", "node-a"),
	}
	r.service = podroles.New(table, "node-a", known, r.roles, func() time.Time { return start }, slog.New(slog.NewJSONHandler(&r.log, nil)))
	return r
}

func (r *rig) ask(method, path, token string) (int, map[string]string) {
	request := httptest.NewRequest(method, path, nil)
	if token != "" {
		request.Header.Set("Authorization", token)
	}
	recorder := httptest.NewRecorder()
	r.service.ServeHTTP(recorder, request)
	var body map[string]string
	if err := json.Unmarshal(recorder.Body.Bytes(), &body); err != nil || recorder.Header().Get("Content-Type") != "application/json" {
		return 0, map[string]string{"not JSON": recorder.Body.String()}
	}
	return recorder.Code, body
}

func TestAPodIsAnsweredAsTheSDKsExpect(t *testing.T) {
	t.Parallel()
	r := newRig()
	status, body := r.ask(http.MethodGet, "/v1/credentials", "t0ken-driver")
	want := map[string]string{"AccessKeyId": "AKEY", "SecretAccessKey": "s3cret", "Token": "s3ssion", "Expiration": "2026-11-01T01:00:00Z"}
	if diff := cmp.Diff(want, body); status != http.StatusOK || diff != "" {
		t.Errorf("answer with status %d differs (-want +got):\n%s", status, diff)
	}
	if _, again := r.ask(http.MethodGet, "/v1/credentials", "t0ken-driver"); again["AccessKeyId"] != "AKEY" {
		t.Errorf("expected a second answer, got %v", again)
	}
	if diff := cmp.Diff([]string{"arn:volumes for kube-system/driver"}, r.roles.assumed); diff != "" {
		t.Errorf("expected one session for both (-want +got):\n%s", diff)
	}
}

func TestEverybodyElseIsRefusedAndToldWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method, path, token string
		fails               error
		status              int
		code                string
	}{
		"another path":           {"GET", "/latest/meta-data", "t0ken-driver", nil, 404, "NotFound"},
		"another method":         {"PUT", "/v1/credentials", "t0ken-driver", nil, 404, "NotFound"},
		"no token":               {"GET", "/v1/credentials", "", nil, 401, "MissingToken"},
		"a token of nobody":      {"GET", "/v1/credentials", "t0ken-expired", nil, 401, "InvalidToken"},
		"an account without one": {"GET", "/v1/credentials", "t0ken-web", nil, 403, "AccessDenied"},
		"a namesake":             {"GET", "/v1/credentials", "t0ken-other", nil, 403, "AccessDenied"},
		"a pod elsewhere":        {"GET", "/v1/credentials", "t0ken-away", nil, 403, "AccessDenied"},
		"the API server is away": {"GET", "/v1/credentials", "outage", nil, 503, "ServiceUnavailable"},
		"STS is away":            {"GET", "/v1/credentials", "t0ken-driver", errors.New("timeout"), 503, "ServiceUnavailable"},
		"STS refuses":            {"GET", "/v1/credentials", "t0ken-driver", podroles.ErrRefused, 403, "AccessDenied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig()
			r.roles.fails = test.fails
			status, body := r.ask(test.method, test.path, test.token)
			if status != test.status || body["code"] != test.code || body["message"] == "" || len(body) != 2 {
				t.Errorf("expected %d with code %s and a message, got %d %v", test.status, test.code, status, body)
			}
			if strings.Contains(r.log.String(), "lent a role") {
				t.Errorf("expected no role to be lent, got:\n%s", r.log.String())
			}
		})
	}
}

func TestWhoAsksTooOftenHasToWait(t *testing.T) {
	t.Parallel()
	r := newRig()
	for range 1000 {
		if status, body := r.ask(http.MethodGet, "/v1/credentials", "t0ken-wrong"); status == http.StatusTooManyRequests {
			if body["code"] != "TooManyRequests" {
				t.Errorf("expected the code TooManyRequests, got %v", body)
			}
			return
		}
	}
	t.Error("expected a client that tries tokens to be slowed down")
}

func TestTheLogSaysWhoGotWhatAndHoldsNoSecret(t *testing.T) {
	t.Parallel()
	r := newRig()
	for _, token := range []string{"t0ken-driver", "t0ken-web", "t0ken-away", "t0ken-expired", ""} {
		r.ask(http.MethodGet, "/v1/credentials", token)
	}
	log := r.log.String()
	for _, secret := range []string{"t0ken", "s3cret", "s3ssion", "AKEY"} {
		if strings.Contains(log, secret) {
			t.Errorf("expected no %q in the log, got:\n%s", secret, log)
		}
	}
	for _, says := range []string{
		`"msg":"lent a role","client":"192.0.2.1","account":"kube-system/driver","pod":"driver-0","role":"arn:volumes"`,
		`"msg":"an account has no role","client":"192.0.2.1","account":"shop/web"`,
	} {
		if !strings.Contains(log, says) {
			t.Errorf("expected the log to say %s, got:\n%s", says, log)
		}
	}
}

func TestTheServiceEndsAfterItsLastAnswer(t *testing.T) {
	t.Parallel()
	r := newRig()
	server := httptest.NewUnstartedServer(nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.service.Serve(ctx, server.Listener) }()
	response, err := http.Get("http://" + server.Listener.Addr().String() + "/v1/credentials")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) || response.StatusCode != http.StatusUnauthorized {
		t.Errorf("expected an answer and then the end, got %d, %v", response.StatusCode, err)
	}
}
