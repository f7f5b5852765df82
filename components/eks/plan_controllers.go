package eks

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// controllerPlan is a controller to prepare for.
type controllerPlan struct {
	controllerSpec
	capabilities              []capability.Capability
	imageRepository, imageTag string
	secretArns                []string
}

var (
	imagePattern  = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+$`)
	tagPattern    = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
	secretPattern = regexp.MustCompile(`^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*]+\*?$`)
)

// publicRegistries are registries that no private network reaches.
var publicRegistries = []string{"public.ecr.aws/", "registry.k8s.io/", "docker.io/", "quay.io/", "ghcr.io/", "gcr.io/", "oci.external-secrets.io/"}

// PublicRegistry tells whether an image or a chart is in one of the well-known public registries, which no private network
// reaches.
func PublicRegistry(location string) bool {
	return slices.ContainsFunc(publicRegistries, func(r string) bool { return strings.HasPrefix(location, r) })
}

// planControllers checks the controllers.
func planControllers(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	for _, name := range slices.Sorted(maps.Keys(args.Controllers)) {
		if !slices.Contains(Controllers(), name) {
			list.Add("controllers."+string(name), "not a controller that the component knows", string(name), fmt.Sprintf("use one of %s", Controllers()))
		}
	}
	for _, spec := range controllerTable {
		given, ok := args.Controllers[spec.name]
		if !ok {
			continue
		}
		path := "controllers." + string(spec.name)
		checkImage(list, path, p.region.Name, given)
		checkSecrets(list, path+".secretArns", p.region.Name, spec.name == ExternalSecrets, given.SecretArns)
		c := controllerPlan{controllerSpec: spec, capabilities: []capability.Capability{spec.capability}, imageRepository: given.ImageRepository, imageTag: given.ImageTag, secretArns: given.SecretArns}
		c.namespace = cmp.Or(given.Namespace, spec.namespace)
		checkNamespaces(list, path+".namespace", []string{strings.ReplaceAll(c.namespace, "*", "/")})
		p.controllers = append(p.controllers, c)
	}
}

func checkImage(list *problems.List, path, region string, given ControllerArgs) {
	registry, inEcr := ecrRepository(given.ImageRepository)
	switch {
	case !imagePattern.MatchString(given.ImageRepository):
		list.Add(path+".imageRepository", "not the repository of an image with its registry", given.ImageRepository, "pass the private repository that holds the copy")
	case PublicRegistry(given.ImageRepository):
		list.Add(path+".imageRepository", "a public registry, which the nodes cannot reach", given.ImageRepository, "copy the image to a private one")
	case inEcr && region != "" && registry.region != region:
		list.Add(path+".imageRepository", "a registry of another Region, which no endpoint of this one leads to", registry.region, "replicate the repository to "+region)
	}
	if !tagPattern.MatchString(given.ImageTag) {
		list.Add(path+".imageTag", "not the tag of an image", given.ImageTag, "pass the tag of the copy")
	}
}

func checkSecrets(list *problems.List, path, region string, wanted bool, arns []string) {
	if wanted && len(arns) == 0 {
		list.Add(path, "the secrets that it may read are required", problems.Missing, "name their ARNs")
	}
	for _, arn := range arns {
		if !wanted || !secretPattern.MatchString(arn) {
			list.Add(path, "not the ARN of a secret for External Secrets", arn, "pass ARNs of secrets, to External Secrets alone")
		} else if region != "" && regionOf(arn) != region {
			list.Add(path, "a secret of another Region, which no endpoint of this one leads to", arn, "replicate the secret to "+region)
		}
	}
}
