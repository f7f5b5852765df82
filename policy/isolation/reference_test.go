package isolation

import "testing"

// clusterBesideItsGroup is a cluster whose vpcConfig depends on its subnet and on its security group, as the engine tells the
// dependencies of whole properties only.
func clusterBesideItsGroup(group node, subnets ...any) stack {
	return with(private, stack{
		"group": group,
		"cluster": n("eks/cluster", props{"vpcConfig": props{
			"subnetIds": subnets, "securityGroupIds": list(ref("group")), "endpointPublicAccess": false, "endpointPrivateAccess": true,
		}}),
	})
}

func TestASecurityGroupIsNoCandidateForASubnet(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]stack{
		"plain":  clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "tags": props{"team": "platform"}}), ref("subnet")),
		"rules":  clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "ingress": list(props{"cidrBlocks": list("10.0.0.0/8")})}), ref("subnet")),
		"silent": clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc")}), ref("subnet")),
	} {
		for _, f := range allForms {
			if ways := s.build(f, Config{}).WaysOf(EKSSubnets); len(ways) > 0 {
				t.Errorf("%s, %s: expected the cluster in its one subnet, got %s", name, f, describe(ways))
			}
		}
	}
}

func TestASecurityGroupThatMayRepeatTheIDOfASubnetIsACandidate(t *testing.T) {
	t.Parallel()
	elsewhere := stack{"other": n("pulumi:pulumi:StackReference", nil)}
	read := attr{"group", "subnet-0elsewhere"}
	for name, s := range map[string]stack{
		"in a tag":                clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "tags": props{"subnet": "subnet-0elsewhere"}}), ref("subnet"), read),
		"as the name of a tag":    clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "tags": props{"subnet-0elsewhere": "x"}}), ref("subnet"), read),
		"in a tag from elsewhere": with(elsewhere, clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "tags": props{"subnet": attr{"other", "subnet-0elsewhere"}}}), ref("subnet"), read)),
		"in a rule":               clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "egress": list(props{"description": "to subnet-0elsewhere"})}), ref("subnet"), read),
		"in tags that are hidden": clusterBesideItsGroup(n("ec2/securityGroup", props{"vpcId": ref("vpc"), "tags": hidden{props{"subnet": "subnet-0elsewhere"}}}), ref("subnet"), read),
	} {
		for _, f := range []form{formKnown, formUnknown, formAbsent} {
			if ways := s.build(f, Config{}).WaysOf(EKSSubnets); len(ways) != 1 || ways[0].Verdict != CannotTell {
				t.Errorf("%s, %s: expected cannot tell, got %s", name, f, describe(ways))
			}
		}
	}
}

func TestSubnetsThatDependOnASecurityGroupAloneCannotBeTold(t *testing.T) {
	t.Parallel()
	s := with(private, stack{
		"group": n("ec2/securityGroup", props{"vpcId": ref("vpc")}),
		"nodes": {kind: "eks/nodeGroup", props: props{"subnetIds": attr{"group", list("subnet-0elsewhere")}}},
	})
	for _, f := range allForms {
		if ways := s.build(f, Config{}).WaysOf(EKSSubnets); len(ways) != 1 || ways[0].Verdict != CannotTell {
			t.Errorf("%s: expected cannot tell, got %s", f, describe(ways))
		}
	}
}
