package rehearsal

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// mandatory is the enforcement level that stops a step.
const mandatory = "mandatory"

// Violation is one violation of a policy.
type Violation struct {
	// URN is the resource, or the stack.
	URN string
	// Policy is the policy's name.
	Policy string
	// Level is "mandatory", "advisory" or "remediate".
	Level string
	// Message says what is wrong and how to fix it.
	Message string
}

// PackResult is what a policy pack said in one step.
type PackResult struct {
	// Name and Version are the pack's own.
	Name, Version string
	// Rules are the names of the policies that ran, sorted.
	Rules []string
	// Violations are what they found, sorted by URN and policy.
	Violations []Violation
}

// packCollector gathers the results of packs by name.
type packCollector map[string]*PackResult

func (c packCollector) pack(name string) *PackResult {
	if c[name] == nil {
		c[name] = &PackResult{Name: name}
	}
	return c[name]
}

// ran takes the packs and versions of the engine's summary, which writes the name of a pack given by path as "name|local|path".
func (c packCollector) ran(versions map[string]string) {
	for name, version := range versions {
		name, _, _ = strings.Cut(name, "|")
		c.pack(name).Version = strings.TrimPrefix(version, "v")
	}
}

func (c packCollector) violated(e apitype.PolicyEvent) Violation {
	v := Violation{URN: e.ResourceURN, Policy: e.PolicyName, Level: e.EnforcementLevel, Message: strings.TrimSpace(withoutColour(e.Message))}
	p := c.pack(e.PolicyPackName)
	p.Violations = append(p.Violations, v)
	return v
}

func (c packCollector) analysed(pack string, policies ...[]string) {
	p := c.pack(pack)
	for _, name := range slices.Concat(policies...) {
		if i, found := slices.BinarySearch(p.Rules, name); !found {
			p.Rules = slices.Insert(p.Rules, i, name)
		}
	}
}

func (c packCollector) results() []PackResult {
	var result []PackResult
	for _, name := range slices.Sorted(maps.Keys(c)) {
		p := *c[name]
		slices.SortFunc(p.Violations, func(a, b Violation) int {
			return strings.Compare(a.URN+"\x00"+a.Policy+"\x00"+a.Message, b.URN+"\x00"+b.Policy+"\x00"+b.Message)
		})
		result = append(result, p)
	}
	return result
}

// missingPacks says which of the wanted packs did not run. A run without its pack looks like success to the engine.
func missingPacks(wanted []PolicyPack, ran []PackResult) error {
	var errs []error
	if len(ran) < len(wanted) {
		errs = append(errs, fmt.Errorf("%d packs were given and %d ran", len(wanted), len(ran)))
	}
	for _, want := range wanted {
		if want.Name == "" {
			continue
		}
		i := slices.IndexFunc(ran, func(r PackResult) bool { return r.Name == want.Name })
		switch {
		case i < 0:
			errs = append(errs, fmt.Errorf("pack %q did not run", want.Name))
		case want.Version != "" && ran[i].Version != want.Version:
			errs = append(errs, fmt.Errorf("pack %q ran in version %q, expected %q", want.Name, ran[i].Version, want.Version))
		}
	}
	return errors.Join(errs...)
}

// packArguments returns the paths of the packs and of their configuration. The engine wants a file for each pack once one has one.
func (s *Session) packArguments() (paths, configs []string, err error) {
	withConfig := slices.ContainsFunc(s.options.PolicyPacks, func(p PolicyPack) bool { return p.ConfigFile != "" })
	empty := filepath.Join(s.dir.work(), "no-policy-config.json")
	for _, pack := range s.options.PolicyPacks {
		paths = append(paths, listItem(pack.Path))
		switch {
		case pack.ConfigFile != "":
			configs = append(configs, listItem(pack.ConfigFile))
		case withConfig:
			if err := os.WriteFile(empty, []byte("{}\n"), 0o600); err != nil {
				return nil, nil, fmt.Errorf("write an empty policy configuration: %w", err)
			}
			configs = append(configs, listItem(empty))
		}
	}
	return paths, configs, nil
}

// listItem writes a path for a flag of the engine that takes a list: as a field of comma-separated values, in quotes where the path
// has a comma or a quote.
func listItem(path string) string {
	if !strings.ContainsAny(path, ",\"\n\r") {
		return path
	}
	return `"` + strings.ReplaceAll(path, `"`, `""`) + `"`
}
