package permissions

import "github.com/cloudgap/cloudgap/components/internal/iamdoc"

// The tags of a session that a server begins for a pod. They name the pod's account in AWS's logs, and a role's trust can demand
// them. The names are those of EKS Pod Identity where it has the same.
const (
	ClusterSessionTag   = "rke2-cluster"
	NamespaceSessionTag = "kubernetes-namespace"
	AccountSessionTag   = "kubernetes-service-account"
)

// PodTrust lets servers, by their role, begin sessions of a role for the pods of one account of their cluster, and for no others.
func PodTrust(servers, cluster, namespace, account string) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "ServersForTheAccount", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"AWS": {servers}},
		Action: []string{"sts:AssumeRole", "sts:TagSession"},
		Condition: iamdoc.Conditions{"StringEquals": {
			"aws:RequestTag/" + ClusterSessionTag: {cluster}, "aws:RequestTag/" + NamespaceSessionTag: {namespace},
			"aws:RequestTag/" + AccountSessionTag: {account},
		}},
	})
}

// VolumeNames are what the policy of the volume driver speaks of.
type VolumeNames struct {
	// Cluster is the cluster's id.
	Cluster string
	// Volumes, Snapshots and Instances are patterns that match the ARNs of the Region.
	Volumes, Snapshots, Instances string
	// Key is the KMS key of volumes.
	Key string
	// EC2 is the domain name of EC2 in the Region, through which alone the key may be used.
	EC2 string
	// InstanceTag is the tag with the cluster's id that its instances have.
	InstanceTag string
}

// driverTag is the tag with the cluster's id that the driver gives to volumes and snapshots.
// Source: aws-ebs-csi-driver, docs/tagging.md and docs/AmazonEBSCSIDriverEKSClusterScopedPolicy.json, after which this is made.
const driverTag = "ebs.csi.aws.com/cluster-name"

// Volumes returns the policy of the volume driver's controller: it makes volumes and snapshots with the cluster's tag, touches
// none without it, and attaches volumes to the cluster's instances only. The volumes of etcd do not have that tag.
func Volumes(n VolumeNames) iamdoc.Document {
	when := func(key, value string) iamdoc.Conditions { return iamdoc.Conditions{"StringEquals": {key: {value}}} }
	asked, owned := when("aws:RequestTag/"+driverTag, n.Cluster), when("ec2:ResourceTag/"+driverTag, n.Cluster)
	only := func(s iamdoc.Statement, conditions iamdoc.Conditions) iamdoc.Statement {
		s.Condition = conditions
		return s
	}
	through := map[string][]string{"kms:ViaService": {n.EC2}}
	return iamdoc.New(
		allow("SeeVolumes", []string{
			"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInstanceTypes", "ec2:DescribeSnapshots", "ec2:DescribeTags",
			"ec2:DescribeVolumes", "ec2:DescribeVolumesModifications", "ec2:DescribeVolumeStatus",
		}, "*"),
		// Not ec2:CopyVolumes: the tag that it asks for would let it copy any volume, that of etcd too.
		only(allow("MakeVolumes", []string{"ec2:CreateVolume"}, n.Volumes), asked),
		only(allow("MakeVolumesFromOwnSnapshots", []string{"ec2:CreateVolume"}, n.Snapshots), owned),
		only(allow("MakeSnapshots", []string{"ec2:CreateSnapshot"}, n.Snapshots), asked),
		only(allow("UseOwnVolumes", []string{
			"ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:DeleteVolume", "ec2:DetachVolume", "ec2:ModifyVolume",
		}, n.Volumes), owned),
		only(allow("AttachToOwnInstances", []string{"ec2:AttachVolume", "ec2:DetachVolume"}, n.Instances),
			when("ec2:ResourceTag/"+n.InstanceTag, n.Cluster)),
		only(allow("DeleteOwnSnapshots", []string{"ec2:DeleteSnapshot"}, n.Snapshots), owned),
		only(allow("TagWhatItMakes", []string{"ec2:CreateTags"}, n.Volumes, n.Snapshots), iamdoc.Conditions{
			"StringEquals": {"ec2:CreateAction": {"CreateSnapshot", "CreateVolume"}},
		}),
		// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
		only(allow("EncryptVolumes", []string{
			"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
		}, n.Key), iamdoc.Conditions{"StringEquals": through}),
		only(allow("LendTheKeyToEc2", []string{"kms:CreateGrant"}, n.Key), iamdoc.Conditions{
			"StringEquals": through, "Bool": {"kms:GrantIsForAWSResource": {"true"}},
		}),
	)
}
