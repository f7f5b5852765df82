package levels

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal"
)

// divergence is a property in which the simulation's plan of a type is not the provider's.
type divergence struct {
	token string
	// path starts with "inputs" or "outputs" and leaves indices out, because a divergence is one of a type; empty where the
	// resource as a whole differs.
	path string
	// ours and theirs are the values, nil where there is none.
	ours, theirs any
	// example is the name of the first resource that shows it.
	example string
	// defaulted is set for an input that the simulation alone has, and the provider's planned outputs as well.
	defaulted bool
}

func (d divergence) String() string {
	return fmt.Sprintf("%s %s (%s): simulated %s, by the provider %s", d.token, d.path, d.example, shown(d.ours), shown(d.theirs))
}

func shown(value any) string {
	switch value {
	case nil:
		return "nothing"
	case rehearsal.UnknownText:
		return "unknown"
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	const longest = 200
	if len(text) > longest {
		text = append(text[:longest], "..."...)
	}
	return strings.ReplaceAll(string(text), rehearsal.UnknownText, "unknown")
}

// compare finds what two plans of one program have not in common: resources, operations, inputs after the provider's defaults,
// and outputs.
func compare(simulated, provided []rehearsal.Planned) []divergence {
	ours, theirs := byURN(simulated), byURN(provided)
	found := map[string]divergence{}
	for _, urn := range union(ours, theirs) {
		mine, their := ours[urn], theirs[urn]
		named := their
		if named.URN == "" {
			named = mine
		}
		note := func(d divergence) {
			d.token, d.example = named.Type, urn[strings.LastIndex(urn, "::")+2:]
			if key := d.token + " " + d.path; found[key].token == "" {
				found[key] = d
			}
		}
		if mine.Operation != their.Operation {
			note(divergence{ours: mine.Operation, theirs: their.Operation})
			continue
		}
		outputs := fields(their.Outputs)
		compareValues("inputs", fields(mine.Inputs), fields(their.Inputs), func(path string, ours, theirs any) {
			planned := at(outputs, strings.TrimPrefix(path, "inputs."))
			note(divergence{path: path, ours: ours, theirs: theirs, defaulted: theirs == nil && reflect.DeepEqual(planned, ours)})
		})
		compareValues("outputs", fields(mine.Outputs), outputs, func(path string, ours, theirs any) {
			note(divergence{path: path, ours: ours, theirs: theirs})
		})
	}
	var list []divergence
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

func byURN(planned []rehearsal.Planned) map[string]rehearsal.Planned {
	found := map[string]rehearsal.Planned{}
	for _, p := range planned {
		if p.Custom && isAWS(p.Type) {
			p.Outputs = maps.Clone(p.Outputs)
			delete(p.Outputs, "id") // The bridge plans it, and the engine does not show it.
			found[p.URN] = p
		}
	}
	return found
}

// signature is the property by which the engine marks a secret in what it tells.
const signature = "4dabf18193072939515e22adb298388d"

// randomEnd is the end of a name that pulumi-aws makes up.
var randomEnd = regexp.MustCompile(`-[0-9a-f]{7}\b`)

// normal writes a value so that only what matters can differ: without random ends of names, without the bridge's own
// properties, with JSON documents as what they say, and with lists in one order, as most are sets to the provider. A value
// that says no more than none is none: Terraform writes zero values where pulumi-aws leaves properties out.
func normal(value any) any {
	switch v := value.(type) {
	case string:
		var document map[string]any
		if strings.HasPrefix(v, "{") && json.Unmarshal([]byte(v), &document) == nil {
			return normal(document)
		}
		if v == rehearsal.UnknownText {
			return v
		}
		if v == "" {
			return nil
		}
		return randomEnd.ReplaceAllString(v, "-*")
	case bool:
		if !v {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
		list := make([]any, len(v))
		for i := range v {
			list[i] = normal(v[i])
		}
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return list
	case map[string]any:
		if v[signature] != nil {
			return rehearsal.SecretText
		}
		values := map[string]any{}
		for key, inner := range v {
			if said := normal(inner); said != nil && !strings.HasPrefix(key, "__") {
				values[key] = said
			}
		}
		if len(values) == 0 {
			return nil
		}
		return values
	}
	return value
}

// fields are the normal properties of a resource.
func fields(properties map[string]any) map[string]any {
	if normalized, ok := normal(properties).(map[string]any); ok {
		return normalized
	}
	return map[string]any{}
}

// compareValues walks two values and notes where they differ.
func compareValues(path string, ours, theirs any, note func(path string, ours, theirs any)) {
	ourFields, isOurObject := ours.(map[string]any)
	theirFields, isTheirObject := theirs.(map[string]any)
	ourList, isOurList := ours.([]any)
	theirList, isTheirList := theirs.([]any)
	switch {
	case reflect.DeepEqual(ours, theirs):
	case hidden(ours) && hidden(theirs): // Whether a secret is known is not told.
	case isOurObject && isTheirObject:
		for _, name := range union(ourFields, theirFields) {
			compareValues(path+"."+name, ourFields[name], theirFields[name], note)
		}
	case isOurList && isTheirList && len(ourList) == len(theirList):
		for i := range ourList {
			compareValues(path+"[]", ourList[i], theirList[i], note)
		}
	default:
		note(path, ours, theirs)
	}
}

func hidden(value any) bool { return value == rehearsal.UnknownText || value == rehearsal.SecretText }

// at follows a path through objects, and through the first element of lists: a default is the same in each.
func at(values map[string]any, path string) any {
	name, rest, more := strings.Cut(path, ".")
	name, within := strings.CutSuffix(name, "[]")
	value := values[name]
	if list, ok := value.([]any); ok && within && len(list) > 0 {
		value = list[0]
	}
	if !more {
		return value
	}
	inner, _ := value.(map[string]any)
	return at(inner, rest)
}

func union[V any](a, b map[string]V) []string {
	keys := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
	slices.Sort(keys)
	return slices.Compact(keys)
}
