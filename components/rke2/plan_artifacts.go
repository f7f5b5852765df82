package rke2

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/internal/problems"
)

var (
	bucketForm  = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	fileForm    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)
	repository  = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?/[a-z0-9._/-]+$`)
	roleArnForm = regexp.MustCompile(`^arn:[a-z-]+:iam::[0-9]{12}:role/.+$`)
)

// planArtifacts checks what is in the artifact bucket, and gives every node its part of it.
func planArtifacts(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	a := args.Artifacts
	if b := a.Bucket; b != nil {
		if !bucketForm.MatchString(b.Name) {
			list.Add("artifacts.bucket.name", "not the name of a bucket", b.Name, "name the bucket with the artifacts, or leave bucket out")
		}
		if b.KeyArn == nil {
			list.Add("artifacts.bucket.keyArn", "the key of the bucket's objects is required", problems.Missing, "pass the ARN of its KMS key")
		}
		if len(a.Writers) > 0 {
			list.Add("artifacts.writers", "who writes to a bucket of your own is your bucket's policy", a.Writers, "leave writers out")
		}
	}
	files := map[string]string{
		"artifacts.programVersion": a.ProgramVersion, "artifacts.credentialProviderVersion": a.CredentialProviderVersion,
		"artifacts.selinuxPackage": a.SELinuxPackage, "cloudController.chart": args.CloudController.Chart, "cloudController.tag": args.CloudController.Tag,
	}
	for i, chart := range a.Charts {
		files[fmt.Sprintf("artifacts.charts[%d]", i)] = chart
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if !fileForm.MatchString(files[path]) {
			list.Add(path, "not a plain name", files[path], "write the name or version as it stands in the release")
		}
	}
	// The policy for Amazon Linux 2023 is that for EL8; see artifacts.Need.
	if !strings.HasSuffix(a.SELinuxPackage, ".el8.noarch.rpm") && fileForm.MatchString(a.SELinuxPackage) {
		list.Add("artifacts.selinuxPackage", "not an rpm of rke2-selinux for EL8", a.SELinuxPackage, "name for example rke2-selinux-0.20-1.el8.noarch.rpm")
	}
	if !repository.MatchString(args.CloudController.Image) {
		list.Add("cloudController.image", "not an image without its tag", args.CloudController.Image, "name the repository in ECR")
	}
	for i, arn := range a.Writers {
		if !roleArnForm.MatchString(arn) {
			list.Add(fmt.Sprintf("artifacts.writers[%d]", i), "not the ARN of a role", arn, "name the role that puts artifacts into the bucket")
		}
	}
	planManifest(list, p, args)
}

// planManifest lists what the nodes fetch, each object once, and completes it with the hashes.
func planManifest(list *problems.List, p *plan, args *Rke2ControlPlaneArgs) {
	wanted := map[string]artifacts.Artifact{}
	add := func(n nodePlan) (artifacts.Artifact, []artifacts.Artifact) {
		program := artifacts.ProgramOf(args.Artifacts.ProgramVersion, n.architecture)
		files := artifacts.Wanted(artifacts.Need{
			Version: n.version, Arch: n.architecture, CNI: p.network.CNI, Server: n.pool == "", SELinuxPackage: args.Artifacts.SELinuxPackage,
			CredentialProvider: fmt.Sprintf("%s/ecr-credential-provider-linux-%s", args.Artifacts.CredentialProviderVersion, n.architecture),
			Charts:             charts(args),
		})
		for _, file := range append([]artifacts.Artifact{program}, files...) {
			wanted[file.Key] = file
		}
		return program, files
	}
	p.servers.program, p.servers.artifacts = add(p.servers)
	for i := range p.pools {
		p.pools[i].program, p.pools[i].artifacts = add(p.pools[i].nodePlan)
	}
	all := make([]artifacts.Artifact, 0, len(wanted))
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		all = append(all, wanted[key])
	}
	p.manifest.Artifacts = artifacts.Complete("artifacts.hashes", all, args.Artifacts.Hashes, list)
	for _, key := range slices.Sorted(maps.Keys(args.Artifacts.Hashes)) {
		if _, ok := wanted[key]; !ok {
			list.Add("artifacts.hashes."+key, "no node fetches this object", args.Artifacts.Hashes[key], "remove the entry, or correct its key")
		}
	}
	p.servers.complete(p.manifest)
	for i := range p.pools {
		p.pools[i].complete(p.manifest)
	}
}

// charts are those that servers offer: the component's own and the further ones.
func charts(args *Rke2ControlPlaneArgs) []string {
	list := []string{args.CloudController.Chart}
	if !args.Volumes.None {
		list = append(list, args.Volumes.Chart)
	}
	return append(list, args.Artifacts.Charts...)
}

// complete takes the hashes of a node's files from the manifest.
func (n *nodePlan) complete(manifest artifacts.Manifest) {
	hashOf := func(key string) string {
		at, found := slices.BinarySearchFunc(manifest.Artifacts, key, func(a artifacts.Artifact, key string) int { return cmp.Compare(a.Key, key) })
		if !found {
			return ""
		}
		return manifest.Artifacts[at].SHA256
	}
	n.program.SHA256 = hashOf(n.program.Key)
	for i := range n.artifacts {
		n.artifacts[i].SHA256 = hashOf(n.artifacts[i].Key)
	}
}
