package rke2

import (
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// commands are those by which people reach the cluster, by their purpose. The names of documents are given by their role.
func commands(region, cluster, endpoint string, document map[string]string) map[string]string {
	target := func(role string) string {
		return fmt.Sprintf(`$(aws ec2 describe-instances --region %s --filters Name=tag:%s,Values=%s Name=tag:%s,Values=%s `+
			`Name=instance-state-name,Values=running --query 'Reservations[0].Instances[0].InstanceId' --output text)`,
			region, documents.ClusterTag, cluster, documents.RoleTag, role)
	}
	session := func(kind string) string {
		return fmt.Sprintf(`aws ssm start-session --region %s --document-name %s --target "%s"`, region, document[kind], target("server"))
	}
	return map[string]string{
		"shell": session(shellSession),
		"key":   "openssl ecparam -name prime256v1 -genkey -noout -out operator.key",
		"certificate": session(certificateSession) +
			` --parameters "request=$(openssl req -new -key operator.key -subj "/CN=$USER" -outform DER | base64 | tr -d '\n')"`,
		"kubectl": "kubectl --kubeconfig operator.kubeconfig get nodes",
		// The server's certificate has the name of the endpoint and is checked against it, whatever the way to the server.
		"forward": session(portSession) + " --parameters localPortNumber=" + localPort,
		"kubectlForwarded": fmt.Sprintf("kubectl --kubeconfig operator.kubeconfig --server https://127.0.0.1:%s --tls-server-name %s get nodes",
			localPort, endpoint),
		"restore": fmt.Sprintf(`aws ssm send-command --region %s --document-name %s --targets Key=tag:%s,Values=%s Key=tag:%s,Values=server `+
			`--parameters snapshot=NAME,instance=INSTANCE`,
			region, document[restoreCommand], documents.ClusterTag, cluster, documents.RoleTag),
	}
}
