package zerotrust

import "strings"

// routeKey turns a range into part of a name: "10.20.0.0/16" into "10-20-0-0-16".
func routeKey(cidr string) string {
	return strings.NewReplacer(".", "-", ":", "-", "/", "-").Replace(cidr)
}

// dashed turns a word of the API into part of a name.
func dashed(word string) string { return strings.ReplaceAll(word, "_", "-") }
