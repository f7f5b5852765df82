package connector

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"
)

// maxUserData is EC2's limit for user data before it is encoded, in bytes.
const maxUserData = 16 * 1024

//go:embed cloudflared-token.sh
var tokenScript string

//go:embed connector-health.sh
var healthScript string

//go:embed connector-setup.sh
var setupScript string

// bufferBytes is the socket buffer that QUIC wants, 7168 KiB: with the kernel's default, cloudflared warns and throughput
// suffers (cloudflared#1334).
const bufferBytes = 7168 * 1024

// file is a file of cloud-init.
type file struct {
	Path        string `json:"path"`
	Permissions string `json:"permissions"`
	Content     string `json:"content"`
}

// files are the files of a connector host.
func files(s Settings) ([]file, error) {
	agent, err := agentSettings(s.LogGroup)
	if err != nil {
		return nil, err
	}
	script := strings.NewReplacer(
		"@region@", s.Region, "@secret@", s.SecretArn, "@metrics@", metricsAddress, "@unit@", serviceUnit, "@timer@", healthTimer,
		"@launch-hook@", LaunchHook, "@drain-hook@", DrainHook, "@ill-after@", fmt.Sprint(illAfter), "@packages@", packageList,
		"@agent-config@", agentConfig, "@seconds@", fmt.Sprint(checkSeconds),
	)
	var packages strings.Builder
	for _, p := range s.Packages {
		fmt.Fprintf(&packages, "%s %s %s\n", p.SHA256, p.Bucket, p.Key)
	}
	return []file{
		{unitFolder + serviceUnit, "0644", Unit(s)},
		{unitFolder + tokenUnit, "0644", tokenUnitText},
		{unitFolder + healthUnit, "0644", healthUnitText},
		{unitFolder + healthTimer, "0644", script.Replace(healthTimerText)},
		{tokenProgram, "0700", script.Replace(tokenScript)},
		{healthProgram, "0700", script.Replace(healthScript)},
		{setupProgram, "0700", script.Replace(setupScript)},
		{packageList, "0644", packages.String()},
		{agentConfig, "0644", agent},
		{"/etc/sysctl.d/60-cloudflared.conf", "0644", fmt.Sprintf("net.core.rmem_max=%d\nnet.core.wmem_max=%d\n", bufferBytes, bufferBytes)},
	}, nil
}

// agentSettings are those of the CloudWatch agent: it sends the logs of cloudflared and of the health check, and nothing else.
func agentSettings(group string) (string, error) {
	type source struct {
		File   string `json:"file_path"`
		Group  string `json:"log_group_name"`
		Stream string `json:"log_stream_name"`
	}
	data, err := json.MarshalIndent(map[string]any{
		"agent": map[string]any{"run_as_user": "root"},
		"logs": map[string]any{"logs_collected": map[string]any{"files": map[string]any{"collect_list": []source{
			{tunnelLogs + "/cloudflared.log", group, "{instance_id}/cloudflared"},
			{healthLogs + "/health.log", group, "{instance_id}/health"},
			{"/var/log/cloud-init-output.log", group, "{instance_id}/setup"},
		}}}},
	}, "", " ")
	if err != nil {
		return "", fmt.Errorf("write the settings of the CloudWatch agent: %w", err)
	}
	return string(data) + "\n", nil
}

// UserData renders the cloud-init document of a connector host. It fails if a value could change the meaning of a script, or
// if the document is too long for EC2.
func UserData(s Settings) (string, error) {
	values := map[string]string{"region": s.Region, "ARN of the secret": s.SecretArn, "log group": s.LogGroup}
	for i, p := range s.Packages {
		values[fmt.Sprintf("bucket of package %d", i)] = p.Bucket
		values[fmt.Sprintf("key of package %d", i)] = p.Key
		values[fmt.Sprintf("hash of package %d", i)] = p.SHA256
	}
	for name, value := range values {
		if !Plain(value) {
			return "", fmt.Errorf("render the user data of a connector: the %s %q has characters that a shell would interpret", name, value)
		}
	}
	list, err := files(s)
	if err != nil {
		return "", err
	}
	document, err := yaml.Marshal(map[string]any{"write_files": list, "runcmd": [][]string{{setupProgram}}})
	if err != nil {
		return "", fmt.Errorf("render the user data of a connector: %w", err)
	}
	text := "#cloud-config\n" + string(document)
	if len(text) > maxUserData {
		return "", fmt.Errorf("render the user data of a connector: %d bytes are more than the %d that EC2 takes; declare fewer ranges",
			len(text), maxUserData)
	}
	return text, nil
}

// Plain tells whether a value consists of characters that no shell interprets.
func Plain(value string) bool {
	return value != "" && strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+/:-") == ""
}
