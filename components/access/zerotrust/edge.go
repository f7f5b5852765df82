package zerotrust

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// Edge is the Cloudflare half of an environment.
type Edge struct {
	// TunnelID is the tunnel's id.
	TunnelID pulumi.StringOutput
	// TunnelName is the tunnel's name.
	TunnelName pulumi.StringOutput
	// TunnelToken is what a connector signs in with. It is secret: whoever holds it can receive the environment's traffic.
	TunnelToken pulumi.StringOutput
	// VirtualNetworkID is the virtual network that the routes are in.
	VirtualNetworkID pulumi.StringOutput
	// DeviceProfileID is the policy id of the device profile.
	DeviceProfileID pulumi.StringOutput
	// ServiceTokens are the credentials of pipelines by key, as "clientId" and "clientSecret"; the latter is secret.
	ServiceTokens map[string]Credential
	// LogpushChallenges are the files that Cloudflare puts into the buckets to see who owns them, by data set.
	LogpushChallenges pulumi.StringMapOutput

	builder *builder
	// guard is everything that has to be there before a route is.
	guard []pulumi.Resource
}

// Credential is what a pipeline signs in with.
type Credential struct {
	// ClientID is the public half.
	ClientID pulumi.StringOutput
	// ClientSecret is the secret half, which Cloudflare shows once.
	ClientSecret pulumi.StringOutput
}

// New makes everything but the routes. The error lists everything that is wrong with the arguments, and then nothing has been
// registered. The options are those of every child: a parent, and a provider if need be.
func New(ctx *pulumi.Context, name string, args *Args, opts ...pulumi.ResourceOption) (*Edge, error) {
	plan, err := newPlan(name, args)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: *args, plan: plan, common: opts, edge: &Edge{}}
	b.edge.builder = b
	if err := b.build(); err != nil {
		return nil, err
	}
	return b.edge, nil
}

// OpenRoutes makes the tunnel routes, after everything that New made and after the given resources, which are what carries
// the traffic: the connectors.
func (e *Edge) OpenRoutes(after ...pulumi.Resource) error {
	return e.builder.buildRoutes(after)
}
