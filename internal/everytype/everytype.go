// Package everytype has one resource of every type of AWS that the rehearsal simulates, as data: for what must hold of each type.
package everytype

import (
	"fmt"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Resource is one resource of a type.
type Resource struct {
	// Token is the type's, Name the logical name.
	Token, Name string
	// Inputs refer to resources before this one.
	Inputs func(Made) map[string]any
}

// Made are the resources made so far, by name.
type Made map[string]cloud.Result

// ID is the id of a resource.
func (m Made) ID(name string) string { return m[name].ID }

// Output is an output of a resource.
func (m Made) Output(name, property string) string { return m[name].Properties.String(property) }

// in is short for a resource's inputs.
type in = map[string]any

// Documents that tests of other things use as well.
const (
	// FlowLogsTrust lets VPC Flow Logs assume a role.
	FlowLogsTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	// LogsKeyPolicy lets CloudWatch Logs in Frankfurt use a key.
	LogsKeyPolicy = `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
		{"Effect":"Allow","Principal":{"Service":"logs.eu-central-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],
		 "Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-central-1:111122223333:log-group:*"}}}]}`
	// WriteLogs allows to put log events.
	WriteLogs = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}`
)

// Resources is one resource of every type, in an order that AWS accepts.
var Resources = []Resource{
	{"aws:ec2/vpc:Vpc", "vpc", func(Made) in {
		return in{"cidrBlock": "10.20.0.0/16", "enableDnsHostnames": true, "tags": in{"Name": "vpc"}}
	}},
	{"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "cidrBlock": "100.64.0.0/16"}
	}},
	{"aws:ec2/subnet:Subnet", "a", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "cidrBlock": "10.20.0.0/24", "availabilityZone": "eu-central-1a"}
	}},
	{"aws:ec2/subnet:Subnet", "b", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "cidrBlock": "10.20.1.0/24", "availabilityZone": "eu-central-1b"}
	}},
	{"aws:ec2/routeTable:RouteTable", "table", func(m Made) in { return in{"vpcId": m.ID("vpc")} }},
	{"aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", func(m Made) in {
		return in{"subnetId": m.ID("a"), "routeTableId": m.ID("table")}
	}},
	{"aws:ec2/defaultRouteTable:DefaultRouteTable", "drt", func(m Made) in {
		return in{"defaultRouteTableId": m.Output("vpc", "defaultRouteTableId"), "routes": []any{}}
	}},
	{"aws:ec2/routeTable:RouteTable", "spare", func(m Made) in { return in{"vpcId": m.ID("vpc")} }},
	{"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "routeTableId": m.ID("spare")}
	}},
	{"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "dsg", func(m Made) in {
		return in{"vpcId": m.ID("vpc")}
	}},
	{"aws:ec2/networkAcl:NetworkAcl", "acl", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "subnetIds": []any{m.ID("a")}, "ingress": []any{in{
			"action": "allow", "fromPort": 0, "toPort": 0, "protocol": "-1", "ruleNo": 100, "cidrBlock": "10.20.0.0/16",
		}}}
	}},
	{"aws:ec2/networkAcl:NetworkAcl", "acl2", func(m Made) in { return in{"vpcId": m.ID("vpc")} }},
	{"aws:ec2/networkAclRule:NetworkAclRule", "aclrule", func(m Made) in {
		return in{"networkAclId": m.ID("acl2"), "ruleNumber": 100, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "10.20.0.0/16", "fromPort": 443, "toPort": 443, "egress": true}
	}},
	{"aws:ec2/networkAclAssociation:NetworkAclAssociation", "aclassoc", func(m Made) in {
		return in{"networkAclId": m.ID("acl2"), "subnetId": m.ID("b")}
	}},
	{"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "dacl", func(m Made) in {
		return in{"defaultNetworkAclId": m.Output("vpc", "defaultNetworkAclId")}
	}},
	{"aws:ec2/securityGroup:SecurityGroup", "group", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "ingress": []any{in{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"10.20.0.0/16"}}}}
	}},
	{"aws:ec2/securityGroup:SecurityGroup", "group2", func(m Made) in { return in{"vpcId": m.ID("vpc")} }},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "rule", func(m Made) in {
		return in{"securityGroupId": m.ID("group2"), "type": "egress", "protocol": "tcp", "fromPort": 443, "toPort": 443, "sourceSecurityGroupId": m.ID("group")}
	}},
	{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", func(m Made) in {
		return in{"securityGroupId": m.ID("group2"), "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.20.0.0/16"}
	}},
	{"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", func(m Made) in {
		return in{"securityGroupId": m.ID("group2"), "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListId": "pl-6ea54007"}
	}},
	{"aws:ec2/managedPrefixList:ManagedPrefixList", "list", func(Made) in {
		return in{"addressFamily": "IPv4", "maxEntries": 5, "entries": []any{in{"cidr": "10.0.0.0/8"}}}
	}},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "s3", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "serviceName": "com.amazonaws.eu-central-1.s3", "routeTableIds": []any{m.ID("table")}}
	}},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "ec2", func(m Made) in {
		return in{
			"vpcId": m.ID("vpc"), "serviceName": "com.amazonaws.eu-central-1.ec2", "vpcEndpointType": "Interface", "subnetIds": []any{m.ID("a")},
			"securityGroupIds": []any{m.ID("group")}, "privateDnsEnabled": true,
		}
	}},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "sts", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "serviceName": "com.amazonaws.eu-central-1.sts", "vpcEndpointType": "Interface", "privateDnsEnabled": true}
	}},
	{"aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "policy", func(m Made) in {
		return in{"vpcEndpointId": m.ID("sts"), "policy": `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*","Resource":"*"}]}`}
	}},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "ddb", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "serviceName": "com.amazonaws.eu-central-1.dynamodb"}
	}},
	{"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "erta", func(m Made) in {
		return in{"vpcEndpointId": m.ID("ddb"), "routeTableId": m.ID("table")}
	}},
	{"aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "esa", func(m Made) in {
		return in{"vpcEndpointId": m.ID("sts"), "subnetId": m.ID("b")}
	}},
	{"aws:ec2/networkInterface:NetworkInterface", "eni", func(m Made) in {
		return in{"subnetId": m.ID("a"), "securityGroups": []any{m.ID("group")}}
	}},
	{"aws:ec2/route:Route", "route", func(m Made) in {
		return in{"routeTableId": m.ID("spare"), "destinationCidrBlock": "192.168.0.0/16", "networkInterfaceId": m.ID("eni")}
	}},
	{"aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dopt", func(Made) in {
		return in{"domainName": "eu-central-1.compute.internal", "domainNameServers": []any{"AmazonProvidedDNS"}}
	}},
	{"aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dopta", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "dhcpOptionsId": m.ID("dopt")}
	}},
	{"aws:kms/key:Key", "key", func(Made) in {
		return in{"policy": LogsKeyPolicy, "enableKeyRotation": true, "deletionWindowInDays": 7}
	}},
	{"aws:kms/alias:Alias", "alias", func(m Made) in {
		return in{"name": "alias/logs", "targetKeyId": m.ID("key")}
	}},
	{"aws:kms/key:Key", "key2", func(Made) in { return in{} }},
	{"aws:kms/keyPolicy:KeyPolicy", "keypolicy", func(m Made) in {
		return in{"keyId": m.ID("key2"), "policy": LogsKeyPolicy}
	}},
	{"aws:iam/role:Role", "role", func(Made) in {
		return in{"assumeRolePolicy": FlowLogsTrust}
	}},
	{"aws:iam/rolePolicy:RolePolicy", "rolepolicy", func(m Made) in {
		return in{"role": m.ID("role"), "policy": WriteLogs}
	}},
	{"aws:iam/policy:Policy", "managed", func(Made) in { return in{"policy": WriteLogs} }},
	{"aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", func(m Made) in {
		return in{"role": m.ID("role"), "policyArn": m.ID("managed")}
	}},
	{"aws:cloudwatch/logGroup:LogGroup", "logs", func(m Made) in {
		return in{"name": "/vpc/flow", "retentionInDays": 365, "kmsKeyId": m.Output("key", "arn")}
	}},
	{"aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logpolicy", func(Made) in {
		return in{"policyName": "dns", "policyDocument": WriteLogs}
	}},
	{"aws:ec2/flowLog:FlowLog", "flow", func(m Made) in {
		return in{
			"vpcId": m.ID("vpc"), "trafficType": "ALL", "logDestination": m.Output("logs", "arn"), "iamRoleArn": m.Output("role", "arn"),
			"maxAggregationInterval": 60, "logFormat": "${version} ${flow-direction} ${traffic-path}",
		}
	}},
	{"aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList", "domains", func(Made) in {
		return in{"domains": []any{"*.amazonaws.com.", "internal.example."}}
	}},
	{"aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup", "rules", func(Made) in { return in{} }},
	{"aws:route53/resolverFirewallRule:ResolverFirewallRule", "allow", func(m Made) in {
		return in{"action": "ALLOW", "firewallDomainListId": m.ID("domains"), "firewallRuleGroupId": m.ID("rules"), "priority": 100}
	}},
	{"aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation", "fwassoc", func(m Made) in {
		return in{"firewallRuleGroupId": m.ID("rules"), "priority": 101, "vpcId": m.ID("vpc")}
	}},
	{"aws:route53/resolverFirewallConfig:ResolverFirewallConfig", "fwconfig", func(m Made) in {
		return in{"resourceId": m.ID("vpc"), "firewallFailOpen": "DISABLED"}
	}},
	{"aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "querylog", func(m Made) in {
		return in{"destinationArn": m.Output("logs", "arn")}
	}},
	{"aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation", "qlassoc", func(m Made) in {
		return in{"resolverQueryLogConfigId": m.ID("querylog"), "resourceId": m.ID("vpc")}
	}},
	{"aws:ec2/vpc:Vpc", "hub", func(Made) in { return in{"cidrBlock": "10.30.0.0/16"} }},
	{"aws:route53/zone:Zone", "zone", func(m Made) in {
		return in{"name": "internal.example", "vpcs": []any{in{"vpcId": m.ID("vpc")}}}
	}},
	{"aws:route53/record:Record", "record", func(m Made) in {
		return in{"zoneId": m.ID("zone"), "name": "api", "type": "A", "ttl": 60, "records": []any{"10.20.0.10"}}
	}},
	{"aws:route53/zoneAssociation:ZoneAssociation", "zassoc", func(m Made) in {
		return in{"zoneId": m.ID("zone"), "vpcId": m.ID("hub")}
	}},
	{"aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization", "zauth", func(m Made) in {
		return in{"zoneId": m.ID("zone"), "vpcId": "vpc-0123456789abcdef0"}
	}},
	{"aws:route53/profilesProfile:ProfilesProfile", "profile", func(Made) in { return in{} }},
	{"aws:route53/profilesAssociation:ProfilesAssociation", "passoc", func(m Made) in {
		return in{"profileId": m.ID("profile"), "resourceId": m.ID("vpc")}
	}},
	{"aws:route53/profilesResourceAssociation:ProfilesResourceAssociation", "pres", func(m Made) in {
		return in{"profileId": m.ID("profile"), "resourceArn": m.Output("zone", "arn")}
	}},
	{"aws:ram/resourceShare:ResourceShare", "share", func(Made) in { return in{} }},
	{"aws:ram/resourceAssociation:ResourceAssociation", "shared", func(m Made) in {
		return in{"resourceShareArn": m.ID("share"), "resourceArn": m.Output("profile", "arn")}
	}},
	{"aws:ram/principalAssociation:PrincipalAssociation", "principal", func(m Made) in {
		return in{"resourceShareArn": m.ID("share"), "principal": "444455556666"}
	}},
	{"aws:ec2/internetGateway:InternetGateway", "igw", func(Made) in { return in{} }},
	{"aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "igwa", func(m Made) in {
		return in{"internetGatewayId": m.ID("igw"), "vpcId": m.ID("vpc")}
	}},
	{"aws:ec2/eip:Eip", "eip", func(Made) in { return in{"domain": "vpc"} }},
	{"aws:ec2/natGateway:NatGateway", "nat", func(m Made) in {
		return in{"subnetId": m.ID("a"), "allocationId": m.ID("eip")}
	}},
	{"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "eigw", func(m Made) in {
		return in{"vpcId": m.ID("vpc")}
	}},
	{"aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", func(Made) in { return in{} }},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "tgwa", func(m Made) in {
		return in{"transitGatewayId": m.ID("tgw"), "vpcId": m.ID("vpc"), "subnetIds": []any{m.ID("b")}}
	}},
	{"aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "pcx", func(m Made) in {
		return in{"vpcId": m.ID("vpc"), "peerVpcId": m.ID("hub"), "autoAccept": true}
	}},
	{"aws:ec2/vpnGateway:VpnGateway", "vgw", func(m Made) in { return in{"vpcId": m.ID("vpc")} }},
	{"aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", func(Made) in {
		return in{"internetGatewayBlockMode": "block-bidirectional"}
	}},
	{"aws:iam/role:Role", "clusterrole", func(Made) in {
		return in{"assumeRolePolicy": TrustOf("eks.amazonaws.com")}
	}},
	{"aws:iam/role:Role", "noderole", func(Made) in {
		return in{"assumeRolePolicy": TrustOf("ec2.amazonaws.com")}
	}},
	{"aws:iam/role:Role", "podrole", func(Made) in {
		return in{"assumeRolePolicy": TrustOf("pods.eks.amazonaws.com")}
	}},
	{"aws:iam/instanceProfile:InstanceProfile", "profile-of-nodes", func(m Made) in {
		return in{"role": m.ID("noderole")}
	}},
	{"aws:cloudwatch/logGroup:LogGroup", "logs-of-cluster", func(Made) in {
		return in{"name": "/aws/eks/every-type/cluster"}
	}},
	{"aws:eks/cluster:Cluster", "cluster", func(m Made) in {
		return in{
			"name": "every-type", "roleArn": m.Output("clusterrole", "arn"), "bootstrapSelfManagedAddons": false, "enabledClusterLogTypes": []any{"audit"},
			"accessConfig": in{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
			"vpcConfig": in{
				"subnetIds": []any{m.ID("a"), m.ID("b")}, "securityGroupIds": []any{m.ID("group2")}, "endpointPrivateAccess": true, "endpointPublicAccess": false,
			},
		}
	}},
	{"aws:eks/accessEntry:AccessEntry", "entry", func(m Made) in {
		return in{"clusterName": m.ID("cluster"), "principalArn": m.Output("podrole", "arn")}
	}},
	{"aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "view", func(m Made) in {
		return in{
			"clusterName": m.ID("cluster"), "principalArn": m.Output("podrole", "arn"), "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
			"accessScope": in{"type": "namespace", "namespaces": []any{"shop"}},
		}
	}},
	{"aws:eks/addon:Addon", "vpc-cni", func(m Made) in {
		return in{
			"clusterName": m.ID("cluster"), "addonName": "vpc-cni", "addonVersion": "v1.21.1-eksbuild.3",
			"podIdentityAssociations": []any{in{"roleArn": m.Output("podrole", "arn"), "serviceAccount": "aws-node"}},
		}
	}},
	{"aws:eks/addon:Addon", "kube-proxy", func(m Made) in {
		return in{"clusterName": m.ID("cluster"), "addonName": "kube-proxy", "addonVersion": "v1.34.3-eksbuild.2"}
	}},
	{"aws:ec2/launchTemplate:LaunchTemplate", "template", func(m Made) in {
		return in{"networkInterfaces": []any{in{"associatePublicIpAddress": "false", "securityGroups": []any{m.ID("group2")}}}}
	}},
	{"aws:eks/nodeGroup:NodeGroup", "nodes", func(m Made) in {
		return in{
			"clusterName": m.ID("cluster"), "nodeRoleArn": m.Output("noderole", "arn"), "subnetIds": []any{m.ID("a"), m.ID("b")}, "instanceTypes": []any{"m7i.large"},
			"scalingConfig": in{"minSize": 1, "desiredSize": 1, "maxSize": 2}, "launchTemplate": in{"id": m.ID("template"), "version": "1"},
		}
	}},
	{"aws:eks/podIdentityAssociation:PodIdentityAssociation", "identity", func(m Made) in {
		return in{"clusterName": m.ID("cluster"), "namespace": "shop", "serviceAccount": "checkout", "roleArn": m.Output("podrole", "arn")}
	}},
	{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc", func(Made) in {
		return in{"url": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE", "clientIdLists": []any{"sts.amazonaws.com"}}
	}},
	{"aws:ec2/launchTemplate:LaunchTemplate", "server", func(m Made) in {
		return in{
			"imageId": "ami-0123456789abcdef0", "instanceType": "m7i.large", "vpcSecurityGroupIds": []any{m.ID("group2")},
			"iamInstanceProfile": in{"name": m.ID("profile-of-nodes")},
		}
	}},
	{"aws:lb/targetGroup:TargetGroup", "targets", func(m Made) in {
		return in{
			"port": 6443, "protocol": "TCP", "vpcId": m.ID("vpc"), "preserveClientIp": "false",
			"healthCheck": in{"protocol": "HTTPS", "path": "/readyz", "port": "6443"},
		}
	}},
	{"aws:lb/targetGroup:TargetGroup", "other-targets", func(m Made) in {
		return in{"port": 9345, "protocol": "TCP", "vpcId": m.ID("vpc")}
	}},
	{"aws:lb/loadBalancer:LoadBalancer", "balancer", func(m Made) in {
		return in{"loadBalancerType": "network", "internal": true, "subnets": []any{m.ID("a"), m.ID("b")}, "securityGroups": []any{m.ID("group2")}}
	}},
	{"aws:lb/listener:Listener", "listener", func(m Made) in {
		return in{
			"loadBalancerArn": m.ID("balancer"), "port": 6443, "protocol": "TCP",
			"defaultActions": []any{in{"type": "forward", "targetGroupArn": m.ID("targets")}},
		}
	}},
	{"aws:autoscaling/group:Group", "servers", func(m Made) in {
		return in{
			"minSize": 1, "maxSize": 1, "vpcZoneIdentifiers": []any{m.ID("a")}, "launchTemplate": in{"id": m.ID("server"), "version": "1"},
			"targetGroupArns": []any{m.ID("targets")}, "healthCheckType": "EC2", "suspendedProcesses": []any{"AZRebalance"},
			"initialLifecycleHooks": []any{in{"name": "launch", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "heartbeatTimeout": 1800}},
			"tags":                  []any{in{"key": "Name", "value": "servers", "propagateAtLaunch": true}},
		}
	}},
	{"aws:autoscaling/group:Group", "pool", func(m Made) in {
		return in{"minSize": 0, "maxSize": 3, "vpcZoneIdentifiers": []any{m.ID("a"), m.ID("b")}, "mixedInstancesPolicy": in{"launchTemplate": in{
			"launchTemplateSpecification": in{"launchTemplateId": m.ID("server"), "version": "$Latest"},
			"overrides":                   []any{in{"instanceType": "m7i.large"}, in{"instanceType": "m6i.large"}},
		}}}
	}},
	{"aws:autoscaling/lifecycleHook:LifecycleHook", "terminate", func(m Made) in {
		return in{"autoscalingGroupName": m.ID("servers"), "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "heartbeatTimeout": 900}
	}},
	{"aws:autoscaling/policy:Policy", "step", func(m Made) in {
		return in{"autoscalingGroupName": m.ID("servers"), "adjustmentType": "ChangeInCapacity", "scalingAdjustment": 1}
	}},
	{"aws:autoscaling/attachment:Attachment", "asg-attachment", func(m Made) in {
		return in{"autoscalingGroupName": m.ID("pool"), "lbTargetGroupArn": m.ID("other-targets")}
	}},
	{"aws:autoscaling/schedule:Schedule", "night", func(m Made) in {
		return in{"autoscalingGroupName": m.ID("pool"), "scheduledActionName": "night", "recurrence": "0 20 * * *", "minSize": 0}
	}},
	{"aws:s3/bucketV2:BucketV2", "bucket", func(Made) in {
		return in{"bucket": "cloudgap-artifacts"}
	}},
	{"aws:s3/bucketPolicy:BucketPolicy", "bucket-policy", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "policy": TLSOnly("cloudgap-artifacts")}
	}},
	{"aws:s3/bucketVersioningV2:BucketVersioningV2", "versioning", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "versioningConfiguration": in{"status": "Enabled"}}
	}},
	{"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "encryption", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "rules": []any{in{
			"bucketKeyEnabled": true, "applyServerSideEncryptionByDefault": in{"sseAlgorithm": "aws:kms", "kmsMasterKeyId": m.Output("key", "arn")},
		}}}
	}},
	{"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "no-public", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true, "restrictPublicBuckets": true}
	}},
	{"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "lifecycle", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "rules": []any{in{
			"id": "old", "status": "Enabled", "filter": in{"prefix": "snapshots/"}, "noncurrentVersionExpiration": in{"noncurrentDays": 30},
		}}}
	}},
	{"aws:s3/bucketOwnershipControls:BucketOwnershipControls", "ownership", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "rule": in{"objectOwnership": "BucketOwnerEnforced"}}
	}},
	{"aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2", "object-lock", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "rule": in{"defaultRetention": in{"mode": "GOVERNANCE", "days": 7}}}
	}},
	{"aws:s3/bucketLoggingV2:BucketLoggingV2", "bucket-logging", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "targetBucket": m.ID("bucket"), "targetPrefix": "access/"}
	}},
	{"aws:s3/bucketObjectv2:BucketObjectv2", "object", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "key": "bin/rke2", "content": "binary"}
	}},
	{"aws:s3/bucketObject:BucketObject", "old-object", func(m Made) in {
		return in{"bucket": m.ID("bucket"), "key": "bin/old", "contentBase64": "YmluYXJ5"}
	}},
	{"aws:secretsmanager/secret:Secret", "token", func(m Made) in {
		return in{"name": "cloudgap/token", "kmsKeyId": m.Output("key", "arn"), "recoveryWindowInDays": 0}
	}},
	{"aws:secretsmanager/secretVersion:SecretVersion", "token-value", func(m Made) in {
		return in{"secretId": m.ID("token"), "secretString": "K10abc"}
	}},
	{"aws:secretsmanager/secretPolicy:SecretPolicy", "token-policy", func(m Made) in {
		return in{"secretArn": m.ID("token"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"` + m.Output("noderole", "arn") +
			`"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`}
	}},
	{"aws:sns/topic:Topic", "topic", func(Made) in {
		return in{"kmsMasterKeyId": "alias/aws/sns"}
	}},
	{"aws:sns/topicPolicy:TopicPolicy", "topic-policy", func(m Made) in {
		return in{"arn": m.ID("topic"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}]}`}
	}},
	{"aws:sqs/queue:Queue", "queue", func(Made) in {
		return in{"messageRetentionSeconds": 300}
	}},
	{"aws:sqs/queuePolicy:QueuePolicy", "queue-policy", func(m Made) in {
		return in{"queueUrl": m.ID("queue"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}`}
	}},
	{"aws:cloudwatch/metricAlarm:MetricAlarm", "members", func(m Made) in {
		return in{
			"comparisonOperator": "LessThanThreshold", "evaluationPeriods": 3, "metricName": "Members", "namespace": "cloudgap", "period": 60,
			"statistic": "Minimum", "threshold": 3, "alarmActions": []any{m.ID("topic")}, "dimensions": in{"Cluster": "shop"},
		}
	}},
	{"aws:cloudwatch/logMetricFilter:LogMetricFilter", "filter", func(m Made) in {
		return in{"logGroupName": m.ID("logs"), "pattern": "error", "metricTransformation": in{"name": "errors", "namespace": "cloudgap", "value": "1"}}
	}},
	{"aws:cloudwatch/eventRule:EventRule", "event-rule", func(Made) in {
		return in{"eventPattern": `{"source":["aws.autoscaling"]}`}
	}},
	{"aws:cloudwatch/eventTarget:EventTarget", "target", func(m Made) in {
		return in{"rule": m.ID("event-rule"), "arn": m.Output("queue", "arn")}
	}},
	{"aws:ssm/document:Document", "session", func(Made) in {
		return in{"documentType": "Session", "content": `{"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{}}`}
	}},
	{"aws:ssm/parameter:Parameter", "parameter", func(Made) in {
		return in{"type": "SecureString", "value": "hidden", "name": "/cloudgap/token"}
	}},
	{"aws:ec2/managedPrefixList:ManagedPrefixList", "edge-list", func(Made) in {
		return in{"addressFamily": "IPv6", "maxEntries": 5}
	}},
	{"aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "edge-entry", func(m Made) in {
		return in{"prefixListId": m.ID("edge-list"), "cidr": "2606:4700:a0::/48", "description": "edge"}
	}},
	{"aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepted", func(m Made) in {
		return in{"vpcPeeringConnectionId": m.ID("pcx"), "autoAccept": true}
	}},
	{"aws:ec2/peeringConnectionOptions:PeeringConnectionOptions", "pcx-options", func(m Made) in {
		return in{"vpcPeeringConnectionId": m.ID("pcx"), "requester": in{"allowRemoteVpcDnsResolution": true}}
	}},
	{"aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "exclusion", func(m Made) in {
		return in{"vpcId": m.ID("hub"), "internetGatewayExclusionMode": "allow-egress"}
	}},
	{"aws:ec2transitgateway/transitGateway:TransitGateway", "hub-gateway", func(Made) in {
		return in{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
	}},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "spoke", func(m Made) in {
		return in{"transitGatewayId": m.ID("hub-gateway"), "vpcId": m.ID("vpc"), "subnetIds": []any{m.ID("a")}}
	}},
	{"aws:ec2transitgateway/routeTable:RouteTable", "spokes", func(m Made) in {
		return in{"transitGatewayId": m.ID("hub-gateway")}
	}},
	{"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", "spoke-table", func(m Made) in {
		return in{"transitGatewayAttachmentId": m.ID("spoke"), "transitGatewayRouteTableId": m.ID("spokes")}
	}},
	{"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", "spoke-routes", func(m Made) in {
		return in{"transitGatewayAttachmentId": m.ID("spoke"), "transitGatewayRouteTableId": m.ID("spokes")}
	}},
	{"aws:ec2transitgateway/route:Route", "nowhere", func(m Made) in {
		return in{"transitGatewayRouteTableId": m.ID("spokes"), "destinationCidrBlock": "0.0.0.0/0", "blackhole": true}
	}},
	{"aws:ec2/subnet:Subnet", "hub-a", func(m Made) in {
		return in{"vpcId": m.ID("hub"), "cidrBlock": "10.30.0.0/24", "availabilityZone": "eu-central-1a"}
	}},
	{"aws:ec2/subnet:Subnet", "hub-b", func(m Made) in {
		return in{"vpcId": m.ID("hub"), "cidrBlock": "10.30.1.0/24", "availabilityZone": "eu-central-1b"}
	}},
	{"aws:ec2/securityGroup:SecurityGroup", "hub-dns", func(m Made) in { return in{"vpcId": m.ID("hub")} }},
	{"aws:route53/resolverEndpoint:ResolverEndpoint", "resolver", func(m Made) in {
		return in{
			"direction": "OUTBOUND", "securityGroupIds": []any{m.ID("hub-dns")}, "ipAddresses": []any{in{"subnetId": m.ID("hub-a")}, in{"subnetId": m.ID("hub-b")}},
		}
	}},
	{"aws:route53/resolverRule:ResolverRule", "corp", func(m Made) in {
		return in{"domainName": "corp.example", "ruleType": "FORWARD", "resolverEndpointId": m.ID("resolver"), "targetIps": []any{in{"ip": "10.0.0.2"}}}
	}},
	{"aws:route53/resolverRuleAssociation:ResolverRuleAssociation", "corp-vpc", func(m Made) in {
		return in{"resolverRuleId": m.ID("corp"), "vpcId": m.ID("vpc")}
	}},
	{"aws:vpclattice/resourceGateway:ResourceGateway", "resource-gateway", func(m Made) in {
		return in{"name": "shop", "vpcId": m.ID("vpc"), "subnetIds": []any{m.ID("a"), m.ID("b")}, "securityGroupIds": []any{m.ID("group2")}}
	}},
	{"aws:vpclattice/resourceConfiguration:ResourceConfiguration", "resource", func(m Made) in {
		return in{
			"name": "api", "protocol": "TCP", "portRanges": []any{"443"}, "resourceGatewayIdentifier": m.ID("resource-gateway"),
			"resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.20.0.9"}},
		}
	}},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", "resource-endpoint", func(m Made) in {
		return in{"vpcId": m.ID("hub"), "vpcEndpointType": "Resource", "resourceConfigurationArn": m.Output("resource", "arn"), "subnetIds": []any{m.ID("hub-a")}}
	}},
}

// TrustOf lets a service assume a role.
func TrustOf(service string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s"},"Action":["sts:AssumeRole","sts:TagSession"]}]}`, service)
}

// TLSOnly refuses what comes to a bucket without TLS.
func TLSOnly(bucket string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Sid":"TLS","Effect":"Deny","Principal":"*","Action":"s3:*",
		"Resource":["arn:aws:s3:::%[1]s","arn:aws:s3:::%[1]s/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, bucket)
}
