package rules

import "github.com/cloudgap/cloudgap/policy/isolation"

var instanceMetadata = Rule{
	ID:       "IMDS",
	Title:    "instance metadata needs a session token and stays on the instance",
	Severity: Medium,
	Types: []string{
		"aws:ec2/instance:Instance",
		"aws:ec2/spotInstanceRequest:SpotInstanceRequest",
		"aws:ec2/launchTemplate:LaunchTemplate",
		"aws:ec2/launchConfiguration:LaunchConfiguration",
		"aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
	},
	Why: "Without session tokens, or with a hop limit above one, a request that is forged through a workload or a " +
		"container reads the credentials of the instance. Whoever has them can use them from anywhere.",
	Fix:      "set httpTokens to required and httpPutResponseHopLimit to 1 in the metadata options",
	Controls: credentials,
	Resource: metadataOptions,
}

// metadataOptions judges the options of a template or instance, or of the account, where they stand at the top. Omitted
// options follow the account and the image, which no plan shows.
func metadataOptions(r *isolation.Resource, s Settings) []Finding {
	at := "metadataOptions."
	if r.Token() == "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults" {
		at = ""
	}
	if off, state := places(r, at+"httpEndpoint")[0].value.Text(); state == isolation.Known && off == "disabled" {
		return nil
	}
	return all(
		requireText(at+"httpTokens", "serves its metadata without a session token", "required"),
		each(at+"httpPutResponseHopLimit", func(v isolation.Value) string {
			hops, state := v.Number()
			return verdict(state, hops > 1, false, "serves its metadata beyond the instance")
		}),
	)(r, s)
}
