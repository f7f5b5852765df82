package aws

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/everytype"
	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Each case was found by the conformance module, which asks the real provider 5.100 the same.
func TestChangesDoWhatTheProviderMakesOfThem(t *testing.T) {
	t.Parallel()
	const (
		tDHCP       = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"
		tGateway    = "aws:ec2transitgateway/transitGateway:TransitGateway"
		tAttachment = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
		tRecord     = "aws:route53/record:Record"
		tZone       = "aws:route53/zone:Zone"
		tLifecycle  = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
		tKeyPolicy  = "aws:kms/keyPolicy:KeyPolicy"
		tACLRule    = "aws:ec2/networkAclRule:NetworkAclRule"
	)
	cluster := func(changes in) in {
		inputs := in{
			"name": "c", "roleArn": "arn:aws:iam::111122223333:role/c", "vpcConfig": in{"subnetIds": []any{"subnet-1"}},
			"accessConfig":     in{"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": true},
			"encryptionConfig": in{"provider": in{"keyArn": "a"}, "resources": []any{"secrets"}}, "upgradePolicy": in{"supportType": "STANDARD"},
		}
		return changed(inputs, changes)
	}
	nodes := in{
		"clusterName": "c", "nodeGroupName": "n", "nodeRoleArn": "arn:aws:iam::111122223333:role/n", "subnetIds": []any{"subnet-1"},
		"scalingConfig": in{"minSize": 1, "maxSize": 1, "desiredSize": 1}, "launchTemplate": in{"id": "lt-1", "version": "1"},
	}
	balancer := in{"name": "b", "loadBalancerType": "network", "subnets": []any{"subnet-1"}}
	targets := in{"name": "t", "port": 443, "protocol": "TCP", "vpcId": "vpc-1", "healthCheck": in{"protocol": "HTTPS", "path": "/readyz"}}
	gateway := in{"defaultRouteTableAssociation": "disable"}
	record := in{"zoneId": "Z1", "name": "a", "type": "A", "ttl": 60, "records": []any{"10.0.0.1"}}
	resolver := in{"direction": "INBOUND", "securityGroupIds": []any{"g"}, "ipAddresses": []any{in{"subnetId": "a"}, in{"subnetId": "b"}}}
	firewallRule := in{"name": "f", "action": "ALLOW", "firewallDomainListId": "l", "firewallRuleGroupId": "g", "priority": 1}
	listener := in{"loadBalancerArn": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/b/1", "port": 443, "protocol": "TCP", "defaultActions": []any{
		in{"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/t/1"},
	}}
	parameter := in{"name": "p", "type": "String", "value": "v"}
	offered := in{
		"name": "api", "protocol": "TCP", "portRanges": []any{"443"}, "resourceGatewayIdentifier": "g",
		"resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.0.0.1"}},
	}
	named := changed(offered, in{"resourceConfigurationDefinition": in{"dnsResource": in{"domainName": "a.example", "ipAddressType": "IPV4"}}})
	aclRule := in{"networkAclId": "a", "ruleNumber": 1, "protocol": "tcp", "ruleAction": "allow", "cidrBlock": "10.0.0.0/8"}
	group := in{"name": "g", "minSize": 1, "maxSize": 1, "launchTemplate": in{"id": "lt-1", "version": "1"}, "vpcZoneIdentifiers": []any{"subnet-1"}}
	for name, test := range map[string]struct {
		token     string
		old, next in
		// updated and replaced are the properties that change, by what the change forces.
		updated, replaced []string
	}{
		"another set of DHCP options": {tDHCP, in{"vpcId": "v", "dhcpOptionsId": "a"}, in{"vpcId": "v", "dhcpOptionsId": "b"}, []string{"dhcpOptionsId"}, nil},
		"settings of a cluster that EKS keeps": {
			tCluster, cluster(in{}), cluster(in{"accessConfig": in{}, "upgradePolicy": in{}}), nil, nil,
		},
		"another key of a cluster": {
			tCluster, cluster(in{}), cluster(in{"encryptionConfig": in{"provider": in{"keyArn": "b"}, "resources": []any{"secrets"}}}),
			[]string{"encryptionConfig.provider.keyArn"}, nil,
		},
		"a cluster without encryption": {tCluster, cluster(in{}), cluster(in{"encryptionConfig": nil}), nil, []string{"encryptionConfig"}},
		"nodes without a template":     {tNodeGroup, nodes, changed(nodes, in{"launchTemplate": nil}), []string{"launchTemplate"}, nil},
		"nodes of another template":    {tNodeGroup, nodes, changed(nodes, in{"launchTemplate": in{"id": "lt-2", "version": "1"}}), nil, []string{"launchTemplate.id"}},
		"options that a template keeps": {
			tTemplate, in{"name": "template", "metadataOptions": in{"httpTokens": "required", "httpPutResponseHopLimit": 1}}, in{"name": "template", "metadataOptions": in{}}, nil, nil,
		},
		"attributes of other load balancers": {tBalancer, balancer, changed(balancer, in{"idleTimeout": 61, "enableHttp2": false}), nil, nil},
		"an attribute of its own":            {tBalancer, balancer, changed(balancer, in{"enableCrossZoneLoadBalancing": true}), []string{"enableCrossZoneLoadBalancing"}, nil},
		"the case of a protocol":             {tTargets, targets, changed(targets, in{"healthCheck": in{"protocol": "https", "path": "/readyz"}}), nil, nil},
		"a path that is kept":                {tTargets, targets, changed(targets, in{"healthCheck": in{"protocol": "HTTPS"}}), nil, nil},
		"default tables for a gateway made without": {
			tGateway, gateway, in{}, nil, []string{"defaultRouteTableAssociation"},
		},
		"none for one made with them": {tGateway, in{}, gateway, []string{"defaultRouteTableAssociation"}, nil},
		"what an attachment takes from its gateway": {
			tAttachment, in{"transitGatewayId": "t", "vpcId": "v", "subnetIds": []any{"s"}, "transitGatewayDefaultRouteTableAssociation": false},
			in{"transitGatewayId": "t", "vpcId": "v", "subnetIds": []any{"s"}}, nil, nil,
		},
		"a policy of another type": {
			"aws:autoscaling/policy:Policy", in{"name": "p", "autoscalingGroupName": "g", "adjustmentType": "ChangeInCapacity", "scalingAdjustment": 1},
			in{"name": "p", "autoscalingGroupName": "g", "adjustmentType": "ChangeInCapacity", "policyType": "StepScaling"}, []string{"policyType", "scalingAdjustment"}, nil,
		},
		"another group of a resource gateway": {
			tResourceGateway, in{"name": "gateway", "vpcId": "v", "subnetIds": []any{"s"}, "securityGroupIds": []any{"a"}},
			in{"name": "gateway", "vpcId": "v", "subnetIds": []any{"s"}, "securityGroupIds": []any{"b"}}, nil, []string{"securityGroupIds[0]"},
		},
		"a record of another type": {tRecord, record, changed(record, in{"type": "TXT"}), []string{"type"}, nil},
		"the Region of a zone's VPC": {
			tZone, in{"name": "z", "vpcs": []any{in{"vpcId": "v", "vpcRegion": "eu-central-1"}}}, in{"name": "z", "vpcs": []any{in{"vpcId": "v"}}}, nil, nil,
		},
		"a hook of another group": {
			tHook, in{"name": "h", "autoscalingGroupName": "a", "lifecycleTransition": hookTransitions[0]},
			in{"name": "h", "autoscalingGroupName": "b", "lifecycleTransition": hookTransitions[0]}, []string{"autoscalingGroupName"}, nil,
		},
		"the main table of another VPC": {
			"aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", in{"vpcId": "a", "routeTableId": "t"}, in{"vpcId": "b", "routeTableId": "t"}, []string{"vpcId"}, nil,
		},
		"the policy of another key": {tKeyPolicy, in{"keyId": "a", "policy": "{}"}, in{"keyId": "b", "policy": "{}"}, []string{"keyId"}, nil},
		"the number of a protocol":  {tACLRule, aclRule, changed(aclRule, in{"protocol": "6"}), nil, nil},
		"a protocol":                {tACLRule, aclRule, changed(aclRule, in{"protocol": "udp"}), nil, []string{"protocol"}},
		"a record without a time":   {tRecord, record, changed(record, in{"ttl": nil}), []string{"ttl"}, nil},
		"a set of a record":         {tRecord, record, changed(record, in{"setIdentifier": "blue"}), []string{"setIdentifier"}, nil},
		"the pool of an address":    {"aws:ec2/eip:Eip", in{"domain": "vpc"}, in{"domain": "vpc", "customerOwnedIpv4Pool": "p"}, []string{"customerOwnedIpv4Pool"}, nil},
		"the family of a resolver":  {tResolverEndpoint, resolver, changed(resolver, in{"resolverEndpointType": "DUALSTACK"}), []string{"resolverEndpointType"}, nil},
		"the type of a query":       {"aws:route53/resolverFirewallRule:ResolverFirewallRule", firewallRule, changed(firewallRule, in{"qType": "A"}), []string{"qType"}, nil},
		"private names of a gateway endpoint": {
			tEndpoint, in{"vpcId": "v", "serviceName": "s"}, in{"vpcId": "v", "serviceName": "s", "privateDnsEnabled": true}, []string{"privateDnsEnabled"}, nil,
		},
		"an endpoint that leads to nothing": {tEndpoint, in{"vpcId": "v", "serviceName": "s"}, in{"vpcId": "v"}, nil, []string{"serviceName"}},
		"headers of a listener that reads none": {
			tListener, listener, changed(listener, in{"routingHttpResponseServerEnabled": true}), nil, nil,
		},
		"headers of a listener that reads them": {
			tListener, changed(listener, in{"protocol": "HTTPS"}), changed(listener, in{"protocol": "HTTPS", "routingHttpResponseServerEnabled": true}),
			[]string{"routingHttpResponseServerEnabled"}, nil,
		},
		"the protocol of targets that have none": {tTargets, targets, changed(targets, in{"protocolVersion": "HTTP2"}), nil, nil},
		"keys of a queue without one":            {tQueue, in{}, in{"kmsDataKeyReusePeriodSeconds": 600}, nil, nil},
		"a tier that the service chooses":        {tParameter, parameter, changed(parameter, in{"tier": "Intelligent-Tiering"}), nil, nil},
		"what a resource offers": {
			tResource, offered, changed(offered, in{"resourceConfigurationDefinition": nil}), []string{"resourceConfigurationDefinition"}, nil,
		},
		"a name that a resource offers": {
			tResource, named, offered, []string{"resourceConfigurationDefinition.ipResource"}, []string{"resourceConfigurationDefinition.dnsResource"},
		},
		"no rules any more": {
			tLifecycle, in{"bucket": "b", "rules": []any{in{"id": "a", "status": "Enabled"}}}, in{"bucket": "b"}, []string{"rules"}, nil,
		},
		"properties in a profile": {
			"aws:route53/profilesResourceAssociation:ProfilesResourceAssociation", in{"name": "a", "profileId": "p", "resourceArn": "r"},
			in{"name": "a", "profileId": "p", "resourceArn": "r", "resourceProperties": "{}"}, []string{"resourceProperties"}, nil,
		},
		"a version that a group keeps": {tScalingGroup, group, changed(group, in{"launchTemplate": in{"id": "lt-1"}}), nil, nil},
	} {
		w := newWorld(t)
		r, old, err := w.check(test.token, "x", test.old)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, next, err := w.check(test.token, "x", test.next)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var updated, replaced []string
		for _, change := range r.Diff(old, next) {
			if change.Replaces {
				replaced = append(replaced, change.Path)
			} else {
				updated = append(updated, change.Path)
			}
		}
		if diff := cmp.Diff([][]string{test.updated, test.replaced}, [][]string{updated, replaced}); diff != "" {
			t.Errorf("%s: updated and replaced (-want +got):\n%s", name, diff)
		}
	}
}

// changed is a copy of inputs with other values; nil takes one away.
func changed(inputs, changes in) in {
	next := in{}
	for name, value := range inputs {
		next[name] = value
	}
	for name, value := range changes {
		if next[name] = value; value == nil {
			delete(next, name)
		}
	}
	return next
}

// Each case is one that the real provider 5.100 refuses as well, before any call.
func TestInputsAreRefusedWhereTheProviderRefusesThem(t *testing.T) {
	t.Parallel()
	rule := func(action string) []any {
		return []any{in{"action": action, "fromPort": 0, "toPort": 0, "protocol": "-1", "ruleNo": 100, "cidrBlock": "10.0.0.0/8"}}
	}
	cluster := in{"roleArn": "arn:aws:iam::111122223333:role/c", "vpcConfig": in{"subnetIds": []any{"subnet-1"}}}
	aclRule := func(protocol string) in {
		return in{"networkAclId": "a", "ruleNumber": 1, "protocol": protocol, "ruleAction": "allow", "cidrBlock": "10.0.0.0/8"}
	}
	peers := in{"securityGroupId": "a", "type": "ingress", "protocol": "tcp", "fromPort": 1, "toPort": 1, "sourceSecurityGroupId": "b"}
	offered := in{"name": "api", "portRanges": []any{"443"}, "resourceGatewayIdentifier": "g", "resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.0.0.1"}}}
	for name, test := range map[string]struct {
		token  string
		inputs in
		text   string
	}{
		"action of a rule beside it":    {"aws:ec2/networkAclRule:NetworkAclRule", in{"networkAclId": "a", "ruleNumber": 1, "protocol": "tcp", "ruleAction": "ALLOW", "cidrBlock": "10.0.0.0/8"}, "ruleAction"},
		"deduplication in a queue":      {tQueue, in{"contentBasedDeduplication": true}, "FIFO"},
		"messages of more than 256 K":   {tQueue, in{"maxMessageSize": 262145}, "maxMessageSize"},
		"a protocol that there is not":  {"aws:ec2/networkAclRule:NetworkAclRule", aclRule("tcb"), "unsupported NACL protocol: tcb"},
		"a number of no protocol":       {"aws:ec2/networkAclRule:NetworkAclRule", aclRule("57"), "unsupported NACL protocol: 57"},
		"a group beside itself":         {"aws:ec2/securityGroupRule:SecurityGroupRule", changed(peers, in{"self": false}), "conflicts"},
		"a group beside a block":        {"aws:ec2/securityGroupRule:SecurityGroupRule", changed(peers, in{"cidrBlocks": []any{"10.0.0.0/8"}}), "conflicts"},
		"a resource without protocol":   {tResource, offered, "at least one of"},
		"a resource in group and alone": {tResource, changed(offered, in{"resourceConfigurationGroupId": "c"}), "exactly one of"},
		"the time of an alias":          {"aws:route53/record:Record", in{"zoneId": "Z1", "name": "a", "type": "A", "ttl": 60, "aliases": []any{in{"name": "b", "zoneId": "Z2", "evaluateTargetHealth": false}}}, "ttl"},
		"a name beside its prefix":      {tRole, in{"name": "a", "namePrefix": "a", "assumeRolePolicy": "{}"}, "conflicts"},
		"a boundary that is none":       {tRole, in{"permissionsBoundary": "x", "assumeRolePolicy": "{}"}, "permissionsBoundary"},
		"two zones of a subnet":         {tSubnet, in{"vpcId": "v", "cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-central-1a", "availabilityZoneId": "euc1-az2"}, "conflicts"},
		"a block without its pool":      {tVPC, in{"cidrBlock": "10.0.0.0/16", "ipv6NetmaskLength": 56}, "must be given with"},
		"a network of a cluster":        {tCluster, changed(cluster, in{"vpcConfig": in{"subnetIds": []any{"subnet-1"}, "vpcId": "v"}}), "the service decides"},
		"a switch of an interface":      {tTemplate, in{"networkInterfaces": []any{in{"deleteOnTermination": "yes"}}}, "networkInterfaces[0].deleteOnTermination"},
		"a slow volume":                 {tTemplate, in{"blockDeviceMappings": []any{in{"deviceName": "a", "ebs": in{"throughput": 1}}}}, "throughput"},
		"input that is no JSON":         {tEventTarget, in{"rule": "r", "arn": "arn:aws:sqs:eu-central-1:111122223333:q", "input": "x"}, "input"},
		"a system in the internet":      {"aws:ec2/vpnGateway:VpnGateway", in{"amazonSideAsn": "3320"}, "amazonSideAsn"},
		"a class of objects":            {tObject, in{"bucket": "b", "storageClass": "COLD"}, "storageClass"},
		"throughput of a topic":         {tTopic, in{"fifoThroughputScope": "Topic"}, "FIFO"},
		"an archive of a topic":         {tTopic, in{"archivePolicy": "{}"}, "FIFO"},
		"addresses of a public NAT":     {"aws:ec2/natGateway:NatGateway", in{"subnetId": "s", "allocationId": "a", "connectivityType": "public", "secondaryPrivateIpAddressCount": 1}, "not supported"},
		"action of a network ACL":       {tACL, in{"vpcId": "v", "ingress": rule("permit")}, "ingress[0].action"},
		"domain of an address":          {"aws:ec2/eip:Eip", in{"domain": "public"}, "domain"},
		"address of a private NAT":      {"aws:ec2/natGateway:NatGateway", in{"subnetId": "s", "connectivityType": "private", "allocationId": "a"}, "allocation_id"},
		"type of an access entry":       {tAccessEntry, in{"clusterName": "c", "principalArn": "p", "type": "HUMAN"}, "type"},
		"cluster without subnets":       {tCluster, changed(cluster, in{"vpcConfig": in{}}), "vpcConfig.subnetIds"},
		"family of addresses":           {tCluster, changed(cluster, in{"kubernetesNetworkConfig": in{"ipFamily": "ipx"}}), "ipFamily"},
		"encryption of nothing":         {tCluster, changed(cluster, in{"encryptionConfig": in{"provider": in{"keyArn": "a"}}}), "encryptionConfig.resources"},
		"encryption of anything":        {tCluster, changed(cluster, in{"encryptionConfig": in{"provider": in{"keyArn": "a"}, "resources": []any{"logs"}}}), "secrets"},
		"limits of an update":           {tNodeGroup, in{"clusterName": "c", "nodeRoleArn": "r", "subnetIds": []any{"s"}, "scalingConfig": in{"minSize": 1, "maxSize": 1, "desiredSize": 1}, "updateConfig": in{}}, "updateConfig"},
		"unit of a metric":              {"aws:cloudwatch/logMetricFilter:LogMetricFilter", in{"logGroupName": "l", "pattern": "", "metricTransformation": in{"name": "n", "namespace": "n", "value": "1", "unit": "Pounds"}}, "unit"},
		"a span that is none":           {tScalingGroup, in{"minSize": 1, "maxSize": 1, "launchTemplate": in{"id": "l"}, "waitForCapacityTimeout": "soon"}, "parsed as a duration"},
		"action without a target":       {tListener, in{"loadBalancerArn": "arn:aws:x", "defaultActions": []any{in{"type": "forward"}}}, "targetGroupArn"},
		"action without its block":      {tListener, in{"loadBalancerArn": "arn:aws:x", "defaultActions": []any{in{"type": "redirect"}}}, "redirect"},
		"switch of a transit gateway":   {"aws:ec2transitgateway/transitGateway:TransitGateway", in{"securityGroupReferencingSupport": "on"}, "securityGroupReferencingSupport"},
	} {
		_, _, err := newWorld(t).check(test.token, "x", test.inputs)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		expect(t, err, "CheckFailure", test.text)
	}
}

func TestAClusterKeepsItsKey(t *testing.T) {
	t.Parallel()
	w := newEksWorld(t)
	first, second := w.make(tKey, "first", in{}).Properties.String("arn"), w.make(tKey, "second", in{}).Properties.String("arn")
	encrypted := func(key string) in {
		return w.clusterInputs(func(inputs in) {
			inputs["name"], inputs["encryptionConfig"] = "encrypted", in{"provider": in{"keyArn": key}, "resources": []any{"secrets"}}
		})
	}
	made := w.make(tCluster, "encrypted", encrypted(first))
	changed, err := w.update(tCluster, "encrypted", made.ID, encrypted(second))
	if err != nil {
		t.Fatal(err)
	}
	if key := changed.Properties.String("encryptionConfig.provider.keyArn"); key != first {
		t.Errorf("EKS changes no key: want %s, got %s", first, key)
	}
}

func TestAPolicyStaysWithItsKey(t *testing.T) {
	t.Parallel()
	const token = "aws:kms/keyPolicy:KeyPolicy"
	w := newWorld(t)
	first, second := w.make(tKey, "first", in{}), w.make(tKey, "second", in{})
	policy := w.make(token, "policy", in{"keyId": first.ID, "policy": everytype.LogsKeyPolicy})
	changed, err := w.update(token, "policy", policy.ID, in{"keyId": second.ID, "policy": everytype.LogsKeyPolicy})
	if err != nil {
		t.Fatal(err)
	}
	if key := changed.Properties.String("keyId"); key != first.ID {
		t.Errorf("the provider asks for the policy of the first key: want %s, got %s", first.ID, key)
	}
	if properties, _ := w.read(tKey, "second", second.ID); properties.String("policy") == everytype.LogsKeyPolicy {
		t.Error("the second key got the policy")
	}
}

func TestTheMainTableStaysThatOfItsVPC(t *testing.T) {
	t.Parallel()
	const token = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
	w := newWorld(t)
	first, second := w.vpc(), w.make(tVPC, "second", in{"cidrBlock": "10.30.0.0/16"})
	table := w.make(tTable, "first", in{"vpcId": first.ID})
	elsewhere := w.make(tTable, "elsewhere", in{"vpcId": second.ID})
	association := w.make(token, "main", in{"vpcId": first.ID, "routeTableId": table.ID})
	_, err := w.update(token, "main", association.ID, in{"vpcId": second.ID, "routeTableId": elsewhere.ID})
	expect(t, err, "InvalidParameterValue", "different networks")
	_, err = w.update(token, "main", association.ID, in{"vpcId": second.ID, "routeTableId": table.ID})
	expect(t, err, "", "")
	if properties, _ := w.read(tVPC, "second", second.ID); properties.String("mainRouteTableId") == table.ID {
		t.Error("the main table of one VPC became that of another")
	}
	expect(t, w.delete(token, "main", association.ID), "", "")
	expect(t, w.delete(tTable, "first", table.ID), "", "")
}

func TestAHookThatMovesStaysWithItsFirstGroupToo(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	template := w.make(tTemplate, "template", in{"imageId": "ami-0123456789abcdef0", "instanceType": "m7i.large"})
	for _, name := range []string{"first", "second"} {
		w.make(tScalingGroup, name, in{
			"name": name, "minSize": 0, "maxSize": 1, "vpcZoneIdentifiers": []any{ids["a"]}, "launchTemplate": in{"id": template.ID, "version": "1"},
		})
	}
	hook := func(group string) in {
		return in{"name": "leave", "autoscalingGroupName": group, "lifecycleTransition": hookTransitions[0]}
	}
	hooks := func() (groups []string) {
		for _, o := range w.Cloud.Objects() {
			if o.Kind == kindLifecycleHook {
				groups = append(groups, o.Properties.String("autoscalingGroupName"))
			}
		}
		slices.Sort(groups)
		return groups
	}
	made := w.make(tHook, "hook", hook("first"))
	for _, step := range []struct {
		group string
		want  []string
	}{{"second", []string{"first", "second"}}, {"first", []string{"first", "second"}}} {
		_, err := w.update(tHook, "hook", made.ID, hook(step.group))
		expect(t, err, "", "")
		if diff := cmp.Diff(step.want, hooks()); diff != "" {
			t.Errorf("hooks after a move to the %s group (-want +got):\n%s", step.group, diff)
		}
	}
	expect(t, w.delete(tHook, "hook", made.ID), "", "")
	expect(t, w.delete(tScalingGroup, "second", "second"), "", "")
	if diff := cmp.Diff([]string(nil), hooks()); diff != "" {
		t.Errorf("hooks left (-want +got):\n%s", diff)
	}
}

func TestAnEndpointLeadsSomewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.create(tEndpoint, "e", in{"vpcId": w.vpc().ID})
	expect(t, err, "MissingParameter", "ServiceName")
}

func TestAnObjectWithoutAKeyIsNamedLikeItsResource(t *testing.T) {
	t.Parallel()
	_, checked, err := newWorld(t).check(tObject, "config", in{"bucket": "b"})
	if err != nil || checked.String("key") != "config" {
		t.Errorf("pulumi-aws takes the resource's name for the key, without digits: got %q, %v", checked.String("key"), err)
	}
}

// fits tells whether a path leads to an input.
func fits(fields cloud.Fields, path string) bool {
	name, rest, more := strings.Cut(path, ".")
	field, known := fields[strings.TrimSuffix(name, "[*]")]
	if !known || !more {
		return known
	}
	shape := field.Shape
	if strings.HasSuffix(name, "[*]") {
		shape = shape.Element
	}
	return fits(shape.Fields, rest)
}

func TestTheProvidersRulesAreAboutInputsThatThereAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for token, rules := range providerSchema {
		r, err := w.Cloud.Type(token)
		if err != nil {
			t.Error(err)
			continue
		}
		paths := slices.Concat(slices.Collect(maps.Keys(rules.oneOf)), slices.Collect(maps.Keys(rules.matching)), slices.Collect(maps.Keys(rules.valid)),
			slices.Collect(maps.Keys(rules.ranges)), slices.Collect(maps.Keys(rules.with)), rules.decided)
		for _, pair := range rules.apart {
			paths = append(paths, pair[:]...)
		}
		for _, others := range rules.with {
			paths = append(paths, others...)
		}
		for _, path := range paths {
			if !fits(r.Schema().Inputs, path) {
				t.Errorf("%s has no input %s", token, path)
			}
		}
	}
}
