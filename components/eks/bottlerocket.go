package eks

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// bottlerocketSettings returns the settings of a Bottlerocket node as TOML. Every value is one that the plan has checked or
// that AWS made, and is written as a quoted string.
// Source: the settings reference of bottlerocket.dev, "kubernetes" and "metrics".
func bottlerocketSettings(data clusterData, pool poolPlan) string {
	var text strings.Builder
	// Reports of failures go to a public service, which nothing here can reach.
	text.WriteString("[settings.metrics]\nsend-metrics = false\n\n[settings.kubernetes]\n")
	fmt.Fprintf(&text, "cluster-name = %q\napi-server = %q\ncluster-certificate = %q\ncluster-dns-ip = %q\n",
		data.name, data.endpoint, data.certificateAuthority, dnsAddress(data.serviceCidr))
	if pool.maxPods > 0 {
		fmt.Fprintf(&text, "max-pods = %d\n", pool.maxPods)
	}
	if pool.ami == nil {
		return text.String()
	}
	if len(pool.labels) > 0 {
		text.WriteString("\n[settings.kubernetes.node-labels]\n")
		for _, key := range slices.Sorted(maps.Keys(pool.labels)) {
			fmt.Fprintf(&text, "%q = %q\n", key, pool.labels[key])
		}
	}
	if len(pool.taints) > 0 {
		text.WriteString("\n[settings.kubernetes.node-taints]\n")
		byKey := map[string][]string{}
		for _, t := range pool.taints {
			byKey[t.Key] = append(byKey[t.Key], fmt.Sprintf("%q", t.Value+":"+kubernetesEffects[t.Effect]))
		}
		for _, key := range slices.Sorted(maps.Keys(byKey)) {
			fmt.Fprintf(&text, "%q = [%s]\n", key, strings.Join(byKey[key], ", "))
		}
	}
	return text.String()
}

// dnsOffset is where EKS puts the cluster's DNS in the range of services.
const dnsOffset = 10

// dnsAddress is the address of the cluster's DNS.
func dnsAddress(services netip.Prefix) netip.Addr {
	address := services.Addr()
	for range dnsOffset {
		address = address.Next()
	}
	return address
}
