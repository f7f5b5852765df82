// Package emulator is an AWS account on the loopback interface: the moto server, and a front that answers what moto 5.2
// lacks and cloudgap needs. The front also plays the faults of a bad day and keeps a record of the calls.
package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// Front is a running front. It answers every AWS service on one address, told apart as AWS itself does: by the service and
// region in the signature of each request.
type Front struct {
	listener net.Listener
	server   *http.Server
	handlers []handler
	faults   *Faults

	mu    sync.Mutex
	calls []Call
}

// handler answers the calls of one service that moto cannot; ok is false for those that it leaves to moto.
type handler interface {
	handle(c *call) (answer *answer, ok bool)
}

// call is one request to AWS.
type call struct {
	service, region string
	// operation is the API's name for it where the protocol tells ("CreateVpc"), and otherwise method and path.
	operation string
	request   *http.Request
	body      []byte
	// forward asks the emulator behind the front the same, with the body as it is by then; ask asks it something else.
	forward func() (*answer, error)
	ask     func(*http.Request, []byte) (*answer, error)
}

// answer is what goes back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// Call is a line of the front's record.
type Call struct {
	// Service is AWS's name for the service in signatures, Operation the API's name for the call or its method and path.
	Service, Operation string
	// Status is the HTTP status of the answer; 0 where a fault let none through.
	Status int
	// By is "moto", "front" or "fault".
	By string
}

// StartFront serves a front for a moto server, or for any other emulator of AWS that answers at one address.
func StartFront(upstream *url.URL) (*Front, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the emulator's front: %w", err)
	}
	kubernetes, excluded := newEKS(), &exclusions{}
	f := &Front{listener: listener, faults: &Faults{}}
	f.handlers = []handler{
		newResolver(), newBlockPublicAccess(), newRepairs(), &instanceRefreshes{}, kubernetes, newNetworkFirewall(), newShares(), zones{},
		subnets{}, excluded, ec2Tags{excluded}, &tagging{f.honest, kubernetes},
	}
	f.server = &http.Server{Handler: f.route(newUpstream(upstream))}
	go func() { _ = f.server.Serve(listener) }() // Serve ends with Close.
	return f, nil
}

// StartLibrary serves a front without an emulator behind it: it answers the few questions that a plan asks (who am I, which
// zones are there, which prefix lists) and refuses everything else by name. So a plan that would need an account shows.
func StartLibrary() (*Front, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the plan level's library: %w", err)
	}
	f := &Front{listener: listener, faults: &Faults{}, handlers: []handler{library{}}}
	f.server = &http.Server{Handler: f.route(refuseAll)}
	go func() { _ = f.server.Serve(listener) }() // Serve ends with Close.
	return f, nil
}

// URL is the address for AWS_ENDPOINT_URL.
func (f *Front) URL() string { return "http://" + f.listener.Addr().String() }

// Faults sets the faults to play.
func (f *Front) Faults() *Faults { return f.faults }

// Calls returns the record of all calls so far.
func (f *Front) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Call(nil), f.calls...)
}

// Close ends the front.
func (f *Front) Close() { _ = f.server.Close() }

// credentialScope finds region and service in a signature: Credential=KEY/20240101/eu-central-1/ec2/aws4_request.
var credentialScope = regexp.MustCompile(`Credential=[^/]+/\d{8}/([^/]+)/([^/]+)/aws4_request`)

func (f *Front) route(upstream func(*http.Request, []byte) (*answer, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // The client is gone.
		}
		c := newCall(r, body)
		c.ask = upstream
		c.forward = func() (*answer, error) { return upstream(r, c.body) }
		a, by := f.answer(c)
		status := 0
		if a != nil {
			status = a.status
		}
		f.mu.Lock()
		f.calls = append(f.calls, Call{Service: c.service, Operation: c.operation, Status: status, By: by})
		f.mu.Unlock()
		if a == nil {
			panic(http.ErrAbortHandler) // The connection breaks: that is the fault.
		}
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
	})
}

// answer plays a fault, or lets the front or moto answer. A nil answer breaks the connection.
func (f *Front) answer(c *call) (*answer, string) {
	fault := f.faults.next(c)
	if fault != nil && fault.instead != nil {
		return fault.instead(c), "fault"
	}
	a, by := f.honest(c)
	f.faults.made(c)
	if fault != nil {
		return nil, "fault" // The call was made; its answer is lost.
	}
	return a, by
}

func (f *Front) honest(c *call) (*answer, string) {
	for _, h := range f.handlers {
		if a, ok := h.handle(c); ok {
			return a, "front"
		}
	}
	a, err := c.forward()
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), "moto"
	}
	return a, "moto"
}

func newCall(r *http.Request, body []byte) *call {
	c := &call{request: r, body: body, operation: r.Method + " " + r.URL.Path}
	signature := r.Header.Get("Authorization")
	if signature == "" {
		signature = "Credential=" + r.URL.Query().Get("X-Amz-Credential")
	}
	if scope := credentialScope.FindStringSubmatch(signature); scope != nil {
		c.region, c.service = scope[1], scope[2]
	}
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		c.operation = target[strings.LastIndex(target, ".")+1:]
	} else if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
		c.operation = form.Get("Action")
	}
	return c
}

// form returns the parameters of a call of the query protocol.
func (c *call) form() url.Values {
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return url.Values{}
	}
	return form
}

// newUpstream passes calls on as they are.
func newUpstream(to *url.URL) func(*http.Request, []byte) (*answer, error) {
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(to)
		p.Out.Host = p.In.Host
	}}
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, err error) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, err.Error())
	}
	return func(r *http.Request, body []byte) (*answer, error) {
		request := r.Clone(r.Context())
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		recorder := &recorder{answer: &answer{status: http.StatusOK, header: http.Header{}}}
		proxy.ServeHTTP(recorder, request)
		return recorder.answer, nil
	}
}

// refuseAll stands where no emulator is.
func refuseAll(r *http.Request, body []byte) (*answer, error) {
	return nil, errors.New("the plan level has no AWS behind it")
}

// recorder keeps an answer instead of sending it.
type recorder struct{ answer *answer }

func (r *recorder) Header() http.Header { return r.answer.header }

func (r *recorder) WriteHeader(status int) { r.answer.status = status }

func (r *recorder) Write(p []byte) (int, error) {
	r.answer.body = append(r.answer.body, p...)
	return len(p), nil
}

// document is a JSON object.
type document = map[string]any

// jsonAnswer is an answer of the JSON protocols.
func jsonAnswer(status int, body any) *answer {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // The front only marshals what it made itself.
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: text}
}

// refusal is an error in the protocol of the service that was called.
func refusal(c *call, status int, code, message string) *answer {
	switch c.service {
	case "ec2":
		text := fmt.Sprintf(`<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>front</RequestID></Response>`,
			code, html.EscapeString(message))
		return &answer{status: status, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}
	case "iam", "sts", "elasticloadbalancing", "autoscaling", "monitoring", "sns":
		text := fmt.Sprintf(`<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>front</RequestId></ErrorResponse>`,
			code, html.EscapeString(message))
		return &answer{status: status, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}
	case "s3":
		text := fmt.Sprintf(`<?xml version="1.0"?><Error><Code>%s</Code><Message>%s</Message></Error>`, code, html.EscapeString(message))
		return &answer{status: status, header: http.Header{"Content-Type": {"application/xml"}}, body: []byte(text)}
	default:
		a := jsonAnswer(status, document{"__type": code, "message": message, "Message": message})
		a.header.Set("X-Amzn-Errortype", code)
		return a
	}
}
