package eks

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// minZones is what EKS asks for of the control plane.
const minZones = 2

const defaultServiceCidr = "172.20.0.0/16"

// The sizes that EKS allows for the range of services, as prefix lengths.
const widestServiceRange, narrowestServiceRange = 12, 24

// planNetwork checks the VPC, its subnets and the range of services.
func planNetwork(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	if args.VpcID == nil {
		list.Add("vpcId", "the VPC is required", problems.Missing, "pass the id of the VPC")
	}
	if len(args.ControlPlaneSubnets) < minZones {
		list.Add("controlPlaneSubnets", "EKS needs subnets in two zones for the control plane", slices.Sorted(maps.Keys(args.ControlPlaneSubnets)), "pass a subnet for each of two zones or more")
	}
	p.nodeZones = slices.Sorted(maps.Keys(args.NodeSubnets))
	if len(p.nodeZones) == 0 {
		list.Add("nodeSubnets", "nodes need a subnet", problems.Missing, "pass a subnet for each zone")
	}
	p.controlPlaneZones = slices.Sorted(maps.Keys(args.ControlPlaneSubnets))
	planServiceCidr(list, p, args)
	planPodNetwork(list, p, args.PodNetwork)
}

func planServiceCidr(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	text := args.ServiceCidr
	if text == "" {
		text = defaultServiceCidr
	}
	services, ok := check.PrivateRange(list, "serviceCidr", text, serviceSpace...)
	if ok && (services.Bits() < widestServiceRange || services.Bits() > narrowestServiceRange) {
		list.Add("serviceCidr", fmt.Sprintf("the prefix length has to be between %d and %d", widestServiceRange, narrowestServiceRange), text, "choose a range of such a size")
	}
	p.serviceCidr = services
	taken := map[string]netip.Prefix{}
	if len(args.VpcCidrs) == 0 {
		list.Add("vpcCidrs", "the blocks of the VPC are required", problems.Missing, "pass all IPv4 blocks of the VPC")
	}
	for i, block := range args.VpcCidrs {
		path := fmt.Sprintf("vpcCidrs[%d]", i)
		if r, ok := check.PrivateRange(list, path, block); ok {
			taken[path] = r
		}
	}
	for _, key := range slices.Sorted(maps.Keys(args.EgressRanges)) {
		// What is no range is reported where the egress is planned.
		if r, err := netip.ParsePrefix(args.EgressRanges[key].CidrBlock); err == nil {
			taken["egressRanges."+key] = r
		}
	}
	for _, path := range slices.Sorted(maps.Keys(taken)) {
		if ok && services.Overlaps(taken[path]) {
			list.Add("serviceCidr", fmt.Sprintf("overlaps %s (%s), so that pods could not tell a service from a host", taken[path], path), text, "choose a range that is used nowhere else")
		}
	}
}

// planPodNetwork checks that every zone with nodes has a subnet for pods, where pods have subnets of their own.
func planPodNetwork(list *problems.List, p *plan, pods *PodNetwork) {
	if pods == nil || pods.Subnets == nil {
		return
	}
	for _, zone := range p.nodeZones {
		if _, ok := pods.Subnets[zone]; !ok {
			list.Add("podNetwork.subnets", "a zone with nodes has no subnet for pods", zone, "pass one for each of "+strings.Join(p.nodeZones, ", "))
		}
	}
}
