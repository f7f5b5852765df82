package levels

import (
	"encoding/json"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// mutation is one change of one input of a resource.
type mutation struct {
	// path leads to the input.
	path resource.PropertyPath
	// removed takes the input away, anew sets one that the program does not; otherwise it gets another value.
	removed, anew bool
	// shape is the kind of an input that is set anew.
	shape cloud.ShapeKind
}

// key names the mutation without the places in lists, because what it does is the same at each.
func (m mutation) key() string {
	var names []string
	for _, step := range m.path {
		if name, ok := step.(string); ok {
			names = append(names, name)
		}
	}
	if len(names) == 2 && names[0] == "tags" {
		names[1] = "*"
	}
	key := strings.Join(names, ".")
	switch {
	case m.removed:
		key += " removed"
	case m.anew:
		key += " set anew"
	}
	return key
}

// top is the input of the resource itself that the mutation is in.
func (m mutation) top() string { return m.path[0].(string) }

// mutationsOf lists what can be changed of a resource: every scalar gets another value, and every property is taken away. Tags
// stand for each other.
func mutationsOf(inputs map[string]any) []mutation {
	var found []mutation
	walk(nil, inputs, func(path resource.PropertyPath, value any) {
		_, named := path[len(path)-1].(string)
		switch value.(type) {
		case map[string]any, []any:
		default:
			found = append(found, mutation{path: path})
		}
		if named {
			found = append(found, mutation{path: path, removed: true})
		}
	})
	return found
}

// anewOf lists the scalars that a resource has no value for, in itself and in the objects that it has.
func anewOf(at resource.PropertyPath, object map[string]any, fields cloud.Fields) []mutation {
	var found []mutation
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		shape, path := fields[name].Shape, append(slices.Clone(at), name)
		value, given := object[name]
		switch {
		case !given && (shape.Kind == cloud.ShapeString || shape.Kind == cloud.ShapeBool || shape.Kind == cloud.ShapeNumber):
			found = append(found, mutation{path: path, anew: true, shape: shape.Kind})
		case given:
			found = append(found, anewWithin(path, value, shape)...)
		}
	}
	return found
}

func anewWithin(at resource.PropertyPath, value any, shape *cloud.Shape) []mutation {
	var found []mutation
	switch v := value.(type) {
	case map[string]any:
		if shape.Kind == cloud.ShapeObject {
			return anewOf(at, v, shape.Fields)
		}
	case []any:
		for i, element := range v {
			if shape.Kind == cloud.ShapeList {
				found = append(found, anewWithin(append(slices.Clone(at), i), element, shape.Element)...)
			}
		}
	}
	return found
}

// firstValues are what a scalar that nobody set may be, the likeliest first by the end of its name.
func firstValues(name string, shape cloud.ShapeKind) []any {
	switch shape {
	case cloud.ShapeBool:
		return []any{true}
	case cloud.ShapeNumber:
		return []any{1.0, 2.0, 60.0, 300.0}
	}
	for _, likely := range likelyTexts {
		if strings.HasSuffix(strings.ToLower(name), likely.end) {
			return []any{likely.text, "x-1"}
		}
	}
	return []any{"x-1", "10.99.0.0/16", "10.99.0.1", "true", "60", "arn:aws:iam::111122223333:role/x", "{}"}
}

// likelyTexts are valid values of texts, by the end of the input's name in lower case.
var likelyTexts = []struct{ end, text string }{
	{"kmskeyid", "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"},
	{"kmskeyarn", "arn:aws:kms:eu-central-1:111122223333:key/12345678-1234-1234-1234-123456789012"},
	{"arn", "arn:aws:iam::111122223333:role/x"},
	{"ipv6cidrblock", "2001:db8::/64"}, {"cidripv6", "2001:db8::/64"},
	{"cidrblock", "10.99.0.0/16"}, {"cidripv4", "10.99.0.0/16"}, {"cidr", "10.99.0.0/16"},
	{"ipaddress", "10.99.0.1"}, {"ip", "10.99.0.1"}, {"policy", `{"Version":"2012-10-17","Statement":[]}`},
	{"owner", "111122223333"}, {"ownerid", "111122223333"}, {"accountid", "111122223333"},
	{"vpcid", "vpc-0123456789abcdef0"}, {"subnetid", "subnet-0123456789abcdef0"}, {"securitygroupid", "sg-0123456789abcdef0"},
	{"region", "eu-central-1"}, {"availabilityzone", "eu-central-1a"}, {"date", "2030-01-01T00:00:00Z"}, {"time", "2030-01-01T00:00:00Z"},
}

// walk visits every value below an object, in a fixed order.
func walk(at resource.PropertyPath, value any, visit func(resource.PropertyPath, any)) {
	below := func(step, value any) {
		path := append(slices.Clone(at), step)
		visit(path, value)
		walk(path, value, visit)
	}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below(name, v[name])
		}
	case []any:
		for i := range v {
			below(i, v[i])
		}
	}
}

// with is a copy of the value in which the path leads to another one, or to nothing where that is nil.
func with(value any, path resource.PropertyPath, next any) any {
	if len(path) == 0 {
		return next
	}
	switch v := value.(type) {
	case map[string]any:
		copied, name := maps.Clone(v), path[0].(string)
		if copied[name] = with(v[name], path[1:], next); copied[name] == nil {
			delete(copied, name)
		}
		return copied
	case []any:
		copied, i := slices.Clone(v), path[0].(int)
		copied[i] = with(v[i], path[1:], next)
		return copied
	}
	return value
}

// lookup is the value to which the path leads.
func lookup(value any, path resource.PropertyPath) any {
	for _, step := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[step.(string)]
		case []any:
			value = v[step.(int)]
		}
	}
	return value
}

// others are values that may stand in the place of one, the likeliest first. Which of them is valid, the providers say.
func others(key string, value any) []any {
	if chosen, ok := chosenValues[key]; ok {
		return []any{chosen}
	}
	switch v := value.(type) {
	case bool:
		return []any{!v}
	case float64:
		return []any{v + 1, v - 1, v * 2}
	case string:
		return otherTexts(v)
	}
	return nil
}

func otherTexts(text string) []any {
	var document any
	switch {
	case text == "":
		return []any{"x", "10.99.0.0/16"}
	case text == "true" || text == "false":
		return []any{strconv.FormatBool(text == "false")}
	case strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &document) == nil:
		return otherDocuments(document.(map[string]any))
	}
	if number, err := strconv.Atoi(text); err == nil {
		return []any{strconv.Itoa(number + 1), lastChanged(text)}
	}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return []any{otherPrefix(prefix)}
	}
	if address, err := netip.ParseAddr(text); err == nil {
		return []any{address.Next().String()}
	}
	return []any{lastChanged(text), text + "x", "x" + text, "x." + text}
}

// lastChanged has another last digit or letter, which keeps the form of ids and of most names.
func lastChanged(text string) string {
	last := strings.LastIndexFunc(text, func(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
	if last < 0 {
		return text + "x"
	}
	other := "b"
	if text[last:last+1] == other {
		other = "c"
	}
	if text[last] >= '0' && text[last] <= '9' {
		other = string('0' + (text[last]-'0'+1)%10)
	}
	return text[:last] + other + text[last+1:]
}

// otherDocuments turn the first statement of a policy around, or add a field to another document.
func otherDocuments(document map[string]any) []any {
	changed := maps.Clone(document)
	if statements, ok := document["Statement"].([]any); ok && len(statements) > 0 {
		if first, ok := statements[0].(map[string]any); ok {
			effect := "Deny"
			if first["Effect"] == effect {
				effect = "Allow"
			}
			changed["Statement"] = with(statements, resource.PropertyPath{0, "Effect"}, effect)
		}
	} else {
		changed["conformance"] = "x"
	}
	text, err := json.Marshal(changed)
	if err != nil {
		return nil
	}
	return []any{string(text)}
}

// otherPrefix has another last bit.
func otherPrefix(prefix netip.Prefix) string {
	if prefix.Bits() == 0 {
		return netip.PrefixFrom(prefix.Addr(), 8).String()
	}
	last := prefix.Bits() - 1
	bytes := prefix.Addr().AsSlice()
	bytes[last/8] ^= 1 << (7 - last%8)
	address, _ := netip.AddrFromSlice(bytes)
	return netip.PrefixFrom(address, prefix.Bits()).Masked().String()
}

var (
	// admitted is the list of values in a refusal: `to be one of ["a" "b"]`, `must be one of: ["a" "b"]`, `to be one of [1 3 5]`.
	admitted = regexp.MustCompile(`one of:? ?\[([^\]]*)\]`)
	// interval is the range in a refusal: `to be in the range (7 - 30)`.
	interval = regexp.MustCompile(`(?:in the range \(|between )(-?\d+)(?: - | and )(-?\d+)`)
	quoted   = regexp.MustCompile(`"([^"]*)"`)
)

// suggested are the values that a refusal itself names as valid, without the present one.
func suggested(refusal string, present any) []any {
	var values []any
	for _, list := range admitted.FindAllStringSubmatch(refusal, -1) {
		texts := quoted.FindAllStringSubmatch(list[1], -1)
		for _, text := range texts {
			values = append(values, text[1])
		}
		if len(texts) == 0 {
			for _, word := range strings.FieldsFunc(list[1], func(r rune) bool { return r == ' ' || r == ',' }) {
				values = append(values, numberOr(word))
			}
		}
	}
	for _, bounds := range interval.FindAllStringSubmatch(refusal, -1) {
		values = append(values, numberOr(bounds[1]), numberOr(bounds[2]))
	}
	return slices.DeleteFunc(values, func(v any) bool { return v == present })
}

func numberOr(word string) any {
	if number, err := strconv.ParseFloat(word, 64); err == nil {
		return number
	}
	return word
}
