package emulator

import (
	"slices"
	"strings"
)

// ours tells an ARN of the front's objects from those of moto's resolver endpoints and rules.
func ours(in document) bool {
	arn := text(in, "ResourceArn")
	return strings.Contains(arn, ":firewall-") || strings.Contains(arn, ":"+queryLogs+"/")
}

func resolverTags(s *store, region string, in document) (document, *refused) {
	if !ours(in) {
		return nil, &refused{code: leaveToMoto}
	}
	d, ok := s.get(region, resolverTagKind, text(in, "ResourceArn"))
	if !ok {
		return nil, notFound("resource", text(in, "ResourceArn"))
	}
	if d["Tags"] == nil {
		return document{"Tags": []any{}}, nil
	}
	return d, nil
}

func tagResolver(s *store, region string, in document) (document, *refused) {
	if !ours(in) {
		return nil, &refused{code: leaveToMoto}
	}
	d, ok := s.get(region, resolverTagKind, text(in, "ResourceArn"))
	if !ok {
		return nil, notFound("resource", text(in, "ResourceArn"))
	}
	given, _ := in["Tags"].([]any)
	var names []any
	for _, tag := range given {
		names = append(names, tag.(document)["Key"])
	}
	d["Tags"] = append(withoutTags(d["Tags"], "Key", names), given...)
	return document{}, nil
}

func untagResolver(s *store, region string, in document) (document, *refused) {
	if !ours(in) {
		return nil, &refused{code: leaveToMoto}
	}
	d, ok := s.get(region, resolverTagKind, text(in, "ResourceArn"))
	if !ok {
		return nil, notFound("resource", text(in, "ResourceArn"))
	}
	names, _ := in["TagKeys"].([]any)
	d["Tags"] = withoutTags(d["Tags"], "Key", names)
	return document{}, nil
}

// withoutTags leaves the named tags out of a list. The key of a tag's name is spelled differently from service to service.
func withoutTags(tags any, key string, names []any) []any {
	list, _ := tags.([]any)
	return slices.DeleteFunc(slices.Clone(list), func(tag any) bool { return slices.Contains(names, tag.(document)[key]) })
}
