package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/policy/internal/casefile"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

const pages = "../../docs/policies"

func TestEveryRuleHasCompleteMetadata(t *testing.T) {
	t.Parallel()
	name := regexp.MustCompile(`^[a-zA-Z0-9-_.]{1,100}$`)
	seen := map[string]bool{}
	for _, rule := range rules.All() {
		if !name.MatchString(rule.ID) || rule.ID == "all" {
			t.Errorf("rule %q: the id is no name that Pulumi accepts for a policy", rule.ID)
		}
		if seen[rule.ID] {
			t.Errorf("rule %s: the id is used twice", rule.ID)
		}
		seen[rule.ID] = true
		if rule.Severity < rules.Low || rule.Severity > rules.Critical {
			t.Errorf("rule %s: severity is missing", rule.ID)
		}
		for field, text := range map[string]string{"title": rule.Title, "why": rule.Why, "fix": rule.Fix} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("rule %s: %s is missing", rule.ID, field)
			}
		}
		if strings.HasSuffix(rule.Title, ".") || strings.HasSuffix(rule.Fix, ".") || !strings.HasSuffix(rule.Why, ".") {
			t.Errorf("rule %s: title and fix are phrases without a period, why is sentences", rule.ID)
		}
		if len(rule.Types) == 0 && rule.ID != rules.PackSelf {
			t.Errorf("rule %s: no resource types", rule.ID)
		}
		for _, name := range rule.Types {
			if canonical := isolation.CanonicalToken(name); canonical != name && !strings.HasSuffix(name, "*") {
				t.Errorf("rule %s: type %s is an alias, the rule must name %s", rule.ID, name, canonical)
			}
		}
		checkControls(t, rule)
	}
}

func TestEveryRuleNamesTheTypesThatTheModelJudgesForIt(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		for _, token := range isolation.TypesOf(isolation.Kind(rule.ID)) {
			if !slices.Contains(rule.Types, token) {
				t.Errorf("rule %s: the model judges %s for it, but its page does not name the type", rule.ID, token)
			}
		}
	}
}

func TestOnlyRulesThatLookAtEveryTypeNameTypesByTheirBeginning(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		if slices.Contains([]string{"OPAQUE", "TYPE-UNKNOWN", "OPTS"}, rule.ID) {
			continue
		}
		for _, token := range rule.Types {
			if strings.HasSuffix(token, "*") {
				t.Errorf("rule %s: %s stands for types that the rule does not look at; name those that it does", rule.ID, token)
			}
		}
	}
}

func checkControls(t *testing.T, rule rules.Rule) {
	t.Helper()
	if len(rule.Controls) == 0 {
		t.Errorf("rule %s: no controls", rule.ID)
	}
	for _, c := range rule.Controls {
		if c.Framework == "" || len(c.IDs) == 0 || c.Source == "" {
			t.Errorf("rule %s: control %q needs a framework, ids and the source of the mapping", rule.ID, c)
		}
	}
}

func TestEveryKindOfWayHasARule(t *testing.T) {
	t.Parallel()
	found := kinds(t)
	if len(found) == 0 {
		t.Fatal("found no kind of way in the model's source")
	}
	for _, kind := range found {
		if _, ok := rules.ByID(kind); !ok {
			t.Errorf("the model reports ways of kind %s, but no rule has this id, so nobody would see them", kind)
		}
	}
}

// kinds reads the constants of type Kind from the model's source, because Go cannot list them.
func kinds(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../isolation/kind.go", nil, 0)
	if err != nil {
		t.Fatalf("parse the kinds of ways: %v", err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Kind" {
			return true
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatalf("read a kind of way: %v", err)
			}
			found = append(found, text)
		}
		return true
	})
	return found
}

func TestEveryRuleHasAPageThatIsUpToDate(t *testing.T) {
	t.Parallel()
	for _, rule := range rules.All() {
		golden.File(t, filepath.Join(pages, rule.ID+".md"), rule.Page(examples(t, rule.ID)))
	}
	golden.File(t, filepath.Join(pages, "README.md"), rules.Index())
}

func TestEveryPageAndEveryCaseFileBelongsToARule(t *testing.T) {
	t.Parallel()
	for folder, extension := range map[string]string{pages: ".md", "testdata/cases": ".yaml"} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatalf("list %s: %v", folder, err)
		}
		for _, e := range entries {
			id := strings.TrimSuffix(e.Name(), extension)
			if _, ok := rules.ByID(id); !ok && e.Name() != "README.md" {
				t.Errorf("%s/%s belongs to no rule", folder, e.Name())
			}
		}
	}
}

// examples are the first good and the first bad case of a rule, as its page shows them.
func examples(t *testing.T, id string) []rules.Example {
	t.Helper()
	cases := readCases(t, id)
	var shown []rules.Example
	for i, list := range [][]casefile.Case{cases.Good, cases.Bad} {
		for _, c := range list[:min(1, len(list))] {
			shown = append(shown, rules.Example{Name: c.Name, Program: program(t, c), Violates: i == 1})
		}
	}
	return shown
}

func program(t *testing.T, c casefile.Case) string {
	t.Helper()
	document := map[string]any{"resources": c.Resources}
	text, err := yaml.Marshal(document)
	if err != nil {
		t.Fatalf("write case %q: %v", c.Name, err)
	}
	if len(c.Config) == 0 {
		return string(text)
	}
	config, err := yaml.Marshal(c.Config)
	if err != nil {
		t.Fatalf("write the configuration of case %q: %v", c.Name, err)
	}
	return "# policy configuration\n" + comment(string(config)) + string(text)
}

func comment(text string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	return "# " + strings.Join(lines, "# ") + "\n"
}

func readCases(t *testing.T, id string) casefile.File {
	t.Helper()
	cases, err := casefile.Read(filepath.Join("testdata", "cases", id+".yaml"))
	if err != nil {
		t.Fatalf("rule %s has no readable cases: %v", id, err)
	}
	return cases
}

func TestTheRuleThatJudgesWaiversComesLast(t *testing.T) {
	t.Parallel()
	all := rules.All()
	if i := slices.IndexFunc(all, func(r rules.Rule) bool { return r.ID == rules.PackSelf }); i != len(all)-1 {
		t.Errorf("%s is at place %d of %d, but a waiver may still be used after it", rules.PackSelf, i+1, len(all))
	}
}
