package rke2

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

func TestGoodArgumentsAreAccepted(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]*Rke2ControlPlaneArgs{"small": small(), "everything": everything()} {
		if err := args.Validate(testName); err != nil {
			t.Errorf("%s: expected no problem, got %v", name, err)
		}
	}
}

func TestBadArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	zones := func(letters string) map[string]pulumi.StringInput {
		list := map[string]pulumi.StringInput{}
		for _, letter := range letters {
			list["eu-central-1"+string(letter)] = pulumi.String("subnet")
		}
		return list
	}
	pool := func(change func(*AgentPool)) func(*Rke2ControlPlaneArgs) {
		return func(args *Rke2ControlPlaneArgs) {
			p := AgentPool{InstanceTypes: []string{"m7i.large"}, MaxSize: 3}
			change(&p)
			args.AgentPools = map[string]AgentPool{"general": p}
			args.Artifacts.Hashes = hashes(args)
		}
	}
	for name, test := range map[string]struct {
		change func(*Rke2ControlPlaneArgs)
		says   string
	}{
		"no region":             {func(a *Rke2ControlPlaneArgs) { a.Region = "" }, "region: not the name of a Region"},
		"no VPC":                {func(a *Rke2ControlPlaneArgs) { a.VpcID = nil }, "vpcId: the VPC is required"},
		"no blocks":             {func(a *Rke2ControlPlaneArgs) { a.VpcCidrs = nil }, "vpcCidrs: the blocks of the VPC are required"},
		"a bad id":              {func(a *Rke2ControlPlaneArgs) { a.ClusterName = "A b" }, "clusterName: "},
		"two zones":             {func(a *Rke2ControlPlaneArgs) { a.ServerSubnets = zones("ab") }, "serverSubnets: a cluster that survives"},
		"four servers":          {func(a *Rke2ControlPlaneArgs) { a.ServerSubnets = zones("abcd") }, "serverSubnets: an even number of servers"},
		"a local zone":          {func(a *Rke2ControlPlaneArgs) { a.ServerSubnets["us-west-2-lax-1a"] = nil }, "not an availability zone"},
		"two zones of a letter": {func(a *Rke2ControlPlaneArgs) { a.ServerSubnets["eu-west-1a"] = nil }, "told apart by the letter"},
		"no domain":             {func(a *Rke2ControlPlaneArgs) { a.EndpointName = "rke2" }, "endpointName: "},
		"an unknown plugin":     {func(a *Rke2ControlPlaneArgs) { a.Network.CNI = "weave" }, "network.cni: not a network plugin"},
		"FIPS with cilium": {func(a *Rke2ControlPlaneArgs) {
			a.FIPS, a.Network.CNI = true, artifacts.Cilium
		}, "network.cni: not covered by RKE2's FIPS build"},
		"FIPS with Amazon's image": {func(a *Rke2ControlPlaneArgs) {
			a.FIPS, a.Servers.Image = true, Image{Parameter: "/aws/service/al2023"}
		}, "servers.image.parameter: Amazon's own images are not in FIPS mode"},
		"a volume driver without its images": {func(a *Rke2ControlPlaneArgs) {
			a.Volumes.Registry, a.Volumes.Tags = "", nil
		}, "volumes.tags.csi-attacher: not the tag of an image"},
		"a volume driver without a registry": {func(a *Rke2ControlPlaneArgs) { a.Volumes.Registry = "" }, "volumes.registry: "},
		"a tag of another image": {func(a *Rke2ControlPlaneArgs) {
			a.Volumes.Tags = map[string]string{"volumemodifier": "v1"}
		}, "volumes.tags.volumemodifier: no image of the driver"},
		"a driver that is described and left out": {func(a *Rke2ControlPlaneArgs) { a.Volumes.None = true }, "volumes.none: leaves out a driver"},
		"a role for no account": {func(a *Rke2ControlPlaneArgs) {
			a.PodRoles = map[string]PodRole{"x": {Namespace: "Shop", ServiceAccount: "web"}}
		}, `podRoles.x: names no service account, got "Shop/web"`},
		"a pod's role without an ARN": {func(a *Rke2ControlPlaneArgs) {
			a.PodRoles = map[string]PodRole{"x": {Namespace: "shop", ServiceAccount: "web"}}
		}, "podRoles.x.roleArn: the role is required"},
		"two roles for the volume driver": {func(a *Rke2ControlPlaneArgs) {
			a.PodRoles = map[string]PodRole{"x": {Namespace: "kube-system", ServiceAccount: "ebs-csi-controller-sa", RoleArn: pulumi.String("arn")}}
		}, "podRoles.x: names an account that has the role of volumes"},
		"pods in the VPC":             {func(a *Rke2ControlPlaneArgs) { a.Network.PodCidr = "10.20.128.0/17" }, "network.podCidr: overlaps 10.20.0.0/16 (vpcCidrs[0])"},
		"services in the VPC":         {func(a *Rke2ControlPlaneArgs) { a.VpcCidrs = []string{"10.40.0.0/14"} }, "network.serviceCidr: overlaps 10.40.0.0/14"},
		"services among pods":         {func(a *Rke2ControlPlaneArgs) { a.Network.ServiceCidr = "10.42.8.0/24" }, "network.serviceCidr: overlaps the pods'"},
		"public pods":                 {func(a *Rke2ControlPlaneArgs) { a.Network.PodCidr = "8.0.0.0/16" }, "network.podCidr: not a private range"},
		"a client among pods":         {func(a *Rke2ControlPlaneArgs) { a.APIClients = map[string]APIClient{"x": {CidrBlock: "10.42.0.0/24"}} }, "(apiClients.x)"},
		"a version below the floor":   {func(a *Rke2ControlPlaneArgs) { a.Version = "v1.33.4+rke2r1" }, "version: is below the floor"},
		"a line that is too old":      {func(a *Rke2ControlPlaneArgs) { a.Version = "v1.30.1+rke2r1" }, "version: is of a line"},
		"no RKE2 version":             {func(a *Rke2ControlPlaneArgs) { a.Version = "1.35" }, "version: is not a version of RKE2"},
		"no hashes":                   {func(a *Rke2ControlPlaneArgs) { a.Artifacts.Hashes = nil }, "artifacts.hashes.v1.35.7+rke2r1/rke2.linux-amd64.tar.gz: has no hash"},
		"a hash of something else":    {func(a *Rke2ControlPlaneArgs) { a.Artifacts.Hashes["old"] = "0" }, "artifacts.hashes.old: no node fetches this object"},
		"the policy of EL9":           {func(a *Rke2ControlPlaneArgs) { a.Artifacts.SELinuxPackage = "rke2-selinux-0.20-1.el9.noarch.rpm" }, "not an rpm of rke2-selinux for EL8"},
		"the latest release":          {func(a *Rke2ControlPlaneArgs) { a.System.Releasever = "latest" }, "system.releasever: pins no release"},
		"a package that is a command": {func(a *Rke2ControlPlaneArgs) { a.System.Packages = []string{"--nogpgcheck"} }, "system.packages[0]: not the name of a package"},
		"no image":                    {func(a *Rke2ControlPlaneArgs) { a.Servers.Image = Image{} }, "servers.image: an image is either"},
		"a type of ARM":               {func(a *Rke2ControlPlaneArgs) { a.Servers.InstanceType = "m7g.large" }, "servers.instanceType: not a type of the architecture amd64"},
		"a small disk":                {func(a *Rke2ControlPlaneArgs) { a.Servers.RootDiskGiB = 8 }, "servers.rootDiskGiB: "},
		"a public image":              {func(a *Rke2ControlPlaneArgs) { a.CloudController.Image = "Public/Image:1" }, "cloudController.image: not an image without its tag"},
		"a schedule of six fields":    {func(a *Rke2ControlPlaneArgs) { a.Snapshots.Schedule = "0 0 * * * *" }, "snapshots.schedule: "},
		"a bucket without its key":    {func(a *Rke2ControlPlaneArgs) { a.Artifacts.Bucket = &ArtifactBucket{Name: "files"} }, "artifacts.bucket.keyArn: "},
		"agents newer than servers":   {pool(func(p *AgentPool) { p.Version = "v1.36.0+rke2r1" }), "agentPools.general.version: is newer than the servers'"},
		"agents too old":              {pool(func(p *AgentPool) { p.Version = "v1.31.9+rke2r1" }), "agentPools.general.version: is more than 3 minors behind"},
		"agents without a size":       {pool(func(p *AgentPool) { p.MaxSize = 0 }), "agentPools.general.maxSize: "},
		"agents of ARM without image": {pool(func(p *AgentPool) { p.Architecture = artifacts.ARM64 }), "agentPools.general.image: the servers' image"},
		"agents nowhere":              {pool(func(p *AgentPool) { p.Zones = []string{"eu-central-1d"} }), "agentPools.general.zones: the zone has no subnet"},
		"Kubernetes' own label": {pool(func(p *AgentPool) {
			p.Labels = map[string]string{"node-role.kubernetes.io/worker": ""}
		}), "labels of this domain belong to Kubernetes"},
		"a base without spot": {pool(func(p *AgentPool) { p.OnDemandBase = 1 }), "agentPools.general.onDemandBase: "},
		"an effect of EKS":    {pool(func(p *AgentPool) { p.Taints = []Taint{{Key: "a", Effect: "NO_SCHEDULE"}} }), "taints[0].effect: not an effect"},
		"a way out to a range": {func(a *Rke2ControlPlaneArgs) {
			a.EgressRanges = map[string]EgressRange{"db": {CidrBlock: "1.2.3.0/24", FromPort: 1}}
		}, "egressRanges.db.cidrBlock: not a private range"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := with(test.change).Validate(testName)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("expected a problem that says %q, got %v", test.says, err)
			}
		})
	}
}

func TestAllProblemsAreReportedAtOnceAndNothingIsMade(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	_, err := r.deploy(with(func(a *Rke2ControlPlaneArgs) {
		a.Version, a.Network.CNI, a.System.Releasever = "v1.33.4+rke2r1", "weave", "latest"
	}))
	for _, path := range []string{"version:", "network.cni:", "system.releasever:"} {
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("expected a problem about %s, got %v", path, err)
		}
	}
	if len(r.own()) > 0 {
		t.Errorf("expected nothing to be registered, got %q", r.children())
	}
}

func TestTheManifestNamesEveryObjectOnce(t *testing.T) {
	t.Parallel()
	manifest, err := everything().Manifest(testName)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, a := range manifest.Artifacts {
		keys = append(keys, a.Key)
	}
	want := []string{
		"bootstrap/1.0.0/rke2-bootstrap-amd64", "bootstrap/1.0.0/rke2-bootstrap-arm64",
		"charts/aws-cloud-controller-manager-0.0.10.tgz", "charts/aws-ebs-csi-driver-2.64.0.tgz", "charts/external-secrets-2.8.0.tgz",
		"credential-provider/v1.35.0/ecr-credential-provider-linux-amd64", "credential-provider/v1.35.0/ecr-credential-provider-linux-arm64",
		"packages/rke2-selinux-0.20-1.el8.noarch.rpm",
		"v1.34.4+rke2r1/rke2-images-cilium.linux-amd64.tar.zst", "v1.34.4+rke2r1/rke2-images-core.linux-amd64.tar.zst", "v1.34.4+rke2r1/rke2.linux-amd64.tar.gz",
		"v1.35.7+rke2r1/rke2-images-cilium.linux-arm64.tar.zst", "v1.35.7+rke2r1/rke2-images-core.linux-arm64.tar.zst", "v1.35.7+rke2r1/rke2.linux-arm64.tar.gz",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("manifest differs (-want +got):\n%s", diff)
	}
}

func TestOnlyChangesThatTheClusterSurvivesAreLetThrough(t *testing.T) {
	t.Parallel()
	there := facts{Version: "v1.34.4+rke2r1", Cluster: "prod", Endpoint: "rke2.example", CNI: "canal", PodCidr: "10.42.0.0/16", ServiceCidr: "10.43.0.0/16", Domain: "cluster.local"}
	for name, test := range map[string]struct {
		change func(*facts)
		says   string
	}{
		"the same":               {func(*facts) {}, ""},
		"a newer release":        {func(f *facts) { f.Version = "v1.34.5+rke2r1" }, ""},
		"the next minor":         {func(f *facts) { f.Version = "v1.35.7+rke2r1" }, ""},
		"two minors":             {func(f *facts) { f.Version = "v1.36.0+rke2r1" }, "version: skips a minor"},
		"back":                   {func(f *facts) { f.Version = "v1.33.5+rke2r1" }, "version: is a minor below"},
		"another plugin":         {func(f *facts) { f.CNI = "cilium" }, `network.cni: is fixed once the cluster exists, which has "canal"`},
		"another range":          {func(f *facts) { f.PodCidr = "10.48.0.0/16" }, "network.podCidr: is fixed"},
		"another name of itself": {func(f *facts) { f.Cluster = "shop" }, "clusterName: is fixed"},
		"another endpoint":       {func(f *facts) { f.Endpoint = "other.example" }, "endpointName: is fixed"},
		"agents with the servers": {func(f *facts) {
			f.Version, f.Agents = "v1.35.7+rke2r1", map[string]string{"general": "v1.35.7+rke2r1"}
		}, "agentPools.general.version: is a minor ahead of v1.34.4+rke2r1, which the servers run"},
		"agents after the servers": {func(f *facts) { f.Version, f.Agents = "v1.35.7+rke2r1", map[string]string{"general": "v1.34.4+rke2r1"} }, ""},
		"a patch for all":          {func(f *facts) { f.Version, f.Agents = "v1.34.5+rke2r1", map[string]string{"general": "v1.34.5+rke2r1"} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := there
			test.change(&next)
			before, err := there.text()
			if err != nil {
				t.Fatal(err)
			}
			after, err := next.text()
			if err != nil {
				t.Fatal(err)
			}
			err = checkChange(before, after)
			if (test.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("expected %q, got %v", test.says, err)
			}
		})
	}
}

func TestEveryWayIsOpenOnBothEndsAndToNowhereElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p := plan{}
		p.network.CNI = rapid.SampledFrom(artifacts.CNIs()).Draw(r, "plugin")
		type end struct {
			from, to member
			protocol string
			first    int
		}
		out, in := map[end]bool{}, map[end]bool{}
		for _, rule := range securityRules(p) {
			if rule.peer == "" || rule.cidr != "" || rule.group != nil {
				r.Errorf("expected groups of the cluster only, got %+v", rule)
			}
			if rule.egress {
				out[end{rule.of, rule.peer, rule.protocol, rule.from}] = true
			} else {
				in[end{rule.peer, rule.of, rule.protocol, rule.from}] = true
			}
		}
		if diff := cmp.Diff(out, in, cmp.AllowUnexported(end{})); diff != "" {
			r.Errorf("the ends of the ways differ (-out +in):\n%s", diff)
		}
		for way := range in {
			if way.first == etcdFlow.from && (way.from != servers || way.to != servers) {
				r.Errorf("expected etcd to be open among servers only, got %s to %s", way.from, way.to)
			}
			if way.to == balancers && way.from == balancers {
				r.Error("expected no way of the load balancer to itself")
			}
		}
	})
}
