package aws

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// made is one resource of a type, with inputs that refer to those made before.
type made struct {
	token, name string
	inputs      func(id func(name string) string, output func(name, property string) string) in
}

const (
	flowLogsTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	logsKeyPolicy = `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
		{"Effect":"Allow","Principal":{"Service":"logs.eu-central-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],
		 "Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-central-1:111122223333:log-group:*"}}}]}`
	writeLogs = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"*"}]}`
)

// oneOfEach makes one resource of every type, in an order that AWS accepts.
var oneOfEach = []made{
	{tVPC, "vpc", func(_ func(string) string, _ func(string, string) string) in {
		return in{"cidrBlock": "10.20.0.0/16", "enableDnsHostnames": true, "tags": in{"Name": "vpc"}}
	}},
	{"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "cidrBlock": "100.64.0.0/16"}
	}},
	{tSubnet, "a", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "cidrBlock": "10.20.0.0/24", "availabilityZone": "eu-central-1a"}
	}},
	{tSubnet, "b", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "cidrBlock": "10.20.1.0/24", "availabilityZone": "eu-central-1b"}
	}},
	{tTable, "table", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("vpc")} }},
	{"aws:ec2/routeTableAssociation:RouteTableAssociation", "rta", func(id func(string) string, _ func(string, string) string) in {
		return in{"subnetId": id("a"), "routeTableId": id("table")}
	}},
	{"aws:ec2/defaultRouteTable:DefaultRouteTable", "drt", func(_ func(string) string, output func(string, string) string) in {
		return in{"defaultRouteTableId": output("vpc", "defaultRouteTableId"), "routes": []any{}}
	}},
	{tTable, "spare", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("vpc")} }},
	{"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "routeTableId": id("spare")}
	}},
	{"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "dsg", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc")}
	}},
	{tACL, "acl", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "subnetIds": []any{id("a")}, "ingress": []any{in{
			"action": "allow", "fromPort": 0, "toPort": 0, "protocol": "-1", "ruleNo": 100, "cidrBlock": "10.20.0.0/16",
		}}}
	}},
	{tACL, "acl2", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("vpc")} }},
	{"aws:ec2/networkAclRule:NetworkAclRule", "aclrule", func(id func(string) string, _ func(string, string) string) in {
		return in{"networkAclId": id("acl2"), "ruleNumber": 100, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "10.20.0.0/16", "fromPort": 443, "toPort": 443, "egress": true}
	}},
	{"aws:ec2/networkAclAssociation:NetworkAclAssociation", "aclassoc", func(id func(string) string, _ func(string, string) string) in {
		return in{"networkAclId": id("acl2"), "subnetId": id("b")}
	}},
	{"aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "dacl", func(_ func(string) string, output func(string, string) string) in {
		return in{"defaultNetworkAclId": output("vpc", "defaultNetworkAclId")}
	}},
	{tGroup, "group", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "ingress": []any{in{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": []any{"10.20.0.0/16"}}}}
	}},
	{tGroup, "group2", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("vpc")} }},
	{"aws:ec2/securityGroupRule:SecurityGroupRule", "rule", func(id func(string) string, _ func(string, string) string) in {
		return in{"securityGroupId": id("group2"), "type": "egress", "protocol": "tcp", "fromPort": 443, "toPort": 443, "sourceSecurityGroupId": id("group")}
	}},
	{tIngress, "in", func(id func(string) string, _ func(string, string) string) in {
		return in{"securityGroupId": id("group2"), "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.20.0.0/16"}
	}},
	{"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", func(id func(string) string, _ func(string, string) string) in {
		return in{"securityGroupId": id("group2"), "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListId": "pl-6ea54007"}
	}},
	{"aws:ec2/managedPrefixList:ManagedPrefixList", "list", func(_ func(string) string, _ func(string, string) string) in {
		return in{"addressFamily": "IPv4", "maxEntries": 5, "entries": []any{in{"cidr": "10.0.0.0/8"}}}
	}},
	{tEndpoint, "s3", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "serviceName": "com.amazonaws.eu-central-1.s3", "routeTableIds": []any{id("table")}}
	}},
	{tEndpoint, "ec2", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"vpcId": id("vpc"), "serviceName": "com.amazonaws.eu-central-1.ec2", "vpcEndpointType": "Interface", "subnetIds": []any{id("a")},
			"securityGroupIds": []any{id("group")}, "privateDnsEnabled": true,
		}
	}},
	{tEndpoint, "sts", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "serviceName": "com.amazonaws.eu-central-1.sts", "vpcEndpointType": "Interface", "privateDnsEnabled": true}
	}},
	{"aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "policy", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcEndpointId": id("sts"), "policy": `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*","Resource":"*"}]}`}
	}},
	{tEndpoint, "ddb", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "serviceName": "com.amazonaws.eu-central-1.dynamodb"}
	}},
	{"aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "erta", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcEndpointId": id("ddb"), "routeTableId": id("table")}
	}},
	{"aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "esa", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcEndpointId": id("sts"), "subnetId": id("b")}
	}},
	{"aws:ec2/networkInterface:NetworkInterface", "eni", func(id func(string) string, _ func(string, string) string) in {
		return in{"subnetId": id("a"), "securityGroups": []any{id("group")}}
	}},
	{tRoute, "route", func(id func(string) string, _ func(string, string) string) in {
		return in{"routeTableId": id("spare"), "destinationCidrBlock": "192.168.0.0/16", "networkInterfaceId": id("eni")}
	}},
	{"aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dopt", func(_ func(string) string, _ func(string, string) string) in {
		return in{"domainName": "eu-central-1.compute.internal", "domainNameServers": []any{"AmazonProvidedDNS"}}
	}},
	{"aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dopta", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "dhcpOptionsId": id("dopt")}
	}},
	{tKey, "key", func(_ func(string) string, _ func(string, string) string) in {
		return in{"policy": logsKeyPolicy, "enableKeyRotation": true, "deletionWindowInDays": 7}
	}},
	{"aws:kms/alias:Alias", "alias", func(id func(string) string, _ func(string, string) string) in {
		return in{"name": "alias/logs", "targetKeyId": id("key")}
	}},
	{tKey, "key2", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:kms/keyPolicy:KeyPolicy", "keypolicy", func(id func(string) string, _ func(string, string) string) in {
		return in{"keyId": id("key2"), "policy": logsKeyPolicy}
	}},
	{tRole, "role", func(_ func(string) string, _ func(string, string) string) in {
		return in{"assumeRolePolicy": flowLogsTrust}
	}},
	{"aws:iam/rolePolicy:RolePolicy", "rolepolicy", func(id func(string) string, _ func(string, string) string) in {
		return in{"role": id("role"), "policy": writeLogs}
	}},
	{"aws:iam/policy:Policy", "managed", func(_ func(string) string, _ func(string, string) string) in { return in{"policy": writeLogs} }},
	{"aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", func(id func(string) string, _ func(string, string) string) in {
		return in{"role": id("role"), "policyArn": id("managed")}
	}},
	{tLogGroup, "logs", func(_ func(string) string, output func(string, string) string) in {
		return in{"name": "/vpc/flow", "retentionInDays": 365, "kmsKeyId": output("key", "arn")}
	}},
	{"aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "logpolicy", func(_ func(string) string, _ func(string, string) string) in {
		return in{"policyName": "dns", "policyDocument": writeLogs}
	}},
	{"aws:ec2/flowLog:FlowLog", "flow", func(id func(string) string, output func(string, string) string) in {
		return in{
			"vpcId": id("vpc"), "trafficType": "ALL", "logDestination": output("logs", "arn"), "iamRoleArn": output("role", "arn"),
			"maxAggregationInterval": 60, "logFormat": "${version} ${flow-direction} ${traffic-path}",
		}
	}},
	{"aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList", "domains", func(_ func(string) string, _ func(string, string) string) in {
		return in{"domains": []any{"*.amazonaws.com.", "internal.example."}}
	}},
	{"aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup", "rules", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:route53/resolverFirewallRule:ResolverFirewallRule", "allow", func(id func(string) string, _ func(string, string) string) in {
		return in{"action": "ALLOW", "firewallDomainListId": id("domains"), "firewallRuleGroupId": id("rules"), "priority": 100}
	}},
	{"aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation", "fwassoc", func(id func(string) string, _ func(string, string) string) in {
		return in{"firewallRuleGroupId": id("rules"), "priority": 101, "vpcId": id("vpc")}
	}},
	{"aws:route53/resolverFirewallConfig:ResolverFirewallConfig", "fwconfig", func(id func(string) string, _ func(string, string) string) in {
		return in{"resourceId": id("vpc"), "firewallFailOpen": "DISABLED"}
	}},
	{"aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "querylog", func(_ func(string) string, output func(string, string) string) in {
		return in{"destinationArn": output("logs", "arn")}
	}},
	{"aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation", "qlassoc", func(id func(string) string, _ func(string, string) string) in {
		return in{"resolverQueryLogConfigId": id("querylog"), "resourceId": id("vpc")}
	}},
	{tVPC, "hub", func(_ func(string) string, _ func(string, string) string) in { return in{"cidrBlock": "10.30.0.0/16"} }},
	{"aws:route53/zone:Zone", "zone", func(id func(string) string, _ func(string, string) string) in {
		return in{"name": "internal.example", "vpcs": []any{in{"vpcId": id("vpc")}}}
	}},
	{"aws:route53/record:Record", "record", func(id func(string) string, _ func(string, string) string) in {
		return in{"zoneId": id("zone"), "name": "api", "type": "A", "ttl": 60, "records": []any{"10.20.0.10"}}
	}},
	{"aws:route53/zoneAssociation:ZoneAssociation", "zassoc", func(id func(string) string, _ func(string, string) string) in {
		return in{"zoneId": id("zone"), "vpcId": id("hub")}
	}},
	{"aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization", "zauth", func(id func(string) string, _ func(string, string) string) in {
		return in{"zoneId": id("zone"), "vpcId": "vpc-0123456789abcdef0"}
	}},
	{"aws:route53/profilesProfile:ProfilesProfile", "profile", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:route53/profilesAssociation:ProfilesAssociation", "passoc", func(id func(string) string, _ func(string, string) string) in {
		return in{"profileId": id("profile"), "resourceId": id("vpc")}
	}},
	{"aws:route53/profilesResourceAssociation:ProfilesResourceAssociation", "pres", func(id func(string) string, output func(string, string) string) in {
		return in{"profileId": id("profile"), "resourceArn": output("zone", "arn")}
	}},
	{"aws:ram/resourceShare:ResourceShare", "share", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:ram/resourceAssociation:ResourceAssociation", "shared", func(id func(string) string, output func(string, string) string) in {
		return in{"resourceShareArn": id("share"), "resourceArn": output("profile", "arn")}
	}},
	{"aws:ram/principalAssociation:PrincipalAssociation", "principal", func(id func(string) string, _ func(string, string) string) in {
		return in{"resourceShareArn": id("share"), "principal": "444455556666"}
	}},
	{"aws:ec2/internetGateway:InternetGateway", "igw", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "igwa", func(id func(string) string, _ func(string, string) string) in {
		return in{"internetGatewayId": id("igw"), "vpcId": id("vpc")}
	}},
	{"aws:ec2/eip:Eip", "eip", func(_ func(string) string, _ func(string, string) string) in { return in{"domain": "vpc"} }},
	{"aws:ec2/natGateway:NatGateway", "nat", func(id func(string) string, _ func(string, string) string) in {
		return in{"subnetId": id("a"), "allocationId": id("eip")}
	}},
	{"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "eigw", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc")}
	}},
	{"aws:ec2transitgateway/transitGateway:TransitGateway", "tgw", func(_ func(string) string, _ func(string, string) string) in { return in{} }},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "tgwa", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayId": id("tgw"), "vpcId": id("vpc"), "subnetIds": []any{id("b")}}
	}},
	{"aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "pcx", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("vpc"), "peerVpcId": id("hub"), "autoAccept": true}
	}},
	{"aws:ec2/vpnGateway:VpnGateway", "vgw", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("vpc")} }},
	{"aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "bpa", func(_ func(string) string, _ func(string, string) string) in {
		return in{"internetGatewayBlockMode": "block-bidirectional"}
	}},
	{tRole, "clusterrole", func(_ func(string) string, _ func(string, string) string) in {
		return in{"assumeRolePolicy": trustOf("eks.amazonaws.com")}
	}},
	{tRole, "noderole", func(_ func(string) string, _ func(string, string) string) in {
		return in{"assumeRolePolicy": trustOf("ec2.amazonaws.com")}
	}},
	{tRole, "podrole", func(_ func(string) string, _ func(string, string) string) in {
		return in{"assumeRolePolicy": trustOf("pods.eks.amazonaws.com")}
	}},
	{"aws:iam/instanceProfile:InstanceProfile", "profile-of-nodes", func(id func(string) string, _ func(string, string) string) in {
		return in{"role": id("noderole")}
	}},
	{tLogGroup, "logs-of-cluster", func(_ func(string) string, _ func(string, string) string) in {
		return in{"name": "/aws/eks/every-type/cluster"}
	}},
	{tCluster, "cluster", func(id func(string) string, output func(string, string) string) in {
		return in{
			"name": "every-type", "roleArn": output("clusterrole", "arn"), "bootstrapSelfManagedAddons": false, "enabledClusterLogTypes": []any{"audit"},
			"accessConfig": in{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": false},
			"vpcConfig": in{
				"subnetIds": []any{id("a"), id("b")}, "securityGroupIds": []any{id("group2")}, "endpointPrivateAccess": true, "endpointPublicAccess": false,
			},
		}
	}},
	{tAccessEntry, "entry", func(id func(string) string, output func(string, string) string) in {
		return in{"clusterName": id("cluster"), "principalArn": output("podrole", "arn")}
	}},
	{"aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "view", func(id func(string) string, output func(string, string) string) in {
		return in{
			"clusterName": id("cluster"), "principalArn": output("podrole", "arn"), "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
			"accessScope": in{"type": "namespace", "namespaces": []any{"shop"}},
		}
	}},
	{tAddOn, "vpc-cni", func(id func(string) string, output func(string, string) string) in {
		return in{
			"clusterName": id("cluster"), "addonName": "vpc-cni", "addonVersion": "v1.21.1-eksbuild.3",
			"podIdentityAssociations": []any{in{"roleArn": output("podrole", "arn"), "serviceAccount": "aws-node"}},
		}
	}},
	{tAddOn, "kube-proxy", func(id func(string) string, _ func(string, string) string) in {
		return in{"clusterName": id("cluster"), "addonName": "kube-proxy", "addonVersion": "v1.34.3-eksbuild.2"}
	}},
	{tTemplate, "template", func(id func(string) string, _ func(string, string) string) in {
		return in{"networkInterfaces": []any{in{"associatePublicIpAddress": "false", "securityGroups": []any{id("group2")}}}}
	}},
	{tNodeGroup, "nodes", func(id func(string) string, output func(string, string) string) in {
		return in{
			"clusterName": id("cluster"), "nodeRoleArn": output("noderole", "arn"), "subnetIds": []any{id("a"), id("b")}, "instanceTypes": []any{"m7i.large"},
			"scalingConfig": in{"minSize": 1, "desiredSize": 1, "maxSize": 2}, "launchTemplate": in{"id": id("template"), "version": "1"},
		}
	}},
	{"aws:eks/podIdentityAssociation:PodIdentityAssociation", "identity", func(id func(string) string, output func(string, string) string) in {
		return in{"clusterName": id("cluster"), "namespace": "shop", "serviceAccount": "checkout", "roleArn": output("podrole", "arn")}
	}},
	{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc", func(_ func(string) string, _ func(string, string) string) in {
		return in{"url": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE", "clientIdLists": []any{"sts.amazonaws.com"}}
	}},
	{tTemplate, "server", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"imageId": "ami-0123456789abcdef0", "instanceType": "m7i.large", "vpcSecurityGroupIds": []any{id("group2")},
			"iamInstanceProfile": in{"name": id("profile-of-nodes")},
		}
	}},
	{tTargets, "targets", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"port": 6443, "protocol": "TCP", "vpcId": id("vpc"), "preserveClientIp": "false",
			"healthCheck": in{"protocol": "HTTPS", "path": "/readyz", "port": "6443"},
		}
	}},
	{tTargets, "other-targets", func(id func(string) string, _ func(string, string) string) in {
		return in{"port": 9345, "protocol": "TCP", "vpcId": id("vpc")}
	}},
	{tBalancer, "balancer", func(id func(string) string, _ func(string, string) string) in {
		return in{"loadBalancerType": "network", "internal": true, "subnets": []any{id("a"), id("b")}, "securityGroups": []any{id("group2")}}
	}},
	{tListener, "listener", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"loadBalancerArn": id("balancer"), "port": 6443, "protocol": "TCP",
			"defaultActions": []any{in{"type": "forward", "targetGroupArn": id("targets")}},
		}
	}},
	{tScalingGroup, "servers", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"minSize": 1, "maxSize": 1, "vpcZoneIdentifiers": []any{id("a")}, "launchTemplate": in{"id": id("server"), "version": "1"},
			"targetGroupArns": []any{id("targets")}, "healthCheckType": "EC2", "suspendedProcesses": []any{"AZRebalance"},
			"initialLifecycleHooks": []any{in{"name": "launch", "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "heartbeatTimeout": 1800}},
			"tags":                  []any{in{"key": "Name", "value": "servers", "propagateAtLaunch": true}},
		}
	}},
	{tScalingGroup, "pool", func(id func(string) string, _ func(string, string) string) in {
		return in{"minSize": 0, "maxSize": 3, "vpcZoneIdentifiers": []any{id("a"), id("b")}, "mixedInstancesPolicy": in{"launchTemplate": in{
			"launchTemplateSpecification": in{"launchTemplateId": id("server"), "version": "$Latest"},
			"overrides":                   []any{in{"instanceType": "m7i.large"}, in{"instanceType": "m6i.large"}},
		}}}
	}},
	{tHook, "terminate", func(id func(string) string, _ func(string, string) string) in {
		return in{"autoscalingGroupName": id("servers"), "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "heartbeatTimeout": 900}
	}},
	{"aws:autoscaling/policy:Policy", "step", func(id func(string) string, _ func(string, string) string) in {
		return in{"autoscalingGroupName": id("servers"), "adjustmentType": "ChangeInCapacity", "scalingAdjustment": 1}
	}},
	{"aws:autoscaling/attachment:Attachment", "asg-attachment", func(id func(string) string, _ func(string, string) string) in {
		return in{"autoscalingGroupName": id("pool"), "lbTargetGroupArn": id("other-targets")}
	}},
	{"aws:autoscaling/schedule:Schedule", "night", func(id func(string) string, _ func(string, string) string) in {
		return in{"autoscalingGroupName": id("pool"), "scheduledActionName": "night", "recurrence": "0 20 * * *", "minSize": 0}
	}},
	{tBucket, "bucket", func(_ func(string) string, _ func(string, string) string) in {
		return in{"bucket": "cloudgap-artifacts"}
	}},
	{tBucketPolicy, "bucket-policy", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "policy": tlsOnly("cloudgap-artifacts")}
	}},
	{"aws:s3/bucketVersioningV2:BucketVersioningV2", "versioning", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "versioningConfiguration": in{"status": "Enabled"}}
	}},
	{"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "encryption", func(id func(string) string, output func(string, string) string) in {
		return in{"bucket": id("bucket"), "rules": []any{in{
			"bucketKeyEnabled": true, "applyServerSideEncryptionByDefault": in{"sseAlgorithm": "aws:kms", "kmsMasterKeyId": output("key", "arn")},
		}}}
	}},
	{"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "no-public", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true, "restrictPublicBuckets": true}
	}},
	{"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "lifecycle", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "rules": []any{in{
			"id": "old", "status": "Enabled", "filter": in{"prefix": "snapshots/"}, "noncurrentVersionExpiration": in{"noncurrentDays": 30},
		}}}
	}},
	{"aws:s3/bucketOwnershipControls:BucketOwnershipControls", "ownership", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "rule": in{"objectOwnership": "BucketOwnerEnforced"}}
	}},
	{"aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2", "object-lock", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "rule": in{"defaultRetention": in{"mode": "GOVERNANCE", "days": 7}}}
	}},
	{"aws:s3/bucketLoggingV2:BucketLoggingV2", "bucket-logging", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "targetBucket": id("bucket"), "targetPrefix": "access/"}
	}},
	{tObject, "object", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "key": "bin/rke2", "content": "binary"}
	}},
	{"aws:s3/bucketObject:BucketObject", "old-object", func(id func(string) string, _ func(string, string) string) in {
		return in{"bucket": id("bucket"), "key": "bin/old", "contentBase64": "YmluYXJ5"}
	}},
	{tSecret, "token", func(_ func(string) string, output func(string, string) string) in {
		return in{"name": "cloudgap/token", "kmsKeyId": output("key", "arn"), "recoveryWindowInDays": 0}
	}},
	{tSecretVersion, "token-value", func(id func(string) string, _ func(string, string) string) in {
		return in{"secretId": id("token"), "secretString": "K10abc"}
	}},
	{tSecretPolicy, "token-policy", func(id func(string) string, output func(string, string) string) in {
		return in{"secretArn": id("token"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"` + output("noderole", "arn") +
			`"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`}
	}},
	{tTopic, "topic", func(_ func(string) string, _ func(string, string) string) in {
		return in{"kmsMasterKeyId": "alias/aws/sns"}
	}},
	{"aws:sns/topicPolicy:TopicPolicy", "topic-policy", func(id func(string) string, _ func(string, string) string) in {
		return in{"arn": id("topic"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}]}`}
	}},
	{tQueue, "queue", func(_ func(string) string, _ func(string, string) string) in {
		return in{"messageRetentionSeconds": 300}
	}},
	{"aws:sqs/queuePolicy:QueuePolicy", "queue-policy", func(id func(string) string, _ func(string, string) string) in {
		return in{"queueUrl": id("queue"), "policy": `{"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}`}
	}},
	{tAlarm, "members", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"comparisonOperator": "LessThanThreshold", "evaluationPeriods": 3, "metricName": "Members", "namespace": "cloudgap", "period": 60,
			"statistic": "Minimum", "threshold": 3, "alarmActions": []any{id("topic")}, "dimensions": in{"Cluster": "shop"},
		}
	}},
	{"aws:cloudwatch/logMetricFilter:LogMetricFilter", "filter", func(id func(string) string, _ func(string, string) string) in {
		return in{"logGroupName": id("logs"), "pattern": "error", "metricTransformation": in{"name": "errors", "namespace": "cloudgap", "value": "1"}}
	}},
	{tEventRule, "event-rule", func(_ func(string) string, _ func(string, string) string) in {
		return in{"eventPattern": `{"source":["aws.autoscaling"]}`}
	}},
	{tEventTarget, "target", func(id func(string) string, output func(string, string) string) in {
		return in{"rule": id("event-rule"), "arn": output("queue", "arn")}
	}},
	{tDocument, "session", func(_ func(string) string, _ func(string, string) string) in {
		return in{"documentType": "Session", "content": `{"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{}}`}
	}},
	{tParameter, "parameter", func(_ func(string) string, _ func(string, string) string) in {
		return in{"type": "SecureString", "value": "hidden", "name": "/cloudgap/token"}
	}},
	{"aws:ec2/managedPrefixList:ManagedPrefixList", "edge-list", func(_ func(string) string, _ func(string, string) string) in {
		return in{"addressFamily": "IPv6", "maxEntries": 5}
	}},
	{"aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "edge-entry", func(id func(string) string, _ func(string, string) string) in {
		return in{"prefixListId": id("edge-list"), "cidr": "2606:4700:a0::/48", "description": "edge"}
	}},
	{"aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "accepted", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcPeeringConnectionId": id("pcx"), "autoAccept": true}
	}},
	{"aws:ec2/peeringConnectionOptions:PeeringConnectionOptions", "pcx-options", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcPeeringConnectionId": id("pcx"), "requester": in{"allowRemoteVpcDnsResolution": true}}
	}},
	{"aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "exclusion", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("hub"), "internetGatewayExclusionMode": "allow-egress"}
	}},
	{tTransit, "hub-gateway", func(_ func(string) string, _ func(string, string) string) in {
		return in{"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
	}},
	{"aws:ec2transitgateway/vpcAttachment:VpcAttachment", "spoke", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayId": id("hub-gateway"), "vpcId": id("vpc"), "subnetIds": []any{id("a")}}
	}},
	{tTransitTable, "spokes", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayId": id("hub-gateway")}
	}},
	{"aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation", "spoke-table", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayAttachmentId": id("spoke"), "transitGatewayRouteTableId": id("spokes")}
	}},
	{"aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", "spoke-routes", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayAttachmentId": id("spoke"), "transitGatewayRouteTableId": id("spokes")}
	}},
	{tTransitRoute, "nowhere", func(id func(string) string, _ func(string, string) string) in {
		return in{"transitGatewayRouteTableId": id("spokes"), "destinationCidrBlock": "0.0.0.0/0", "blackhole": true}
	}},
	{tSubnet, "hub-a", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("hub"), "cidrBlock": "10.30.0.0/24", "availabilityZone": "eu-central-1a"}
	}},
	{tSubnet, "hub-b", func(id func(string) string, _ func(string, string) string) in {
		return in{"vpcId": id("hub"), "cidrBlock": "10.30.1.0/24", "availabilityZone": "eu-central-1b"}
	}},
	{tGroup, "hub-dns", func(id func(string) string, _ func(string, string) string) in { return in{"vpcId": id("hub")} }},
	{tResolverEndpoint, "resolver", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"direction": "OUTBOUND", "securityGroupIds": []any{id("hub-dns")}, "ipAddresses": []any{in{"subnetId": id("hub-a")}, in{"subnetId": id("hub-b")}},
		}
	}},
	{tResolverRule, "corp", func(id func(string) string, _ func(string, string) string) in {
		return in{"domainName": "corp.example", "ruleType": "FORWARD", "resolverEndpointId": id("resolver"), "targetIps": []any{in{"ip": "10.0.0.2"}}}
	}},
	{tResolverAssociation, "corp-vpc", func(id func(string) string, _ func(string, string) string) in {
		return in{"resolverRuleId": id("corp"), "vpcId": id("vpc")}
	}},
	{tResourceGateway, "resource-gateway", func(id func(string) string, _ func(string, string) string) in {
		return in{"name": "shop", "vpcId": id("vpc"), "subnetIds": []any{id("a"), id("b")}, "securityGroupIds": []any{id("group2")}}
	}},
	{tResource, "resource", func(id func(string) string, _ func(string, string) string) in {
		return in{
			"name": "api", "portRanges": []any{"443"}, "resourceGatewayIdentifier": id("resource-gateway"),
			"resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.20.0.9"}},
		}
	}},
	{tEndpoint, "resource-endpoint", func(id func(string) string, output func(string, string) string) in {
		return in{"vpcId": id("hub"), "vpcEndpointType": "Resource", "resourceConfigurationArn": output("resource", "arn"), "subnetIds": []any{id("hub-a")}}
	}},
}

func TestOneOfEveryTypeCanBeMadeShowsNoDriftAndCanBeDeletedInReverse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	results := map[string]cloud.Result{}
	id := func(name string) string { return results[name].ID }
	output := func(name, property string) string { return results[name].Properties.String(property) }
	tokens := map[string]bool{}
	for _, m := range oneOfEach {
		results[m.name] = w.make(m.token, m.name, m.inputs(id, output))
		tokens[m.token] = true
	}
	for _, token := range w.Cloud.Types() {
		if !tokens[token] {
			t.Errorf("%s is registered and no test makes one", token)
		}
	}
	for _, m := range oneOfEach {
		if drift := w.drift(m.token, m.name, id(m.name)); len(drift) > 0 {
			t.Errorf("%s %s shows drift that nobody caused: %v", m.token, m.name, drift)
		}
	}
	for _, m := range slices.Backward(oneOfEach) {
		if err := w.delete(m.token, m.name, id(m.name)); err != nil {
			t.Errorf("delete %s: %v", m.name, err)
		}
	}
	if left := w.Cloud.Objects(); len(left) != 0 {
		t.Errorf("nothing expected to be left, got %v", left)
	}
}

func TestTwoRunsGiveTheSameAccount(t *testing.T) {
	t.Parallel()
	run := func() []cloud.Object {
		w := newWorld(t)
		results := map[string]cloud.Result{}
		for _, m := range oneOfEach {
			results[m.name] = w.make(m.token, m.name, m.inputs(
				func(name string) string { return results[name].ID },
				func(name, property string) string { return results[name].Properties.String(property) }))
		}
		return w.Cloud.Objects()
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Errorf("the same objects expected (-first +second):\n%s", diff)
	}
}
