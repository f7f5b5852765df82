package cloudflare

import (
	"encoding/base64"
	"slices"
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
	templates := c.FindAnywhere(kindLaunchTemplate, func(o *cloud.Object) bool { return names(o, secrets) })
	count := 0
	for _, group := range c.FindAnywhere(kindScalingGroup, nil) {
		from := group.Properties.Map("launchTemplate")
		starts := func(o *cloud.Object) bool {
			return o.ID == from.String("id") || o.Properties.String("name") == from.String("name")
		}
		if from != nil && slices.ContainsFunc(templates, starts) {
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

// names tells whether the hosts of a launch template are told of one of the secrets.
func names(template *cloud.Object, secrets []string) bool {
	userData, err := base64.StdEncoding.DecodeString(template.Properties.String("userData"))
	return err == nil && slices.ContainsFunc(secrets, func(secret string) bool { return strings.Contains(string(userData), secret) })
}
