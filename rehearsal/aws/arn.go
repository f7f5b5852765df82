package aws

import "strings"

// serviceOf returns the service in an ARN, or nothing.
func serviceOf(arn string) string {
	parts := strings.Split(arn, ":")
	if len(parts) < 6 || parts[0] != "arn" {
		return ""
	}
	return parts[2]
}

// hasService tells whether an ARN is of a service.
func hasService(arn, service string) bool { return serviceOf(arn) == service }
