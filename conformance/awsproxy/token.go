package awsproxy

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// bridgeResource is the token that the bridge's dynamic provider gives to a Terraform resource type: "aws_eks_cluster"
// becomes "aws:index/eksCluster:EksCluster".
func bridgeResource(terraform string) string {
	name := camel(terraform)
	return fmt.Sprintf("aws:index/%s:%s", name, capital(name))
}

// bridgeFunction is the token that the bridge's dynamic provider gives to a Terraform data source: "aws_vpc" becomes
// "aws:index/getVpc:getVpc".
func bridgeFunction(terraform string) string {
	name := "get" + capital(camel(terraform))
	return fmt.Sprintf("aws:index/%s:%s", name, name)
}

func camel(terraform string) string {
	words := strings.Split(strings.TrimPrefix(terraform, "aws_"), "_")
	for i := range words[1:] {
		words[i+1] = capital(words[i+1])
	}
	return strings.Join(words, "")
}

func capital(word string) string {
	if word == "" {
		return ""
	}
	return string(unicode.ToUpper(rune(word[0]))) + word[1:]
}

// Types lists the pulumi-aws type tokens that the proxy serves, sorted.
func Types() []string { return sortedKeys(resourceTypes) }

// Functions lists the pulumi-aws function tokens that the proxy serves, sorted.
func Functions() []string { return sortedKeys(dataSources) }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// bridgeURN replaces the type in a URN by the bridge's token. The types of the parents stay: they are only names to it.
func bridgeURN(urn, token string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) != 4 {
		return urn
	}
	parents := ""
	if i := strings.LastIndex(parts[2], "$"); i >= 0 {
		parents = parts[2][:i+1]
	}
	parts[2] = parents + token
	return strings.Join(parts, "::")
}

// urnType is the resource's own type in a URN.
func urnType(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) != 4 {
		return ""
	}
	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}
