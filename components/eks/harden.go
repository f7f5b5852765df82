package eks

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// clusterToken is the type of the cluster that pulumi-eks registers.
const clusterToken = "aws:eks/cluster:Cluster"

// hardening changes the cluster that pulumi-eks registers, in the engine, before the provider or any policy sees it.
type hardening struct {
	support SupportType
	protect bool
}

// transform implements pulumi.ResourceTransform.
//
// pulumi-eks makes whoever creates the cluster its administrator and leaves EKS to install add-ons that nobody
// manages. Both are decided when the cluster is created and cannot be taken back, and it has no argument for either, nor for
// the support type. The endpoint settings are repeated, so that no version of pulumi-eks can open the API.
func (h hardening) transform(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
	if args.Type != clusterToken {
		return nil
	}
	props := pulumi.Map{}
	for key, value := range args.Props {
		props[key] = value
	}
	props["accessConfig"] = pulumi.Map{
		"authenticationMode": pulumi.String("API"), "bootstrapClusterCreatorAdminPermissions": pulumi.Bool(false),
	}
	props["bootstrapSelfManagedAddons"] = pulumi.Bool(false)
	props["upgradePolicy"] = pulumi.Map{"supportType": pulumi.String(string(h.support))}
	props["vpcConfig"] = closed(props["vpcConfig"])
	opts := args.Opts
	opts.Protect = opts.Protect || h.protect
	return &pulumi.ResourceTransformResult{Props: props, Opts: opts}
}

// closed is the cluster's network configuration with a private endpoint alone.
func closed(given pulumi.Input) pulumi.Map {
	network := pulumi.Map{}
	if m, ok := given.(pulumi.Map); ok {
		for key, value := range m {
			network[key] = value
		}
	}
	network["endpointPrivateAccess"] = pulumi.Bool(true)
	network["endpointPublicAccess"] = pulumi.Bool(false)
	delete(network, "publicAccessCidrs")
	return network
}
