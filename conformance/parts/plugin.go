package parts

import (
	"os"
	"os/exec"
	"path/filepath"
)

// pluginProgram is the file name of Pulumi's own provider of AWS.
const pluginProgram = "pulumi-resource-aws"

// AWSPlugin finds a real pulumi-resource-aws: one on the PATH, or the one of this version that the Pulumi CLI has installed in
// PULUMI_HOME, by default .pulumi in the home directory. There need not be one.
func AWSPlugin(version string) (path string, ok bool) {
	if onPath, err := exec.LookPath(pluginProgram); err == nil {
		return onPath, true
	}
	home := os.Getenv("PULUMI_HOME")
	if home == "" {
		own, err := os.UserHomeDir()
		if err != nil {
			return "", false
		}
		home = filepath.Join(own, ".pulumi")
	}
	installed := filepath.Join(home, "plugins", "resource-aws-v"+version, pluginProgram)
	return installed, executable(installed)
}
