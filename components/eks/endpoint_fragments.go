package eks

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
)

// EndpointFragments returns the statements that the endpoint policies need for this cluster beyond those of its Capabilities:
// the pull of each controller's image from the account and repository that hold it, and the secrets that External Secrets
// reads. Pass them to the EndpointSet; without them images and secrets of another account are out of reach, and so are images
// outside the repositories that the set lists. It is meant for arguments that Validate accepts.
func (args *PrivateEksClusterArgs) EndpointFragments() []endpoints.Fragment {
	// What is wrong with the arguments is reported by Validate.
	p, _ := newPlan("any", args)
	var fragments []endpoints.Fragment
	for _, c := range p.controllers {
		if r, ok := ecrRepository(c.imageRepository); ok {
			arn := "arn:" + p.region.Partition + ":ecr:" + p.region.Name + ":" + r.account + ":repository/" + r.name
			for _, service := range []catalog.Service{catalog.ECRAPI, catalog.ECRDkr} {
				fragments = append(fragments, fragment(service, "ControllerImages", pullActions, r.account, arn))
			}
		}
		for _, arn := range c.secretArns {
			fragments = append(fragments, fragment(catalog.SecretsManager, "ExternalSecrets", secretActions, accountOf(arn), arn))
		}
	}
	return fragments
}

// pullActions are what a node does with an image's repository.
var pullActions = []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}

func fragment(service catalog.Service, name string, actions []string, account, arn string) endpoints.Fragment {
	return endpoints.Fragment{
		Service: service, Name: name, Actions: actions, Resources: pulumi.StringArray{pulumi.String(arn)}, ResourceAccounts: []string{account},
	}
}

// accountOf is the account in an ARN, the fifth of its parts.
func accountOf(arn string) string { return arnPart(arn, 4) }

// regionOf is the Region in an ARN, the fourth of its parts.
func regionOf(arn string) string { return arnPart(arn, 3) }

func arnPart(arn string, i int) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) <= i {
		return ""
	}
	return parts[i]
}
