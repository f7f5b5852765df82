package awsproxy

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/cloudgap/cloudgap/conformance/parts"
	"github.com/cloudgap/cloudgap/internal/orphans"
)

const awsSDK = "github.com/pulumi/pulumi-aws/sdk/v6/go/aws"

// TestTableCoversWhatComponentsAndStacksUse reads the sources: whoever adds a resource to a component adds it to the table.
func TestTableCoversWhatComponentsAndStacksUse(t *testing.T) {
	root, err := parts.Root()
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for _, list := range [][]string{Types(), Functions()} {
		for _, tok := range list {
			module, name := moduleAndName(tok)
			served[module+" "+name] = true
		}
	}
	used := 0
	for _, folder := range []string{"components", "stacks", "examples", "conformance/programs"} {
		for _, call := range awsCalls(t, filepath.Join(root, folder)) {
			used++
			if !served[call.module+" "+call.name] {
				t.Errorf("%s uses %s of the AWS package %q, which is not in the table: add it to types.go and record its forms", call.file, call.name, call.module)
			}
		}
	}
	if used < 40 {
		t.Errorf("only %d uses of AWS were found: the search does not see the sources", used)
	}
}

// TestWhatTakesTagsIsFoundByThem holds that the tool for what a killed up leaves knows each type that takes tags and that a component or a
// stack registers.
func TestWhatTakesTagsIsFoundByThem(t *testing.T) {
	root, err := parts.Root()
	if err != nil {
		t.Fatal(err)
	}
	var forms recorded
	if err := json.Unmarshal(oursText, &forms); err != nil {
		t.Fatal(err)
	}
	registered := map[string]bool{}
	for _, folder := range []string{"components", "stacks"} {
		for _, call := range awsCalls(t, filepath.Join(root, folder)) {
			registered[call.module+" "+call.name] = true
		}
	}
	taggable := 0
	for _, tok := range Types() {
		module, name := moduleAndName(tok)
		if _, takes := forms[tok].Inputs["tags"]; !takes || !registered[module+" "+name] {
			continue
		}
		taggable++
		if !orphans.Taggable(tok) {
			t.Errorf("%s takes tags: add the form of its ARN to internal/orphans/kinds.go", tok)
		}
	}
	if taggable < 30 {
		t.Errorf("only %d types that take tags were found", taggable)
	}
}

func moduleAndName(tok string) (module, name string) {
	tokenParts := strings.Split(tok, ":")
	module, _, _ = strings.Cut(tokenParts[1], "/")
	if module == "index" {
		module = ""
	}
	return module, tokenParts[2]
}

type awsCall struct{ file, module, name string }

// constructors are the functions of the SDK that register a resource or call a function: NewVpc, LookupVpcOutput, GetAmi.
var constructors = regexp.MustCompile(`^(New|Lookup|Get)([A-Z]\w*?)(Output)?$`)

func awsCalls(t *testing.T, folder string) []awsCall {
	t.Helper()
	var calls []awsCall
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		modules := awsImports(file)
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			selector, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			module, ok := modules[name.Name]
			found := constructors.FindStringSubmatch(selector.Sel.Name)
			if !ok || found == nil || slices.Contains(notRemote, found[2]) {
				return true
			}
			called := found[2]
			if found[1] != "New" {
				called = "get" + called
			}
			calls = append(calls, awsCall{file: path, module: module, name: called})
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return calls
}

// notRemote are functions of the SDK that call nothing, and the provider itself.
var notRemote = []string{"Provider"}

// awsImports maps the names under which a file imports AWS packages to the modules of their tokens.
func awsImports(file *ast.File) map[string]string {
	modules := map[string]string{}
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if path != awsSDK && !strings.HasPrefix(path, awsSDK+"/") {
			continue
		}
		module := strings.TrimPrefix(strings.TrimPrefix(path, awsSDK), "/")
		name := filepath.Base(path)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		modules[strings.TrimFunc(name, unicode.IsSpace)] = module
	}
	return modules
}
