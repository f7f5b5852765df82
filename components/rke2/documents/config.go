package documents

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Config renders RKE2's config.yaml. The server that initialises the cluster gets no join address; every other node does, and
// so does that server from its second start on: RKE2 ignores the address as long as it has etcd data, and without it a server
// that lost its data would initialise a second cluster.
func Config(s Settings, join string) (string, error) {
	config := map[string]any{
		"profile":                                "cis",
		"selinux":                                true,
		"protect-kernel-defaults":                true,
		"node-name-from-cloud-provider-metadata": true,
		"kubelet-arg":                            []string{"cloud-provider=external"},
		// Upstream registries cannot be reached; a mirror that lacks an image should say so at once.
		"disable-default-registry-endpoint": true,
	}
	if labels := labelList(s.Node.Labels); len(labels) > 0 {
		config["node-label"] = labels
	}
	if len(s.Node.Taints) > 0 {
		config["node-taint"] = s.Node.Taints
	}
	if join != "" {
		config["server"] = fmt.Sprintf("https://%s:%d", join, SupervisorPort)
	}
	if s.Role == Agent {
		config["token-file"] = AgentToken
		return marshal(config)
	}
	maps.Copy(config, serverConfig(s))
	return marshal(config)
}

func serverConfig(s Settings) map[string]any {
	return map[string]any{
		"token-file":       TokenPath,
		"agent-token-file": AgentToken,
		"tls-san":          append([]string{s.Endpoint}, s.Names...),

		"cni":            string(s.Network.CNI),
		"cluster-cidr":   s.Network.PodCIDR,
		"service-cidr":   s.Network.ServiceCIDR,
		"cluster-dns":    s.Network.DNS,
		"cluster-domain": s.Network.Domain,
		// Ingress is the platform team's choice, and its images are no part of the bundles.
		"ingress-controller": "none",

		"disable-cloud-controller": true,
		"write-kubeconfig-mode":    "0600",
		"audit-policy-file":        AuditPath,
		"kube-apiserver-arg":       []string{"authentication-config=" + AuthnPath},
		// FIPS allows aescbc only, which is also RKE2's default.
		"secrets-encryption-provider": "aescbc",

		"etcd-expose-metrics":         true,
		"etcd-snapshot-schedule-cron": s.Snapshots.Schedule,
		"etcd-snapshot-retention":     s.Snapshots.Retention,
		"etcd-snapshot-compress":      true,
		"etcd-s3":                     true,
		"etcd-s3-bucket":              s.Snapshots.Bucket,
		// Region and endpoint have defaults in us-east-1 and the global endpoint, which the gateway endpoint does not serve.
		"etcd-s3-region":    s.Region,
		"etcd-s3-endpoint":  "s3." + s.Region + "." + dnsSuffix(s.Region),
		"etcd-s3-folder":    SnapshotFolder(s.Cluster),
		"etcd-s3-retention": s.Snapshots.Retention,
	}
}

// dnsSuffix is the domain of AWS's endpoints in a region.
func dnsSuffix(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

// SnapshotFolder is where a cluster's etcd snapshots lie in the snapshot bucket.
func SnapshotFolder(cluster string) string { return cluster + "/snapshots" }

// ProtocolFolder is where the objects of the bootstrap protocol lie in the snapshot bucket.
func ProtocolFolder(cluster string) string { return cluster + "/bootstrap" }

func labelList(labels map[string]string) []string {
	var list []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		list = append(list, key+"="+labels[key])
	}
	return list
}
