package rke2

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/inputs"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// TypeToken is the type of Rke2ControlPlane in state. It is contract: changing it would replace every cluster.
const TypeToken = "cloudgap:index:Rke2ControlPlane"

// Rke2ControlPlane is an RKE2 cluster: its servers, and the pools of its agents.
type Rke2ControlPlane struct {
	pulumi.ResourceState

	// ClusterName is the cluster's id.
	ClusterName pulumi.StringOutput `pulumi:"clusterName"`
	// Endpoint is the URL of the Kubernetes API.
	Endpoint pulumi.StringOutput `pulumi:"endpoint"`
	// CertificateAuthority is the certificate of the API's authority in PEM form.
	CertificateAuthority pulumi.StringOutput `pulumi:"certificateAuthority"`
	// CertificateAuthorityEnds is when the authorities end, and with them the cluster.
	CertificateAuthorityEnds pulumi.StringOutput `pulumi:"certificateAuthorityEnds"`
	// Kubeconfig is the administrator's. It is a secret and never changes as long as the seed, the name of the endpoint and that
	// of the cluster are the same.
	Kubeconfig pulumi.StringOutput `pulumi:"kubeconfig"`
	// OperatorKubeconfig names the files of an operator's short-lived certificate and key: operator.crt and operator.key beside it.
	// It holds no secret. The endpoint is reached from where APIClients admits, such as an identity-aware tunnel.
	OperatorKubeconfig pulumi.StringOutput `pulumi:"operatorKubeconfig"`
	// Commands are those by which people reach the cluster, by their purpose.
	Commands pulumi.StringMapOutput `pulumi:"commands"`
	// OperatorPolicy is an IAM policy, as JSON, for the roles of operators: sessions with the cluster's own documents only.
	OperatorPolicy pulumi.StringOutput `pulumi:"operatorPolicy"`
	// RestorePolicy is an IAM policy, as JSON, for the roles that may restore the cluster from a snapshot.
	RestorePolicy pulumi.StringOutput `pulumi:"restorePolicy"`
	// ZoneID is the private hosted zone that the endpoint's name is in.
	ZoneID pulumi.StringOutput `pulumi:"zoneId"`
	// LoadBalancerDNSName is the load balancer's own name, which changes if it is replaced. Use Endpoint.
	LoadBalancerDNSName pulumi.StringOutput `pulumi:"loadBalancerDnsName"`
	// ServerSecurityGroupID is the security group of the servers.
	ServerSecurityGroupID pulumi.StringOutput `pulumi:"serverSecurityGroupId"`
	// AgentSecurityGroupID is the security group of the agents.
	AgentSecurityGroupID pulumi.StringOutput `pulumi:"agentSecurityGroupId"`
	// LoadBalancerSecurityGroupID is the security group of the load balancer.
	LoadBalancerSecurityGroupID pulumi.StringOutput `pulumi:"loadBalancerSecurityGroupId"`
	// ServerRoleArn is the role of the servers.
	ServerRoleArn pulumi.StringOutput `pulumi:"serverRoleArn"`
	// AgentRoleArns are the roles of the agents by pool.
	AgentRoleArns pulumi.StringMapOutput `pulumi:"agentRoleArns"`
	// ServerGroupNames are the Auto Scaling groups of the servers by availability zone name.
	ServerGroupNames pulumi.StringMapOutput `pulumi:"serverGroupNames"`
	// AgentGroupNames are the Auto Scaling groups of the agents by pool.
	AgentGroupNames pulumi.StringMapOutput `pulumi:"agentGroupNames"`
	// ArtifactBucket is the bucket with the artifacts.
	ArtifactBucket pulumi.StringOutput `pulumi:"artifactBucket"`
	// SnapshotBucket is the bucket with the snapshots, and with the objects by which servers agree.
	SnapshotBucket pulumi.StringOutput `pulumi:"snapshotBucket"`
	// SeedSecretArn is the secret that restores all others. No node may read it.
	SeedSecretArn pulumi.StringOutput `pulumi:"seedSecretArn"`
	// LogGroupNames are the log groups by what is in them: nodes, audit, sessions.
	LogGroupNames pulumi.StringMapOutput `pulumi:"logGroupNames"`
	// Images are the images that have to be in the private registry: those that are not in RKE2's bundles.
	Images pulumi.StringArrayOutput `pulumi:"images"`
	// Artifacts is the manifest of the artifact bucket as JSON.
	Artifacts pulumi.StringOutput `pulumi:"artifacts"`
	// RequiredCapabilities is what the cluster needs of the VPC endpoints.
	RequiredCapabilities pulumi.StringArrayOutput `pulumi:"requiredCapabilities"`
}

// NewRke2ControlPlane makes an RKE2 cluster. The error lists everything that is wrong with the arguments, and then nothing has
// been registered.
func NewRke2ControlPlane(ctx *pulumi.Context, name string, args *Rke2ControlPlaneArgs, opts ...pulumi.ResourceOption) (*Rke2ControlPlane, error) {
	plan, err := newPlan(name, args)
	if err != nil {
		return nil, err
	}
	if err := requireEndpoints(name, plan, args); err != nil {
		return nil, err
	}
	component := &Rke2ControlPlane{}
	if err := ctx.RegisterComponentResourceV2(TypeToken, name, recorded(args), component, opts...); err != nil {
		return nil, fmt.Errorf("register %s %q: %w", TypeToken, name, err)
	}
	if err := newBuilder(ctx, name, component, *args, plan).build(); err != nil {
		return nil, fmt.Errorf("%s %q: %w", TypeToken, name, err)
	}
	if err := ctx.RegisterResourceOutputs(component, component.outputs()); err != nil {
		return nil, fmt.Errorf("register the outputs of %s %q: %w", TypeToken, name, err)
	}
	return component, nil
}

// recorded are the inputs that the engine records for the component. A seed that is not marked as a secret becomes one.
func recorded(args *Rke2ControlPlaneArgs) pulumi.Map {
	m := inputs.Of(args)
	if args.Seed != nil {
		m["seed"] = pulumi.ToSecret(args.Seed).(pulumi.Input)
	}
	return m
}

// requireEndpoints fails unless the set of VPC endpoints serves everything that the cluster needs.
func requireEndpoints(name string, p plan, args *Rke2ControlPlaneArgs) error {
	if args.Endpoints == nil {
		var list problems.List
		list.Add("endpoints", "the VPC endpoints are required", problems.Missing, "make an EndpointSet with the cluster's Capabilities and pass it")
		return list.Err(subject)
	}
	return args.Endpoints.Require(fmt.Sprintf("Rke2ControlPlane %q", name), p.capabilities()...)
}

// build makes the children: keys, credentials and their secrets, log groups, buckets, roles, security groups, the load balancer
// and its name, servers, agents, and what people need.
func (b *builder) build() error {
	keys, err := b.buildKeys()
	if err != nil {
		return err
	}
	secrets, err := b.buildSecrets(keys)
	if err != nil {
		return err
	}
	logs, err := b.buildLogGroups(keys)
	if err != nil {
		return err
	}
	buckets, err := b.buildBuckets(keys)
	if err != nil {
		return err
	}
	groups, err := b.buildSecurityGroups()
	if err != nil {
		return err
	}
	balancer, err := b.buildLoadBalancer(groups)
	if err != nil {
		return err
	}
	zone, err := b.buildName(balancer)
	if err != nil {
		return err
	}
	facts, err := b.buildFacts()
	if err != nil {
		return err
	}
	profiles, err := b.buildRoles(keys, secrets, buckets)
	if err != nil {
		return err
	}
	n := nodeParts{keys, secrets, logs, buckets, groups, balancer, profiles, facts}
	servers, err := b.buildServers(n)
	if err != nil {
		return err
	}
	agents, err := b.buildAgents(n, servers)
	if err != nil {
		return err
	}
	if err := b.buildAlarms(logs, balancer); err != nil {
		return err
	}
	documents, err := b.buildDocuments(keys, logs)
	if err != nil {
		return err
	}
	return b.setOutputs(built{n, servers, agents, documents, zone})
}
