package documents

// rule is one rule of an audit policy; the first that matches a request decides.
type rule struct {
	Level           string      `json:"level"`
	Users           []string    `json:"users,omitempty"`
	UserGroups      []string    `json:"userGroups,omitempty"`
	Verbs           []string    `json:"verbs,omitempty"`
	Resources       []resources `json:"resources,omitempty"`
	NonResourceURLs []string    `json:"nonResourceURLs,omitempty"`
	OmitStages      []string    `json:"omitStages,omitempty"`
}

type resources struct {
	Group     string   `json:"group"`
	Resources []string `json:"resources,omitempty"`
}

// auditPolicy logs who did what, and never the content of a secret or a token. The policy that RKE2 writes with the CIS
// profile logs nothing at all.
func auditPolicy() map[string]any {
	return map[string]any{
		"apiVersion": "audit.k8s.io/v1",
		"kind":       "Policy",
		"omitStages": []string{"RequestReceived"},
		"rules": []rule{
			{Level: "None", NonResourceURLs: []string{"/livez*", "/readyz*", "/healthz*", "/version", "/openapi/*"}},
			{Level: "None", Users: []string{"system:kube-proxy"}, Verbs: []string{"watch"}, Resources: []resources{
				{Resources: []string{"endpoints", "services"}}, {Group: "discovery.k8s.io", Resources: []string{"endpointslices"}},
			}},
			{Level: "None", Resources: []resources{{Resources: []string{"events"}}, {Group: "events.k8s.io"}}},
			{
				Level: "None", UserGroups: []string{"system:nodes", "system:serviceaccounts:kube-system"},
				Verbs:     []string{"get", "list", "watch", "update", "patch"},
				Resources: []resources{{Group: "coordination.k8s.io", Resources: []string{"leases"}}},
			},
			// Content of these would put secrets into the log.
			{Level: "Metadata", Resources: []resources{
				{Resources: []string{"secrets", "configmaps", "serviceaccounts/token"}},
				{Group: "authentication.k8s.io"}, {Group: "certificates.k8s.io"},
			}},
			{Level: "RequestResponse", Verbs: []string{"create", "update", "patch", "delete", "deletecollection"}, Resources: []resources{
				{Group: "rbac.authorization.k8s.io"}, {Group: "admissionregistration.k8s.io"}, {Group: "networking.k8s.io"},
			}},
			{Level: "Request", Resources: []resources{{Resources: []string{"pods/exec", "pods/attach", "pods/portforward", "nodes/proxy"}}}},
			{Level: "Metadata"},
		},
	}
}

// authenticationConfiguration lets the load balancer's health check in, which cannot show a certificate, and nobody else.
// RKE2 sets anonymous-auth=false unless this file decides about anonymous requests (rke2#8137).
func authenticationConfiguration() map[string]any {
	type path struct {
		Path string `json:"path"`
	}
	return map[string]any{
		"apiVersion": "apiserver.config.k8s.io/v1beta1",
		"kind":       "AuthenticationConfiguration",
		"anonymous": map[string]any{
			"enabled":    true,
			"conditions": []path{{"/livez"}, {"/readyz"}, {"/healthz"}},
		},
	}
}
