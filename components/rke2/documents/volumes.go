package documents

import (
	"maps"
	"slices"
)

// The account of the volume driver's controller, as the chart names it.
const (
	VolumeNamespace      = "kube-system"
	VolumeServiceAccount = "ebs-csi-controller-sa"
)

// volumeImages are the images of the chart aws-ebs-csi-driver 2.64.0: the driver's own under no key, those of its sidecars under
// the keys by which the chart's values know them.
var volumeImages = map[string]string{
	"":                    "aws-ebs-csi-driver",
	"attacher":            "csi-attacher",
	"livenessProbe":       "livenessprobe",
	"nodeDriverRegistrar": "csi-node-driver-registrar",
	"provisioner":         "csi-provisioner",
	"resizer":             "csi-resizer",
	"snapshotter":         "csi-snapshotter",
}

// VolumeImages are the names of the images that the volume driver consists of, sorted.
func VolumeImages() []string { return slices.Sorted(maps.Values(volumeImages)) }

// tokenFolder is where the driver's controller finds the token that it shows to be lent its role.
const tokenFolder = "/var/run/secrets/cloudgap"

// nodeVolumes is how many volumes of a node are not the driver's: its root, and on servers that of etcd.
const nodeVolumes = 2

// volumeDriver renders the HelmChart of the driver of EBS volumes. Its controller runs on the servers, whose service lends it a
// role: it cannot be on the host's network, and so does not reach the metadata service. What it runs on it knows from the settings;
// the part on each node knows it from the Node, which the cloud controller has filled in.
func volumeDriver(s Settings) (string, error) {
	image := func(name string) map[string]any {
		return map[string]any{"repository": s.Volumes.Registry + "/" + name, "tag": s.Volumes.Tags[name]}
	}
	sidecars := map[string]any{}
	for key, name := range volumeImages {
		if key != "" {
			sidecars[key] = map[string]any{"image": image(name)}
		}
	}
	// Otherwise it depends on the order in which RKE2 installs its charts whether volumes can be snapshotted.
	sidecars["snapshotter"].(map[string]any)["forceEnable"] = true
	controller := map[string]any{
		"region": s.Region,
		// The driver's role may touch volumes and snapshots with the tags of this cluster only.
		"k8sTagClusterId": s.Cluster,
		"nodeSelector":    map[string]string{"node-role.kubernetes.io/control-plane": "true"},
		"tolerations":     serverTolerations(),
		"env":             append(podRoleEnvironment(tokenFolder+"/token"), goFIPS(s)...),
		"volumes": []any{map[string]any{
			"name": "role-token",
			"projected": map[string]any{"sources": []any{map[string]any{"serviceAccountToken": map[string]any{
				"audience": PodRolesAudience, "expirationSeconds": 3600, "path": "token",
			}}}},
		}},
		"volumeMounts": []any{map[string]any{"name": "role-token", "mountPath": tokenFolder, "readOnly": true}},
	}
	node := map[string]any{"enableWindows": false, "metadataSources": "kubernetes", "reservedVolumeAttachments": nodeVolumes}
	if environment := goFIPS(s); len(environment) > 0 {
		node["env"] = environment
	}
	return helmChart("aws-ebs-csi-driver", s.Volumes.Chart, map[string]any{
		"image":    image(volumeImages[""]),
		"sidecars": sidecars,
		// A secret of this name would otherwise become the driver's credentials, whoever made it.
		"awsAccessSecret": nil,
		"controller":      controller,
		"node":            node,
		"storageClasses": []any{map[string]any{
			"name":                 "encrypted-gp3",
			"annotations":          map[string]string{"storageclass.kubernetes.io/is-default-class": "true"},
			"allowVolumeExpansion": true,
			"parameters":           map[string]string{"type": "gp3", "encrypted": "true", "kmsKeyId": s.Volumes.Key},
		}},
		"helmTester": map[string]any{"enabled": false},
	})
}

// goFIPS switches the driver's cryptography to Go's certified module where nodes are in FIPS mode. The chart's own switch would
// also make it call EC2's FIPS endpoints, which most Regions do not offer inside of a VPC.
func goFIPS(s Settings) []any {
	if !s.Hardening.FIPS {
		return nil
	}
	return []any{map[string]string{"name": "GODEBUG", "value": "fips140=on"}}
}
