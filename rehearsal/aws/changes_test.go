package aws

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
	for name, test := range map[string]struct {
		token  string
		inputs in
		text   string
	}{
		"action of a rule beside it":  {"aws:ec2/networkAclRule:NetworkAclRule", in{"networkAclId": "a", "ruleNumber": 1, "protocol": "tcp", "ruleAction": "ALLOW", "cidrBlock": "10.0.0.0/8"}, "ruleAction"},
		"deduplication in a queue":    {tQueue, in{"contentBasedDeduplication": true}, "FIFO"},
		"messages of more than 256 K": {tQueue, in{"maxMessageSize": 262145}, "maxMessageSize"},
		"action of a network ACL":     {tACL, in{"vpcId": "v", "ingress": rule("permit")}, "ingress[0].action"},
		"domain of an address":        {"aws:ec2/eip:Eip", in{"domain": "public"}, "domain"},
		"address of a private NAT":    {"aws:ec2/natGateway:NatGateway", in{"subnetId": "s", "connectivityType": "private", "allocationId": "a"}, "allocation_id"},
		"type of an access entry":     {tAccessEntry, in{"clusterName": "c", "principalArn": "p", "type": "HUMAN"}, "type"},
		"cluster without subnets":     {tCluster, changed(cluster, in{"vpcConfig": in{}}), "vpcConfig.subnetIds"},
		"family of addresses":         {tCluster, changed(cluster, in{"kubernetesNetworkConfig": in{"ipFamily": "ipx"}}), "ipFamily"},
		"encryption of nothing":       {tCluster, changed(cluster, in{"encryptionConfig": in{"provider": in{"keyArn": "a"}}}), "encryptionConfig.resources"},
		"encryption of anything":      {tCluster, changed(cluster, in{"encryptionConfig": in{"provider": in{"keyArn": "a"}, "resources": []any{"logs"}}}), "secrets"},
		"limits of an update":         {tNodeGroup, in{"clusterName": "c", "nodeRoleArn": "r", "subnetIds": []any{"s"}, "scalingConfig": in{"minSize": 1, "maxSize": 1, "desiredSize": 1}, "updateConfig": in{}}, "updateConfig"},
		"unit of a metric":            {"aws:cloudwatch/logMetricFilter:LogMetricFilter", in{"logGroupName": "l", "pattern": "", "metricTransformation": in{"name": "n", "namespace": "n", "value": "1", "unit": "Pounds"}}, "unit"},
		"a span that is none":         {tScalingGroup, in{"minSize": 1, "maxSize": 1, "launchTemplate": in{"id": "l"}, "waitForCapacityTimeout": "soon"}, "parsed as a duration"},
		"action without a target":     {tListener, in{"loadBalancerArn": "arn:aws:x", "defaultActions": []any{in{"type": "forward"}}}, "targetGroupArn"},
		"action without its block":    {tListener, in{"loadBalancerArn": "arn:aws:x", "defaultActions": []any{in{"type": "redirect"}}}, "redirect"},
		"switch of a transit gateway": {"aws:ec2transitgateway/transitGateway:TransitGateway", in{"securityGroupReferencingSupport": "on"}, "securityGroupReferencingSupport"},
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
