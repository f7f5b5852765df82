package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/rehearsaltest"
)

func TestMain(m *testing.M) { rehearsaltest.Main(m) }

func TestTheProgramGoesThroughItsWholeLifeWithoutAViolation(t *testing.T) {
	t.Parallel()
	options := rehearsaltest.Options(t, ".", "dev", deploy)
	options.Destroy = true
	report, err := rehearsal.Run(t.Context(), options)
	if err != nil {
		t.Fatalf("expected the whole life of the stack to succeed, got: %v", err)
	}
	if id, _ := report.Outputs["vpcId"].(string); !strings.HasPrefix(id, "vpc-") {
		t.Errorf("expected the id of the VPC as an output, got %v", report.Outputs)
	}
}

func TestImportersDoNotPayForTheSDKsOfOtherComponents(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("list the dependencies of the program: %v", err)
	}
	dependencies := strings.Fields(string(out))
	if len(dependencies) < 100 {
		t.Fatalf("expected the dependencies of a Pulumi program, got %d packages", len(dependencies))
	}
	for _, dependency := range dependencies {
		for _, sdk := range []string{"pulumi-eks", "pulumi-kubernetes", "pulumi-cloudflare", "cloudgap/stacks", "cloudgap/policy", "cloudgap/rehearsal"} {
			if strings.Contains(dependency, sdk) {
				t.Errorf("rejects %s among the dependencies of an importer of two components", dependency)
			}
		}
	}
}
