package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/cloudgap/cloudgap/conformance/process"
)

// Moto is a running moto server: an account of AWS with nothing in it but what AWS puts into a new one.
type Moto struct {
	group *process.Group
	url   *url.URL
}

// motoStart is how long a server may take: it loads every AWS managed policy first, which takes 3 s on an idle core.
const motoStart = 90 * time.Second

// StartMoto runs the server on a free port of the loopback interface and waits until it answers.
func StartMoto(ctx context.Context, program string) (*Moto, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	// Without the managed policies no role could attach one.
	env := append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true", "PYTHONWARNINGS=ignore")
	group, err := process.Start(env, io.Discard, program, "-H", "127.0.0.1", "-p", fmt.Sprint(port))
	if err != nil {
		return nil, err
	}
	m := &Moto{group: group, url: &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}}
	if err := m.wait(ctx); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

func (m *Moto) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, motoStart)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, m.url.String()+"/moto-api/config", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode < http.StatusBadRequest {
				return nil
			}
		}
		select {
		case <-m.group.Done():
			return fmt.Errorf("moto_server ended before it answered: %s", m.group.Errors())
		case <-ctx.Done():
			return fmt.Errorf("moto_server does not answer: %w: %s", ctx.Err(), m.group.Errors())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// URL is where the server answers.
func (m *Moto) URL() *url.URL { return m.url }

// Close ends the server and forgets its account.
func (m *Moto) Close() { m.group.Stop() }

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	return port, errors.Join(listener.Close())
}
