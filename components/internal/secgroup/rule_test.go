package secgroup

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// made keeps the inputs of the rules by name.
type made struct {
	sync.Mutex
	inputs map[string]map[string]any
}

func (m *made) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	m.Lock()
	defer m.Unlock()
	m.inputs[args.TypeToken+" "+args.Name] = args.Inputs.Mappable()
	return args.Name, args.Inputs, nil
}

func (m *made) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func TestARuleHasOneOtherEndAndPortsUnlessItIsForAllProtocols(t *testing.T) {
	t.Parallel()
	m := &made{inputs: map[string]map[string]any{}}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		group := pulumi.String("sg-1")
		for name, rule := range map[string]Rule{
			"peer": {Group: group, Peer: pulumi.String("sg-2"), Protocol: AllProtocols},
			"cidr": {Group: group, Cidr: "10.0.0.0/8", Protocol: "tcp", From: 443, To: 444},
			"list": {Group: group, PrefixList: pulumi.String("pl-1"), Protocol: "udp", From: 53, To: 53},
			"ping": {Group: group, Cidr: "10.0.0.0/8", Protocol: "icmp", From: 8, To: 0},
		} {
			rule.Description = name
			if err := Ingress(ctx, name, rule, nil); err != nil {
				return err
			}
			if err := Egress(ctx, name, rule, nil); err != nil {
				return err
			}
		}
		return nil
	}, pulumi.WithMocks("p", "s", m))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]any{}
	for _, token := range []string{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"} {
		for name, inputs := range map[string]map[string]any{
			"peer": {"referencedSecurityGroupId": "sg-2", "ipProtocol": "-1"},
			"cidr": {"cidrIpv4": "10.0.0.0/8", "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 444.0},
			"list": {"prefixListId": "pl-1", "ipProtocol": "udp", "fromPort": 53.0, "toPort": 53.0},
			"ping": {"cidrIpv4": "10.0.0.0/8", "ipProtocol": "icmp", "fromPort": 8.0, "toPort": 0.0},
		} {
			all := map[string]any{"securityGroupId": "sg-1", "description": name}
			for key, value := range inputs {
				all[key] = value
			}
			want[token+" "+name] = all
		}
	}
	if diff := cmp.Diff(want, m.inputs); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
