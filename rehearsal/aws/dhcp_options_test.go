package aws

import "testing"

func TestAVpcTakesDhcpOptionsAndReturnsToTheAccountsOwn(t *testing.T) {
	t.Parallel()
	const options, association = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"
	w := newWorld(t)
	vpc := w.vpc()
	before := vpc.Properties.String("dhcpOptionsId")
	set := w.make(options, "o", in{"domainNameServers": []any{"AmazonProvidedDNS"}, "domainName": "eu-central-1.compute.internal"})
	joined := w.make(association, "a", in{"vpcId": vpc.ID, "dhcpOptionsId": set.ID})
	if want := set.ID + "-" + vpc.ID; joined.ID != want {
		t.Errorf("id = %s, want %s", joined.ID, want)
	}
	if properties, _ := w.read(tVPC, "v", vpc.ID); properties.String("dhcpOptionsId") != set.ID {
		t.Errorf("the VPC has %s, want %s", properties.String("dhcpOptionsId"), set.ID)
	}
	expect(t, w.delete(options, "o", set.ID), "DependencyViolation", "The dhcpOptions '"+set.ID+"'")
	expect(t, w.delete(association, "a", joined.ID), "", "")
	if properties, _ := w.read(tVPC, "v", vpc.ID); properties.String("dhcpOptionsId") != before {
		t.Errorf("the VPC has %s again, want %s", properties.String("dhcpOptionsId"), before)
	}
	expect(t, w.delete(options, "o", set.ID), "", "")
	_, err := w.create(association, "b", in{"vpcId": vpc.ID, "dhcpOptionsId": "dopt-0123"})
	expect(t, err, "InvalidDhcpOptionID.NotFound", "dopt-0123")
	_, err = w.create(options, "empty", in{})
	expect(t, err, "CheckFailure", "at least one")
	_, err = w.create(options, "many", in{"domainNameServers": []any{"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"}})
	expect(t, err, "InvalidParameterValue", "four")
}
