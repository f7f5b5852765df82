package network

import (
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildNetworkAcls makes one network ACL for each tier, which denies whatever its rules do not admit.
func (b *builder) buildNetworkAcls(vpc *ec2.Vpc, subnets []subnetHandle, gatewayRanges []netip.Prefix) ([]pulumi.Resource, error) {
	if warning := quotaWarning(b.plan.privateRanges, gatewayRanges); warning != "" {
		if err := b.ctx.Log.Warn(warning, &pulumi.LogArgs{Resource: b.component}); err != nil {
			return nil, fmt.Errorf("warn of the quota of rules: %w", err)
		}
	}
	var acls []pulumi.Resource
	for _, tier := range tierOrder {
		ids := subnetIDsOf(subnets, tier)
		if len(ids) == 0 {
			continue
		}
		role := "acl-" + traits[tier].slug
		rules := rulesFor(tier, b.plan.privateRanges, gatewayRanges)
		acl, err := ec2.NewNetworkAcl(b.ctx, b.child(role), &ec2.NetworkAclArgs{
			VpcId:     vpc.ID(),
			SubnetIds: ids,
			Ingress:   ingressRules(rules.ingress),
			Egress:    egressRules(rules.egress),
			Tags:      b.childTags(role),
		}, b.options()...)
		if err != nil {
			return nil, fmt.Errorf("create the network ACL of tier %s: %w", tier, err)
		}
		acls = append(acls, acl)
	}
	return acls, nil
}

// subnetIDsOf returns the ids of a tier's subnets in the order of zones.
func subnetIDsOf(subnets []subnetHandle, tier Tier) pulumi.StringArray {
	var ids pulumi.StringArray
	for _, s := range subnets {
		if s.tier == tier {
			ids = append(ids, s.id)
		}
	}
	return ids
}

func ingressRules(rules []aclRule) ec2.NetworkAclIngressArray {
	var result ec2.NetworkAclIngressArray
	for _, r := range rules {
		result = append(result, ec2.NetworkAclIngressArgs{
			Action: pulumi.String("allow"), RuleNo: pulumi.Int(r.number), Protocol: pulumi.String(r.protocol),
			FromPort: pulumi.Int(r.fromPort), ToPort: pulumi.Int(r.toPort), CidrBlock: pulumi.String(r.cidr.String()),
		})
	}
	return result
}

func egressRules(rules []aclRule) ec2.NetworkAclEgressArray {
	var result ec2.NetworkAclEgressArray
	for _, r := range rules {
		result = append(result, ec2.NetworkAclEgressArgs{
			Action: pulumi.String("allow"), RuleNo: pulumi.Int(r.number), Protocol: pulumi.String(r.protocol),
			FromPort: pulumi.Int(r.fromPort), ToPort: pulumi.Int(r.toPort), CidrBlock: pulumi.String(r.cidr.String()),
		})
	}
	return result
}
