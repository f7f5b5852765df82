package cloudflare

import (
	"encoding/base64"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Kinds of the simulated AWS that connectors are made of.
const (
	kindScalingGroup   = "auto-scaling-group"
	kindLaunchTemplate = "launch-template"
	kindSecretVersion  = "secret-version"
)

// runningConnectors counts the hosts of the simulated AWS that run the tunnel at hand: those of every Auto Scaling group whose
// launch template names, in its user data, a secret that holds the tunnel's token.
func runningConnectors(c *cloud.Call) int {
	secrets := secretsWith(c, c.Object.ID)
	if len(secrets) == 0 {
		return 0
	}
	count := 0
	for _, group := range c.FindAnywhere(kindScalingGroup, nil) {
		if startsWith(c, group, secrets) {
			count += max(group.Properties.Int("desiredCapacity"), group.Properties.Int("minSize"))
		}
	}
	return count
}

// secretsWith are the ids of the secrets that hold a token of the tunnel.
func secretsWith(c *cloud.Call, tunnel string) []string {
	var result []string
	for _, version := range c.FindAnywhere(kindSecretVersion, nil) {
		token, err := base64.StdEncoding.DecodeString(version.Properties.String("secretString"))
		if err == nil && strings.Contains(string(token), tunnel) {
			result = append(result, version.Properties.String("secretId"))
		}
	}
	return result
}

// startsWith tells whether the hosts of a group are told to read one of the secrets.
func startsWith(c *cloud.Call, group *cloud.Object, secrets []string) bool {
	for _, template := range c.FindAnywhere(kindLaunchTemplate, group.Refers) {
		userData, err := base64.StdEncoding.DecodeString(template.Properties.String("userData"))
		if err != nil {
			continue
		}
		for _, secret := range secrets {
			if strings.Contains(string(userData), secret) {
				return true
			}
		}
	}
	return false
}
