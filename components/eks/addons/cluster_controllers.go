// Package addons installs controllers into a PrivateEksCluster with Helm charts from a private registry. It calls the Kubernetes
// API, so it works only where a deployment reaches the API: from inside the VPC, or from a network that the cluster names in
// APIClients. PrivateEksCluster itself never does that; use this package in a program or stack of its own that runs there.
//
//	_, err := addons.NewClusterControllers(ctx, "platform", &addons.ClusterControllersArgs{
//		Cluster: cluster,
//		Charts: map[eks.Controller]addons.Chart{
//			eks.Karpenter: {Location: "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/karpenter", Version: "1.8.2"},
//		},
//	})
package addons

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	helm "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/internal/inputs"
	"github.com/cloudgap/cloudgap/components/internal/object"
)

// TypeToken is the type of ClusterControllers in state. It is contract: changing it would install every chart anew.
const TypeToken = "cloudgap:index:ClusterControllers"

// ClusterControllers are the controllers of a cluster.
type ClusterControllers struct {
	pulumi.ResourceState

	// Versions are the versions of the charts by controller.
	Versions pulumi.StringMapOutput `pulumi:"versions"`

	// Provider is the Kubernetes provider of the charts. It signs in with the AWS CLI.
	Provider *kubernetes.Provider
	// Charts are the charts by controller.
	Charts map[eks.Controller]*helm.Chart
}

// NewClusterControllers installs the charts. The error lists everything that is wrong with the arguments, and then nothing
// has been registered.
func NewClusterControllers(ctx *pulumi.Context, name string, args *ClusterControllersArgs, opts ...pulumi.ResourceOption) (*ClusterControllers, error) {
	if err := args.Validate(name); err != nil {
		return nil, err
	}
	component := &ClusterControllers{Charts: map[eks.Controller]*helm.Chart{}}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, inputs.Of(args), component, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	if err := component.build(ctx, name, args); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(component, pulumi.Map{"versions": component.Versions}); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return component, nil
}

// build makes the provider and the charts. A chart waits for the whole cluster, its nodes and add-ons included.
func (c *ClusterControllers) build(ctx *pulumi.Context, name string, args *ClusterControllersArgs) error {
	var err error
	c.Provider, err = kubernetes.NewProvider(ctx, name+"-api", &kubernetes.ProviderArgs{
		Kubeconfig: args.Cluster.Kubeconfig.ToStringPtrOutput(),
	}, pulumi.Parent(c), pulumi.DependsOn([]pulumi.Resource{args.Cluster}))
	if err != nil {
		return fmt.Errorf("make the Kubernetes provider: %w", err)
	}
	versions := pulumi.StringMap{}
	for _, controller := range slices.Sorted(maps.Keys(args.Charts)) {
		chart := args.Charts[controller]
		c.Charts[controller], err = helm.NewChart(ctx, name+"-chart-"+string(controller), &helm.ChartArgs{
			Chart: pulumi.String(chart.Location), Version: pulumi.String(chart.Version), Name: pulumi.String(string(controller)),
			Namespace:      pulumi.String(args.Cluster.ControllerNamespaces[controller]),
			RepositoryOpts: chart.credentials(),
			Values:         values(args.Cluster.HelmValues, controller, chart.Values),
		}, pulumi.Parent(c), pulumi.Provider(c.Provider), pulumi.DependsOn([]pulumi.Resource{args.Cluster}))
		if err != nil {
			return fmt.Errorf("install the chart of %s: %w", controller, err)
		}
		versions[string(controller)] = pulumi.String(chart.Version)
	}
	c.Versions = versions.ToStringMapOutput()
	return nil
}

// values are the user's values with those of the cluster laid over them.
func values(presets pulumi.StringMapOutput, controller eks.Controller, user map[string]any) pulumi.MapOutput {
	return presets.ApplyT(func(presets map[string]string) (map[string]any, error) {
		var preset map[string]any
		if err := json.Unmarshal([]byte(presets[string(controller)]), &preset); err != nil {
			return nil, fmt.Errorf("read the Helm values of %s: %w", controller, err)
		}
		return object.Merged(user, preset), nil
	}).(pulumi.MapOutput)
}
