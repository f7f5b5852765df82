package pack

import (
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// BenchmarkPack judges stacks of subnets, tables and associations in both passes, from the wire to the diagnostics.
func BenchmarkPack(b *testing.B) {
	for _, subnets := range []int{50, 500} {
		inputs, outputs := isolatedStack(b, subnets)
		b.Run(fmt.Sprintf("%d resources", len(outputs)), func(b *testing.B) {
			for b.Loop() {
				s, err := newServer(time.Now)
				if err != nil {
					b.Fatal(err)
				}
				for _, request := range inputs {
					if _, err := s.Analyze(b.Context(), request); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := s.AnalyzeStack(b.Context(), &pulumirpc.AnalyzeStackRequest{Resources: outputs}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func isolatedStack(b *testing.B, subnets int) (inputs []*pulumirpc.AnalyzeRequest, outputs []*pulumirpc.AnalyzerResource) {
	b.Helper()
	add := func(token, name string, values map[string]string) {
		properties := resource.PropertyMap{"id": resource.NewStringProperty(name)}
		for key, value := range values {
			properties[resource.PropertyKey(key)] = resource.NewStringProperty(value)
		}
		encoded, err := encodeProperties(properties)
		if err != nil {
			b.Fatal(err)
		}
		inputs = append(inputs, &pulumirpc.AnalyzeRequest{Urn: urn(token, name), Type: token, Name: name, Properties: encoded})
		outputs = append(outputs, &pulumirpc.AnalyzerResource{Urn: urn(token, name), Type: token, Name: name, Properties: encoded})
	}
	add("aws:ec2/vpc:Vpc", "vpc", map[string]string{"cidrBlock": "10.0.0.0/8"})
	for i := range subnets {
		subnet, table := fmt.Sprintf("subnet-%d", i), fmt.Sprintf("rtb-%d", i)
		add("aws:ec2/subnet:Subnet", subnet, map[string]string{"vpcId": "vpc", "cidrBlock": fmt.Sprintf("10.%d.%d.0/24", i/256, i%256)})
		add("aws:ec2/routeTable:RouteTable", table, map[string]string{"vpcId": "vpc"})
		add("aws:ec2/routeTableAssociation:RouteTableAssociation", "a"+table, map[string]string{"subnetId": subnet, "routeTableId": table})
	}
	return inputs, outputs
}
