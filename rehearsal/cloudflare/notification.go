package cloudflare

import (
	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// alertTypes are those of what the provider takes that concern Zero Trust and the account.
// Source: schema_cloudflare_notification_policy.go.
var alertTypes = []string{
	"access_custom_certificate_expiration_type", "expiring_service_token_alert", "failing_logpush_job_disabled_alert", "incident_alert",
	"maintenance_event_notification", "mtls_certificate_store_certificate_expiration_type", "sentinel_alert", "tunnel_health_event", "tunnel_update_event",
}

func notificationTypes() []cloud.Resource {
	return []cloud.Resource{{
		Type: "cloudflare:index/notificationPolicy:NotificationPolicy", Args: cloudflare.NotificationPolicyArgs{}, State: cloudflare.NotificationPolicy{},
		Kind: kindNotification, Noun: "notification policy", ID: "{hex32}", ImportID: "{accountId}/{id}",
		Outputs:     map[string]any{"created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z"},
		Constraints: []cloud.Constraint{{Path: "alertType", OneOf: alertTypes}},
		Sets:        []string{"emailIntegrations", "webhooksIntegrations", "pagerdutyIntegrations"},
		Create:      tellsSomebody, Update: tellsSomebody,
	}}
}

func tellsSomebody(c *cloud.Call) error {
	for _, way := range []string{"emailIntegrations", "webhooksIntegrations", "pagerdutyIntegrations"} {
		if len(c.Inputs.List(way)) > 0 {
			return nil
		}
	}
	return c.Refuse(badRequest, "a notification policy needs an e-mail, webhook or PagerDuty integration")
}
