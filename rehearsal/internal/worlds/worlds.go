// Package worlds drives a simulated cloud without an engine, for the tests of what is simulated: the provider's check of the
// inputs, then the call to the cloud, as the engine would make them one after the other.
package worlds

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// World is an account of a simulated cloud.
type World struct {
	T     *testing.T
	Cloud *cloud.Cloud
	// At is the account of the calls from now on.
	At cloud.Account
	// Inputs are the checked inputs of every resource made, by its name.
	Inputs map[string]cloud.Values
}

// New is an account with nothing in it but what the package says a new one has.
func New(t *testing.T, pkg cloud.Package, at cloud.Account) *World {
	t.Helper()
	c, err := cloud.Open("", pkg)
	if err != nil {
		t.Fatalf("the descriptions do not fit the SDK: %v", err)
	}
	return &World{T: t, Cloud: c, At: at, Inputs: map[string]cloud.Values{}}
}

// URN is the URN of a resource in the world's stack.
func URN(token, name string) string { return "urn:pulumi:test::rehearsal::" + token + "::" + name }

// Check gives a resource's inputs as the provider passes them on; its refusal begins with CheckFailure.
func (w *World) Check(token, name string, inputs map[string]any) (*cloud.Resource, cloud.Values, error) {
	r, err := w.Cloud.Type(token)
	if err != nil {
		return nil, nil, err
	}
	checked, _, failures := r.CheckInputs(valuesOf(inputs), w.At, cloud.Naming{URN: URN(token, name), Logical: name})
	return r, checked, failed(failures)
}

// Create checks the inputs and makes the resource.
func (w *World) Create(token, name string, inputs map[string]any) (cloud.Result, error) {
	r, checked, err := w.Check(token, name, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	w.Inputs[name] = checked
	return w.Cloud.Create(w.request(r, name, "", checked))
}

// Make is Create for a resource that the test takes for granted.
func (w *World) Make(token, name string, inputs map[string]any) cloud.Result {
	w.T.Helper()
	result, err := w.Create(token, name, inputs)
	if err != nil {
		w.T.Fatalf("create %s %s: %v", token, name, err)
	}
	return result
}

// Update checks the inputs and changes a resource that the world made.
func (w *World) Update(token, name, id string, inputs map[string]any) (cloud.Result, error) {
	r, checked, err := w.Check(token, name, inputs)
	if err != nil {
		return cloud.Result{}, err
	}
	request := w.request(r, name, id, checked)
	request.Old = w.Inputs[name]
	result, err := w.Cloud.Update(request)
	if err == nil {
		w.Inputs[name] = checked
	}
	return result, err
}

// Delete deletes a resource.
func (w *World) Delete(token, name, id string) error {
	w.T.Helper()
	return w.Cloud.Delete(w.request(w.typed(token), name, id, nil))
}

// Read returns a resource's properties as a refresh sees them, and the inputs that a refresh would record.
func (w *World) Read(token, name, id string) (properties, inputs cloud.Values) {
	w.T.Helper()
	r := w.typed(token)
	result, found, err := w.Cloud.Read(w.request(r, name, id, nil))
	if err != nil || !found {
		w.T.Fatalf("read %s %s: found %t, %v", token, id, found, err)
	}
	return result.Properties, r.InputsOf(result.Properties, w.Inputs[name])
}

// Drift lists what a refresh would show as changed behind the program's back.
func (w *World) Drift(token, name, id string) []cloud.Change {
	w.T.Helper()
	_, inputs := w.Read(token, name, id)
	return w.typed(token).Diff(inputs, w.Inputs[name])
}

// Replaces lists the properties of a change that force a replacement.
func (w *World) Replaces(token string, old, next map[string]any) []string {
	w.T.Helper()
	r, before, err := w.Check(token, "old", old)
	if err != nil {
		w.T.Fatal(err)
	}
	_, after, err := w.Check(token, "old", next)
	if err != nil {
		w.T.Fatal(err)
	}
	paths := []string{}
	for _, change := range r.Diff(before, after) {
		if change.Replaces {
			paths = append(paths, change.Path)
		}
	}
	return paths
}

// Answer runs a function.
func (w *World) Answer(token string, args map[string]any) (cloud.Values, error) {
	result, failures, err := w.Cloud.Answer(token, w.At, valuesOf(args))
	if len(failures) > 0 {
		return nil, failed(failures)
	}
	return result, err
}

// Expect fails the test unless err is the refusal with this code and text: "" is none, "CheckFailure" is the provider's own,
// before any call.
func Expect(t *testing.T, err error, code, text string) {
	t.Helper()
	got := cloud.CodeOf(err)
	if err != nil && strings.HasPrefix(err.Error(), "CheckFailure") {
		got = "CheckFailure"
	}
	switch {
	case code == "" && err != nil:
		t.Errorf("accepted expected, got %v", err)
	case code != "" && got != code:
		t.Errorf("refusal with %s expected, got %v", code, err)
	case code != "" && !strings.Contains(err.Error(), text):
		t.Errorf("text %q expected in the refusal, got %v", text, err)
	}
}

func (w *World) typed(token string) *cloud.Resource {
	w.T.Helper()
	r, err := w.Cloud.Type(token)
	if err != nil {
		w.T.Fatal(err)
	}
	return r
}

func (w *World) request(r *cloud.Resource, name, id string, inputs cloud.Values) cloud.Request {
	return cloud.Request{Resource: r, URN: URN(r.Type, name), Name: name, Account: w.At, ID: id, Inputs: inputs}
}

func valuesOf(plain map[string]any) cloud.Values {
	return cloud.Values(cloud.Normal(plain).(map[string]any))
}

func failed(failures []cloud.Failure) error {
	if len(failures) == 0 {
		return nil
	}
	var lines []string
	for _, f := range failures {
		lines = append(lines, f.Path+": "+f.Reason)
	}
	return fmt.Errorf("CheckFailure: %s", strings.Join(lines, "; "))
}
