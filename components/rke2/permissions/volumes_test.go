package permissions_test

import (
	"maps"
	"testing"

	"github.com/cloudgap/cloudgap/components/internal/evaluator"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/components/rke2/permissions"
)

const ec2 = "arn:aws:ec2:eu-central-1:111122223333:"

func volumeNames() permissions.VolumeNames {
	return permissions.VolumeNames{
		Cluster: "prod", Volumes: ec2 + "volume/*", Instances: ec2 + "instance/*", Snapshots: "arn:aws:ec2:eu-central-1::snapshot/*",
		Key: "arn:aws:kms:eu-central-1:111122223333:key/data", EC2: "ec2.eu-central-1.amazonaws.com", InstanceTag: documents.ClusterTag,
	}
}

func volumeTrust() iamdoc.Document {
	return permissions.PodTrust("arn:aws:iam::111122223333:role/servers", "prod", documents.VolumeNamespace, documents.VolumeServiceAccount)
}

// allowed judges the policy of a role, which names no principal because it is the role's.
func allowed(t *testing.T, policy iamdoc.Document, call evaluator.Call) bool {
	t.Helper()
	of := iamdoc.New()
	for _, statement := range policy.Statement {
		statement.Principal = iamdoc.AnyPrincipal
		of.Statement = append(of.Statement, statement)
	}
	got, err := evaluator.Allowed(of, call)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// What the driver asks EC2 for, resource by resource: a call is let through if it is for each of its resources.
func TestTheVolumeDriverTouchesNothingButItsOwn(t *testing.T) {
	t.Parallel()
	const (
		volume, instance, snapshot = ec2 + "volume/vol-1", ec2 + "instance/i-1", "arn:aws:ec2:eu-central-1::snapshot/snap-1"
		tag                        = "ebs.csi.aws.com/cluster-name"
	)
	own, others := map[string]string{"ec2:ResourceTag/" + tag: "prod"}, map[string]string{"ec2:ResourceTag/" + tag: "dev"}
	asked := map[string]string{"aws:RequestTag/" + tag: "prod"}
	askedOfOthers := maps.Clone(others)
	maps.Copy(askedOfOthers, asked)
	key := volumeNames().Key
	through := func(service string, more map[string]string) map[string]string {
		context := map[string]string{"kms:ViaService": service}
		maps.Copy(context, more)
		return context
	}
	for name, test := range map[string]struct {
		action, resource string
		context          map[string]string
		want             bool
	}{
		"find volumes":                      {"ec2:DescribeVolumes", "*", nil, true},
		"make a volume":                     {"ec2:CreateVolume", volume, asked, true},
		"make a volume for another cluster": {"ec2:CreateVolume", volume, map[string]string{"aws:RequestTag/" + tag: "dev"}, false},
		"make a volume without a tag":       {"ec2:CreateVolume", volume, nil, false},
		"from its own snapshot":             {"ec2:CreateVolume", snapshot, own, true},
		"from another's snapshot":           {"ec2:CreateVolume", snapshot, askedOfOthers, false},
		"copy etcd's volume":                {"ec2:CopyVolumes", volume, asked, false},
		"snapshot its own volume":           {"ec2:CreateSnapshot", volume, own, true},
		"snapshot another volume":           {"ec2:CreateSnapshot", volume, askedOfOthers, false},
		"make a snapshot":                   {"ec2:CreateSnapshot", snapshot, asked, true},
		"attach its own volume":             {"ec2:AttachVolume", volume, own, true},
		"attach another volume":             {"ec2:AttachVolume", volume, others, false},
		"detach etcd's volume":              {"ec2:DetachVolume", volume, map[string]string{"ec2:ResourceTag/" + documents.ClusterTag: "prod"}, false},
		"attach to its own instance":        {"ec2:AttachVolume", instance, map[string]string{"ec2:ResourceTag/" + documents.ClusterTag: "prod"}, true},
		"attach to another instance":        {"ec2:AttachVolume", instance, map[string]string{"ec2:ResourceTag/" + documents.ClusterTag: "dev"}, false},
		"delete its own volume":             {"ec2:DeleteVolume", volume, own, true},
		"delete another volume":             {"ec2:DeleteVolume", volume, nil, false},
		"delete another's snapshot":         {"ec2:DeleteSnapshot", snapshot, others, false},
		"tag what it makes":                 {"ec2:CreateTags", volume, map[string]string{"ec2:CreateAction": "CreateVolume"}, true},
		"claim a volume by a tag":           {"ec2:CreateTags", volume, asked, false},
		"end an instance":                   {"ec2:TerminateInstances", instance, own, false},
		"encrypt by way of EC2":             {"kms:GenerateDataKeyWithoutPlaintext", key, through("ec2.eu-central-1.amazonaws.com", nil), true},
		"decrypt by way of S3":              {"kms:Decrypt", key, through("s3.eu-central-1.amazonaws.com", nil), false},
		"decrypt by itself":                 {"kms:Decrypt", key, nil, false},
		"lend the key to EC2": {
			"kms:CreateGrant", key, through("ec2.eu-central-1.amazonaws.com", map[string]string{"kms:GrantIsForAWSResource": "true"}), true,
		},
		"lend the key to somebody": {"kms:CreateGrant", key, through("ec2.eu-central-1.amazonaws.com", nil), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := allowed(t, permissions.Volumes(volumeNames()), evaluator.Call{Action: test.action, Resource: test.resource, Context: test.context})
			if got != test.want {
				t.Errorf("%s on %s: expected %t, got %t", test.action, test.resource, test.want, got)
			}
		})
	}
}

func TestServersMayLendTheRolesInTheirTableAndNoOther(t *testing.T) {
	t.Parallel()
	n := names()
	for role, want := range map[string]bool{n.Lent[0]: true, "arn:aws:iam::111122223333:role/admin": false} {
		for _, action := range []string{"sts:AssumeRole", "sts:TagSession"} {
			if got := allowed(t, permissions.Server(n), evaluator.Call{Action: action, Resource: role}); got != want {
				t.Errorf("%s of %s: expected %t, got %t", action, role, want, got)
			}
			if allowed(t, permissions.Agent(n), evaluator.Call{Action: action, Resource: role}) {
				t.Errorf("expected no agent to be allowed %s of %s", action, role)
			}
		}
	}
}

func TestARoleIsLentForOneAccountOnly(t *testing.T) {
	t.Parallel()
	trust := volumeTrust().Statement[0]
	// A trust names no resource; beside that and its principal it is judged as any other statement.
	trust.Resource = []string{"*"}
	tags := func(cluster, namespace, account string) map[string]string {
		return map[string]string{
			"aws:RequestTag/rke2-cluster": cluster, "aws:RequestTag/kubernetes-namespace": namespace, "aws:RequestTag/kubernetes-service-account": account,
		}
	}
	for name, test := range map[string]struct {
		tags map[string]string
		want bool
	}{
		"the driver":              {tags("prod", "kube-system", "ebs-csi-controller-sa"), true},
		"another account":         {tags("prod", "kube-system", "default"), false},
		"another namespace":       {tags("prod", "shop", "ebs-csi-controller-sa"), false},
		"another cluster":         {tags("dev", "kube-system", "ebs-csi-controller-sa"), false},
		"nobody in particular":    {nil, false},
		"the namespace is hidden": {map[string]string{"aws:RequestTag/kubernetes-service-account": "ebs-csi-controller-sa"}, false},
	} {
		if got := allowed(t, iamdoc.New(trust), evaluator.Call{Action: "sts:AssumeRole", Resource: "role", Context: test.tags}); got != test.want {
			t.Errorf("%s: expected %t, got %t", name, test.want, got)
		}
	}
}
