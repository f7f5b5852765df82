package eks

import (
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/components/internal/kmskey"
)

// clusterTrust lets EKS take the cluster's role for this very cluster.
// Source: the EKS user guide, "Cross-service confused deputy prevention".
func clusterTrust(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "EksRunsThisCluster", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"eks.amazonaws.com"}}, Action: []string{"sts:AssumeRole"},
		Condition: iamdoc.Conditions{"StringEquals": {"aws:SourceAccount": {p.account}}, "ArnEquals": {"aws:SourceArn": {p.clusterArn()}}},
	})
}

// secretsAccess lets the cluster's role encrypt secrets with their key.
// Source: the EKS user guide, "Encrypt Kubernetes secrets with KMS".
func secretsAccess(keyArn string) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "EncryptSecrets", Effect: iamdoc.Allow, Action: []string{"kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"}, Resource: []string{keyArn},
	})
}

// nodeTrust lets EC2 give nodes the credentials of their role.
func nodeTrust(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "Ec2RunsTheNodes", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"ec2." + p.region.Suffix}}, Action: []string{"sts:AssumeRole"},
	})
}

// nodePolicies are the managed policies of the nodes' role. With instance ids for names a node calls no EC2 action, so the
// smaller policy does. The permissions of the VPC CNI are not among them: its pods have a role of their own.
// Source: the AWS managed policy reference.
func nodePolicies(instanceIDNames, sessionManager bool) map[string]string {
	policies := map[string]string{"node": "AmazonEKSWorkerNodePolicy", "pull": "AmazonEC2ContainerRegistryPullOnly"}
	if instanceIDNames {
		policies["node"] = "AmazonEKSWorkerNodeMinimalPolicy"
	}
	if sessionManager {
		policies["sessions"] = "AmazonSSMManagedInstanceCore"
	}
	return policies
}

// podTrust lets EKS Pod Identity take a role for one service account of this cluster.
// Source: the EKS user guide, "Grant pods access to AWS resources based on tags".
func podTrust(p place, namespace, serviceAccount string) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "PodIdentityServesThisServiceAccount", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"Service": {"pods.eks.amazonaws.com"}},
		Action: []string{"sts:AssumeRole", "sts:TagSession"},
		Condition: iamdoc.Conditions{"StringEquals": {
			"aws:SourceAccount":                         {p.account},
			"aws:RequestTag/eks-cluster-arn":            {p.clusterArn()},
			"aws:RequestTag/kubernetes-namespace":       {namespace},
			"aws:RequestTag/kubernetes-service-account": {serviceAccount},
		}},
	})
}

// volumeAccess lets a driver or an autoscaler make volumes that the data key encrypts, by way of EC2 only.
func volumeAccess(p place, keyArn string) iamdoc.Document {
	throughEc2 := map[string][]string{"kms:ViaService": {"ec2." + p.region.Name + "." + p.region.Suffix}}
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "EncryptVolumes", Effect: iamdoc.Allow, Action: kmskey.CryptoActions, Resource: []string{keyArn},
			Condition: iamdoc.Conditions{"StringEquals": throughEc2},
		},
		iamdoc.Statement{
			Sid: "LendTheKeyToEc2", Effect: iamdoc.Allow, Action: []string{"kms:CreateGrant"}, Resource: []string{keyArn},
			Condition: iamdoc.Conditions{"StringEquals": throughEc2, "Bool": {"kms:GrantIsForAWSResource": {"true"}}},
		},
	)
}

// personTrust lets the named roles and users take a role.
func personTrust(principals []string) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "NamedPrincipals", Effect: iamdoc.Allow, Principal: iamdoc.Principal{"AWS": principals}, Action: []string{"sts:AssumeRole"},
	})
}

// describeCluster lets a role write a kubeconfig for this cluster. What it may do in the cluster is up to its access entry.
func describeCluster(p place) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "DescribeThisCluster", Effect: iamdoc.Allow, Action: []string{"eks:DescribeCluster"}, Resource: []string{p.clusterArn()},
	})
}
