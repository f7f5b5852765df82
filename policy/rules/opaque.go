package rules

import "slices"

var opaque = Rule{
	ID:       "OPAQUE",
	Title:    "nothing is made that the pack cannot look into",
	Severity: High,
	Types: []string{
		"aws:cloudformation/stack:Stack",
		"aws:cloudformation/stackInstances:StackInstances",
		"aws:cloudformation/stackSet:StackSet",
		"aws:cloudformation/stackSetInstance:StackSetInstance",
		"aws:cloudcontrol/resource:Resource",
		"aws:elasticbeanstalk/environment:Environment",
		"aws:lambda/invocation:Invocation",
		"aws:opsworks/*",
		"aws:serverlessrepository/*",
		"aws:servicecatalog/provisionedProduct:ProvisionedProduct",
		"aws-native:*",
		"command:*",
		"pulumi-nodejs:dynamic:*",
		"pulumi-python:dynamic:*",
		"kubernetes:core/v1:Service*",
		"kubernetes:networking.k8s.io/*",
		"kubernetes:helm.sh/*",
		"kubernetes:karpenter.k8s.aws/*",
		"kubernetes:elbv2.k8s.aws/*",
		"kubernetes:eks.amazonaws.com/*",
		"*",
	},
	Why: "A CloudFormation stack, a Cloud Control resource, a command, a dynamic provider or a provider that nobody has " +
		"looked at can make gateways, routes and load balancers that no plan shows. So can objects in a cluster, through " +
		"controllers: those of ACK, Crossplane, Cluster API, the Gateway API and the Pulumi operator, Helm releases, node classes " +
		"with public addresses, and a Service or Ingress without an annotation that makes its load balancer internal.",
	Fix: "use the resource types of the AWS provider, or list the type in opaqueTypes of PACK-SELF after you have " +
		"judged what it makes",
	Controls: slices.Concat(routing, assurance),
}
