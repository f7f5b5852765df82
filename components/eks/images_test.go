package eks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestEveryImageOfAddOnsAndControllersIsListed(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	owners := map[string]bool{}
	for _, image := range everything().Images() {
		owners[image.Owner] = true
		text.WriteString(image.Owner + " " + image.String())
		if image.Copied {
			text.WriteString(" (copied)")
		}
		text.WriteString("\n")
	}
	golden.Equal(t, "images.txt", []byte(text.String()))
	for _, name := range AddOns() {
		unlisted := name == SnapshotController || name == CloudWatchObservability
		if owners[string(name)] == unlisted {
			t.Errorf("images of %s are listed: %t, want %t", name, owners[string(name)], !unlisted)
		}
	}
	china := with(func(args *PrivateEksClusterArgs) { args.Region = "cn-north-1" }).Images()
	if want := "918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn/amazon-k8s-cni"; china[0].Repository != want {
		t.Errorf("the first image in cn-north-1 is %s, want %s", china[0].Repository, want)
	}
}

func TestImagesAreAmongTheOutputsApartByWhoBringsThem(t *testing.T) {
	t.Parallel()
	args := everything()
	component := (&recorder{}).mustDeploy(t, args)
	var copied, ofAddOns []string
	for _, image := range args.Images() {
		if image.Copied {
			copied = append(copied, image.String())
		} else {
			ofAddOns = append(ofAddOns, image.String())
		}
	}
	if diff := cmp.Diff(copied, await(t, component.Images)); diff != "" || len(copied) != len(Controllers()) {
		t.Errorf("%d images have to be copied for %d controllers (-want +got):\n%s", len(copied), len(Controllers()), diff)
	}
	if diff := cmp.Diff(ofAddOns, await(t, component.AddOnImages)); diff != "" || len(ofAddOns) == 0 {
		t.Errorf("other images of add-ons (-want +got):\n%s", diff)
	}
}

func TestRepositoriesAreReadFromAddressesOfEcrOnly(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]repository{
		"111122223333.dkr.ecr.eu-central-1.amazonaws.com/mirror/karpenter":   {"111122223333", "eu-central-1", "mirror/karpenter"},
		"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a":                 {"111122223333", "cn-north-1", "a"},
		"registry.example/mirror/karpenter":                                  {},
		"1.dkr.ecr.eu-central-1.amazonaws.com/mirror":                        {},
		"registry.example/111122223333.dkr.ecr.eu-central-1.amazonaws.com/a": {},
	} {
		got, ok := ecrRepository(address)
		if got != want || ok != (want != repository{}) {
			t.Errorf("%s is read as %+v (%t), want %+v", address, got, ok, want)
		}
	}
}

// endpointPolicy is the policy of the endpoint of a service.
func (r *recorder) endpointPolicy(t *testing.T, service catalog.Service) string {
	t.Helper()
	for _, reg := range r.Registered {
		if shortType(reg.Token) == "ec2.VpcEndpoint" && strings.HasSuffix(reg.Inputs["serviceName"].StringValue(), "."+string(service)) {
			return reg.Inputs["policy"].StringValue()
		}
	}
	t.Fatalf("there is no endpoint of %s", service)
	return ""
}

func TestFragmentsAdmitImagesAndSecretsOfOtherAccountsAndNothingElse(t *testing.T) {
	t.Parallel()
	args := everything()
	const foreign = "444455556666"
	karpenter, secrets := args.Controllers[Karpenter], args.Controllers[ExternalSecrets]
	karpenter.ImageRepository = foreign + ".dkr.ecr.eu-central-1.amazonaws.com/mirror/karpenter"
	secrets.ImageRepository = "registry.corp.example/mirror/external-secrets"
	secrets.SecretArns = []string{"arn:aws:secretsmanager:eu-central-1:" + foreign + ":secret:shop/*"}
	args.Controllers[Karpenter], args.Controllers[ExternalSecrets] = karpenter, secrets
	r := &recorder{}
	r.mustDeploy(t, args)
	for _, service := range []catalog.Service{catalog.ECRAPI, catalog.ECRDkr} {
		text := r.endpointPolicy(t, service)
		for _, want := range []string{
			"arn:aws:ecr:eu-central-1:" + foreign + ":repository/mirror/karpenter", "arn:aws:ecr:eu-central-1:" + testAccount + ":repository/mirror/cluster-autoscaler",
			`"aws:ResourceAccount":["` + foreign + `"]`,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the policy of %s lacks %s:\n%s", service, want, text)
			}
		}
		if strings.Contains(text, foreign+":repository/*") || strings.Contains(text, "external-secrets") {
			t.Errorf("the policy of %s admits more than the images: %s", service, text)
		}
	}
	if text := r.endpointPolicy(t, catalog.SecretsManager); !strings.Contains(text, secrets.SecretArns[0]) {
		t.Errorf("the policy of Secrets Manager lacks %s:\n%s", secrets.SecretArns[0], text)
	}
	if fragments := small().EndpointFragments(); len(fragments) != 0 {
		t.Errorf("a cluster without controllers needs %d fragments, want none", len(fragments))
	}
}

func TestSecretsAndImagesOfAnotherRegionAreRefused(t *testing.T) {
	t.Parallel()
	args := everything()
	secrets := args.Controllers[ExternalSecrets]
	secrets.SecretArns = []string{"arn:aws:secretsmanager:us-east-1:111122223333:secret:shop"}
	secrets.ImageRepository = "111122223333.dkr.ecr.us-east-1.amazonaws.com/mirror/external-secrets"
	args.Controllers[ExternalSecrets] = secrets
	err := args.Validate(testName)
	for _, want := range []string{"external-secrets.secretArns: a secret of another Region", "external-secrets.imageRepository: a registry of another Region"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got: %v", want, err)
		}
	}
}

func TestKarpenterFindsTheGroupOfTheNodesByItsTag(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*PrivateEksClusterArgs{"with": everything(), "without": small()} {
		r := &recorder{}
		r.mustDeploy(t, args)
		tag := r.find(t, "ec2.SecurityGroup", "nodes").Inputs["tags"].ObjectValue()[KarpenterDiscoveryTag]
		if got := tag.IsString() && tag.StringValue() == testName; got != (name == "with") {
			t.Errorf("%s Karpenter the tag is %v", name, tag)
		}
	}
}
