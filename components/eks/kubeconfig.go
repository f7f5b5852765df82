package eks

import (
	"encoding/json"
	"fmt"
)

// kubeconfig returns a kubeconfig that holds no credentials: whoever uses it signs in with the AWS CLI. The API answers
// inside the VPC only, and to networks that are connected with it.
func kubeconfig(region, name, endpoint, certificateAuthority string) (string, error) {
	type object = map[string]any
	document, err := json.Marshal(object{
		"apiVersion": "v1", "kind": "Config", "current-context": name,
		"clusters": []object{{"name": name, "cluster": object{"server": endpoint, "certificate-authority-data": certificateAuthority}}},
		"contexts": []object{{"name": name, "context": object{"cluster": name, "user": name}}},
		"users": []object{{"name": name, "user": object{"exec": object{
			"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "IfAvailable", "command": "aws",
			"args": []string{"eks", "get-token", "--region", region, "--cluster-name", name, "--output", "json"},
			"env":  []object{{"name": "AWS_STS_REGIONAL_ENDPOINTS", "value": "regional"}},
		}}}},
	})
	if err != nil {
		return "", fmt.Errorf("write the kubeconfig: %w", err)
	}
	return string(document), nil
}
