package documents

// credentialProvider lets the kubelet pull from ECR with the instance's role. The provider's name is its file's name.
func credentialProvider() map[string]any {
	return map[string]any{
		"apiVersion": "kubelet.config.k8s.io/v1",
		"kind":       "CredentialProviderConfig",
		"providers": []map[string]any{{
			"name":       "ecr-credential-provider",
			"apiVersion": "credentialprovider.kubelet.k8s.io/v1",
			"matchImages": []string{
				"*.dkr.ecr.*.amazonaws.com", "*.dkr.ecr.*.amazonaws.com.cn", "*.dkr.ecr-fips.*.amazonaws.com",
			},
			"defaultCacheDuration": "12h",
		}},
	}
}

// serverTolerations let pods run on the servers, and before the cloud controller has initialised them.
func serverTolerations() []map[string]string {
	return []map[string]string{
		{"key": "node.cloudprovider.kubernetes.io/uninitialized", "value": "true", "effect": "NoSchedule"},
		{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists", "effect": "NoSchedule"},
		{"key": "node-role.kubernetes.io/etcd", "operator": "Exists", "effect": "NoExecute"},
		{"key": "CriticalAddonsOnly", "operator": "Exists"},
	}
}

// cloudController renders the HelmChart of the AWS cloud controller manager. It tolerates the taint that it removes itself;
// otherwise no node would ever be initialised (rke2#7822). It runs on the host's network because pods may not reach the instance
// metadata service beyond one hop.
func cloudController(s Settings) (string, error) {
	return helmChart("aws-cloud-controller-manager", s.Cloud.Chart, map[string]any{
		"image":          map[string]any{"repository": s.Cloud.Image, "tag": s.Cloud.Tag},
		"hostNetworking": true,
		"args":           []string{"--v=2", "--cloud-provider=aws", "--configure-cloud-routes=false", "--cluster-name=" + s.Cluster},
		"nodeSelector":   map[string]string{"node-role.kubernetes.io/control-plane": "true"},
		"tolerations":    serverTolerations(),
	})
}

// helmChart renders the HelmChart of a staged chart. It is a bootstrap chart: the job that installs it runs on a server and on the
// host's network, so that it needs neither an agent nor the container network.
func helmChart(name, chart string, values map[string]any) (string, error) {
	content, err := marshal(values)
	if err != nil {
		return "", err
	}
	return marshal(map[string]any{
		"apiVersion": "helm.cattle.io/v1",
		"kind":       "HelmChart",
		"metadata":   map[string]string{"name": name, "namespace": "kube-system"},
		"spec": map[string]any{
			"bootstrap":       true,
			"targetNamespace": "kube-system",
			"chart":           "https://%{KUBERNETES_API}%/static/charts/" + chart,
			"valuesContent":   content,
		},
	})
}
