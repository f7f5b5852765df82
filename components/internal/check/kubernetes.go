package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

var (
	labelName = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`)
	labelText = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$`)
)

// Labels checks labels that a node puts on itself.
// Source of the domains that Kubernetes keeps: the NodeRestriction admission plugin.
func Labels(list *problems.List, path string, labels map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		at := path + "." + key
		switch {
		case !labelName.MatchString(key) || !labelText.MatchString(labels[key]):
			list.Add(at, "not a Kubernetes label", key+"="+labels[key], "use up to 63 letters, digits, '-', '_' and '.'")
		case (strings.Contains(key, "kubernetes.io/") || strings.Contains(key, "k8s.io/")) && !strings.HasPrefix(key, "node.kubernetes.io/"):
			list.Add(at, "labels of this domain belong to Kubernetes", key, "use a domain of your own")
		}
	}
}

// Taint checks a taint whose effect is one of the given ones.
func Taint[E ~string](list *problems.List, path, key, value string, effect E, effects ...E) {
	if !labelName.MatchString(key) || !labelText.MatchString(value) {
		list.Add(path, "not a Kubernetes taint", key+"="+value, "use up to 63 letters, digits, '-', '_' and '.' for key and value")
	}
	if !slices.Contains(effects, effect) {
		last := len(effects) - 1
		var offered []string
		for _, e := range effects {
			offered = append(offered, string(e))
		}
		list.Add(path+".effect", "not an effect of a taint", string(effect),
			fmt.Sprintf("use %s or %s", strings.Join(offered[:last], ", "), offered[last]))
	}
}
