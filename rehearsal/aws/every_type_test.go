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
	{tCluster, "cluster", func(id func(string) string, output func(string, string) string) in {
		return in{
			"roleArn": output("clusterrole", "arn"), "bootstrapSelfManagedAddons": false, "enabledClusterLogTypes": []any{"audit"},
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
	for _, token := range w.cloud.Types() {
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
	if left := w.cloud.Objects(); len(left) != 0 {
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
		return w.cloud.Objects()
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Errorf("the same objects expected (-first +second):\n%s", diff)
	}
}
