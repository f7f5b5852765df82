package stacks

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/access"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/endpoints"
	"github.com/cloudgap/cloudgap/internal/problems"
)

func (e *Environment) accessName() string { return e.Environment + "-access" }

// clusters are what the access has to know of the environment's clusters: name and host of the API of the EKS cluster, private
// hosted zone and load balancer of the RKE2 cluster. Nil where there is none.
type clusters struct {
	eksName, eksHost, rke2Zone, rke2Host pulumi.StringInput
	// zones are the private zones that the stack made, by key.
	zones map[string]pulumi.StringInput
}

// plannedClusters stand for clusters that are not made yet.
var plannedClusters = clusters{eksHost: pulumi.String("planned"), rke2Zone: pulumi.String("planned"), rke2Host: pulumi.String("planned")}

// accessArgs are the arguments of the access.
func (e *Environment) accessArgs(vpc handles, reached clusters) *access.ZeroTrustAccessArgs {
	spec := e.Access
	args := &access.ZeroTrustAccessArgs{
		Region:             e.Region,
		Placement:          spec.Placement,
		Workload:           access.Workload{VpcID: vpc.vpcID, Cidrs: vpc.cidrs, RouteTables: vpc.routeTables},
		EdgeRegion:         spec.EdgeRegion,
		EdgeFamily:         spec.EdgeFamily,
		Connectors:         spec.Connectors.arguments(),
		Cloudflare:         spec.Cloudflare.arguments(e.applicationCidrs(vpc)),
		PrivateZones:       map[string]pulumi.StringInput{},
		Clusters:           map[string]access.ClusterArgs{},
		BreakGlass:         access.BreakGlass{Principals: spec.BreakGlassPrincipals},
		LogRetentionInDays: spec.LogRetentionDays,
		Protect:            spec.Protect,
		Tags:               e.tags(),
	}
	e.place(args, vpc, reached)
	if spec.AlarmTopicArn != "" {
		args.AlarmTopicArn = pulumi.String(spec.AlarmTopicArn)
	}
	for _, key := range slices.Sorted(maps.Keys(spec.PrivateZones)) {
		zone := spec.PrivateZones[key]
		id, made := reached.zones[key]
		if !made {
			// Before the zone is made its id is not known, and need not be.
			id = pulumi.String(zone.ZoneID)
		}
		e.resolve(args, key, id, zone.Name, "*."+zone.Name)
	}
	for key, application := range spec.Cloudflare.Applications {
		switch {
		case application.Kind != zerotrust.Kubernetes:
		case application.Cluster == ClusterRke2 && e.Rke2 != nil:
			args.Clusters[key] = access.ClusterArgs{Endpoint: fmt.Sprintf("%s:%d", e.Rke2.EndpointName, rke2Port)}
		case application.Cluster != ClusterRke2 && reached.eksName != nil:
			args.Clusters[key] = access.ClusterArgs{EksName: reached.eksName}
		}
	}
	// With PrivateLink people go to the endpoint in the access VPC, so that nobody asks for the name.
	if e.Rke2 != nil && e.Rke2.ZoneID == "" && reached.rke2Zone != nil && spec.Placement != access.PlacementPrivateLink {
		e.resolve(args, rke2ZoneKey, reached.rke2Zone, e.Rke2.EndpointName)
	}
	return args
}

// resolve lets people resolve the first of the domains, which a private zone answers. A zone of the environment's own VPC is there
// already for connectors in it.
func (e *Environment) resolve(args *access.ZeroTrustAccessArgs, key string, zone pulumi.StringInput, domains ...string) {
	args.Cloudflare.PrivateZones = append(args.Cloudflare.PrivateZones, domains[0])
	if e.Access.Placement == access.PlacementConnectorSubnet {
		return
	}
	args.PrivateZones[key] = zone
	args.PrivateDomains = append(args.PrivateDomains, domains...)
}

// trust is whose principals and resources endpoint policies admit.
func (e *Environment) trust() endpoints.Trust {
	if e.Endpoints.Trust == trustAccount {
		return endpoints.Trust{}
	}
	return endpoints.Trust{OrganizationID: pulumi.String(e.Endpoints.Trust)}
}

// connectorCidrs are the ranges that connectors dial the environment from, which its network ACLs and its clusters admit. With
// PrivateLink there are none, because the resource gateway dials.
func (e *Environment) connectorCidrs() []string {
	if e.Access == nil {
		return nil
	}
	return e.accessArgs(e.plannedHandles(), plannedClusters).ConnectorCidrs()
}

// rke2ZoneKey is the key of the zone that the RKE2 cluster makes for its name, among the private zones of the access.
const rke2ZoneKey = "rke2-endpoint"

// rke2Port is where the API of an RKE2 cluster answers.
const rke2Port = 6443

// connectorsKey is the key of the rules that let connectors in to a cluster's API.
const connectorsKey = "connectors"

// clusterCidrs are where people find the API of each kind of cluster.
type clusterCidrs map[ClusterKind][]string

// applicationCidrs are the clusters' own addresses, or the access VPC, where the endpoints are that stand for them with PrivateLink.
func (e *Environment) applicationCidrs(vpc handles) clusterCidrs {
	if e.Access.Placement == access.PlacementPrivateLink {
		return clusterCidrs{ClusterEks: {e.Access.CidrBlock}, ClusterRke2: {e.Access.CidrBlock}}
	}
	return clusterCidrs{ClusterEks: vpc.controlPlaneCidrs, ClusterRke2: vpc.nodeCidrs}
}

// fill adds what is known of the cluster that an application leads to.
func (a ApplicationSpec) fill(application *zerotrust.Application, cidrs clusterCidrs) {
	kind := cmp.Or(a.Cluster, ClusterEks)
	if len(a.Cidrs) == 0 {
		application.Cidrs = cidrs[kind]
	}
	if len(a.Ports) == 0 && kind == ClusterRke2 {
		application.Ports = []int{rke2Port}
	}
}

// checkAccess reports applications that lead to a cluster that is not there.
func (e *Environment) checkAccess() error {
	var list problems.List
	for _, key := range slices.Sorted(maps.Keys(e.Access.Cloudflare.Applications)) {
		a := e.Access.Cloudflare.Applications[key]
		if a.Kind == zerotrust.Kubernetes && (a.Cluster == ClusterRke2 && e.Rke2 == nil || a.Cluster != ClusterRke2 && e.Eks == nil) {
			list.Add(SpecKey+".access.cloudflare.applications."+key+".cluster", "the environment has no such cluster", string(a.Cluster), "describe it, or name the other one")
		}
	}
	return list.Err("invalid applications of the access")
}

func (c ConnectorsSpec) arguments() access.ConnectorsArgs {
	args := access.ConnectorsArgs{Replicas: c.Replicas, InstanceType: c.InstanceType, AmiID: pulumi.String(c.AmiID), CloudflaredVersion: c.CloudflaredVersion}
	for _, p := range c.Packages {
		args.Packages = append(args.Packages, access.PackageArgs{Bucket: p.Bucket, Key: p.Key, SHA256: p.SHA256})
	}
	if c.PackageKeyArn != "" {
		args.PackageKeyArn = pulumi.String(c.PackageKeyArn)
	}
	return args
}

func (c CloudflareSpec) arguments(cidrs clusterCidrs) zerotrust.Args {
	args := zerotrust.Args{
		AccountID: c.AccountID, ZoneID: c.ZoneID, TeamName: c.TeamName, Precedence: c.Precedence, Session: c.Session,
		RequireGatewayProxy: c.RequireGatewayProxy, RequireOrganization: c.RequireOrganization,
		Personas: map[string]zerotrust.Persona{}, Posture: map[string]zerotrust.PostureCheck{}, Applications: map[string]zerotrust.Application{},
		ServiceTokens: map[string]zerotrust.ServiceToken{}, Logpush: map[zerotrust.Dataset]zerotrust.LogDestination{},
	}
	for key, p := range c.Personas {
		persona := zerotrust.Persona{Emails: p.Emails, Applications: p.Applications}
		for _, g := range p.Groups {
			persona.Groups = append(persona.Groups, zerotrust.IdentityGroup{Provider: g.Provider, IdentityProviderID: g.IdentityProviderID, Name: g.Name, Attribute: g.Attribute})
		}
		args.Personas[key] = persona
	}
	for key, p := range c.Posture {
		args.Posture[key] = zerotrust.PostureCheck{Type: p.Type, Platforms: p.Platforms, Version: p.Version}
	}
	for key, a := range c.Applications {
		application := zerotrust.Application{
			Kind: a.Kind, Cidrs: a.Cidrs, Ports: a.Ports, Hostnames: a.Hostnames, PublicHostname: a.PublicHostname, AskAccess: a.AskAccess,
			ServiceTokens: a.ServiceTokens,
		}
		if a.Kind == zerotrust.Kubernetes {
			a.fill(&application, cidrs)
		}
		args.Applications[key] = application
	}
	for key, t := range c.ServiceTokens {
		args.ServiceTokens[key] = zerotrust.ServiceToken{Duration: t.Duration}
	}
	for dataset, l := range c.Logpush {
		args.Logpush[dataset] = zerotrust.LogDestination{Bucket: l.Bucket, Region: l.Region, Prefix: l.Prefix}
	}
	if len(c.NotifyEmails) > 0 {
		args.Notifications = &zerotrust.Notifications{Emails: c.NotifyEmails}
	}
	return args
}
