package rehearsal

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// The engine encrypts a stack's secrets with a key that it derives from a passphrase, or with one that a key service unwraps for
// it. Deriving is slow on purpose, a sixth of a second for each command, so a session is the key service: it answers as the
// transit engine of HashiCorp Vault does. It has one key, whatever it is asked for, so the wrapped one need not mean anything.
const (
	keyServiceURL = "hashivault://rehearsal"
	wrappedKey    = "vault:v1:rehearsal"
	unwrapRequest = "PUT /v1/transit/decrypt/rehearsal"
	// keyServiceType is what the engine writes into a state whose key a service unwraps.
	keyServiceType = "cloud"
)

// keyService hands out the key of a stack on the loopback interface, to whoever has the token.
type keyService struct {
	server         *http.Server
	address, token string
}

// serveKey starts the service.
func serveKey(key []byte, token string) (*keyService, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the key of the state: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc(unwrapRequest, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Vault-Token") != token {
			http.Error(w, `{"errors":["permission denied"]}`, http.StatusForbidden)
			return
		}
		answer := map[string]any{"data": map[string]string{"plaintext": base64.StdEncoding.EncodeToString(key)}}
		// An engine that was interrupted does not wait for the answer.
		_ = json.NewEncoder(w).Encode(answer)
	})
	s := &keyService{server: &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}, address: "http://" + listener.Addr().String(), token: token}
	go func() {
		// It serves until close.
		_ = s.server.Serve(listener)
	}()
	return s, nil
}

func (s *keyService) close() error {
	if err := s.server.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop serving the key of the state: %w", err)
	}
	return nil
}
