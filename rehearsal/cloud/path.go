package cloud

import (
	"fmt"
	"strconv"
	"strings"
)

// Found is one value that a path leads to.
type Found struct {
	// Path is the path with every "[*]" replaced by an index or key.
	Path string
	// Value is the value there.
	Value any
}

// At returns every value that the path leads to; "[*]" stands for each element of a list and, in a map, each value. Where an
// unknown value is in the way, that value is returned.
func (v Values) At(path string) []Found {
	return follow(Found{Value: map[string]any(v)}, segments(path))
}

// segments splits "a.b[0].c" into "a", "b", "[0]", "c".
func segments(path string) []string {
	var result []string
	for part := range strings.SplitSeq(path, ".") {
		name, index, found := strings.Cut(part, "[")
		if name != "" {
			result = append(result, name)
		}
		for found {
			var one string
			one, index, _ = strings.Cut(index, "]")
			result = append(result, "["+one+"]")
			_, index, found = strings.Cut(index, "[")
		}
	}
	return result
}

func follow(at Found, rest []string) []Found {
	if _, ok := at.Value.(unknown); ok || len(rest) == 0 {
		if at.Value == nil {
			return nil
		}
		return []Found{at}
	}
	segment := rest[0]
	switch value := at.Value.(type) {
	case map[string]any:
		if segment == "[*]" {
			var result []Found
			for _, key := range Values(value).Keys() {
				result = append(result, follow(Found{join(at.Path, key), value[key]}, rest[1:])...)
			}
			return result
		}
		next, ok := value[segment]
		if !ok {
			return nil
		}
		return follow(Found{join(at.Path, segment), next}, rest[1:])
	case []any:
		return followList(at, value, segment, rest)
	}
	return nil
}

func followList(at Found, list []any, segment string, rest []string) []Found {
	if segment != "[*]" {
		i, err := strconv.Atoi(strings.Trim(segment, "[]"))
		if err != nil || i < 0 || i >= len(list) {
			return nil
		}
		return follow(Found{at.Path + segment, list[i]}, rest[1:])
	}
	var result []Found
	for i, e := range list {
		result = append(result, follow(Found{fmt.Sprintf("%s[%d]", at.Path, i), e}, rest[1:])...)
	}
	return result
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// covers tells whether a pattern such as "vpcConfig" or "rules[*].action" names the path or something above it. An index
// in the path matches "[*]"; a pattern may leave indexes out altogether.
func covers(pattern, path string) bool {
	p, q := segments(pattern), segments(path)
	for len(p) > 0 {
		if len(q) == 0 {
			return false
		}
		isIndex := strings.HasPrefix(q[0], "[")
		switch {
		case p[0] == q[0], p[0] == "[*]" && isIndex:
			p, q = p[1:], q[1:]
		case isIndex:
			q = q[1:]
		default:
			return false
		}
	}
	return true
}
