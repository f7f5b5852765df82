package aws

import (
	"regexp"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// resolverName are the names that Route 53 Resolver admits.
var resolverName = regexp.MustCompile(`^[a-zA-Z0-9\-_' ']{1,64}$`)

func resolverAPI(create, update, read, remove string) cloud.API {
	return cloud.API{Service: "Route53Resolver", Modeled: true, Create: create, Update: update, Read: read, Delete: remove}
}

func resolverMissing(kind string) cloud.Refusal {
	return cloud.Refusal{Code: "ResourceNotFoundException", Text: "Can't find the resource with ID '{value}': no such " + kind}
}

func resolverRefers(path, kind string, blocks bool) cloud.Reference {
	absent := resolverMissing(kind)
	return cloud.Reference{Path: path, Kind: kind, Blocks: blocks, Code: absent.Code, Text: absent.Text}
}

// resolverAutoname and resolverNames are how Route 53 Resolver and Route 53 Profiles name what they hold.
var (
	resolverAutoname = cloud.Autoname{Property: "name", Max: 64}
	resolverNames    = []cloud.Constraint{{Path: "name", MinLen: 1, MaxLen: 64}, {Path: "name", Pattern: resolverName}}
)
