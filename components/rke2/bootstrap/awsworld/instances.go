package awsworld

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/protocol"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Instances asks EC2 about the cluster's servers.
type Instances struct {
	Client *ec2.Client
	// Cluster is the value of documents.ClusterTag.
	Cluster string
	// Self is the own address, which is never among the peers'.
	Self string
	// Now is the node's clock.
	Now func() time.Time

	mutex sync.Mutex
	// strangers says since when EC2 has not known an instance, without a break.
	strangers map[string]time.Time
}

// forgottenAfter is how long EC2 must not know an instance until that proves it dead. EC2 forgets a terminated instance after
// about an hour; one that runs, and has written to the bucket, is known to every part of EC2 long before this time is over.
const forgottenAfter = 15 * time.Minute

// Life returns protocol.LifeDead for the state "terminated", and for an instance that EC2 has not known for a quarter of an
// hour by this node's own stopwatch. Any other state can end in an instance that runs.
func (i *Instances) Life(ctx context.Context, instance string) (protocol.Life, error) {
	out, err := i.Client.DescribeInstances(ctx, &ec2.DescribeInstancesInput{InstanceIds: []string{instance}})
	if code(err) == "InvalidInstanceID.NotFound" {
		return i.stranger(instance), nil
	}
	if err != nil {
		return protocol.LifeUnknown, fmt.Errorf("describe instance %s: %w", instance, err)
	}
	i.known(instance)
	for _, reservation := range out.Reservations {
		for _, found := range reservation.Instances {
			if aws.ToString(found.InstanceId) != instance || found.State == nil {
				continue
			}
			if found.State.Name == types.InstanceStateNameTerminated {
				return protocol.LifeDead, nil
			}
			return protocol.LifeAlive, nil
		}
	}
	return protocol.LifeUnknown, nil
}

func (i *Instances) stranger(instance string) protocol.Life {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	since, seen := i.strangers[instance]
	if !seen {
		if i.strangers == nil {
			i.strangers = map[string]time.Time{}
		}
		i.strangers[instance] = i.Now()
		return protocol.LifeUnknown
	}
	if i.Now().Sub(since) < forgottenAfter {
		return protocol.LifeUnknown
	}
	return protocol.LifeDead
}

func (i *Instances) known(instance string) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	delete(i.strangers, instance)
}

// Addresses returns the private addresses of the cluster's other running servers.
func (i *Instances) Addresses(ctx context.Context) ([]string, error) {
	filter := func(name, value string) types.Filter {
		return types.Filter{Name: aws.String(name), Values: []string{value}}
	}
	pages := ec2.NewDescribeInstancesPaginator(i.Client, &ec2.DescribeInstancesInput{Filters: []types.Filter{
		filter("tag:"+documents.ClusterTag, i.Cluster), filter("tag:"+documents.RoleTag, string(documents.Server)), filter("instance-state-name", "running"),
	}})
	var addresses []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("find the servers of cluster %q: %w", i.Cluster, err)
		}
		for _, reservation := range page.Reservations {
			for _, found := range reservation.Instances {
				if address := aws.ToString(found.PrivateIpAddress); address != "" && address != i.Self {
					addresses = append(addresses, address)
				}
			}
		}
	}
	return addresses, nil
}
