// Package s3test is an S3 server for tests: objects in memory, with S3's conditional requests and, where a test asks for them,
// its failures. It speaks enough of the protocol for the AWS SDK and knows nothing of signatures.
package s3test

import (
	"crypto/md5" //nolint:gosec // S3's ETag of a small object is its MD5
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Fault is what happens to a request.
type Fault int

// The faults.
const (
	None Fault = iota
	// LostAnswer lets the request take effect and breaks the connection before the answer.
	LostAnswer
	// LostRequest breaks the connection before the request takes effect.
	LostRequest
	// Conflict answers 409 as S3 does where two conditional requests meet; the request has no effect.
	Conflict
	// Unavailable answers 503.
	Unavailable
	// Denied answers 403.
	Denied
	// NoBucket answers that the bucket does not exist.
	NoBucket
	// Cut breaks the connection after half of the object.
	Cut
)

// Server is an S3 server.
type Server struct {
	URL string

	mutex   sync.Mutex
	objects map[string][]byte
	writes  map[string]int
	fault   func(*http.Request) Fault
}

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	s, stop := Open()
	t.Cleanup(stop)
	return s
}

// Open runs a server until stop is called.
func Open() (server *Server, stop func()) {
	s := &Server{objects: map[string][]byte{}, writes: map[string]int{}}
	listener := httptest.NewServer(s)
	s.URL = listener.URL
	return s, listener.Close
}

// Inject makes every request ask for its fault; nil ends that.
func (s *Server) Inject(fault func(*http.Request) Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.fault = fault
}

// Object returns an object by "/bucket/key".
func (s *Server) Object(path string) (content []byte, exists bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	content, exists = s.objects[path]
	return content, exists
}

// Set stores an object by "/bucket/key", without conditions.
func (s *Server) Set(path string, content []byte) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.objects[path] = content
}

// Writes returns how often the object "/bucket/key" was written by requests.
func (s *Server) Writes(path string) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.writes[path]
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := content(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	fault := None
	if s.fault != nil {
		fault = s.fault(r)
	}
	switch fault {
	case LostRequest:
		panic(http.ErrAbortHandler)
	case LostAnswer:
		s.answer(httptest.NewRecorder(), r, body)
		panic(http.ErrAbortHandler)
	case Conflict:
		refuse(w, http.StatusConflict, "ConditionalRequestConflict")
	case Unavailable:
		refuse(w, http.StatusServiceUnavailable, "SlowDown")
	case Denied:
		refuse(w, http.StatusForbidden, "AccessDenied")
	case NoBucket:
		refuse(w, http.StatusNotFound, "NoSuchBucket")
	case Cut:
		object := s.objects[r.URL.Path]
		w.Header().Set("Content-Length", strconv.Itoa(len(object)))
		_, _ = w.Write(object[:len(object)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case None:
		s.answer(w, r, body)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, body []byte) {
	old, exists := s.objects[r.URL.Path]
	switch r.Method {
	case http.MethodGet:
		if !exists {
			refuse(w, http.StatusNotFound, "NoSuchKey")
			return
		}
		w.Header().Set("ETag", etag(old))
		_, _ = w.Write(old)
	case http.MethodPut:
		if code, name := condition(r, old, exists); code != 0 {
			refuse(w, code, name)
			return
		}
		s.objects[r.URL.Path] = body
		s.writes[r.URL.Path]++
		w.Header().Set("ETag", etag(body))
	default:
		refuse(w, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

// condition judges a write as S3 does.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func condition(r *http.Request, old []byte, exists bool) (status int, code string) {
	match := r.Header.Get("If-Match")
	switch {
	case r.Header.Get("If-None-Match") == "*" && exists:
		return http.StatusPreconditionFailed, "PreconditionFailed"
	case match != "" && !exists:
		return http.StatusNotFound, "NoSuchKey"
	case match != "" && match != etag(old):
		return http.StatusPreconditionFailed, "PreconditionFailed"
	default:
		return 0, ""
	}
}

func etag(content []byte) string {
	sum := md5.Sum(content) //nolint:gosec // as above
	return strconv.Quote(hex.EncodeToString(sum[:]))
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><Error><Code>%s</Code><Message>%s</Message></Error>`, code, code)
}

// content reads a request's body; the SDK may send it in signed chunks, each with its length in a line before it.
func content(r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(r.Header.Get("Content-Encoding"), "aws-chunked") {
		return data, err
	}
	var plain []byte
	for rest := string(data); ; {
		head, after, ok := strings.Cut(rest, "\r\n")
		if !ok {
			return nil, errors.New("a chunk without a length")
		}
		size, err := strconv.ParseInt(strings.SplitN(head, ";", 2)[0], 16, 64)
		if err != nil || int(size) > len(after) {
			return nil, errors.New("a chunk with a wrong length")
		}
		if size == 0 {
			return plain, nil
		}
		plain = append(plain, after[:size]...)
		rest = strings.TrimPrefix(after[size:], "\r\n")
	}
}
