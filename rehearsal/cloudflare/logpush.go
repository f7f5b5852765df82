package cloudflare

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// datasets are what the provider takes. Source: schema_cloudflare_logpush_job.go.
var datasets = []string{
	"access_requests", "casb_findings", "firewall_events", "http_requests", "spectrum_events", "nel_reports", "audit_logs", "gateway_dns", "gateway_http",
	"gateway_network", "dns_logs", "network_analytics_logs", "workers_trace_events", "device_posture_results", "zero_trust_network_sessions",
	"magic_ids_detections", "page_shield_events", "dlp_forensic_copies",
}

// proofless are the destinations that need no proof of ownership. Source: validateDestination.
var proofless = regexp.MustCompile(`^((datadog|splunk|https|r2)://|s3://.+endpoint=)`)

func logpushTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/logpushJob:LogpushJob", Args: cloudflare.LogpushJobArgs{}, State: cloudflare.LogpushJob{},
		Kind: kindLogpushJob, Noun: "logpush job", ID: "1{digits6}",
		Defaults: map[string]any{"frequency": "high"},
		// An unset flag is sent as false: the job exists and does nothing.
		Outputs: map[string]any{"enabled": false},
		Constraints: []cloud.Constraint{
			{Path: "dataset", OneOf: datasets}, {Path: "kind", OneOf: []string{"edge", "instant-logs", ""}}, {Path: "frequency", OneOf: []string{"high", "low"}},
			{Path: "name", Pattern: regexp.MustCompile(`^[a-zA-Z0-9.-]*$`), Text: "must contain only alphanumeric characters, hyphens, and periods"},
			{Path: "maxUploadBytes", Min: 5000000, Max: 1000000000}, {Path: "maxUploadRecords", Min: 1000, Max: 1000000},
			{Path: "maxUploadIntervalSeconds", Min: 30, Max: 300},
			{Path: "outputOptions.outputType", OneOf: []string{"ndjson", "csv"}},
			{Path: "outputOptions.timestampFormat", OneOf: []string{"unixnano", "unix", "rfc3339"}},
		},
		Check:  exactlyOneOwner,
		Create: firstOf(proven, hasRegion), Update: firstOf(proven, hasRegion),
	}, {
		Type: "cloudflare:index/logpushOwnershipChallenge:LogpushOwnershipChallenge",
		Args: cloudflare.LogpushOwnershipChallengeArgs{}, State: cloudflare.LogpushOwnershipChallenge{},
		Kind: kindLogpushChallenge, Noun: "ownership challenge", ID: "{hex32}",
		Outputs:   map[string]any{"ownershipChallengeFilename": "20260101/ownership-challenge-{hex8}.txt"},
		ReplaceOn: []string{"destinationConf"},
		Check:     exactlyOneOwner,
		Create:    hasRegion,
	}}
}

func exactlyOneOwner(c *cloud.Checking) {
	if c.Inputs.Has("accountId") == c.Inputs.Has("zoneId") {
		c.Fail("accountId", `exactly one of "account_id" and "zone_id" must be specified`)
	}
}

// proven refuses a job without proof of who owns the destination. Whether the proof is right only Cloudflare knows.
func proven(c *cloud.Call) error {
	if c.Inputs.String("ownershipChallenge") == "" && !proofless.MatchString(c.Inputs.String("destinationConf")) {
		return c.Refuse(noCode, "failed to validate destination configuration: ownership_challenge must be set for the provided destination_conf")
	}
	return nil
}

func hasRegion(c *cloud.Call) error {
	destination := c.Inputs.String("destinationConf")
	if strings.HasPrefix(destination, "s3://") && !strings.Contains(destination, "region=") {
		return c.Refuse(badRequest, "the destination %s names no region", destination)
	}
	return nil
}
