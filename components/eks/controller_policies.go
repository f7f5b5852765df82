package eks

import "github.com/cloudgap/cloudgap/components/internal/iamdoc"

// The policies of this file give each controller what it needs inside a VPC without a way to the internet, on the objects of
// its own cluster where IAM can tell them apart. Reading calls of EC2 and Elastic Load Balancing know no resources.
// Sources: the IAM policies that each project documents, and the service authorization reference.

// equal is a condition on the values of keys.
func equal(keyValues map[string]string) map[string][]string {
	result := map[string][]string{}
	for key, value := range keyValues {
		result[key] = []string{value}
	}
	return result
}

// loadBalancerPolicy lets the AWS Load Balancer Controller look around, and change what carries the cluster's tag.
func loadBalancerPolicy(c controllerScope) iamdoc.Document {
	const tag = "elbv2.k8s.aws/cluster"
	tagged := iamdoc.Conditions{"StringEquals": equal(map[string]string{"aws:ResourceTag/" + tag: c.cluster})}
	tagging := iamdoc.Conditions{"StringEquals": equal(map[string]string{"aws:RequestTag/" + tag: c.cluster})}
	balancers := []string{
		c.arn("elasticloadbalancing", "loadbalancer/*"), c.arn("elasticloadbalancing", "targetgroup/*"),
		c.arn("elasticloadbalancing", "listener/*"), c.arn("elasticloadbalancing", "listener-rule/*"),
	}
	groups := []string{c.arn("ec2", "security-group/*")}
	return iamdoc.New(
		iamdoc.Statement{Sid: "LookAround", Effect: iamdoc.Allow, Resource: []string{"*"}, Action: []string{
			"ec2:DescribeAccountAttributes", "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces",
			"ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcs",
			"ec2:GetSecurityGroupsForVpc", "elasticloadbalancing:Describe*",
		}},
		iamdoc.Statement{
			Sid: "FirstLoadBalancerOfTheAccount", Effect: iamdoc.Allow, Action: []string{"iam:CreateServiceLinkedRole"}, Resource: []string{"*"},
			Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"})},
		},
		iamdoc.Statement{Sid: "MakeBalancersWithTheTag", Effect: iamdoc.Allow, Resource: balancers, Condition: tagging, Action: []string{
			"elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateRule",
			"elasticloadbalancing:CreateTargetGroup",
		}},
		iamdoc.Statement{Sid: "TagNewBalancers", Effect: iamdoc.Allow, Resource: balancers, Condition: tagging, Action: []string{"elasticloadbalancing:AddTags"}},
		iamdoc.Statement{Sid: "ChangeBalancersWithTheTag", Effect: iamdoc.Allow, Resource: balancers, Condition: tagged, Action: []string{
			"elasticloadbalancing:AddTags", "elasticloadbalancing:Delete*", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:Modify*",
			"elasticloadbalancing:RegisterTargets", "elasticloadbalancing:RemoveTags", "elasticloadbalancing:SetIpAddressType",
			"elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
		}},
		iamdoc.Statement{Sid: "MakeGroupsInTheVpc", Effect: iamdoc.Allow, Action: []string{"ec2:CreateSecurityGroup"}, Resource: append([]string{c.arn("ec2", "vpc/"+c.vpcID)}, groups...)},
		iamdoc.Statement{
			Sid: "TagNewGroups", Effect: iamdoc.Allow, Action: []string{"ec2:CreateTags"}, Resource: groups,
			Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"ec2:CreateAction": "CreateSecurityGroup", "aws:RequestTag/" + tag: c.cluster})},
		},
		iamdoc.Statement{Sid: "ChangeGroupsWithTheTag", Effect: iamdoc.Allow, Resource: groups, Condition: tagged, Action: []string{
			"ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags", "ec2:DeleteSecurityGroup", "ec2:DeleteTags", "ec2:RevokeSecurityGroupIngress",
		}},
		iamdoc.Statement{
			Sid: "AdmitBalancersToTheNodes", Effect: iamdoc.Allow, Action: []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"}, Resource: groups,
			Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"aws:ResourceTag/" + clusterTag(c.cluster): clusterTagValue})},
		},
	)
}

// autoscalerPolicy lets the Cluster Autoscaler resize the groups that EKS tagged as the cluster's.
func autoscalerPolicy(c controllerScope) iamdoc.Document {
	return iamdoc.New(
		iamdoc.Statement{Sid: "LookAround", Effect: iamdoc.Allow, Resource: []string{"*"}, Action: []string{
			"autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances", "autoscaling:DescribeLaunchConfigurations",
			"autoscaling:DescribeScalingActivities", "autoscaling:DescribeTags", "ec2:DescribeImages", "ec2:DescribeInstanceTypes",
			"ec2:DescribeLaunchTemplateVersions", "ec2:GetInstanceTypesFromInstanceRequirements",
		}},
		iamdoc.Statement{Sid: "LookAtThePools", Effect: iamdoc.Allow, Action: []string{"eks:DescribeNodegroup"}, Resource: []string{c.arn("eks", "nodegroup/"+c.cluster+"/*/*")}},
		iamdoc.Statement{
			Sid: "ResizeThePools", Effect: iamdoc.Allow, Resource: []string{c.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")},
			Action:    []string{"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"},
			Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"aws:ResourceTag/k8s.io/cluster-autoscaler/" + c.cluster: "owned"})},
		},
	)
}

// karpenterPolicy lets Karpenter launch nodes with the cluster's tags and terminate those that have them.
func karpenterPolicy(c controllerScope) iamdoc.Document {
	const pool = "karpenter.sh/nodepool"
	owner := clusterTag(c.cluster)
	resource := func(kind string) string {
		return "arn:" + c.region.Partition + ":ec2:" + c.region.Name + ":*:" + kind + "/*"
	}
	made := []string{resource("fleet"), resource("instance"), resource("launch-template"), resource("network-interface"), resource("spot-instances-request"), resource("volume")}
	asked := iamdoc.Conditions{
		"StringEquals": equal(map[string]string{"aws:RequestTag/" + owner: clusterTagValue, "aws:RequestTag/eks:eks-cluster-name": c.cluster}),
		"StringLike":   equal(map[string]string{"aws:RequestTag/" + pool: "*"}),
	}
	owned := iamdoc.Conditions{
		"StringEquals": equal(map[string]string{"aws:ResourceTag/" + owner: clusterTagValue}), "StringLike": equal(map[string]string{"aws:ResourceTag/" + pool: "*"}),
	}
	creating := iamdoc.Conditions{"StringEquals": map[string][]string{"ec2:CreateAction": {"RunInstances", "CreateFleet", "CreateLaunchTemplate"}}, "StringLike": asked["StringLike"]}
	for key, values := range asked["StringEquals"] {
		creating["StringEquals"][key] = values
	}
	return iamdoc.New(
		iamdoc.Statement{
			Sid: "LookAround", Effect: iamdoc.Allow, Resource: []string{"*"}, Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"aws:RequestedRegion": c.region.Name})},
			Action: []string{
				"ec2:DescribeCapacityReservations", "ec2:DescribeImages", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypes", "ec2:DescribeInstances",
				"ec2:DescribeLaunchTemplates", "ec2:DescribeSecurityGroups", "ec2:DescribeSpotPriceHistory", "ec2:DescribeSubnets",
			},
		},
		iamdoc.Statement{Sid: "LookAtTheCluster", Effect: iamdoc.Allow, Action: []string{"eks:DescribeCluster"}, Resource: []string{c.clusterArn()}},
		iamdoc.Statement{
			Sid: "FindImages", Effect: iamdoc.Allow, Action: []string{"ssm:GetParameter"},
			Resource: []string{"arn:" + c.region.Partition + ":ssm:" + c.region.Name + "::parameter/aws/service/*"},
		},
		iamdoc.Statement{
			Sid: "LaunchFromWhatIsThere", Effect: iamdoc.Allow, Action: []string{"ec2:CreateFleet", "ec2:RunInstances"},
			Resource: []string{
				"arn:" + c.region.Partition + ":ec2:" + c.region.Name + "::image/*", "arn:" + c.region.Partition + ":ec2:" + c.region.Name + "::snapshot/*",
				resource("capacity-reservation"), resource("security-group"), resource("subnet"),
			},
		},
		iamdoc.Statement{Sid: "LaunchFromOwnTemplates", Effect: iamdoc.Allow, Action: []string{"ec2:CreateFleet", "ec2:RunInstances"}, Resource: []string{resource("launch-template")}, Condition: owned},
		iamdoc.Statement{Sid: "LaunchWithTheTags", Effect: iamdoc.Allow, Action: []string{"ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"}, Resource: made, Condition: asked},
		iamdoc.Statement{Sid: "TagWhatIsLaunched", Effect: iamdoc.Allow, Action: []string{"ec2:CreateTags"}, Resource: made, Condition: creating},
		iamdoc.Statement{Sid: "RemoveOwn", Effect: iamdoc.Allow, Action: []string{"ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"}, Resource: []string{resource("instance"), resource("launch-template")}, Condition: owned},
		iamdoc.Statement{
			Sid: "GiveNodesTheirRole", Effect: iamdoc.Allow, Action: []string{"iam:PassRole"}, Resource: []string{c.nodeRoleArn},
			Condition: iamdoc.Conditions{"StringEquals": equal(map[string]string{"iam:PassedToService": "ec2." + c.region.Suffix})},
		},
	)
}

// secretActions are what External Secrets does with a secret.
var secretActions = []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}

// secretsPolicy lets External Secrets read the secrets that are named.
func secretsPolicy(c controllerScope) iamdoc.Document {
	return iamdoc.New(iamdoc.Statement{
		Sid: "ReadNamedSecrets", Effect: iamdoc.Allow, Action: secretActions, Resource: c.secretArns,
	})
}

// clusterTagValue is what the cluster's tag says of objects that belong to it alone.
const clusterTagValue = "owned"

// clusterTag is the tag by which controllers know what belongs to a cluster.
func clusterTag(cluster string) string { return "kubernetes.io/cluster/" + cluster }
