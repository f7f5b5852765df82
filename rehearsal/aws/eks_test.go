package aws

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

const (
	tCluster     = "aws:eks/cluster:Cluster"
	tAccessEntry = "aws:eks/accessEntry:AccessEntry"
	tAddOn       = "aws:eks/addon:Addon"
	tNodeGroup   = "aws:eks/nodeGroup:NodeGroup"
	tTemplate    = "aws:ec2/launchTemplate:LaunchTemplate"
)

// eksWorld is a world with two subnets in two zones, roles, and a private cluster.
type eksWorld struct {
	*world
	a, b, group                             string
	clusterRole, nodeRole, podRole, cluster string
}

func newEksWorld(t *testing.T) *eksWorld {
	w := &eksWorld{world: newWorld(t)}
	vpc := w.make(tVPC, "vpc", in{"cidrBlock": "10.20.0.0/16"}).ID
	w.a = w.make(tSubnet, "a", in{"vpcId": vpc, "cidrBlock": "10.20.0.0/24", "availabilityZone": "eu-central-1a"}).ID
	w.b = w.make(tSubnet, "b", in{"vpcId": vpc, "cidrBlock": "10.20.1.0/24", "availabilityZone": "eu-central-1b"}).ID
	w.group = w.make(tGroup, "group", in{"vpcId": vpc}).ID
	for name, service := range map[string]string{"clusterrole": "eks.amazonaws.com", "noderole": "ec2.amazonaws.com", "podrole": "pods.eks.amazonaws.com"} {
		arn := w.make(tRole, name, in{"assumeRolePolicy": everytype.TrustOf(service)}).Properties.String("arn")
		switch name {
		case "clusterrole":
			w.clusterRole = arn
		case "noderole":
			w.nodeRole = arn
		default:
			w.podRole = arn
		}
	}
	w.cluster = w.make(tCluster, "cluster", w.clusterInputs(nil)).ID
	return w
}

// clusterInputs are those of a private cluster, changed.
func (w *eksWorld) clusterInputs(change func(in)) in {
	inputs := in{
		"name": "main", "roleArn": w.clusterRole, "bootstrapSelfManagedAddons": false, "version": "1.34",
		"accessConfig": in{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
		"vpcConfig":    in{"subnetIds": []any{w.a, w.b}, "securityGroupIds": []any{w.group}, "endpointPrivateAccess": true, "endpointPublicAccess": false},
	}
	if change != nil {
		change(inputs)
	}
	return inputs
}

func (w *eksWorld) nodeInputs(change func(in)) in {
	inputs := in{
		"clusterName": w.cluster, "nodeRoleArn": w.nodeRole, "subnetIds": []any{w.a}, "instanceTypes": []any{"m7i.large"}, "amiType": "AL2023_x86_64_STANDARD",
		"scalingConfig": in{"minSize": 1, "desiredSize": 1, "maxSize": 2},
	}
	if change != nil {
		change(inputs)
	}
	return inputs
}

func (w *eksWorld) installNetwork() {
	for _, name := range []string{"vpc-cni", "kube-proxy"} {
		w.make(tAddOn, name, in{"clusterName": w.cluster, "addonName": name, "addonVersion": "v1.21.1-eksbuild.3"})
	}
}

func TestEksRefusesClustersThatCannotRun(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	for name, test := range map[string]struct {
		change func(in)
		text   string
	}{
		"in one zone": {func(c in) { c["vpcConfig"].(in)["subnetIds"] = []any{w.a} }, "at least two different AZs"},
		"whose services overlap the VPC": {
			func(c in) { c["kubernetesNetworkConfig"] = in{"serviceIpv4Cidr": "10.20.128.0/20"} }, "overlaps with the CIDR block 10.20.0.0/16",
		},
		"without an endpoint":      {func(c in) { c["vpcConfig"].(in)["endpointPrivateAccess"] = false }, "endpoint access cannot be false"},
		"with another trust":       {func(c in) { c["roleArn"] = w.nodeRole }, "could not be assumed"},
		"of a version without end": {func(c in) { c["version"] = "1.19" }, "unsupported Kubernetes version"},
	} {
		_, err := w.create(tCluster, "other-"+name[:3], w.clusterInputs(func(c in) { c["name"] = "other"; test.change(c) }))
		expect(t, err, "InvalidParameterException", test.text)
	}
	_, err := w.create(tCluster, "again", w.clusterInputs(nil))
	expect(t, err, "ResourceInUseException", "Cluster already exists with name: main")
}

func TestEksTakesAClusterForwardByOneMinorVersionAndKeepsItsZones(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	_, err := w.update(tCluster, "cluster", w.cluster, w.clusterInputs(func(c in) { c["version"] = "1.33" }))
	expect(t, err, "InvalidParameterException", "minor version update from 1.34 to 1.33")
	c := w.make(tSubnet, "c", in{"vpcId": w.Inputs["a"].String("vpcId"), "cidrBlock": "10.20.2.0/24", "availabilityZone": "eu-central-1c"}).ID
	_, err = w.update(tCluster, "cluster", w.cluster, w.clusterInputs(func(inputs in) { inputs["vpcConfig"].(in)["subnetIds"] = []any{w.a, w.b, c} }))
	expect(t, err, "InvalidParameterException", "exact set of AZs 'eu-central-1a,eu-central-1b'")
	_, err = w.update(tCluster, "cluster", w.cluster, w.clusterInputs(func(inputs in) { inputs["version"] = "1.35" }))
	expect(t, err, "", "")
}

func TestEksMakesTheCreatorAnAdministratorUnlessToldNotTo(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	if found := countKind(w, kindAccessEntry); found != 0 {
		t.Errorf("expected no entry of the creator, got %d", found)
	}
	w.make(tCluster, "open", w.clusterInputs(func(c in) { c["name"] = "open"; c["accessConfig"] = in{"authenticationMode": "API"} }))
	if found := countKind(w, kindAccessEntry); found != 1 {
		t.Errorf("expected the entry of the creator, got %d", found)
	}
}

func countKind(w *eksWorld, kind string) int {
	count := 0
	for _, o := range w.Cloud.Objects() {
		if o.Kind == kind {
			count++
		}
	}
	return count
}

func TestEksRefusesNodesThatWouldNotStartOrJoin(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	_, err := w.create(tNodeGroup, "early", w.nodeInputs(nil))
	expect(t, err, "NodeCreationFailure", "vpc-cni is not installed")
	w.installNetwork()
	template := w.make(tTemplate, "template", in{"imageId": "ami-0123456789abcdef0"}).ID
	closed := w.make(tKey, "closed", in{}).Properties.String("arn")
	encrypted := w.make(tTemplate, "encrypted", in{"blockDeviceMappings": []any{in{"deviceName": "/dev/xvda", "ebs": in{"encrypted": "true", "kmsKeyId": closed}}}}).ID
	for _, test := range []struct {
		change     func(in)
		code, text string
	}{
		{func(n in) { n["instanceTypes"] = []any{"m7i.lage"} }, "InvalidParameterException", "[m7i.lage] is not a valid instance type"},
		{func(n in) { n["instanceTypes"] = []any{"m7g.large"} }, "InvalidParameterException", "not a valid instance type for requested amiType"},
		{func(n in) { n["version"] = "1.35" }, "InvalidParameterException", "is not supported by cluster version"},
		{func(n in) { n["nodeRoleArn"] = w.clusterRole }, "InvalidParameterException", "could not be assumed"},
		{func(n in) { n["launchTemplate"] = in{"id": template, "version": "1"} }, "InvalidParameterException", "AMI Type other than CUSTOM"},
		{func(n in) { n["launchTemplate"] = in{"id": encrypted, "version": "2"} }, "InvalidRequestException", "version 2"},
		{func(n in) { n["launchTemplate"] = in{"id": encrypted, "version": "1"} }, "NodeCreationFailure", "KMS key"},
		{func(n in) { n["scalingConfig"] = in{"minSize": 3, "desiredSize": 1, "maxSize": 2} }, "InvalidParameterException", "not in this order"},
	} {
		_, err := w.create(tNodeGroup, "bad", w.nodeInputs(test.change))
		expect(t, err, test.code, test.text)
	}
	w.make(tNodeGroup, "good", w.nodeInputs(nil))
	expect(t, w.delete(tCluster, "cluster", w.cluster), "ResourceInUseException", "Cluster has nodegroups attached")
}

func TestEksRefusesAddOnsThatWouldNotBecomeActive(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	dns := in{"clusterName": w.cluster, "addonName": "coredns", "addonVersion": "v1.13.2-eksbuild.1"}
	_, err := w.create(tAddOn, "dns", dns)
	expect(t, err, "InsufficientNumberOfReplicas", "DEGRADED")
	w.installNetwork()
	w.make(tNodeGroup, "nodes", w.nodeInputs(nil))
	w.make(tAddOn, "dns", dns)
	_, err = w.create(tAddOn, "bad", in{"clusterName": w.cluster, "addonName": "aws-ebs-csi-driver", "addonVersion": "v1.55.0-eksbuild.2", "configurationValues": "{"})
	expect(t, err, "InvalidParameterException", "no valid JSON")
	_, err = w.create(tAddOn, "bad", in{
		"clusterName": w.cluster, "addonName": "aws-ebs-csi-driver", "addonVersion": "v1.55.0-eksbuild.2",
		"podIdentityAssociations": []any{in{"roleArn": w.nodeRole, "serviceAccount": "ebs-csi-controller-sa"}},
	})
	expect(t, err, "InvalidParameterException", "could not be assumed")
	_, err = w.create(tAddOn, "unpinned", in{"clusterName": w.cluster, "addonName": "metrics-server"})
	expect(t, err, "CheckFailure", "without a pinned version")
}

func TestEksRefusesEntriesThatDoNotFitTheirType(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	_, err := w.create(tAccessEntry, "ghost", in{"clusterName": w.cluster, "principalArn": "arn:aws:iam::111122223333:role/ghost"})
	expect(t, err, "InvalidParameterException", "invalid principal")
	_, err = w.create(tAccessEntry, "node", in{"clusterName": w.cluster, "principalArn": w.nodeRole, "type": "EC2_LINUX", "kubernetesGroups": []any{"viewers"}})
	expect(t, err, "InvalidParameterException", "does not allow")
	node := w.make(tAccessEntry, "node", in{"clusterName": w.cluster, "principalArn": w.nodeRole, "type": "EC2"})
	if diff := cmp.Diff("system:node:{{SessionName}}", node.Properties.String("userName")); diff != "" {
		t.Errorf("the nodes have another user name (-want +got):\n%s", diff)
	}
	_, err = w.create("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "view", in{
		"clusterName": w.cluster, "principalArn": w.podRole, "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "accessScope": in{"type": "cluster"},
	})
	expect(t, err, "ResourceNotFoundException", "could not be found")
}

func TestLaunchTemplateCountsItsVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.make(tTemplate, "template", in{"updateDefaultVersion": true, "userData": "aGVsbG8="})
	changed, err := w.update(tTemplate, "template", made.ID, in{"updateDefaultVersion": true, "userData": "d29ybGQ="})
	expect(t, err, "", "")
	if changed.Properties.Int("latestVersion") != 2 || changed.Properties.Int("defaultVersion") != 2 {
		t.Errorf("expected version 2 to be the latest and the default one, got %d and %d", changed.Properties.Int("latestVersion"), changed.Properties.Int("defaultVersion"))
	}
	_, err = w.create(tTemplate, "text", in{"userData": "not base64!"})
	expect(t, err, "InvalidUserData.Malformed", "BASE64")
}

func TestTheMostRecentVersionOfAnAddOnIsKnownForTheOnesThatPulumiEksAsksFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const token = "aws:eks/getAddonVersion:getAddonVersion"
	answer, err := w.answer(token, in{"addonName": "vpc-cni", "kubernetesVersion": "1.34", "mostRecent": true})
	if err != nil || answer.String("version") == "" {
		t.Errorf("expected a version of vpc-cni, got %v, %v", answer, err)
	}
	if _, err := w.answer(token, in{"addonName": "istio", "kubernetesVersion": "1.34"}); err == nil {
		t.Error("expected an add-on without a simulated version to be refused by name")
	}
}

func TestTheLogGroupThatEksMakesOutlivesTheCluster(t *testing.T) {
	t.Parallel()
	const name = "/aws/eks/logging/cluster"
	for story, test := range map[string]struct {
		before, after func(w *eksWorld)
		left          bool
	}{
		"nobody made one":           {func(*eksWorld) {}, func(*eksWorld) {}, true},
		"ours goes after it":        {func(w *eksWorld) { w.make(tLogGroup, "own", in{"name": name}) }, func(w *eksWorld) { w.remove(tLogGroup, "own", name) }, false},
		"ours is gone before it is": {func(w *eksWorld) { w.make(tLogGroup, "own", in{"name": name}) }, nil, true},
	} {
		w := newEksWorld(t)
		test.before(w)
		w.make(tCluster, "logging", w.clusterInputs(func(c in) { c["name"], c["enabledClusterLogTypes"] = "logging", []any{"audit"} }))
		if _, err := w.create(tLogGroup, "late", in{"name": name}); err == nil {
			t.Errorf("%s: a second log group of the name is accepted", story)
		}
		if test.after == nil {
			w.remove(tLogGroup, "own", name)
			test.after = func(*eksWorld) {}
		}
		w.remove(tCluster, "logging", "logging")
		test.after(w)
		left := false
		for _, o := range w.Cloud.Objects() {
			left = left || o.Kind == kindLogGroup && o.ID == name && !o.Remains
		}
		if left != test.left {
			t.Errorf("%s: a log group is left behind: %t, want %t", story, left, test.left)
		}
	}
}

// remove deletes a resource that can be deleted.
func (w *eksWorld) remove(token, name, id string) {
	w.T.Helper()
	if err := w.delete(token, name, id); err != nil {
		w.T.Fatalf("delete %s %s: %v", token, name, err)
	}
}

func TestThePreviewOfAClusterDoesNotKnowWhatEksFillsIntoItsNetwork(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	cluster, err := w.Cloud.Type(tCluster)
	if err != nil {
		t.Fatal(err)
	}
	inputs := cloud.Values(cloud.Normal(map[string]any(w.clusterInputs(nil))).(map[string]any))
	planned := cluster.PreviewCreate(inputs, cloud.ComputedValues)
	for _, path := range []string{"vpcConfig.vpcId", "vpcConfig.clusterSecurityGroupId"} {
		if !planned.Has(path) || planned.Known(path) {
			t.Errorf("%s is known before the cluster exists", path)
		}
	}
	if !planned.Known("vpcConfig.subnetIds") || inputs.Has("vpcConfig.vpcId") {
		t.Error("the preview hides or changes what was given")
	}
}
