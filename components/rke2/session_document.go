package rke2

import (
	"encoding/json"
	"fmt"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Session documents by what they are for. None forwards ports: that would be a way around the network (policy SSM-PORTFWD).
const (
	shellSession       = "shell"
	certificateSession = "certificate"
)

// sessionPlace is where sessions are logged and by which key they are encrypted, named so that both are known before they exist.
type sessionPlace struct{ logGroup, key string }

// sessionInputs log a session while it runs, so that nothing is lost with the instance.
func (p sessionPlace) inputs() map[string]any {
	return map[string]any{
		"cloudWatchLogGroupName": p.logGroup, "cloudWatchEncryptionEnabled": true, "cloudWatchStreamingEnabled": true,
		"s3BucketName": "", "s3KeyPrefix": "", "s3EncryptionEnabled": true, "kmsKeyId": p.key, "idleSessionTimeout": "20", "maxSessionDuration": "240",
		// A user without rights on the node, who cannot tamper with what the node logs.
		"runAsEnabled": true, "runAsDefaultUser": documents.SessionUser, "shellProfile": map[string]any{"linux": "", "windows": ""},
	}
}

// sessionDocuments render the session documents of the cluster. The account's own preferences stay as they are.
// Source: the Systems Manager user guide, "Session document schema".
func sessionDocuments(place sessionPlace) (map[string]string, error) {
	certificate := place.inputs()
	// The program asks for root's rights itself, for this one command, which the document fixes.
	delete(certificate, "runAsEnabled")
	delete(certificate, "runAsDefaultUser")
	all := map[string]any{
		shellSession: map[string]any{
			"schemaVersion": "1.0", "description": "A shell on a node, for looking", "sessionType": "Standard_Stream", "inputs": place.inputs(),
		},
		certificateSession: map[string]any{
			"schemaVersion": "1.0", "description": "A client certificate for an operator, for some hours", "sessionType": "InteractiveCommands",
			"inputs": certificate,
			"parameters": map[string]any{"request": map[string]any{
				"type": "String", "description": "A certificate signing request: DER in base64", "allowedPattern": "^[A-Za-z0-9+/=]{100,4000}$",
			}},
			"properties": map[string]any{"linux": map[string]any{
				"commands": "sudo " + documents.ProgramPath + " certify -request {{ request }}", "runAsElevated": true,
			}},
		},
	}
	rendered := map[string]string{}
	for name, document := range all {
		data, err := json.MarshalIndent(document, "", " ")
		if err != nil {
			return nil, fmt.Errorf("write the session document %q: %w", name, err)
		}
		rendered[name] = string(data)
	}
	return rendered, nil
}

// commands are those by which people reach the cluster, by their purpose.
func commands(region, cluster string, document map[string]string) map[string]string {
	target := func(role string) string {
		return fmt.Sprintf(`$(aws ec2 describe-instances --region %s --filters Name=tag:%s,Values=%s Name=tag:%s,Values=%s `+
			`Name=instance-state-name,Values=running --query 'Reservations[0].Instances[0].InstanceId' --output text)`,
			region, documents.ClusterTag, cluster, documents.RoleTag, role)
	}
	session := func(name, role string) string {
		return fmt.Sprintf(`aws ssm start-session --region %s --document-name %s --target "%s"`, region, document[name], target(role))
	}
	return map[string]string{
		"shell": session(shellSession, "server"),
		"key":   "openssl ecparam -name prime256v1 -genkey -noout -out operator.key",
		"certificate": session(certificateSession, "server") +
			` --parameters "request=$(openssl req -new -key operator.key -subj "/CN=$USER" -outform DER | base64 | tr -d '\n')"`,
		"kubectl": "kubectl --kubeconfig operator.kubeconfig get nodes",
		"restore": fmt.Sprintf(`aws ssm send-command --region %s --document-name AWS-RunShellScript --targets Key=tag:%s,Values=%s `+
			`Key=tag:%s,Values=server --parameters 'commands=["%s restore -snapshot NAME -on INSTANCE"]'`,
			region, documents.ClusterTag, cluster, documents.RoleTag, documents.ProgramPath),
	}
}
