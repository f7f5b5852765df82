package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/internal/orphans"
	"github.com/cloudgap/cloudgap/internal/term"
)

// heldAccount is an account with a list of objects.
type heldAccount []orphans.Object

func (a heldAccount) Tagged(context.Context, map[string]string) ([]orphans.Object, error) {
	return a, nil
}

func (a heldAccount) Lookup(context.Context, string, map[string]any) (string, error) { return "", nil }

const (
	orphanState = `{"version": 3, "deployment": {"resources": [
		{"urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "type": "pulumi:pulumi:Stack"},
		{"urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc", "type": "aws:ec2/vpc:Vpc", "custom": true, "id": "vpc-1",
		 "inputs": {"tags": {"Name": "dev-vpc", "environment": "dev"}}, "outputs": {"id": "vpc-1"}}]}}`
	orphanPlan = `{"steps": [
		{"op": "same", "urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "newState": {"urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "type": "pulumi:pulumi:Stack"}},
		{"op": "same", "urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc", "newState": {"urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc",
		 "type": "aws:ec2/vpc:Vpc", "custom": true, "inputs": {"tags": {"Name": "dev-vpc", "environment": "dev"}}}},
		{"op": "create", "urn": "urn:pulumi:dev::p::aws:ec2/subnet:Subnet::dev-nodes", "newState": {"urn": "urn:pulumi:dev::p::aws:ec2/subnet:Subnet::dev-nodes",
		 "type": "aws:ec2/subnet:Subnet", "custom": true, "inputs": {"tags": {"Name": "dev-nodes", "environment": "dev"}}}}
	], "changeSummary": {"same": 2, "create": 1}}`
)

var (
	heldVPC    = orphans.Object{ARN: "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1", Tags: map[string]string{"Name": "dev-vpc"}}
	copiedVPC  = orphans.Object{ARN: "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-2", Tags: map[string]string{"Name": "dev-vpc"}}
	begun      = orphans.Object{ARN: "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1", Tags: map[string]string{"Name": "dev-nodes"}}
	stranger   = orphans.Object{ARN: "arn:aws:sns:eu-central-1:111122223333:pager", Tags: map[string]string{"Name": "pager"}}
	ofAnything = orphans.Object{ARN: "arn:aws:ec2:eu-central-1:111122223333:instance/i-1", Tags: map[string]string{"Name": "pool"}}
)

// lookForOrphans runs the command on an account and returns what it prints.
func lookForOrphans(t *testing.T, c orphansCommand, account orphans.Account) (string, error) {
	t.Helper()
	dir := t.TempDir()
	c.Plan, c.State = filepath.Join(dir, "plan.json"), filepath.Join(dir, "state.json")
	for path, content := range map[string]string{c.Plan: orphanPlan, c.State: orphanState} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	env := &environment{ctx: t.Context(), out: term.New(&out), progress: term.New(&out)}
	err := c.look(env, func(context.Context, string) (orphans.Account, error) { return account, nil })
	return out.String(), err
}

func TestOrphansAreShownAndWrittenForTheImport(t *testing.T) {
	testdata, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	printed, err := lookForOrphans(t, orphansCommand{Import: "orphans.json", Copies: true}, heldAccount{heldVPC, copiedVPC, begun, stranger, ofAnything})
	if _, failed := errors.AsType[*failure](err); !failed || !strings.Contains(err.Error(), "no state: 3") {
		t.Errorf("want a failure that counts three objects, got %v", err)
	}
	var file struct {
		Resources []struct{ ID, LogicalName string }
	}
	data, err := os.ReadFile("orphans.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Resources) != 2 || file.Resources[0].ID != "subnet-1" || file.Resources[1].LogicalName != "orphan-vpc-2" {
		t.Errorf("the import file has %+v", file.Resources)
	}
	golden.File(t, filepath.Join(testdata, "orphans.txt"), []byte(printed))
}

func TestAnAccountWithoutOrphansIsASuccess(t *testing.T) {
	printed, err := lookForOrphans(t, orphansCommand{Import: "never-written.json"}, heldAccount{heldVPC})
	if err != nil || printed != "Every object tagged environment=dev is in a state.\n" {
		t.Errorf("got %q, %v", printed, err)
	}
	if _, err := os.Stat("never-written.json"); err == nil {
		t.Error("an import file of nothing was written")
	}
}

func TestAnImportFileThatCannotBeWrittenLosesNoAnswer(t *testing.T) {
	printed, err := lookForOrphans(t, orphansCommand{Import: t.TempDir()}, heldAccount{heldVPC, begun})
	if _, failed := errors.AsType[*failure](err); err == nil || failed || !strings.Contains(err.Error(), "name one that can be written with --import") {
		t.Errorf("want an error with a remedy that is no verdict, got %v", err)
	}
	if !strings.Contains(printed, "subnet-1") || strings.Contains(printed, "Next:") {
		t.Errorf("want what was found and no next step, got %q", printed)
	}
}

func TestOrphansAsJSONAreForMachines(t *testing.T) {
	printed, err := lookForOrphans(t, orphansCommand{JSON: true}, heldAccount{heldVPC, begun})
	if _, failed := errors.AsType[*failure](err); !failed {
		t.Errorf("want a failure, got %v", err)
	}
	var report orphans.Report
	if err := json.Unmarshal([]byte(printed), &report); err != nil || len(report.Begun) != 1 || report.Begun[0].ID != "subnet-1" {
		t.Errorf("got %s, %v", printed, err)
	}
	if strings.Contains(printed, "null") {
		t.Errorf("want lists that can be gone through, got %s", printed)
	}
}

// refusing is an account that answers with an error.
type refusing struct{ error }

func (r refusing) Tagged(context.Context, map[string]string) ([]orphans.Object, error) {
	return nil, r.error
}

func (r refusing) Lookup(context.Context, string, map[string]any) (string, error) { return "", r.error }

func TestWhatOrphansCannotTellIsSaidWithARemedy(t *testing.T) {
	for _, c := range []struct {
		name    string
		command orphansCommand
		account orphans.Account
		want    string
	}{
		{"another account", orphansCommand{}, heldAccount{begun}, "check AWS_PROFILE and --region"},
		{"no permission", orphansCommand{}, refusing{&smithy.GenericAPIError{Code: "UnauthorizedOperation"}}, "has the policy that is needed"},
		{"an old session", orphansCommand{}, refusing{&smithy.GenericAPIError{Code: "ExpiredToken"}}, "log in again"},
		{"a region that is none", orphansCommand{}, refusing{&net.DNSError{Err: "no such host"}}, "check --region"},
		{"copies without a file", orphansCommand{Copies: true}, nil, "name one with --import"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := lookForOrphans(t, c.command, c.account)
			if _, failed := errors.AsType[*failure](err); err == nil || failed || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want an error with %q that is no verdict, got %v", c.want, err)
			}
		})
	}
}
