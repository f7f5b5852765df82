package podroles

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Reviewer tells whose a token is. The error wraps ErrRefused where it is nobody's who may come here.
type Reviewer interface {
	Review(ctx context.Context, token string) (Pod, error)
}

// Service answers pods. Make one with New.
type Service struct {
	reviewer Reviewer
	roles    Roles
	node     string
	now      func() time.Time
	log      *slog.Logger
	leases   map[Account]*lease
	limiter  limiter
}

// New returns the service of a node, by its name in Kubernetes, that lends the roles of a table.
func New(table []documents.PodRole, node string, reviewer Reviewer, roles Roles, now func() time.Time, log *slog.Logger) *Service {
	s := &Service{reviewer: reviewer, roles: roles, node: node, now: now, log: log, leases: map[Account]*lease{}}
	for _, entry := range table {
		s.leases[Account{entry.Namespace, entry.ServiceAccount}] = &lease{role: entry.RoleArn}
	}
	return s
}

const (
	// answerWithin is how long the API server and STS may take together.
	answerWithin = 20 * time.Second
	// maxHeader bounds a request; tokens have one or two thousand bytes.
	maxHeader = 16 << 10
)

// Serve answers on a listener until the context ends.
func (s *Service) Serve(ctx context.Context, listener net.Listener) error {
	server := http.Server{
		Handler: s, MaxHeaderBytes: maxHeader, ReadTimeout: 10 * time.Second, WriteTimeout: answerWithin + 10*time.Second, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("answer pods: %w", err)
	case <-ctx.Done():
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
		defer cancel()
		return errors.Join(ctx.Err(), server.Shutdown(stopping))
	}
}

// failure is what a pod is told when it gets nothing. SDKs show code and message, and try again at 429 and from 500 on.
type failure struct {
	status  int
	Code    string `json:"code"`
	Message string `json:"message"`
}

// answer is what the SDKs read.
type answer struct {
	AccessKeyID     string    `json:"AccessKeyId"`
	SecretAccessKey string    `json:"SecretAccessKey"`
	Token           string    `json:"Token"`
	Expiration      time.Time `json:"Expiration"`
}

// ServeHTTP answers one request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), answerWithin)
	defer cancel()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	credentials, failed := s.lend(ctx, r)
	if failed != nil {
		w.WriteHeader(failed.status)
		_ = json.NewEncoder(w).Encode(failed)
		return
	}
	_ = json.NewEncoder(w).Encode(answer{credentials.KeyID, credentials.Secret, credentials.Token, credentials.Expires.UTC()})
}

func (s *Service) lend(ctx context.Context, r *http.Request) (Credentials, *failure) {
	client, _, _ := net.SplitHostPort(r.RemoteAddr)
	log := s.log.With("client", client)
	token := r.Header.Get("Authorization")
	switch {
	case r.URL.Path != documents.PodRolesRequest || r.Method != http.MethodGet:
		return Credentials{}, &failure{http.StatusNotFound, "NotFound", "ask for GET " + documents.PodRolesRequest}
	case !s.limiter.allow(client, s.now()):
		return Credentials{}, &failure{http.StatusTooManyRequests, "TooManyRequests", "this pod asks too often"}
	case token == "":
		return Credentials{}, &failure{http.StatusUnauthorized, "MissingToken",
			"no token of a service account; set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE to one for " + documents.PodRolesAudience}
	}
	pod, err := s.reviewer.Review(ctx, token)
	if errors.Is(err, ErrRefused) {
		log.Warn("a token was refused", "reason", err.Error())
		return Credentials{}, &failure{http.StatusUnauthorized, "InvalidToken", "the token is not that of a pod, made for " + documents.PodRolesAudience}
	}
	if err != nil {
		log.Error("the API server cannot be asked", "error", err.Error())
		return Credentials{}, &failure{http.StatusServiceUnavailable, "ServiceUnavailable", "the API server cannot be asked whose the token is"}
	}
	log = log.With("account", pod.Account.String(), "pod", pod.Name)
	if pod.Node != s.node {
		log.Warn("a token was refused", "reason", "its pod is on another node", "node", pod.Node)
		return Credentials{}, &failure{http.StatusForbidden, "AccessDenied", "the token belongs to a pod on another node"}
	}
	lease, known := s.leases[pod.Account]
	if !known {
		log.Warn("an account has no role")
		return Credentials{}, &failure{http.StatusForbidden, "AccessDenied", "the service account " + pod.Account.String() + " has no role"}
	}
	credentials, renewed, err := lease.get(ctx, s.roles, pod.Account, s.now)
	if err != nil {
		log.Error("a role cannot be lent", "role", lease.role, "error", err.Error())
		if errors.Is(err, ErrRefused) {
			return Credentials{}, &failure{http.StatusForbidden, "AccessDenied", "AWS refuses the role " + lease.role}
		}
		return Credentials{}, &failure{http.StatusServiceUnavailable, "ServiceUnavailable", "AWS STS cannot be asked for the role " + lease.role}
	}
	log.Info("lent a role", "role", lease.role, "new", renewed, "until", credentials.Expires.UTC().Format(time.RFC3339))
	return credentials, nil
}
