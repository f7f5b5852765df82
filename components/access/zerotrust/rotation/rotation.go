// Package rotation changes the secret of a tunnel in place, which the provider cannot: there a new secret is a new tunnel. It
// speaks to Cloudflare's API, so it runs where the internet is, in a pipeline, and never in the private network.
//
// Afterwards connections stay, new ones need the new token, and the old token starts nothing. The new token reaches Secrets
// Manager through the stack: a refresh reads it, and an update stores it.
package rotation

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultURL is where Cloudflare's API is.
const DefaultURL = "https://api.cloudflare.com/client/v4"

const (
	secretBytes = 32
	maxAnswer   = 1 << 20
	timeout     = 30 * time.Second
)

// API is Cloudflare's API as one account's tunnels need it.
type API struct {
	// URL is where the API is. Empty takes DefaultURL.
	URL string
	// Token is an API token that may edit Cloudflare Tunnels. Required. It is sent to URL alone.
	Token string
}

// Rotate gives the tunnel a new random secret. Nobody learns it: the token that is made of it comes from the API.
func (a API) Rotate(ctx context.Context, account, tunnel string) error {
	secret := make([]byte, secretBytes)
	if _, err := rand.Read(secret); err != nil {
		return fmt.Errorf("make a tunnel secret: %w", err)
	}
	body, err := json.Marshal(map[string]string{"tunnel_secret": base64.StdEncoding.EncodeToString(secret)})
	if err != nil {
		return fmt.Errorf("encode the request: %w", err)
	}
	return a.call(ctx, http.MethodPatch, body, account, tunnel)
}

// Disconnect cuts every connection of the tunnel. Connectors with the new token connect again; others do not.
func (a API) Disconnect(ctx context.Context, account, tunnel string) error {
	return a.call(ctx, http.MethodDelete, nil, account, tunnel, "connections")
}

// answer is what every answer of the API has.
type answer struct {
	Success bool `json:"success"`
	Errors  []struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
}

func (a API) call(ctx context.Context, method string, body []byte, account, tunnel string, rest ...string) error {
	if a.Token == "" {
		return errors.New("no API token is given")
	}
	if account == "" || tunnel == "" {
		return errors.New("an account and a tunnel are required")
	}
	base := a.URL
	if base == "" {
		base = DefaultURL
	}
	address, err := url.JoinPath(base, append([]string{"accounts", url.PathEscape(account), "cfd_tunnel", url.PathEscape(tunnel)}, rest...)...)
	if err != nil {
		return fmt.Errorf("make the address of the tunnel: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+a.Token)
	request.Header.Set("Content-Type", "application/json")
	// A redirect would carry the secret to another place.
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("call Cloudflare: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	return judge(response)
}

// judge turns an answer that is no success into an error with the API's own words.
func judge(response *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("read Cloudflare's answer: %w", err)
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return fmt.Errorf("the API answers %s without saying why", response.Status)
	}
	if a.Success && response.StatusCode == http.StatusOK {
		return nil
	}
	var reasons []string
	for _, e := range a.Errors {
		reasons = append(reasons, fmt.Sprintf("%s (%d)", e.Message, e.Code))
	}
	return fmt.Errorf("the API refuses with %s: %s", response.Status, strings.Join(reasons, ", "))
}
