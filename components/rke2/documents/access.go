package documents

// accessBindings renders what people may do who come with a client certificate. A certificate cannot be revoked; a binding can
// be deleted.
func accessBindings() (string, error) {
	documents := ""
	for _, binding := range []struct{ group, role string }{
		{AdminGroup, "cluster-admin"},
		// The role view shows no secrets.
		{OperatorGroup, "view"},
	} {
		text, err := marshal(map[string]any{
			"apiVersion": "rbac.authorization.k8s.io/v1",
			"kind":       "ClusterRoleBinding",
			"metadata":   map[string]string{"name": binding.group},
			"roleRef":    map[string]string{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": binding.role},
			"subjects":   []map[string]string{{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": binding.group}},
		})
		if err != nil {
			return "", err
		}
		documents += "---\n" + text
	}
	return documents, nil
}
