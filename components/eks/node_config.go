package eks

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"mime/multipart"
	"net/netip"
	"net/textproto"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// clusterData is what a node has to know to join. Given inline, no node has to ask the EKS API for it.
type clusterData struct {
	name, endpoint, certificateAuthority string
	serviceCidr                          netip.Prefix
}

// nodeConfig is the configuration of nodeadm.
// Source: the API reference of nodeadm, node.eks.aws/v1alpha1.
type nodeConfig struct {
	APIVersion string   `json:"apiVersion"`
	Kind       string   `json:"kind"`
	Spec       nodeSpec `json:"spec"`
}

type nodeSpec struct {
	Cluster      nodeCluster     `json:"cluster"`
	FeatureGates map[string]bool `json:"featureGates,omitempty"`
	Kubelet      *nodeKubelet    `json:"kubelet,omitempty"`
}

type nodeCluster struct {
	Name                 string `json:"name"`
	APIServerEndpoint    string `json:"apiServerEndpoint"`
	CertificateAuthority string `json:"certificateAuthority"`
	Cidr                 string `json:"cidr"`
}

type nodeKubelet struct {
	Config map[string]any `json:"config,omitempty"`
	Flags  []string       `json:"flags,omitempty"`
}

// boundary separates the parts of the user data. It is fixed, so that the same configuration is the same text.
const boundary = "cloudgap-node-config"

// maxUserData is EC2's limit in bytes, before encoding.
const maxUserData = 16384

// nodeadmUserData returns the user data of a node with Amazon Linux 2023, not encoded. EKS merges its own NodeConfig
// with it where the AMI is the one of EKS; with an AMI of the user's own this one is all there is, so it also carries the
// labels and taints.
func nodeadmUserData(data clusterData, pool poolPlan, instanceIDNames bool) (string, error) {
	config := nodeConfig{APIVersion: "node.eks.aws/v1alpha1", Kind: "NodeConfig", Spec: nodeSpec{
		Cluster: nodeCluster{data.name, data.endpoint, data.certificateAuthority, data.serviceCidr.String()},
	}}
	if instanceIDNames {
		config.Spec.FeatureGates = map[string]bool{"InstanceIdNodeName": true}
	}
	kubelet := nodeKubelet{}
	if pool.maxPods > 0 {
		kubelet.Config = map[string]any{"maxPods": pool.maxPods}
	}
	if pool.ami != nil {
		kubelet.Flags = registrationFlags(pool)
	}
	if kubelet.Config != nil || kubelet.Flags != nil {
		config.Spec.Kubelet = &kubelet
	}
	document, err := yaml.Marshal(config)
	if err != nil {
		return "", fmt.Errorf("write the NodeConfig: %w", err)
	}
	return multipartText("application/node.eks.aws", document)
}

// registrationFlags are the kubelet's flags for labels and taints.
func registrationFlags(pool poolPlan) []string {
	var flags, labels, taints []string
	for _, key := range slices.Sorted(maps.Keys(pool.labels)) {
		labels = append(labels, key+"="+pool.labels[key])
	}
	for _, t := range pool.taints {
		taints = append(taints, t.Key+"="+t.Value+":"+kubernetesEffects[t.Effect])
	}
	if len(labels) > 0 {
		flags = append(flags, "--node-labels="+strings.Join(labels, ","))
	}
	if len(taints) > 0 {
		flags = append(flags, "--register-with-taints="+strings.Join(taints, ","))
	}
	return flags
}

// kubernetesEffects are the effects in the words of Kubernetes.
var kubernetesEffects = map[TaintEffect]string{NoSchedule: "NoSchedule", NoExecute: "NoExecute", PreferNoSchedule: "PreferNoSchedule"}

// multipartText wraps one document in the MIME form that EKS can merge its own parts into.
func multipartText(contentType string, document []byte) (string, error) {
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	if err := writer.SetBoundary(boundary); err != nil {
		return "", fmt.Errorf("set the boundary of the user data: %w", err)
	}
	part, err := writer.CreatePart(textproto.MIMEHeader{"Content-Type": {contentType}})
	if err != nil {
		return "", fmt.Errorf("begin a part of the user data: %w", err)
	}
	if _, err := part.Write(document); err != nil {
		return "", fmt.Errorf("write a part of the user data: %w", err)
	}
	if err := writer.Close(); err != nil {
		return "", fmt.Errorf("end the user data: %w", err)
	}
	return fmt.Sprintf("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=%q\n\n%s", boundary, body.String()), nil
}

// encoded is user data as EC2 takes it.
func encoded(text string) (string, error) {
	if len(text) > maxUserData {
		return "", fmt.Errorf("the user data has %d bytes and EC2 takes %d; use fewer labels", len(text), maxUserData)
	}
	return base64.StdEncoding.EncodeToString([]byte(text)), nil
}

// userData returns the encoded user data of a pool's nodes.
func userData(data clusterData, pool poolPlan, instanceIDNames bool) (string, error) {
	if pool.system == Bottlerocket {
		return encoded(bottlerocketSettings(data, pool))
	}
	text, err := nodeadmUserData(data, pool, instanceIDNames)
	if err != nil {
		return "", err
	}
	return encoded(text)
}
