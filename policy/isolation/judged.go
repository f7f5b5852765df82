package isolation

import (
	"slices"
	"strings"
)

// TypesOf returns the tokens of the types that can open a way of a kind by themselves, by what they are or by one property,
// sorted.
func TypesOf(kind Kind) []string {
	var tokens []string
	for k, table := range exposureTables {
		if slices.ContainsFunc(table, func(e exposure) bool { return e.kind == kind }) {
			tokens = append(tokens, CanonicalToken(k))
		}
	}
	slices.Sort(tokens)
	return tokens
}

// Judged tells whether the model judges resources of a type, under any of its names.
func Judged(token string) bool {
	k := kindOf(token)
	return knownTypes[k] || judgements[k] != nil || len(exposureTables[k]) > 0
}

// Deciding returns the top-level properties of a type whose values alone can open a way.
func Deciding(token string) []string {
	var properties []string
	for _, e := range exposureTables[kindOf(token)] {
		if property, _, _ := strings.Cut(e.path, "."); property != "" {
			properties = append(properties, property)
		}
	}
	return properties
}
