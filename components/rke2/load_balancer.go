package rke2

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/route53"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// balancer is the load balancer with its target groups by role.
type balancer struct {
	loadBalancer *lb.LoadBalancer
	targets      map[string]*lb.TargetGroup
}

// Target groups by role.
const (
	apiTargets  = "api"
	joinTargets = "join"
)

// listening are the target groups and the ports that they listen on.
var listening = map[string]flow{apiTargets: apiFlow, joinTargets: supervisorFlow}

// Health checks: a server is out of service 20 seconds after its API is no longer ready.
const (
	healthInterval  = 10
	healthTimeout   = 6
	healthThreshold = 2
	// drainSeconds is how long connections to a server that leaves may last.
	drainSeconds = 30
)

// buildLoadBalancer makes the load balancer. Its security group is attached from the beginning: none can be attached later.
func (b *builder) buildLoadBalancer(groups groupSet) (balancer, error) {
	set := balancer{targets: map[string]*lb.TargetGroup{}}
	var subnets pulumi.StringArray
	for _, zone := range b.plan.serverZones {
		subnets = append(subnets, b.args.ServerSubnets[zone])
	}
	var err error
	set.loadBalancer, err = lb.NewLoadBalancer(b.ctx, b.child("lb"), &lb.LoadBalancerArgs{
		LoadBalancerType: pulumi.String("network"), Internal: pulumi.Bool(true), IpAddressType: pulumi.String("ipv4"),
		Subnets: subnets, SecurityGroups: pulumi.StringArray{groups[balancers]},
		// Clients keep the addresses of zones whose server is gone.
		EnableCrossZoneLoadBalancing: pulumi.Bool(true),
		EnableDeletionProtection:     pulumi.Bool(b.args.Protect),
		Tags:                         b.childTags("lb"),
	}, b.options()...)
	if err != nil {
		return set, fmt.Errorf("create the load balancer: %w", err)
	}
	for _, role := range slices.Sorted(maps.Keys(listening)) {
		if set.targets[role], err = b.buildTargets(role, listening[role].from); err != nil {
			return set, err
		}
		if _, err := lb.NewListener(b.ctx, b.child(role), &lb.ListenerArgs{
			LoadBalancerArn: set.loadBalancer.Arn, Port: pulumi.Int(listening[role].from), Protocol: pulumi.String("TCP"),
			DefaultActions: lb.ListenerDefaultActionArray{lb.ListenerDefaultActionArgs{Type: pulumi.String("forward"), TargetGroupArn: set.targets[role].Arn}},
			Tags:           b.childTags(role),
		}, b.options()...); err != nil {
			return set, fmt.Errorf("create the listener %q: %w", role, err)
		}
	}
	return set, nil
}

// buildTargets makes a target group. TLS passes through, because clients show certificates. Both ports depend on the API being
// ready: the supervisor answers long before its server belongs to anything. A client's address is not preserved, or a server
// could not reach itself through the load balancer.
func (b *builder) buildTargets(role string, port int) (*lb.TargetGroup, error) {
	group, err := lb.NewTargetGroup(b.ctx, b.child(role), &lb.TargetGroupArgs{
		VpcId: b.args.VpcID.ToStringOutput(), TargetType: pulumi.String("instance"), Protocol: pulumi.String("TCP"), Port: pulumi.Int(port),
		PreserveClientIp: pulumi.String("false"), DeregistrationDelay: pulumi.Int(drainSeconds), ConnectionTermination: pulumi.Bool(true),
		TargetHealthStates: lb.TargetGroupTargetHealthStateArray{lb.TargetGroupTargetHealthStateArgs{
			EnableUnhealthyConnectionTermination: pulumi.Bool(false), UnhealthyDrainingInterval: pulumi.Int(drainSeconds),
		}},
		HealthCheck: lb.TargetGroupHealthCheckArgs{
			Enabled: pulumi.Bool(true), Protocol: pulumi.String("HTTPS"), Port: pulumi.String(fmt.Sprint(apiFlow.from)), Path: pulumi.String("/readyz"),
			Matcher: pulumi.String("200"), Interval: pulumi.Int(healthInterval), Timeout: pulumi.Int(healthTimeout),
			HealthyThreshold: pulumi.Int(healthThreshold), UnhealthyThreshold: pulumi.Int(healthThreshold),
		},
		Tags: b.childTags(role),
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the target group %q: %w", role, err)
	}
	return group, nil
}

// buildName gives the load balancer the name that outlives it. A zone that is made has that one name only, so that it hides no
// other name of its domain. It returns the zone.
func (b *builder) buildName(set balancer) (pulumi.StringInput, error) {
	zone := b.args.ZoneID
	if b.args.ZoneID == nil {
		made, err := route53.NewZone(b.ctx, b.child("zone"), &route53.ZoneArgs{
			Name: pulumi.String(b.plan.endpoint), Comment: pulumi.String("The API of " + b.name),
			Vpcs: route53.ZoneVpcArray{route53.ZoneVpcArgs{VpcId: b.args.VpcID.ToStringOutput()}}, Tags: b.childTags("zone"),
			// Others may associate their VPCs with it, such as that of the tunnel's connectors.
		}, b.options(pulumi.IgnoreChanges([]string{"vpcs"}))...)
		if err != nil {
			return nil, fmt.Errorf("create the private zone: %w", err)
		}
		zone = made.ZoneId
	}
	_, err := route53.NewRecord(b.ctx, b.child("name"), &route53.RecordArgs{
		ZoneId: zone, Name: pulumi.String(b.plan.endpoint), Type: pulumi.String("A"),
		Aliases: route53.RecordAliasArray{route53.RecordAliasArgs{
			Name: set.loadBalancer.DnsName, ZoneId: set.loadBalancer.ZoneId, EvaluateTargetHealth: pulumi.Bool(false),
		}},
	}, b.options()...)
	if err != nil {
		return nil, fmt.Errorf("create the name of the API: %w", err)
	}
	return zone, nil
}
