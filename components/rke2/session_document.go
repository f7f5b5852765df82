package rke2

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Session documents by what they are for, which is also the role of the child.
const (
	shellSession       = "session-shell"
	certificateSession = "session-certificate"
	portSession        = "session-port"
)

// localPort is where the API is on an operator's machine while a session forwards it, unless the operator chooses another.
const localPort = "16443"

// sessionPlace is where sessions are logged and by which key they are encrypted, named so that both are known before they exist.
// Session Manager takes the alias of a key of the same account, and hands it to KMS as it is, on the operator's side and on the
// node's. Sources: the Systems Manager user guide, "Turn on KMS key encryption of session data"; session-manager-plugin,
// src/encryption/kmsservice.go; amazon-ssm-agent, agent/session/crypto/kmsservice.go.
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
		// The port is fixed and no host is named, so that the node is no way to anywhere else (policy SSM-PORTFWD). Session Manager
		// neither logs such a session nor encrypts it with a key: what is in it is TLS, and the API logs it.
		// Source: amazon-ssm-agent, agent/session/plugins/port/port.go and agent/session/plugins/sessionplugin/sessionplugin.go.
		portSession: map[string]any{
			"schemaVersion": "1.0", "description": "The Kubernetes API of a server, on a port of the operator's machine", "sessionType": "Port",
			"parameters": map[string]any{"localPortNumber": map[string]any{
				"type": "String", "description": "The port on the operator's machine", "default": localPort, "allowedPattern": "^[1-9][0-9]{3,4}$",
			}},
			"properties": map[string]any{
				"portNumber": strconv.Itoa(documents.APIPort), "type": "LocalPortForwarding", "localPortNumber": "{{ localPortNumber }}",
			},
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
