package documents

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed rke2-pod-roles.service
var podRolesUnit string

// Pods get credentials where the AWS SDKs look for them in a container: they accept plain HTTP to loopback, to the address of
// ECS and to this one only, which EKS uses for the same purpose. Nothing outside of a server can reach a link-local address.
const (
	PodRolesAddress = "169.254.170.23"
	PodRolesPort    = 80
	PodRolesRequest = "/v1/credentials"
)

// PodRolesAudience is what a token has to be made for. The API server accepts no such token, and a token for the API server is
// not accepted here.
const PodRolesAudience = "pod-roles.cloudgap.dev"

// podRolesLink is the network interface with the address. It leads nowhere.
const podRolesLink = "pod-roles0"

// PodRolesSettings is what the service that lends roles to pods is told. It runs as a user of its own, who may not read the
// settings of the node.
type PodRolesSettings struct {
	// Cluster is the cluster's id; sessions carry it as a tag.
	Cluster string    `json:"cluster"`
	Region  string    `json:"region"`
	Roles   []PodRole `json:"roles"`
}

// ParsePodRoles reads what the service is told.
func ParsePodRoles(data []byte) (PodRolesSettings, error) {
	var s PodRolesSettings
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("read the settings of the service that lends roles: %w", err)
	}
	return s, nil
}

// podRolesFiles are the files of the service: its settings, its unit, and the interface with its address.
func podRolesFiles(s Settings) []File {
	if len(s.PodRoles) == 0 {
		return nil
	}
	// Text in strings only cannot fail to be written.
	settings, _ := json.MarshalIndent(PodRolesSettings{Cluster: s.Cluster, Region: s.Region, Roles: s.PodRoles}, "", " ")
	return []File{
		{PodRolesPath, public, string(settings) + "\n"},
		{PodRolesUnitPath, public, podRolesUnit},
		{"/etc/systemd/network/60-cloudgap-pod-roles.netdev", public, lines("[NetDev]", "Name="+podRolesLink, "Kind=dummy")},
		{"/etc/systemd/network/60-cloudgap-pod-roles.network", public, lines(
			"[Match]",
			"Name="+podRolesLink,
			"",
			"[Link]",
			"RequiredForOnline=no",
			"",
			"[Network]",
			"Address="+PodRolesAddress+"/32",
			"LinkLocalAddressing=no",
		)},
	}
}

// podRolesAccess lets the service ask whose token it was shown, and nothing else.
func podRolesAccess() (string, error) {
	role, err := marshal(map[string]any{
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind":       "ClusterRole",
		"metadata":   map[string]string{"name": PodRolesUser},
		"rules": []map[string]any{{
			"apiGroups": []string{"authentication.k8s.io"}, "resources": []string{"tokenreviews"}, "verbs": []string{"create"},
		}},
	})
	if err != nil {
		return "", err
	}
	binding, err := marshal(map[string]any{
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind":       "ClusterRoleBinding",
		"metadata":   map[string]string{"name": PodRolesUser},
		"roleRef":    map[string]string{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": PodRolesUser},
		"subjects":   []map[string]string{{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": PodRolesUser}},
	})
	return "---\n" + role + "---\n" + binding, err
}

// podRoleEnvironment is the environment in which the AWS SDKs ask the service for credentials, showing the token in a file.
func podRoleEnvironment(token string) []any {
	variable := func(name, value string) map[string]string { return map[string]string{"name": name, "value": value} }
	return []any{
		variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://"+PodRolesAddress+PodRolesRequest),
		variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token),
		// The metadata service does not answer pods; without this SDKs wait for it.
		variable("AWS_EC2_METADATA_DISABLED", "true"),
	}
}
