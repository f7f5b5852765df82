package orphans

import (
	"maps"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// tagsOf are the tags of a resource as far as they are known. Those of an Auto Scaling group are a list of objects.
func tagsOf(r isolation.Resource) map[string]string {
	tags := map[string]string{}
	switch value := r.Inputs.Get("tags"); {
	case value.IsMap():
		for key, text := range value.AsMap().All {
			if text.IsString() {
				tags[key] = text.AsString()
			}
		}
	case value.IsArray():
		for _, tag := range value.AsArray().All {
			if tag.IsMap() {
				tags[textOf(tag.AsMap().Get("key"))] = textOf(tag.AsMap().Get("value"))
			}
		}
	}
	return tags
}

// commonTags are the tags that all resources of the program have which have any, but for Name.
func commonTags(program []isolation.Resource) map[string]string {
	var common map[string]string
	for _, r := range program {
		if !strings.HasPrefix(r.Type, "aws:") || r.External {
			continue
		}
		tags := tagsOf(r)
		switch {
		case len(tags) == 0:
		case common == nil:
			common = tags
			delete(common, "Name")
		default:
			maps.DeleteFunc(common, func(key, value string) bool { return tags[key] != value })
		}
	}
	return common
}
