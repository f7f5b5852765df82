// Package eks simulates the remote components of pulumi-eks: it registers, through the engine, the children that the real
// component registers for the same arguments, so that transforms and policies meet them in a rehearsal. The real component is
// a Node.js program, which a rehearsal cannot run.
//
// It knows the lean arguments, with which pulumi-eks makes the cluster and its access entries only, and the default ones
// without node group. Arguments beyond those are refused by name. What the real component asks of its surroundings, such as
// an aws command on the PATH, is not simulated.
//
// Source: pulumi-eks v3.9.1, nodejs/eks/cluster/cluster.ts, nodes/securitygroup.ts, servicerole.ts and addons/cni-addon.ts.
package eks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	sdk "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"github.com/cloudgap/cloudgap/rehearsal/provider"
)

// Version is the version of pulumi-eks that the package stands for.
const Version = "3.9.1"

// Type tokens of the components.
const (
	clusterToken     = "eks:index:Cluster"
	nodeGroupToken   = "eks:index:ManagedNodeGroup"
	serviceRoleToken = "eks:index:ServiceRole"
	vpcCniToken      = "eks:index:VpcCniAddon"
)

// Components are the components that can be constructed, by type token, for rehearsal.Options.
func Components() map[string]provider.Component {
	return map[string]provider.Component{clusterToken: component(newCluster), nodeGroupToken: component(newManagedNodeGroup)}
}

// component adapts a constructor to what the engine asks of a provider.
func component(construct sdk.ConstructFunc) provider.Component {
	return func(ctx context.Context, request *pulumirpc.ConstructRequest, engine *grpc.ClientConn) (*pulumirpc.ConstructResponse, error) {
		// The keys of these arguments decide how many children there are, also while values in them are unknown. Each value
		// brings its own dependencies; those of the whole would make the SDK hide the keys behind an unknown output.
		for _, name := range []string{"accessEntries"} {
			delete(request.InputDependencies, name)
		}
		return sdk.Construct(ctx, request, engine, construct)
	}
}

// checkArguments refuses arguments that the simulation does not know, rather than leave out what the real component makes of
// them.
func checkArguments(token string, inputs sdk.ConstructInputs, known ...string) error {
	given, err := inputs.Map()
	if err != nil {
		return fmt.Errorf("read the arguments of %s: %w", token, err)
	}
	var unknown []string
	for name := range given {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return fmt.Errorf("%s cannot be simulated with %s: the rehearsal does not know what it makes of that", token, strings.Join(unknown, ", "))
	}
	return nil
}

// truth reads a plain flag.
func truth(flag *bool, usual bool) bool {
	if flag == nil {
		return usual
	}
	return *flag
}

// withName are the tags of a resource: a name, and the user's tags over it.
func withName(name string, tags pulumi.StringMapInput) pulumi.StringMapOutput {
	if tags == nil {
		return pulumi.StringMap{"Name": pulumi.String(name)}.ToStringMapOutput()
	}
	return tags.ToStringMapOutput().ApplyT(func(given map[string]string) map[string]string {
		result := map[string]string{"Name": name}
		for key, value := range given {
			result[key] = value
		}
		return result
	}).(pulumi.StringMapOutput)
}
