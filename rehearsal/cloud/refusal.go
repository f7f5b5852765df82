package cloud

import (
	"errors"
	"fmt"
	"strings"
)

// APIError is a call that the service refused, printed as the provider prints it.
type APIError struct {
	// Verb is what the provider was doing: "creating", "updating", "reading" or "deleting".
	Verb string
	// Noun is the resource as the provider calls it, and ID its id as far as there is one.
	Noun, ID string
	// API and Operation name the service's operation.
	API API
	// Operation is the operation's name, for example "CreateVpc".
	Operation string
	// Status is the HTTP status code.
	Status int
	// RequestID is made from the resource and the operation, so that two runs print the same.
	RequestID string
	// Code is the service's error code.
	Code string
	// Text is the service's message.
	Text string
}

// Error prints "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: …, api error Code: text",
// unless the API has a way of its own.
func (e *APIError) Error() string {
	if e.API.Print != nil {
		return e.API.Print(e)
	}
	subject := e.Verb + " " + e.Noun
	if e.ID != "" {
		subject += " (" + e.ID + ")"
	}
	prefix := "api error "
	if e.API.Modeled {
		prefix = ""
	}
	return fmt.Sprintf("%s: operation error %s: %s, https response error StatusCode: %d, RequestID: %s, %s%s: %s",
		subject, e.API.Service, e.Operation, e.Status, e.RequestID, prefix, e.Code, e.Text)
}

// CodeOf returns the service's error code within an error, or "".
func CodeOf(err error) string {
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Code
	}
	return ""
}

func (c *Call) refuse(r Refusal, value string, about *Object) error {
	e := &APIError{Verb: verbs[c.operation], Noun: c.Name, Status: r.Status, Code: r.Code, Operation: c.operation}
	if e.Status == 0 {
		e.Status = 400
	}
	if c.Resource != nil {
		e.Noun, e.API = c.Resource.noun(), c.Resource.API
		e.Operation = c.Resource.API.operation(c.operation)
	}
	if c.Object != nil && c.operation != opCreate {
		e.ID = c.Object.ID
	}
	e.RequestID = digits{seed: c.URN + c.Name + c.operation + r.Code}.uuid()
	scope := formatScope{object: about, account: c.Account, logical: c.Name, value: &value}
	text, err := scope.expand(Format(r.Text))
	if err != nil {
		text = strings.ReplaceAll(r.Text, "{value}", value)
	}
	e.Text = text
	return e
}

const (
	opCreate = "Create"
	opUpdate = "Update"
	opRead   = "Read"
	opDelete = "Delete"
	opInvoke = "Invoke"
)

var verbs = map[string]string{
	opCreate: "creating", opUpdate: "updating", opRead: "reading", opDelete: "deleting", opInvoke: "invoking",
}

func (a API) operation(op string) string {
	name := map[string]string{opCreate: a.Create, opUpdate: a.Update, opRead: a.Read, opDelete: a.Delete}[op]
	if name == "" {
		return op
	}
	return name
}

// overwrites tells whether the operation that creates an object replaces the one that is there.
func (a API) overwrites() bool {
	return strings.HasPrefix(a.Create, "Put") || strings.HasPrefix(a.Create, "Set")
}

func (r *Resource) noun() string {
	if r.Noun != "" {
		return r.Noun
	}
	return r.Type
}

func unsupported(value any) string {
	return fmt.Sprintf("simulated cloud: a value of Go type %T cannot be a property", value)
}
