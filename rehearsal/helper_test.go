package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/internal/pulumicli"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
	"github.com/cloudgap/cloudgap/rehearsal/internal/trial"
)

// projectDir writes a project with one stack and returns its directory.
func projectDir(t *testing.T, stackConfig string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Pulumi.yaml"), "name: trial\nruntime: go\n")
	write(t, filepath.Join(dir, "Pulumi.dev.yaml"), "config:\n  aws:region: us-east-1\n"+stackConfig)
	return dir
}

// testOptions are the options of a rehearsal of the program in a directory of its own.
func testOptions(t *testing.T, program pulumi.RunFunc) Options {
	t.Helper()
	return Options{ProjectDir: projectDir(t, ""), Stack: "dev", Program: program, PulumiCLI: testCLI(t), Packages: []cloud.Package{trial.Package()}}
}

// testCLI finds the pinned Pulumi CLI. A test without it proves nothing, so it fails instead of being skipped.
func testCLI(t *testing.T) string {
	t.Helper()
	path, err := pulumicli.Path()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// network is a VPC with a number of subnets.
func network(subnets int, tags pulumi.StringMap) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		vpc, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16"), Tags: tags})
		if err != nil {
			return err
		}
		for i := range subnets {
			name := string(rune('a' + i))
			_, err := ec2.NewSubnet(ctx, name, &ec2.SubnetArgs{VpcId: vpc.ID(), CidrBlock: pulumi.Sprintf("10.0.%d.0/24", i)})
			if err != nil {
				return err
			}
		}
		ctx.Export("vpcId", vpc.ID())
		return nil
	}
}

func open(t *testing.T, options Options) *Session {
	t.Helper()
	s, err := Open(t.Context(), options)
	if err != nil {
		t.Fatalf("open the rehearsal: %v", err)
	}
	t.Cleanup(func() { closeSession(t, s) })
	return s
}

func closeSession(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("close the rehearsal: %v", err)
	}
}

// expectStepError fails the test unless the error is a StepError, wraps the reason if there is one, and contains the texts.
func expectStepError(t *testing.T, err, reason error, texts ...string) {
	t.Helper()
	if _, ok := errors.AsType[*StepError](err); !ok {
		t.Fatalf("expected the step to fail with a StepError, got %v", err)
	}
	if reason != nil && !errors.Is(err, reason) {
		t.Errorf("expected the reason %q, got %v", reason, err)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("expected the error to contain %q, got:\n%v", text, err)
		}
	}
}

func objectOf(t *testing.T, s *Session, kind string) cloud.Object {
	t.Helper()
	for _, o := range s.Cloud().Objects() {
		if o.Kind == kind {
			return o
		}
	}
	t.Fatalf("the simulated cloud has no %s", kind)
	return cloud.Object{}
}

func plannedResource(t *testing.T, result *StepResult, token string) Planned {
	t.Helper()
	for _, p := range result.Planned {
		if p.Type == token {
			return p
		}
	}
	t.Fatalf("the step does not deal with any %s", token)
	return Planned{}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func printed(value any) string { return fmt.Sprintf("%+v", value) }
