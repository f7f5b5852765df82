package access

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/access/connector"
	"github.com/cloudgap/cloudgap/components/access/zerotrust"
	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/internal/instancetype"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// minReplicas and maxReplicas bound the connectors: Cloudflare takes 100 connections for a tunnel.
const minReplicas, maxReplicas = 2, 100 / connector.Connections

const defaultInstanceType = "c7g.large"

var (
	hashPattern      = regexp.MustCompile(`^[0-9a-f]{64}$`)
	bucketPattern    = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	versionPattern   = regexp.MustCompile(`^20[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}$`)
	principalPattern = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(user|role)/[\w+=,.@/-]+$`)
)

// oldestCloudflared is the oldest version that knows every flag of the unit and reads its token from a file without showing
// it. Source: cloudflared's release notes, --no-prechecks in 2026.5.0 and VULN-118896 in 2026.7.2.
const oldestCloudflared = "2026.7.2"

// planConnectors checks the hosts.
func planConnectors(list *problems.List, p *plan, c ConnectorsArgs) {
	p.replicas, p.instanceType = cmp.Or(c.Replicas, max(minReplicas, len(p.subnets))), cmp.Or(c.InstanceType, defaultInstanceType)
	if p.replicas < minReplicas || p.replicas > maxReplicas {
		list.Add("connectors.replicas", fmt.Sprintf("a tunnel takes %d to %d connectors", minReplicas, maxReplicas), p.replicas, "choose a number between them")
	}
	if _, ok := instancetype.IsARM(p.instanceType); !ok {
		list.Add("connectors.instanceType", "not an instance type", p.instanceType, `write one such as "c7g.large"`)
	}
	if c.AmiID == nil {
		list.Add("connectors.amiId", "is required", problems.Missing, "pin an image of Amazon Linux 2023")
	}
	switch version := c.CloudflaredVersion; {
	case !versionPattern.MatchString(version):
		list.Add("connectors.cloudflaredVersion", "not a version of cloudflared", version, "write the one of the image or the package, such as "+oldestCloudflared)
	case older(version, oldestCloudflared):
		list.Add("connectors.cloudflaredVersion", "older than what the unit needs", version, "use "+oldestCloudflared+" or newer")
	}
	if p.placement == PlacementConnectorSubnet && len(c.Packages) > 0 {
		list.Add("connectors.packages", "the gateway endpoint of Amazon S3 in the workload VPC serves the route tables of the workload, not the connectors'", len(c.Packages),
			"build an image that holds them")
	}
	for i, r := range c.Packages {
		path := fmt.Sprintf("connectors.packages[%d]", i)
		if !bucketPattern.MatchString(r.Bucket) {
			list.Add(path+".bucket", "not the name of a bucket", r.Bucket, "name the bucket that holds the package")
		}
		if !connector.Plain(r.Key) || !strings.HasSuffix(r.Key, ".rpm") {
			list.Add(path+".key", "not the key of an RPM", r.Key, "use letters, digits and ._/-, with .rpm at the end")
		}
		if !hashPattern.MatchString(r.SHA256) {
			list.Add(path+".sha256", "is not a SHA-256 in 64 lower-case hex digits", r.SHA256, "compute it from a file that you trust")
		}
		p.packages = append(p.packages, connector.Package{Bucket: r.Bucket, Key: r.Key, SHA256: r.SHA256})
	}
}

// older tells whether a version came before another. Both have the form of versionPattern.
func older(version, than string) bool {
	var a, b [3]int
	fmt.Sscanf(version, "%d.%d.%d", &a[0], &a[1], &a[2])
	fmt.Sscanf(than, "%d.%d.%d", &b[0], &b[1], &b[2])
	return slices.Compare(a[:], b[:]) < 0
}

// refresh are the percentages of the desired capacity between which Auto Scaling stays while it replaces connectors: one more
// than wanted and none less. Where one more would exceed what the tunnel takes, it is one less and none more.
func refresh(replicas int) (minHealthy, maxHealthy int) {
	if replicas >= maxReplicas {
		return 100 * (replicas - 1) / replicas, 100
	}
	return 100, 100 + (100+replicas-1)/replicas
}

// planApplications takes over what connectors dial. What is wrong with an application is reported by the Cloudflare half.
func planApplications(list *problems.List, p *plan, args *ZeroTrustAccessArgs) {
	for _, key := range slices.Sorted(maps.Keys(args.Cloudflare.Applications)) {
		given := args.Cloudflare.Applications[key]
		a := applicationPlan{key: key, ports: given.Ports, udp: given.Kind == zerotrust.Infrastructure && p.placement != PlacementPrivateLink}
		if len(a.ports) == 0 && given.Kind != zerotrust.Infrastructure {
			a.ports = []int{httpsPort}
		}
		for _, text := range given.Cidrs {
			if block, err := netip.ParsePrefix(text); err == nil && block.Addr().Is4() && block == block.Masked() {
				a.cidrs = append(a.cidrs, block)
			}
		}
		p.applications = append(p.applications, a)
	}
	if n := len(applicationRules(*p)); n > maxApplicationRules {
		list.Add("cloudflare.applications", fmt.Sprintf("they make more than the %d rules that are left in the connectors' security group", maxApplicationRules), n,
			"merge ranges or ports")
	}
}

// planNames checks the private zones and the clusters that users are told of.
func planNames(list *problems.List, p *plan, args *ZeroTrustAccessArgs) {
	if p.placement == PlacementConnectorSubnet && (len(args.PrivateZones) > 0 || len(args.PrivateDomains) > 0) {
		list.Add("privateZones", "the workload VPC has its own zones and DNS Firewall", len(args.PrivateZones), "remove privateZones and privateDomains")
	} else if len(args.PrivateZones) > 0 && len(args.PrivateDomains) == 0 {
		list.Add("privateDomains", "the DNS Firewall of the access VPC blocks what it does not know", problems.Missing, "name the domains of privateZones")
	}
	for _, key := range slices.Sorted(maps.Keys(args.PrivateZones)) {
		check.Key(list, "privateZones."+key, key, maxKeyLength)
	}
	for _, key := range slices.Sorted(maps.Keys(args.Clusters)) {
		c, path := args.Clusters[key], "clusters."+key
		if (c.EksName == nil) == (c.Endpoint == "") {
			list.Add(path, "a cluster has a name in EKS or an endpoint", problems.Missing, "set exactly one of eksName and endpoint")
		}
		if args.Cloudflare.Applications[key].Kind != zerotrust.Kubernetes {
			list.Add(path, "no application of kind kubernetes has this key", key, "use the key of the application that leads to the cluster")
		}
	}
}

// planBreakGlass checks who may use the way in without Cloudflare.
func planBreakGlass(list *problems.List, b BreakGlass) {
	if len(b.Principals) == 0 {
		list.Add("breakGlass.principals", "nobody could get in while Cloudflare is out of reach", problems.Missing, "name the users or roles that may")
	}
	for i, arn := range b.Principals {
		if !principalPattern.MatchString(arn) {
			list.Add(fmt.Sprintf("breakGlass.principals[%d]", i), "not the ARN of an IAM user or role", arn, `write one such as "arn:aws:iam::111122223333:user/break-glass"`)
		}
	}
}
