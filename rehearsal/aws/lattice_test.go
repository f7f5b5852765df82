package aws

import (
	"strings"
	"testing"
)

func TestALatticeResourceIsRefusedWithTheCodeOfAws(t *testing.T) {
	t.Parallel()
	address := func(ip string) in {
		return in{"resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": ip}}}
	}
	for name, test := range map[string]struct {
		token      string
		inputs     func(ids map[string]string) in
		code, text string
	}{
		"a gateway":            {tResourceGateway, func(map[string]string) in { return nil }, "", ""},
		"two in one zone":      {tResourceGateway, func(ids map[string]string) in { return in{"subnetIds": []any{ids["a"], ids["a2"]}} }, "ValidationException", "different Availability Zones"},
		"another VPC":          {tResourceGateway, func(ids map[string]string) in { return in{"subnetIds": []any{ids["elsewhere"]}} }, "ValidationException", "not in the VPC"},
		"a foreign group":      {tResourceGateway, func(ids map[string]string) in { return in{"securityGroupIds": []any{ids["foreign"]}} }, "ValidationException", "not in the VPC"},
		"a short name":         {tResourceGateway, func(map[string]string) in { return in{"name": "gw"} }, "CheckFailure", "3 to 40"},
		"a name with capitals": {tResourceGateway, func(map[string]string) in { return in{"name": "Shop"} }, "ValidationException", "Shop"},
		"a name that is used":  {tResourceGateway, func(map[string]string) in { return in{"name": "taken"} }, "ConflictException", "taken"},
		"an address":           {tResource, func(map[string]string) in { return nil }, "", ""},
		"an address outside":   {tResource, func(map[string]string) in { return address("10.30.0.1") }, "ValidationException", "not in the VPC"},
		"no address":           {tResource, func(map[string]string) in { return address("api") }, "ValidationException", "Invalid IP address"},
		"a name": {tResource, func(map[string]string) in {
			return in{"resourceConfigurationDefinition": in{"dnsResource": in{"domainName": "api.internal.example", "ipAddressType": "IPV4"}}}
		}, "", ""},
		"nothing":       {tResource, func(map[string]string) in { return in{"resourceConfigurationDefinition": in{}} }, "CheckFailure", "exactly one"},
		"no ports":      {tResource, func(map[string]string) in { return in{"portRanges": nil} }, "CheckFailure", "portRanges"},
		"no gateway":    {tResource, func(map[string]string) in { return in{"resourceGatewayIdentifier": nil} }, "CheckFailure", "exactly one"},
		"no protocol":   {tResource, func(map[string]string) in { return in{"protocol": nil} }, "CheckFailure", "at least one"},
		"UDP":           {tResource, func(map[string]string) in { return in{"protocol": "UDP"} }, "CheckFailure", "TCP"},
		"a wrong range": {tResource, func(map[string]string) in { return in{"portRanges": []any{"443-80"}} }, "ValidationException", "443-80"},
		"a missing one": {tResource, func(map[string]string) in { return in{"resourceGatewayIdentifier": "rgw-1"} }, "ResourceNotFoundException", "rgw-1"},
		"an endpoint":   {tEndpoint, func(map[string]string) in { return nil }, "", ""},
		"an endpoint to nothing": {tEndpoint, func(map[string]string) in {
			return in{"resourceConfigurationArn": "arn:aws:vpc-lattice:eu-central-1:111122223333:resourceconfiguration/rcfg-1"}
		}, "InvalidResourceConfigurationArn.NotFound", "rcfg-1"},
		"an endpoint to two":     {tEndpoint, func(map[string]string) in { return in{"serviceName": "com.amazonaws.eu-central-1.ec2"} }, "CheckFailure", "service_name"},
		"an endpoint of policy":  {tEndpoint, func(map[string]string) in { return in{"policy": fullAccess} }, "InvalidParameter", "policies"},
		"an endpoint of nowhere": {tEndpoint, func(map[string]string) in { return in{"subnetIds": nil} }, "MissingParameter", "SubnetIds"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ids := balancerGround(t)
			bases := map[string]in{
				tResourceGateway: {"name": "shop", "vpcId": ids["vpc"], "subnetIds": []any{ids["a"], ids["b"]}, "securityGroupIds": []any{ids["group"]}},
			}
			gateway := w.make(tResourceGateway, "taken", laid(bases[tResourceGateway], in{"name": "taken"}))
			bases[tResource] = laid(in{"name": "api", "protocol": "TCP", "portRanges": []any{"443"}, "resourceGatewayIdentifier": gateway.ID}, address("10.20.0.9"))
			resource := w.make(tResource, "first", laid(bases[tResource], in{"name": "first"}))
			bases[tEndpoint] = in{
				"vpcId": ids["other"], "vpcEndpointType": "Resource", "resourceConfigurationArn": resource.Properties.String("arn"), "subnetIds": []any{ids["elsewhere"]},
			}
			_, err := w.create(test.token, "x", laid(bases[test.token], test.inputs(ids)))
			expect(t, err, test.code, test.text)
		})
	}
}

func TestALatticeResourceInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	w, ids := balancerGround(t)
	gateway := w.make(tResourceGateway, "g", in{"name": "shop", "vpcId": ids["vpc"], "subnetIds": []any{ids["a"]}})
	resource := w.make(tResource, "r", in{
		"name": "api", "protocol": "TCP", "portRanges": []any{"443"}, "resourceGatewayIdentifier": gateway.ID,
		"resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.20.0.9"}},
	})
	endpoint := w.make(tEndpoint, "e", in{
		"vpcId": ids["other"], "vpcEndpointType": "Resource", "resourceConfigurationArn": resource.Properties.String("arn"), "subnetIds": []any{ids["elsewhere"]},
	})
	if got := len(endpoint.Properties.Strings("networkInterfaceIds")); got != 1 {
		t.Errorf("one interface expected, got %d", got)
	}
	expect(t, w.delete(tResourceGateway, "g", gateway.ID), "ConflictException", "resource configurations")
	expect(t, w.delete(tResource, "r", resource.ID), "ConflictException", "associations")
	expect(t, w.delete(tEndpoint, "e", endpoint.ID), "", "")
	expect(t, w.delete(tResource, "r", resource.ID), "", "")
	expect(t, w.delete(tResourceGateway, "g", gateway.ID), "", "")
	if got := w.replaces(tResourceGateway, in{"vpcId": "v", "subnetIds": []any{"a"}}, in{"vpcId": "v", "subnetIds": []any{"b"}}); len(got) != 1 {
		t.Errorf("a replacement for the subnet expected, got %v", got)
	}
}

func TestTheNameOfAResourceEndpointIsThatOfItsAssociation(t *testing.T) {
	t.Parallel()
	const token = "aws:vpc/getVpcEndpointAssociations:getVpcEndpointAssociations"
	w, ids := balancerGround(t)
	gateway := w.make(tResourceGateway, "gateway", in{"name": "shop", "vpcId": ids["vpc"], "subnetIds": []any{ids["a"]}, "securityGroupIds": []any{ids["group"]}})
	resource := w.make(tResource, "resource", in{
		"name": "api", "protocol": "TCP", "portRanges": []any{"443"}, "resourceGatewayIdentifier": gateway.ID, "resourceConfigurationDefinition": in{"ipResource": in{"ipAddress": "10.20.0.9"}},
	})
	arn := resource.Properties.String("arn")
	endpoint := w.make(tEndpoint, "endpoint", in{"vpcId": ids["other"], "vpcEndpointType": "Resource", "resourceConfigurationArn": arn, "subnetIds": []any{ids["elsewhere"]}})
	if entries := endpoint.Properties.List("dnsEntries"); len(entries) > 0 {
		t.Errorf("the endpoint tells no name itself, got %v", entries)
	}
	found, err := w.answer(token, in{"vpcEndpointId": endpoint.ID})
	expect(t, err, "", "")
	associations := found.Objects("associations")
	if len(associations) != 1 || associations[0].String("associatedResourceArn") != arn {
		t.Fatalf("one association with %s expected, got %v", arn, associations)
	}
	if names := associations[0].Objects("dnsEntries"); len(names) != 1 || !strings.HasPrefix(names[0].String("dnsName"), endpoint.ID+".") {
		t.Errorf("a name of the endpoint expected, got %v", names)
	}
	_, err = w.answer(token, in{"vpcEndpointId": "vpce-0"})
	expect(t, err, "InvalidVpcEndpointId.NotFound", "vpce-0")
}
