package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cloudgap/cloudgap/internal/s3test"
	"github.com/cloudgap/cloudgap/internal/term"
)

// faults are what a script may let happen to every request for an object.
var faults = map[string]s3test.Fault{"denied": s3test.Denied, "absent": s3test.NoBucket, "cut": s3test.Cut}

// serveBucket puts the files of a directory into a bucket on loopback, which the tool then takes for S3.
func serveBucket(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: bucket NAME DIR [denied|absent|cut]")
	}
	server, stop := s3test.Open()
	ts.Defer(stop)
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(args[1]), "*", "*"))
	ts.Check(err)
	for _, file := range files {
		key, err := filepath.Rel(ts.MkAbs(args[1]), file)
		ts.Check(err)
		content, err := os.ReadFile(file)
		ts.Check(err)
		server.Set("/"+args[0]+"/"+filepath.ToSlash(key), content)
	}
	if len(args) == 3 {
		fault, known := faults[args[2]]
		if !known {
			ts.Fatalf("bucket: no fault %q", args[2])
		}
		server.Inject(func(*http.Request) s3test.Fault { return fault })
	}
	for name, value := range s3Settings(server.URL) {
		ts.Setenv(name, value)
	}
}

// s3Settings let the AWS SDK talk to a server on loopback.
func s3Settings(url string) map[string]string {
	return map[string]string{
		"AWS_ENDPOINT_URL_S3": url, "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1",
	}
}

// The test sets the environment, so that it runs alone.
func TestAnInterruptedVerificationSaysNothingOfTheBucket(t *testing.T) {
	server := s3test.Start(t)
	for name, value := range s3Settings(server.URL) {
		t.Setenv(name, value)
	}
	manifest := filepath.Join(t.TempDir(), "manifest.json")
	text := `{"artifacts": [{"key": "charts/one.tgz", "sha256": "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"}]}`
	if err := os.WriteFile(manifest, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	server.Inject(func(*http.Request) s3test.Fault {
		interrupt()
		return s3test.LostRequest
	})
	var out, progress bytes.Buffer
	code := run(ctx, []string{"artifacts", "verify", "s3://artifacts", "--manifest", manifest, "--json"}, term.New(&out), term.New(&progress))
	if code != exitInterrupted || out.Len() > 0 || progress.String() != "interrupted\n" {
		t.Errorf("expected exit code %d and no judgement, got %d, %q and %q", exitInterrupted, code, out.String(), progress.String())
	}
}
