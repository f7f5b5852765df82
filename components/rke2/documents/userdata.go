package documents

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/artifacts"
)

// maxUserData is EC2's limit for user data before it is encoded, in bytes.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
const maxUserData = 16 * 1024

//go:embed fetch.sh
var fetchScript string

//go:embed rke2-bootstrap.service
var unit string

// Unit is the systemd unit that runs rke2-bootstrap.
func Unit() string { return unit }

// FetchScript renders the shell stub: it fetches the program from the bucket, compares its hash, and starts it. Everything
// else is the program's.
func FetchScript(bucket, region string, program artifacts.Artifact) string {
	return strings.NewReplacer(
		"@bucket@", bucket, "@region@", region, "@key@", program.Key, "@sha256@", program.SHA256,
		"@program@", ProgramPath, "@unit@", UnitName,
	).Replace(fetchScript)
}

// UserData renders the cloud-init document of a node. It fails if the settings are invalid, if a value could change the
// meaning of the stub, or if the document is too long for EC2.
func UserData(s Settings, program artifacts.Artifact) (string, error) {
	if err := s.Validate(); err != nil {
		return "", err
	}
	for name, value := range map[string]string{"bucket": s.Artifacts.Bucket, "region": s.Region, "key": program.Key, "sha256": program.SHA256} {
		if !plain(value) {
			return "", fmt.Errorf("render user data: the %s %q has characters that a shell would interpret", name, value)
		}
	}
	settings, err := s.JSON()
	if err != nil {
		return "", err
	}
	type file struct {
		Path        string `json:"path"`
		Permissions string `json:"permissions"`
		Content     string `json:"content"`
	}
	document, err := marshal(map[string]any{
		"write_files": []file{
			{SettingsPath, "0600", string(settings)},
			{UnitPath, "0644", unit},
			{FetchPath, "0700", FetchScript(s.Artifacts.Bucket, s.Region, program)},
		},
		"runcmd": [][]string{{FetchPath}},
	})
	if err != nil {
		return "", err
	}
	document = "#cloud-config\n" + document
	if len(document) > maxUserData {
		return "", fmt.Errorf("render user data: %d bytes are more than the %d that EC2 takes; stage fewer artifacts or shorten their keys",
			len(document), maxUserData)
	}
	return document, nil
}

// plain tells whether a value consists of characters that no shell interprets.
func plain(value string) bool {
	return value != "" && strings.Trim(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+/-") == ""
}
