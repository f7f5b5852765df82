package levels

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// chosenValues are other values for inputs of which none can be found by trying: by type and path.
var chosenValues = map[string]any{
	"aws:autoscaling/group:Group waitForCapacityTimeout": "11m",
	"aws:ec2/networkAclRule:NetworkAclRule protocol":     "udp",
}

// onlyValues are inputs that have no other value beside the others of their resource, each with the reason.
var onlyValues = map[string]string{
	"aws:autoscaling/group:Group instanceRefresh.strategy":                                     "the provider knows one strategy",
	"aws:ec2/natGateway:NatGateway connectivityType":                                           "a private gateway has no elastic address",
	"aws:eks/cluster:Cluster encryptionConfig.resources":                                       "EKS encrypts secrets and nothing else",
	"aws:lb/listener:Listener defaultActions.type":                                             "another type of action has another block",
	"aws:sqs/queue:Queue contentBasedDeduplication":                                            "a matter of FIFO queues",
	"aws:sqs/queue:Queue fifoQueue":                                                            "a FIFO queue has another name",
	"aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2 objectLockEnabled": "the lock of a bucket has no other state",
	"aws:vpclattice/resourceConfiguration:ResourceConfiguration protocol":                      "VPC Lattice offers TCP alone",
	"aws:sns/topic:Topic contentBasedDeduplication":                                            "a matter of FIFO topics",
	"aws:sns/topic:Topic fifoTopic":                                                            "a FIFO topic has another name",
	"aws:ssm/parameter:Parameter type":                                                         "a value that is not secret is in no secret parameter",
	"aws:ec2/launchTemplate:LaunchTemplate tagSpecifications.resourceType":                     "of the provider's list, EC2 takes few",
}

// changeDifference is a way in which the simulation is known not to make of a change what the provider does.
type changeDifference struct {
	why   string
	shown func(reaction) bool
}

// changeDifferences are printed with every run that shows them; any other reaction in which the sides differ fails the run.
var changeDifferences = []changeDifference{
	{"the simulation refuses in the plan what provider or AWS refuse when they create", oneChange(
		"aws:ec2/launchTemplate:LaunchTemplate tagSpecifications.resourceType",
		"aws:sns/topic:Topic fifoTopic", "aws:sqs/queue:Queue fifoQueue", "aws:ssm/parameter:Parameter type",
	)},
	{"the simulation refuses in the plan of any change what the provider refuses in that of a creation, or AWS", oneChange(
		"aws:ec2/vpcPeeringConnection:VpcPeeringConnection peerRegion set anew",
		"aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation ipv4NetmaskLength set anew",
	)},
	{"the provider does not look at a second target of a route, of which AWS takes one", oneChange(
		"aws:ec2/defaultRouteTable:DefaultRouteTable routes.instanceId set anew", "aws:ec2/routeTable:RouteTable routes.networkInterfaceId set anew",
	)},
	{"the simulation refuses by name what it does not simulate", func(c reaction) bool {
		return c.ours.effect == invalid && strings.Contains(c.ours.why, "not simulated")
	}},
	{"the provider refuses in the plan what the simulation refuses when it updates", oneChange(
		"aws:s3/bucketVersioningV2:BucketVersioningV2 versioningConfiguration.status",
	)},
}

func oneChange(changes ...string) func(reaction) bool {
	return func(c reaction) bool { return slices.Contains(changes, strings.TrimSpace(c.token+" "+c.mutation)) }
}

// judgeChanges parts what was found into known differences, a line for each reason, and unknown ones.
func judgeChanges(found []reaction, unable map[string]string) (known, unknown []string) {
	for _, difference := range changeDifferences {
		var shown []string
		for _, c := range found {
			if difference.shown(c) {
				shown = append(shown, strings.TrimSpace(c.token+" "+c.mutation))
			}
		}
		if len(shown) > 0 {
			known = append(known, difference.why+": "+strings.Join(shown, ", "))
		}
	}
	for _, c := range found {
		if !slices.ContainsFunc(changeDifferences, func(known changeDifference) bool { return known.shown(c) }) {
			unknown = append(unknown, c.String())
		}
	}
	for _, key := range slices.Sorted(maps.Keys(unable)) {
		if reason, ok := onlyValues[key]; ok {
			known = append(known, fmt.Sprintf("not changed, %s: %s", reason, key))
		} else {
			unknown = append(unknown, fmt.Sprintf("%s: no valid value found; add one to chosenValues, or a reason to onlyValues: %s", key, unable[key]))
		}
	}
	return known, unknown
}
