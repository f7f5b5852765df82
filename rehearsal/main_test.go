package rehearsal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// packVariable makes the test binary be a policy pack instead of running tests.
const packVariable = "REHEARSAL_TEST_PACK"

// TestMain lets the test binary stand for the two other programs that a rehearsal meets: a policy pack, and a language host.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv(packVariable) != "":
		exitOn(policyx.Main(testPack))
	case strings.HasPrefix(filepath.Base(os.Args[0]), "pulumi-language-"):
		exitOn(serveLanguage(network(1, nil)))
	default:
		os.Exit(m.Run())
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// testPack refuses a VPC tagged "forbidden", in the resource pass, and more than three subnets, in the stack pass.
func testPack(*pulumi.Context) (policyx.PolicyPack, error) {
	return policyx.NewPolicyPack("trial-pack", semver.MustParse("1.2.3"), policyx.EnforcementLevelMandatory, []policyx.Policy{
		policyx.NewResourceValidationPolicy("no-forbidden-tag", policyx.ResourceValidationPolicyArgs{
			Description: "No VPC is tagged forbidden.", EnforcementLevel: policyx.EnforcementLevelMandatory,
			ValidateResource: func(_ context.Context, args policyx.ResourceValidationArgs) error {
				tags := args.Resource.Properties.Get("tags")
				if tags.IsMap() && !tags.AsMap().Get("forbidden").IsNull() {
					args.Manager.ReportViolation("a VPC must not be tagged forbidden; remove the tag", "")
				}
				return nil
			},
		}),
		policyx.NewStackValidationPolicy("few-subnets", policyx.StackValidationPolicyArgs{
			Description: "At most three subnets.", EnforcementLevel: policyx.EnforcementLevelMandatory,
			ValidateStack: func(_ context.Context, args policyx.StackValidationArgs) error {
				subnets := 0
				for _, r := range args.Resources {
					if r.Type == "aws:ec2/subnet:Subnet" {
						subnets++
					}
				}
				if subnets > 3 {
					args.Manager.ReportViolation(fmt.Sprintf("at most 3 subnets are allowed, got %d", subnets), "")
				}
				return nil
			},
		}),
	})
}
