package cloudflare

import (
	"slices"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Values that the provider takes. Source: schema_cloudflare_device_posture_rule.go.
var (
	postureRuleTypes = []string{
		"serial_number", "file", "application", "gateway", "warp", "domain_joined", "os_version", "disk_encryption", "firewall", "client_certificate",
		"client_certificate_v2", "workspace_one", "unique_client_id", "crowdstrike_s2s", "sentinelone", "kolide", "tanium_s2s", "intune", "sentinelone_s2s", "custom_s2s",
	}
	posturePlatforms = []string{"windows", "mac", "linux", "android", "ios", "chromeos"}
	comparisons      = []string{">", ">=", "<", "<=", "=="}
	// inputless are the types that need no input.
	inputless = []string{"warp", "gateway", "tanium_s2s"}
)

func postureTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/zeroTrustDevicePostureRule:ZeroTrustDevicePostureRule",
		Args: cloudflare.ZeroTrustDevicePostureRuleArgs{}, State: cloudflare.ZeroTrustDevicePostureRule{},
		Kind: kindPostureRule, Noun: "Device Posture Rule", ID: "{uuid}", ImportID: "{accountId}/{id}",
		Constraints: []cloud.Constraint{
			{Path: "type", OneOf: postureRuleTypes}, {Path: "matches[*].platform", OneOf: posturePlatforms},
			{Path: "inputs[*].operator", OneOf: comparisons}, {Path: "inputs[*].versionOperator", OneOf: comparisons},
		},
		Create: hasInput, Update: hasInput,
	}}
}

func hasInput(c *cloud.Call) error {
	kind, inputs := c.Inputs.String("type"), c.Inputs.Objects("inputs")
	if len(inputs) == 0 && !slices.Contains(inputless, kind) {
		return c.Refuse(badRequest, "a device posture rule of type %s needs an input", kind)
	}
	if kind == "os_version" && (inputs[0].String("version") == "" || inputs[0].String("operator") == "") {
		return c.Refuse(badRequest, "a device posture rule of type os_version needs a version and an operator")
	}
	return nil
}
