package isolation

import (
	"fmt"
	"runtime"
	"testing"
)

// estate is a stack of about size resources: VPCs of the private kind with subnets, tables, routes to a hub, endpoints and
// security groups, and in every tenth VPC a leak.
func estate(size int, f form) []Resource {
	var all []Resource
	for v := 0; len(all) < size; v++ {
		s := stack{
			"vpc": {kind: "ec2/vpc", props: props{"cidrBlock": "10.0.0.0/16"}, answer: props{"mainRouteTableId": fmt.Sprint("rtb-main", v), "defaultRouteTableId": fmt.Sprint("rtb-main", v)}},
			"att": n("ec2transitgateway/vpcAttachment", props{"vpcId": ref("vpc"), "transitGatewayId": "tgw-hub"}),
			"sg":  n("ec2/securityGroup", props{"vpcId": ref("vpc")}),
		}
		for i := range 6 {
			id := fmt.Sprint(i)
			s["subnet"+id] = n("ec2/subnet", props{"vpcId": ref("vpc"), "cidrBlock": fmt.Sprintf("10.0.%d.0/24", i)})
			s["table"+id] = n("ec2/routeTable", props{"vpcId": ref("vpc")})
			s["assoc"+id] = n("ec2/routeTableAssociation", props{"subnetId": ref("subnet" + id), "routeTableId": ref("table" + id)})
			s["route"+id] = n("ec2/route", props{"routeTableId": ref("table" + id), "destinationCidrBlock": "10.0.0.0/8", "transitGatewayId": "tgw-hub"})
			s["rule"+id] = n("vpc/securityGroupEgressRule", props{"securityGroupId": ref("sg"), "cidrIpv4": "10.0.0.0/8"})
			s["endpoint"+id] = n("ec2/vpcEndpoint", props{"vpcId": ref("vpc"), "vpcEndpointType": "Interface", "serviceName": "com.amazonaws.eu-west-1.ec2"})
			s["other"+id] = n("iam/role", props{"name": id})
		}
		if v%10 == 0 {
			s["leak"] = n("ec2/route", props{"routeTableId": ref("table0"), "destinationCidrBlock": "0.0.0.0/0", "transitGatewayId": "tgw-hub"})
		}
		all = append(all, renamed(s, fmt.Sprintf("v%d-", v)).resources(f)...)
	}
	return all
}

// renamed gives every resource of a stack, and every reference in it, a prefix.
func renamed(s stack, prefix string) stack {
	var rename func(any) any
	rename = func(p any) any {
		switch p := p.(type) {
		case ref:
			return ref(prefix + string(p))
		case attr:
			return attr{prefix + p.of, p.value}
		case []any:
			list := make([]any, len(p))
			for i, e := range p {
				list[i] = rename(e)
			}
			return list
		case props:
			m := props{}
			for k, e := range p {
				m[k] = rename(e)
			}
			return m
		default:
			return p
		}
	}
	out := stack{}
	for name, nd := range s {
		if nd.props != nil {
			nd.props = rename(nd.props).(props)
		}
		out[prefix+name] = nd
	}
	return out
}

func BenchmarkJudge(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 50_000} {
		for _, f := range []form{formKnown, formUnknown} {
			b.Run(fmt.Sprintf("%d/%s", size, f), func(b *testing.B) {
				resources := estate(size, f)
				b.ReportAllocs()
				for b.Loop() {
					if len(Build(resources, sharedConfig).Ways()) == 0 {
						b.Fatal("the leaks were not found")
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(resources)), "ns/resource")
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapSys)/(1<<20), "MB-heap")
			})
		}
	}
}

// crowds are stacks in which everything leans on one thing, where a search through all of it would show.
var crowds = map[string]func(size int) []Resource{
	"one table with many public routes": func(size int) []Resource {
		s := with(private)
		for i := range size {
			s[fmt.Sprint("r", i)] = n("ec2/route", props{"routeTableId": ref("table"), "transitGatewayId": "tgw-hub",
				"destinationCidrBlock": fmt.Sprintf("%d.%d.%d.0/24", 11+i>>16, i>>8&255, i&255)})
		}
		return s.resources(formUnknown)
	},
	"one component with everything": func(size int) []Resource {
		s := stack{"c": n("component:index:All", nil)}
		for i := range size / 3 {
			id := fmt.Sprint(i)
			s["v"+id] = node{kind: "ec2/vpc", parent: "c", props: props{"cidrBlock": "10.0.0.0/16"}}
			s["t"+id] = node{kind: "ec2/routeTable", parent: "c", props: props{"vpcId": attr{"c", "vpc-1"}}}
			s["r"+id] = node{kind: "ec2/route", parent: "c", props: props{"routeTableId": attr{"c", "rtb-1"}, "destinationCidrBlock": "10.0.0.0/8", "transitGatewayId": "tgw-hub"}}
		}
		return s.resources(formUnknown)
	},
	"one transit gateway with many leaks": func(size int) []Resource {
		s := with(private, stack{"tgw": n("ec2transitgateway/transitGateway", nil)})
		for i := range size / 2 {
			id := fmt.Sprint(i)
			s["h"+id] = n("ec2transitgateway/route", props{"destinationCidrBlock": fmt.Sprintf("11.%d.%d.0/24", i>>8&255, i&255), "transitGatewayAttachmentId": "tgw-attach-1"})
			s["r"+id] = n("ec2/route", props{"routeTableId": ref("table"), "transitGatewayId": ref("tgw"), "destinationCidrBlock": fmt.Sprintf("10.%d.%d.0/24", i>>8&255, i&255)})
		}
		return s.resources(formUnknown)
	},
	"many elastic addresses": func(size int) []Resource {
		s := with(private)
		for i := range size / 2 {
			id := fmt.Sprint(i)
			s["e"+id] = n("ec2/eip", nil)
			s["n"+id] = n("ec2/natGateway", props{"subnetId": ref("subnet"), "allocationId": ref("e" + id)})
		}
		return s.resources(formUnknown)
	},
}

func BenchmarkCrowd(b *testing.B) {
	for name, make := range crowds {
		for _, size := range []int{1_000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				resources := make(size)
				for b.Loop() {
					Build(resources, sharedConfig)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(resources)), "ns/resource")
			})
		}
	}
}
