package zerotrust

import (
	"fmt"

	"github.com/pulumi/pulumi-cloudflare/sdk/v5/go/cloudflare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// buildLogs asks for proof that a bucket is ours, and sends logs to it once there is one.
func (b *builder) buildLogs() error {
	challenges := pulumi.StringMap{}
	for _, log := range b.plan.logs {
		role := "log-challenge-" + dashed(string(log.dataset))
		challenge, err := cloudflare.NewLogpushOwnershipChallenge(b.ctx, b.child(role), &cloudflare.LogpushOwnershipChallengeArgs{
			AccountId: b.account(), DestinationConf: pulumi.String(log.destination),
		}, b.options()...)
		if err != nil {
			return fmt.Errorf("%s: %w", b.child(role), err)
		}
		challenges[string(log.dataset)] = challenge.OwnershipChallengeFilename
		if log.token == nil {
			continue
		}
		role = "log-" + dashed(string(log.dataset))
		// The provider does not mark the token as secret, and sends an unset flag as false: a job that does nothing.
		_, err = cloudflare.NewLogpushJob(b.ctx, b.child(role), &cloudflare.LogpushJobArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)), Dataset: pulumi.String(string(log.dataset)), DestinationConf: pulumi.String(log.destination),
			OwnershipChallenge: pulumi.ToSecret(log.token).(pulumi.StringOutput), Enabled: pulumi.Bool(true),
		}, b.options(pulumi.DependsOn([]pulumi.Resource{challenge}))...)
		if err != nil {
			return fmt.Errorf("%s: %w", b.child(role), err)
		}
	}
	b.edge.LogpushChallenges = challenges.ToStringMapOutput()
	return nil
}

// tunnelIll are the states of a tunnel that somebody has to look at.
var tunnelIll = []string{"TUNNEL_STATUS_TYPE_DEGRADED", "TUNNEL_STATUS_TYPE_DOWN"}

// buildNotifications makes one notification for each alert.
func (b *builder) buildNotifications() error {
	n := b.args.Notifications
	if n == nil {
		return nil
	}
	var emails cloudflare.NotificationPolicyEmailIntegrationArray
	for _, address := range n.Emails {
		emails = append(emails, cloudflare.NotificationPolicyEmailIntegrationArgs{Id: pulumi.String(address)})
	}
	var webhooks cloudflare.NotificationPolicyWebhooksIntegrationArray
	for _, id := range n.Webhooks {
		webhooks = append(webhooks, cloudflare.NotificationPolicyWebhooksIntegrationArgs{Id: pulumi.String(id)})
	}
	var pagers cloudflare.NotificationPolicyPagerdutyIntegrationArray
	for _, id := range n.PagerDuty {
		pagers = append(pagers, cloudflare.NotificationPolicyPagerdutyIntegrationArgs{Id: pulumi.String(id)})
	}
	for _, alert := range b.plan.alerts {
		role := "notify-" + dashed(string(alert))
		args := &cloudflare.NotificationPolicyArgs{
			AccountId: b.account(), Name: pulumi.String(b.child(role)), Description: pulumi.String("About " + b.name), Enabled: pulumi.Bool(true),
			AlertType: pulumi.String(string(alert)), EmailIntegrations: emails, WebhooksIntegrations: webhooks, PagerdutyIntegrations: pagers,
		}
		if alert == TunnelHealth {
			args.Filters = cloudflare.NotificationPolicyFiltersArgs{
				TunnelIds: pulumi.StringArray{b.edge.TunnelID}, NewStatuses: pulumi.ToStringArray(tunnelIll),
			}
		}
		if _, err := cloudflare.NewNotificationPolicy(b.ctx, b.child(role), args, b.options()...); err != nil {
			return fmt.Errorf("%s: %w", b.child(role), err)
		}
	}
	return nil
}
