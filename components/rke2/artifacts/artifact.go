// Package artifacts knows which files RKE2 servers and agents need from the artifact bucket, what they are called, where they
// go on a node, and how to verify that a directory or a bucket holds exactly those bytes. It is pure apart from reading.
package artifacts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// Arch is a processor architecture as RKE2's release files name it.
type Arch string

// The architectures for which RKE2 is released with everything that we need.
const (
	AMD64 Arch = "amd64"
	ARM64 Arch = "arm64"
)

// Kind is what an artifact is, which decides where it goes.
type Kind string

// The kinds of artifacts.
const (
	// Program is rke2-bootstrap itself; the user data fetch it, all other artifacts are fetched by it.
	Program Kind = "program"
	// Tarball is RKE2: the binary, systemd units and scripts, unpacked to /usr/local.
	Tarball Kind = "tarball"
	// Images is a bundle of container images, placed in RKE2's images directory.
	Images Kind = "images"
	// Package is an rpm that is installed from the local file.
	Package Kind = "package"
	// CredentialProvider is the kubelet's ecr-credential-provider.
	CredentialProvider Kind = "credential-provider"
	// Chart is a Helm chart that a server offers under its own /static/charts.
	Chart Kind = "chart"
)

// Artifact is one file that must be in the bucket.
type Artifact struct {
	// Kind decides where the file goes on a node.
	Kind Kind `json:"kind"`
	// Name is the file's name on the node.
	Name string `json:"name"`
	// Key is the object's key in the bucket, or the file's path below a directory.
	Key string `json:"key"`
	// SHA256 is the expected hash, 64 lower-case hex digits.
	SHA256 string `json:"sha256"`
}

// CNI is a network plugin that RKE2 ships; the choice cannot be changed once a cluster exists.
type CNI string

// The network plugins that RKE2 has an image bundle for.
const (
	Canal   CNI = "canal"
	Cilium  CNI = "cilium"
	Calico  CNI = "calico"
	Flannel CNI = "flannel"
)

// CNIs lists the network plugins.
func CNIs() []CNI { return []CNI{Canal, Cilium, Calico, Flannel} }

// Need is what a node must be able to do, and so which artifacts it needs.
type Need struct {
	// Version is the RKE2 version, for example "v1.35.7+rke2r1"; it is the folder in the bucket.
	Version string
	Arch    Arch
	CNI     CNI
	// Server is true for servers, which also need the charts.
	Server bool
	// SELinuxPackage is the file name of the rke2-selinux rpm. It must be an el8 one: AL2023's container-selinux has epoch 2,
	// which the el9 and el10 packages do not accept.
	SELinuxPackage string
	// CredentialProvider is the file name of the ecr-credential-provider binary for the architecture.
	CredentialProvider string
	// Charts are the file names of the Helm charts to stage on servers.
	Charts []string
}

// Wanted lists the artifacts that a node needs, without hashes. Each is looked for below "<version>/", except for those that
// RKE2 does not release, which have a folder of their own. The bundles are the split ones, core and one network plugin:
// install.sh neither copies nor verifies them unless the big legacy bundle is there too (rke2#9621), so we place them.
func Wanted(n Need) []Artifact {
	release := func(kind Kind, name string) Artifact {
		return Artifact{Kind: kind, Name: name, Key: n.Version + "/" + name}
	}
	list := []Artifact{
		release(Tarball, fmt.Sprintf("rke2.linux-%s.tar.gz", n.Arch)),
		release(Images, fmt.Sprintf("rke2-images-core.linux-%s.tar.zst", n.Arch)),
		release(Images, fmt.Sprintf("rke2-images-%s.linux-%s.tar.zst", n.CNI, n.Arch)),
		{Kind: Package, Name: n.SELinuxPackage, Key: "packages/" + n.SELinuxPackage},
		// The kubelet finds the provider by the file's name, which the configuration repeats.
		{Kind: CredentialProvider, Name: "ecr-credential-provider", Key: "credential-provider/" + n.CredentialProvider},
	}
	if n.Server {
		for _, chart := range n.Charts {
			list = append(list, Artifact{Kind: Chart, Name: chart, Key: "charts/" + chart})
		}
	}
	return list
}

// ProgramOf is rke2-bootstrap of a version for an architecture, without its hash.
func ProgramOf(version string, arch Arch) Artifact {
	return Artifact{Kind: Program, Name: "rke2-bootstrap", Key: fmt.Sprintf("bootstrap/%s/rke2-bootstrap-%s", version, arch)}
}

// Check reports artifacts that a node cannot use: without a hash, with a name that leaves its folder, of a kind that is not
// known, or twice.
func Check(path string, list []Artifact, found *problems.List) {
	known := []Kind{Program, Tarball, Images, Package, CredentialProvider, Chart}
	seen := map[string]bool{}
	for i, a := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		checkHash(at+".sha256", a.SHA256, found)
		if a.Name == "" || strings.ContainsAny(a.Name, "/\\") || strings.HasPrefix(a.Name, ".") {
			found.Add(at+".name", "is not a plain file name", a.Name, "give the name without a folder")
		}
		if a.Key == "" {
			found.Add(at+".key", "is required", problems.Missing, "name the object in the artifact bucket")
		}
		if !slices.Contains(known, a.Kind) {
			found.Add(at+".kind", "is not known", string(a.Kind), fmt.Sprintf("choose one of %q", known))
		}
		// A .txt file in the images directory is a list of images to pull (rke2#6856).
		if a.Kind == Images && !strings.HasSuffix(a.Name, ".tar.zst") {
			found.Add(at+".name", "is not an image bundle", a.Name, "name a .tar.zst file")
		}
		if seen[a.Name] {
			found.Add(at+".name", "occurs twice", a.Name, "name each file once")
		}
		seen[a.Name] = true
	}
}

// checkHash tells whether a text is a hash, and reports one that is not.
func checkHash(path, text string, found *problems.List) bool {
	valid := len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
	if !valid {
		found.Add(path, "is not a SHA-256 in 64 lower-case hex digits", text,
			"take it from the release's sha256sum file, or compute it from a file that you trust")
	}
	return valid
}
