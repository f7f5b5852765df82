package eks

import (
	"fmt"
	"regexp"

	"github.com/cloudgap/cloudgap/components/endpoints/policy"
)

// Image is a container image that the nodes pull for an add-on or a controller.
type Image struct {
	// Owner is the add-on or the controller whose pods run it.
	Owner string
	// Repository is the repository with its registry.
	Repository string
	// Tag is the image's tag. It is empty for images of an add-on, which come with the add-on's version.
	Tag string
	// Copied tells that you have to copy the image there. Images of EKS add-ons are in the Region's registry already.
	Copied bool
}

// String is the image as Kubernetes names it, without a tag where that comes with the add-on's version.
func (i Image) String() string {
	if i.Tag == "" {
		return i.Repository
	}
	return i.Repository + ":" + i.Tag
}

// Images lists the images of every container of the add-ons and controllers: add-ons first, in the order in which they are
// made. Those of snapshot-controller and amazon-cloudwatch-observability are missing, because no public source names them.
// It is meant for arguments that Validate accepts.
func (args *PrivateEksClusterArgs) Images() []Image {
	// What is wrong with the arguments is reported by Validate.
	p, _ := newPlan("any", args)
	return p.images()
}

func (p plan) images() []Image {
	var images []Image
	// The EndpointSet refuses a Region whose registry it does not know.
	if account, known := policy.AddOnRegistry(p.region.Name); known {
		for _, a := range p.addOns {
			for _, name := range a.images {
				images = append(images, Image{Owner: string(a.name), Repository: fmt.Sprintf("%s.dkr.ecr.%s.%s/%s", account, p.region.Name, p.region.Suffix, name)})
			}
		}
	}
	for _, c := range p.controllers {
		images = append(images, Image{Owner: string(c.name), Repository: c.imageRepository, Tag: c.imageTag, Copied: true})
	}
	return images
}

// repository is a repository of Amazon ECR.
type repository struct{ account, region, name string }

var ecrPattern = regexp.MustCompile(`^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+/(.+)$`)

// ecrRepository reads the address of a repository of Amazon ECR.
func ecrRepository(address string) (repository, bool) {
	parts := ecrPattern.FindStringSubmatch(address)
	if parts == nil {
		return repository{}, false
	}
	return repository{parts[1], parts[2], parts[3]}, true
}
