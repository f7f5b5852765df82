package documents

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
	"github.com/cloudgap/cloudgap/components/rke2/versions"
	"github.com/cloudgap/cloudgap/internal/problems"
)

var (
	idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	// releaseForm is a release of Amazon Linux 2023. "latest" is none: a node that boots tomorrow must be the one of today.
	releaseForm = regexp.MustCompile(`^2023\.[0-9]+\.20[0-9]{6}$`)
	deviceForm  = regexp.MustCompile(`^(/dev/[a-z0-9/]+)?$`)
	hashForm    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	arnForm     = regexp.MustCompile(`^arn:[A-Za-z0-9_+=,.@:/-]+$`)
	// namespaceForm and accountForm are the names that Kubernetes gives out: DNS labels and DNS names.
	namespaceForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	accountForm   = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$`)
)

// Validate returns one error that lists everything that is wrong with the settings.
func (s Settings) Validate() error {
	var found problems.List
	if !idForm.MatchString(s.Cluster) {
		found.Add("cluster", "is not an id", s.Cluster, "use at most 63 lower-case letters, digits and hyphens, a letter first")
	}
	if s.Role != Server && s.Role != Agent {
		found.Add("role", "is not known", string(s.Role), "choose server or agent")
	}
	if s.Servers < 1 || s.Servers%2 == 0 {
		found.Add("servers", "gives etcd no majority to speak of", s.Servers, "give an odd number, three or more outside of tests")
	}
	if s.Hooks.LeaveMinutes < 1 || s.Hooks.LeaveMinutes > 100 {
		found.Add("hooks.leaveMinutes", "is out of range", s.Hooks.LeaveMinutes, "give 1 to 100 minutes")
	}
	if !hashForm.MatchString(s.Secrets.CAHash) {
		found.Add("secrets.caHash", "is not a SHA-256 in 64 lower-case hex digits", s.Secrets.CAHash, "give the hash of the CA's DER form")
	}
	if !releaseForm.MatchString(s.System.Releasever) {
		found.Add("system.releasever", "pins no release of Amazon Linux 2023", s.System.Releasever, "write for example 2023.9.20260810")
	}
	if !deviceForm.MatchString(s.System.Volume) || s.Role == Agent && s.System.Volume != "" {
		found.Add("system.volume", "is no device of a server", s.System.Volume, "write for example /dev/sdf, for servers only")
	}
	s.required(&found)
	s.validateNetwork(&found)
	s.validatePodRoles(&found)
	versions.CheckFloor("version", s.Version, &found)
	artifacts.Check("artifacts.list", s.Artifacts.List, &found)
	return found.Err("rke2: invalid settings of a node")
}

// required checks what a role needs, and that agents are told nothing of the servers' secrets.
func (s Settings) required(found *problems.List) {
	type setting struct{ path, value string }
	all := []setting{
		{"region", s.Region}, {"endpoint", s.Endpoint}, {"artifacts.bucket", s.Artifacts.Bucket},
		{"hooks.launch", s.Hooks.Launch}, {"hooks.terminate", s.Hooks.Terminate},
		{"secrets.agent", s.Secrets.Agent}, {"logs.node", s.Logs.Node},
	}
	servers := []setting{
		{"secrets.server", s.Secrets.Server}, {"secrets.ca", s.Secrets.CA},
		{"snapshots.bucket", s.Snapshots.Bucket}, {"snapshots.schedule", s.Snapshots.Schedule},
		{"cloud.chart", s.Cloud.Chart}, {"cloud.image", s.Cloud.Image}, {"cloud.tag", s.Cloud.Tag},
		{"logs.audit", s.Logs.Audit},
	}
	if s.Role == Server {
		all = append(all, servers...)
		if s.Snapshots.Retention < 1 {
			found.Add("snapshots.retention", "keeps no snapshot", s.Snapshots.Retention, "keep at least one")
		}
	}
	for _, setting := range all {
		if setting.value == "" {
			found.Add(setting.path, "is required", problems.Missing, fmt.Sprintf("set it for every %s", s.Role))
		}
	}
	for _, setting := range servers {
		if s.Role == Agent && setting.value != "" && strings.HasPrefix(setting.path, "secrets.") {
			found.Add(setting.path, "is told to an agent", setting.value, "leave it out: agents must not be able to read it")
		}
	}
}

func (s Settings) validateNetwork(found *problems.List) {
	n := s.Network
	if !slices.Contains(artifacts.CNIs(), n.CNI) {
		found.Add("network.cni", "is not known", string(n.CNI), fmt.Sprintf("choose one of %q", artifacts.CNIs()))
	}
	if s.Hardening.FIPS && n.CNI != artifacts.Canal {
		found.Add("network.cni", "is not covered by RKE2's FIPS build", string(n.CNI), "choose canal, or leave FIPS out")
	}
	pods, podsErr := netip.ParsePrefix(n.PodCIDR)
	if podsErr != nil {
		found.Add("network.podCidr", "is not a CIDR", n.PodCIDR, "write for example 10.42.0.0/16")
	}
	services, servicesErr := netip.ParsePrefix(n.ServiceCIDR)
	if servicesErr != nil {
		found.Add("network.serviceCidr", "is not a CIDR", n.ServiceCIDR, "write for example 10.43.0.0/16")
	}
	if podsErr == nil && servicesErr == nil && pods.Overlaps(services) {
		found.Add("network.serviceCidr", "overlaps the pods' "+n.PodCIDR, n.ServiceCIDR, "choose a range of its own")
	}
	dns, err := netip.ParseAddr(n.DNS)
	if err != nil || servicesErr == nil && !services.Contains(dns) {
		found.Add("network.dns", "is not an address in the services' range", n.DNS, "choose one, by custom the tenth")
	}
	if n.Domain == "" {
		found.Add("network.domain", "is required", problems.Missing, "write for example cluster.local")
	}
}

// ValidAccount tells whether Kubernetes could have a service account of these names.
func ValidAccount(namespace, name string) bool {
	return namespaceForm.MatchString(namespace) && accountForm.MatchString(name)
}

// validatePodRoles checks the roles of pods, and what the volume driver needs.
func (s Settings) validatePodRoles(found *problems.List) {
	if s.Role == Agent && (len(s.PodRoles) > 0 || s.Volumes.Chart != "") {
		found.Add("podRoles", "are told to an agent", len(s.PodRoles), "leave them and volumes out: only servers lend roles")
	}
	taken := map[string]bool{}
	for i, role := range s.PodRoles {
		path := fmt.Sprintf("podRoles[%d]", i)
		account := role.Namespace + "/" + role.ServiceAccount
		if !ValidAccount(role.Namespace, role.ServiceAccount) {
			found.Add(path, "names no service account", account, "write the names of its namespace and of itself")
		}
		if !arnForm.MatchString(role.RoleArn) {
			found.Add(path+".roleArn", "is not the ARN of a role", role.RoleArn, "name the role that the pods get")
		}
		if taken[account] {
			found.Add(path, "names an account that has a role already", account, "give each account one role")
		}
		taken[account] = true
	}
	if s.Volumes.Chart == "" {
		return
	}
	if !taken[VolumeNamespace+"/"+VolumeServiceAccount] {
		found.Add("podRoles", "lack that of the volume driver", problems.Missing, "name the account "+VolumeNamespace+"/"+VolumeServiceAccount)
	}
	if s.Volumes.Registry == "" || s.Volumes.Key == "" {
		found.Add("volumes", "need the registry of the driver's images and the key of volumes", problems.Missing, "set registry and key")
	}
	for _, name := range VolumeImages() {
		if s.Volumes.Tags[name] == "" {
			found.Add("volumes.tags."+name, "is required", problems.Missing, "name the image's tag")
		}
	}
}
