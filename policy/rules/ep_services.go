package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

var endpointServices = Rule{
	ID:       "EP-SERVICES",
	Title:    "no endpoint leads to a service that relays data out, unless it is allowed",
	Severity: Medium,
	Types:    []string{"aws:ec2/vpcEndpoint:VpcEndpoint"},
	Why: "Some services of AWS send on what they are given: mail, text messages, calls to HTTP endpoints, builds with " +
		"internet access. An endpoint to such a service is a way out that needs no route. The endpoints of ssm, ssmmessages " +
		"and ec2messages are not among them, see SSM-PORTFWD.",
	Fix:      "remove the endpoint, or list the service in allowed after you have judged its endpoint policy",
	Controls: exfiltration,
	Allows:   "short names of services, as they follow the region in the service name, for example sns",
	Resource: relays,
}

// relayServices are the services that send data on to addresses outside AWS, by the name that follows the region.
var relayServices = []string{
	"appflow", "apprunner", "codebuild", "codebuild-fips", "connect-campaigns", "data.iot", "datasync", "email", "email-smtp",
	"events", "execute-api", "iot.data", "mail-manager", "mail-manager-fips", "pinpoint", "pinpoint-sms-voice-v2", "sms-voice",
	"sns", "social-messaging", "synthetics", "synthetics-fips", "transfer", "transfer.server",
}

func relays(r *isolation.Resource, s Settings) []Finding {
	return each("serviceName", func(v isolation.Value) string {
		name, state := v.Text()
		if state == isolation.Unknown {
			return "the endpoint leads to a service that is not known before the deployment"
		}
		short := shortService(name)
		if slices.Contains(relayServices, short) && !s.Allows("EP-SERVICES", short) {
			return "the endpoint leads to " + short + ", which sends data on to addresses outside AWS"
		}
		return ""
	})(r, s)
}

// shortService is what follows the region in a service name, or the last word of the name of a global service: "ecr.api" of
// "com.amazonaws.eu-central-1.ecr.api", "iam" of "com.amazonaws.iam".
func shortService(name string) string {
	if at := regionInName.FindStringIndex(name); at != nil {
		return name[at[1]:]
	}
	return name[strings.LastIndex(name, ".")+1:]
}

var regionInName = regexp.MustCompile(`\.[a-z]{2,4}(-[a-z]+)+-\d\.`)

// awsService tells AWS's own services from endpoint services, which anybody can make.
func awsService(name string) bool { return !strings.Contains(name, ".vpce.") }
