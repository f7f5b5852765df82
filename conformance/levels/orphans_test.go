package levels

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/cloudgap/cloudgap/conformance/account"
	"github.com/cloudgap/cloudgap/conformance/emulator/emulatortest"
	"github.com/cloudgap/cloudgap/conformance/parts"
)

const (
	heldPlan = `{"steps": [{"op": "create", "urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc", "newState": {"urn": "urn:pulumi:dev::p::aws:ec2/vpc:Vpc::dev-vpc",
		"type": "aws:ec2/vpc:Vpc", "custom": true, "inputs": {"tags": {"Name": "dev-vpc", "environment": "dev"}}}}], "changeSummary": {"create": 1}}`
	heldState = `{"version": 3, "deployment": {"resources": [{"urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "type": "pulumi:pulumi:Stack"}]}}`
)

// The command as it is built, with the settings of the AWS CLI, before an emulated account.
func TestTheCommandFindsAnOrphanInAnAccount(t *testing.T) {
	front := emulatortest.Start(t)
	vpc, err := ec2.NewFromConfig(account.Open(front.URL(), region).Config()).CreateVpc(t.Context(), &ec2.CreateVpcInput{
		CidrBlock: aws.String("10.9.0.0/16"),
		TagSpecifications: []types.TagSpecification{{ResourceType: types.ResourceTypeVpc, Tags: []types.Tag{
			{Key: aws.String("Name"), Value: aws.String("dev-vpc")}, {Key: aws.String("environment"), Value: aws.String("dev")},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	root, err := parts.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{"plan.json": heldPlan, "state.json": heldState} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "cloudgap"), "./cmd/cloudgap")
	build.Dir, build.Env = root, append(os.Environ(), "GOFLAGS=-trimpath -buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the command: %v\n%s", err, out)
	}
	command := exec.CommandContext(t.Context(), filepath.Join(dir, "cloudgap"), "orphans", "plan.json", "state.json", "--import", "orphans.json")
	command.Dir = dir
	command.Env = slices.Concat(withoutAWS(), []string{
		"HOME=" + dir, "AWS_ENDPOINT_URL=" + front.URL(), "AWS_REGION=" + region, "AWS_ACCESS_KEY_ID=conformance", "AWS_SECRET_ACCESS_KEY=conformance",
	})
	out, err := command.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Fatalf("want exit code 1, got %v\n%s", err, out)
	}
	id := aws.ToString(vpc.Vpc.VpcId)
	if text := string(out); !strings.Contains(text, id) || !strings.Contains(text, "go on with it") {
		t.Errorf("the VPC %s is not shown:\n%s", id, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "orphans.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Resources []struct{ ID, LogicalName string }
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Resources) != 1 || file.Resources[0].ID != id || file.Resources[0].LogicalName != "dev-vpc" {
		t.Errorf("the import file has %s, %v", data, err)
	}
}
