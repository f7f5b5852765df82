package rehearsal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func TestSettingsThatCannotBeUsedAreRefusedWithTheFileAndTheRemedy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*Options)
		want   []string
	}{
		"stack that does not exist": {
			func(o *Options) { o.Stack = "staging" }, []string{`"staging"`, "Pulumi.staging.yaml", "the stacks are dev"},
		},
		"name that is none": {func(o *Options) { o.Stack = "../dev" }, []string{`"../dev"`, "is not a stack name"}},
		"directory without a project": {
			func(o *Options) { o.ProjectDir = t.TempDir() }, []string{"there is no Pulumi.yaml in ", "name the directory of the project"},
		},
		"broken stack file": {
			func(o *Options) {
				_ = os.WriteFile(filepath.Join(o.ProjectDir, "Pulumi.dev.yaml"), []byte("config:\n\t- [\n"), 0o600)
			},
			[]string{"Pulumi.dev.yaml", "is not valid YAML"},
		},
		"policy pack that is missing": {
			func(o *Options) { o.PolicyPacks = []PolicyPack{{Path: "nowhere"}} }, []string{"PolicyPacks[0].Path", `"nowhere"`, "build the pack"},
		},
		"command line that is missing": {
			func(o *Options) { o.PulumiCLI = "/nowhere/pulumi" }, []string{"/nowhere/pulumi", "make tools"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := testOptions(t, network(0, nil))
			test.change(&options)
			options.StateDir = t.TempDir()
			_, err := Open(t.Context(), options)
			if err == nil {
				t.Fatal("expected an error, got none")
			}
			for _, text := range test.want {
				if !strings.Contains(err.Error(), text) {
					t.Errorf("expected the error to contain %q, got %v", text, err)
				}
			}
		})
	}
}

func TestACommandThatIsNoPulumiOfTheRightVersionIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"v3.254.0": "is version 3.254.0 and at least 3.255.0 is needed",
		"hello":    `"hello" is none`,
		"":         `"" is none`,
	} {
		options := testOptions(t, network(0, nil))
		options.PulumiCLI = filepath.Join(t.TempDir(), "pulumi")
		if err := os.WriteFile(options.PulumiCLI, []byte("#!/bin/sh\necho "+answer+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), options); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "make tools") {
			t.Errorf("answer %q: expected the error to contain %q and the remedy, got %v", answer, want, err)
		}
	}
}

func TestEncryptedSettingsAreReplacedByAStandInAndNamed(t *testing.T) {
	t.Parallel()
	stack := map[string]any{
		"encryptionsalt": "v1:x", "secretsprovider": "awskms://k", "encryptedkey": "e", "environment": []any{"prod"},
		"config": map[string]any{
			"app:plain": "text", "app:token": map[string]any{"secure": "v1:abc"},
			"app:nested": map[string]any{"list": []any{map[string]any{"secure": "v1:def"}}, "other": 1.0},
			"app:given":  map[string]any{"secure": "v1:ghi"},
		},
	}
	notices := adaptStack(stack, map[string]string{"app:given": "from outside"})
	want := map[string]any{"secretsprovider": "hashivault://rehearsal", "encryptedkey": "dmF1bHQ6djE6cmVoZWFyc2Fs", "config": map[string]any{
		"app:plain": "text", "app:token": StandIn, "app:nested": map[string]any{"list": []any{StandIn}, "other": 1.0}, "app:given": "from outside",
	}}
	if diff := cmp.Diff(want, stack); diff != "" {
		t.Errorf("copied settings (-want +got):\n%s", diff)
	}
	if got := strings.Join(notices, "\n"); !strings.Contains(got, "app:token") || !strings.Contains(got, "app:nested") || strings.Contains(got, "app:given") || !strings.Contains(got, "ESC") {
		t.Errorf("expected notices about app:token, app:nested and ESC, and none about app:given, got:\n%s", got)
	}
}

func TestASecretIsNeverReportedInPlainText(t *testing.T) {
	t.Parallel()
	const secret = "correct-horse-battery-staple"
	options := testOptions(t, func(ctx *pulumi.Context) error {
		token := config.New(ctx, "app").RequireSecret("token")
		vpc, err := ec2.NewVpc(ctx, "main", &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16"), Tags: pulumi.StringMap{"token": token}})
		if err != nil {
			return err
		}
		ctx.Export("token", token)
		_, err = ec2.NewSubnet(ctx, "a", &ec2.SubnetArgs{VpcId: token, CidrBlock: pulumi.String("10.0.0.0/24")}, pulumi.DependsOn([]pulumi.Resource{vpc}))
		return err
	})
	options.Config = map[string]string{"app:token": secret}
	var told strings.Builder
	options.Progress = func(e Event) { told.WriteString(e.Message + "\n") }
	s := open(t, options)
	if _, err := s.Preview(t.Context()); err != nil {
		t.Fatal(err)
	}
	result, err := s.Up(t.Context())
	expectStepError(t, err, nil, "InvalidVpcID.NotFound", "[secret]")
	exported, exportErr := s.Export(t.Context())
	if exportErr != nil {
		t.Fatal(exportErr)
	}
	resources, resourcesErr := s.Resources(t.Context())
	if resourcesErr != nil {
		t.Fatal(resourcesErr)
	}
	for name, text := range map[string]string{
		"error": err.Error(), "progress": told.String(), "exported state": string(exported), "planned": printed(result.Planned), "resources": printed(resources),
	} {
		if strings.Contains(text, secret) {
			t.Errorf("expected no secret in the %s", name)
		}
	}
	for _, r := range resources {
		if r.Type == "aws:ec2/vpc:Vpc" {
			if diff := cmp.Diff(map[string]any{"token": SecretText}, r.Inputs["tags"]); diff != "" {
				t.Errorf("expected the VPC's tags to be reported with their values hidden (-want +got):\n%s", diff)
			}
		}
	}
}
