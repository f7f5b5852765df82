package aws

import (
	"regexp"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// publicImages are the public parameters of Systems Manager under which AWS publishes the ids of machine images; the last group of
// the expression that matches is the architecture.
// Sources: EC2 user guide, "Reference the latest AMIs using Systems Manager public parameters"; EKS and Bottlerocket guides.
var publicImages = []*regexp.Regexp{
	regexp.MustCompile(`^/aws/service/ami-amazon-linux-latest/al2023-ami-(?:minimal-)?kernel-(?:default|6\.1|6\.12)-(x86_64|arm64)$`),
	regexp.MustCompile(`^/aws/service/eks/optimized-ami/1\.\d\d/amazon-linux-2023/(x86_64|arm64)/standard/recommended/image_id$`),
	regexp.MustCompile(`^/aws/service/bottlerocket/aws-k8s-1\.\d\d(?:-fips)?/(x86_64|arm64)/(?:latest|\d+\.\d+\.\d+)/image_id$`),
}

// architectureOfParameter tells which architecture the image behind a public parameter has; empty where there is none.
func architectureOfParameter(name string) string {
	for _, known := range publicImages {
		if m := known.FindStringSubmatch(name); m != nil {
			return m[1]
		}
	}
	return ""
}

// architectures are those that AWS's Linux images come in.
var architectures = []string{"arm64", "x86_64"}

// publicImageID is the id of the image behind a public parameter. The digits are made up: what is recent changes every few weeks.
// The last four tell the architecture, so that the simulation recognises its own images.
func publicImageID(at cloud.Account, parameter string) string {
	start := digest(12, "image", at.Region, parameter)
	return "ami-0" + start + architectureMark(start, architectureOfParameter(parameter))
}

func architectureMark(start, architecture string) string {
	return digest(4, "architecture", architecture, start)
}

// architectureOf tells the architecture of an image by its id or by the parameter that it is resolved from; nothing for an image
// that the simulation does not know.
func architectureOf(image string) string {
	if parameter, resolved := strings.CutPrefix(image, "resolve:ssm:"); resolved {
		return architectureOfParameter(parameter)
	}
	digits, _ := strings.CutPrefix(image, "ami-0")
	if len(digits) != 16 {
		return ""
	}
	for _, architecture := range architectures {
		if architectureMark(digits[:12], architecture) == digits[12:] {
			return architecture
		}
	}
	return ""
}
