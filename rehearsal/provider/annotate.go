package provider

import (
	"slices"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// annotate adds to the inputs, and to each object within, the list of properties that the user did not give, as the bridge of the
// real providers does.
func annotate(inputs cloud.Values, fields cloud.Fields, filled []string) cloud.Values {
	return annotateObject("", inputs, fields, filled)
}

func annotateObject(at string, object map[string]any, fields cloud.Fields, filled []string) map[string]any {
	result := make(map[string]any, len(object)+1)
	defaults := []any{}
	for _, name := range cloud.Values(object).Keys() {
		path := join(at, name)
		if slices.Contains(filled, path) {
			defaults = append(defaults, name)
		}
		value := object[name]
		if field, ok := fields[name]; ok {
			value = annotateValue(path, value, field.Shape, filled)
		}
		result[name] = value
	}
	result[defaultsKey] = defaults
	return result
}

func annotateValue(path string, value any, shape *cloud.Shape, filled []string) any {
	switch value := value.(type) {
	case map[string]any:
		if shape.Kind == cloud.ShapeObject {
			return annotateObject(path, value, shape.Fields, filled)
		}
	case []any:
		if shape.Kind != cloud.ShapeList {
			break
		}
		result := make([]any, len(value))
		for i, e := range value {
			result[i] = annotateValue(path+"["+strconv.Itoa(i)+"]", e, shape.Element, filled)
		}
		return result
	}
	return value
}

// filledIn reads the annotation back: the paths of the properties that the user did not give.
func filledIn(inputs *structpb.Struct) []string {
	var result []string
	collectFilled("", structpb.NewStructValue(inputs), &result)
	slices.Sort(result)
	return result
}

func collectFilled(at string, value *structpb.Value, result *[]string) {
	for key, inner := range value.GetStructValue().GetFields() {
		if key == defaultsKey {
			for _, name := range inner.GetListValue().GetValues() {
				*result = append(*result, join(at, name.GetStringValue()))
			}
			continue
		}
		if !strings.HasPrefix(key, internalPrefix) {
			collectFilled(join(at, key), inner, result)
		}
	}
	for i, inner := range value.GetListValue().GetValues() {
		collectFilled(at+"["+strconv.Itoa(i)+"]", inner, result)
	}
}

// diffResponse tells the engine what changed and what it takes.
func diffResponse(changes []cloud.Change, deleteFirst bool) *pulumirpc.DiffResponse {
	response := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true, DetailedDiff: map[string]*pulumirpc.PropertyDiff{}}
	for _, change := range changes {
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		name := topLevel(change.Path)
		response.Diffs = addOnce(response.Diffs, name)
		if change.Replaces {
			response.Replaces = addOnce(response.Replaces, name)
		}
		response.DetailedDiff[change.Path] = &pulumirpc.PropertyDiff{Kind: diffKind(change), InputDiff: true}
	}
	response.DeleteBeforeReplace = deleteFirst && len(response.Replaces) > 0
	return response
}

func diffKind(change cloud.Change) pulumirpc.PropertyDiff_Kind {
	kinds := map[cloud.ChangeKind][2]pulumirpc.PropertyDiff_Kind{
		cloud.Added:   {pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_ADD_REPLACE},
		cloud.Removed: {pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_DELETE_REPLACE},
		cloud.Changed: {pulumirpc.PropertyDiff_UPDATE, pulumirpc.PropertyDiff_UPDATE_REPLACE},
	}[change.Kind]
	if change.Replaces {
		return kinds[1]
	}
	return kinds[0]
}

func topLevel(path string) string {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path
	}
	return path[:end]
}

func addOnce(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}
