package documents

import (
	"encoding/json"
	"fmt"
)

// logFile is a file that the CloudWatch agent follows.
type logFile struct {
	Path   string `json:"file_path"`
	Group  string `json:"log_group_name"`
	Stream string `json:"log_stream_name"`
}

// logShipping renders the configuration of the CloudWatch agent: logs only, into groups that exist. A stream is one instance's.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
func logShipping(s Settings) (string, error) {
	files := []logFile{{LogPath, s.Logs.Node, "{instance_id}"}}
	if s.Role == Server {
		files = append(files, logFile{AuditLogPath, s.Logs.Audit, "{instance_id}"})
	}
	if len(s.PodRoles) > 0 {
		files = append(files, logFile{PodRolesLogPath, s.Logs.Node, "{instance_id}-pod-roles"})
	}
	data, err := json.MarshalIndent(map[string]any{
		// Only root may read the audit log.
		"agent": map[string]any{"region": s.Region, "run_as_user": "root"},
		"logs":  map[string]any{"logs_collected": map[string]any{"files": map[string]any{"collect_list": files}}},
	}, "", " ")
	if err != nil {
		return "", fmt.Errorf("write the configuration of the CloudWatch agent: %w", err)
	}
	return string(data) + "\n", nil
}
