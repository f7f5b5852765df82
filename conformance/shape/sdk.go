package shape

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"unicode"
)

// SDK reads forms out of the sources of the pulumi-aws Go SDK. Reading sources rather than importing the packages keeps the
// check of the whole name table at a second, where compiling thirty AWS packages takes minutes.
type SDK struct {
	root    string
	modules map[string]map[string]ast.Expr
}

// OpenSDK prepares to read the SDK whose "aws" folder is root.
func OpenSDK(root string) (*SDK, error) {
	if _, err := os.Stat(filepath.Join(root, "provider.go")); err != nil {
		return nil, fmt.Errorf("%s is not the aws folder of the pulumi-aws Go SDK: %w", root, err)
	}
	return &SDK{root: root, modules: map[string]map[string]ast.Expr{}}, nil
}

// Resource returns the form of a resource type by its pulumi-aws token, such as "aws:ec2/vpc:Vpc".
func (s *SDK) Resource(tok string) (Resource, error) {
	module, _, name, err := splitToken(tok)
	if err != nil {
		return Resource{}, err
	}
	inputs, err := s.object(module, unexported(name)+"Args")
	if err != nil {
		return Resource{}, fmt.Errorf("%s: %w", tok, err)
	}
	outputs, err := s.object(module, unexported(name)+"State")
	if err != nil {
		return Resource{}, fmt.Errorf("%s: %w", tok, err)
	}
	return Resource{Inputs: inputs, Outputs: outputs}, nil
}

// Function returns the form of a function by its pulumi-aws token, such as "aws:ec2/getVpc:getVpc". The SDK's name for it
// drops "get" and adds "Lookup" where a resource of the same name exists, so both are tried.
func (s *SDK) Function(tok string) (Resource, error) {
	module, _, name, err := splitToken(tok)
	if err != nil {
		return Resource{}, err
	}
	exported := string(unicode.ToUpper(rune(name[0]))) + name[1:]
	result := exported + "Result"
	types, err := s.module(module)
	if err != nil {
		return Resource{}, err
	}
	if _, ok := types[result]; !ok {
		exported = "Lookup" + strings.TrimPrefix(exported, "Get")
		result = exported + "Result"
	}
	outputs, err := s.object(module, result)
	if err != nil {
		return Resource{}, fmt.Errorf("%s: %w", tok, err)
	}
	inputs := Fields{}
	if _, ok := types[exported+"Args"]; ok {
		if inputs, err = s.object(module, exported+"Args"); err != nil {
			return Resource{}, fmt.Errorf("%s: %w", tok, err)
		}
	}
	return Resource{Inputs: inputs, Outputs: outputs}, nil
}

// splitToken takes "aws:ec2/vpc:Vpc" apart into module "ec2", file "vpc" and name "Vpc". The root module is "".
func splitToken(tok string) (module, file, name string, err error) {
	parts := strings.Split(tok, ":")
	if len(parts) != 3 {
		return "", "", "", fmt.Errorf("%q is not a type token", tok)
	}
	module, file, _ = strings.Cut(parts[1], "/")
	if module == "index" {
		module = ""
	}
	return module, file, parts[2], nil
}

func unexported(name string) string {
	return string(unicode.ToLower(rune(name[0]))) + name[1:]
}

// module parses every source file of one package once and keeps its type declarations.
func (s *SDK) module(name string) (map[string]ast.Expr, error) {
	if types, ok := s.modules[name]; ok {
		return types, nil
	}
	files, err := filepath.Glob(filepath.Join(s.root, name, "*.go"))
	if err != nil {
		return nil, err
	}
	types := map[string]ast.Expr{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", file, err)
		}
		for _, decl := range parsed.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				declared := spec.(*ast.TypeSpec)
				types[declared.Name.Name] = declared.Type
			}
		}
	}
	s.modules[name] = types
	return types, nil
}

func (s *SDK) object(module, name string) (Fields, error) {
	types, err := s.module(module)
	if err != nil {
		return nil, err
	}
	declared, ok := types[name].(*ast.StructType)
	if !ok {
		return nil, fmt.Errorf("the SDK's package %q has no struct %s", module, name)
	}
	fields := Fields{}
	for _, field := range declared.Fields.List {
		if field.Tag == nil {
			continue
		}
		tag, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			return nil, err
		}
		property, _, _ := strings.Cut(reflect.StructTag(tag).Get("pulumi"), ",")
		if property == "" {
			continue
		}
		t, err := s.typeOf(module, field.Type)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", name, property, err)
		}
		fields[property] = t
	}
	return fields, nil
}

func (s *SDK) typeOf(module string, expr ast.Expr) (*Type, error) {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return s.typeOf(module, e.X)
	case *ast.ArrayType:
		elem, err := s.typeOf(module, e.Elt)
		return &Type{Kind: List, Elem: elem}, err
	case *ast.MapType:
		elem, err := s.typeOf(module, e.Value)
		return &Type{Kind: Map, Elem: elem}, err
	case *ast.InterfaceType:
		return &Type{Kind: Any}, nil
	case *ast.SelectorExpr:
		// Another package's type: pulumi.Archive and the like, or an enumeration of strings.
		return &Type{Kind: Any}, nil
	case *ast.Ident:
		return s.named(module, e.Name)
	default:
		return nil, fmt.Errorf("unexpected type expression %T", expr)
	}
}

func (s *SDK) named(module, name string) (*Type, error) {
	switch name {
	case "string":
		return &Type{Kind: String}, nil
	case "bool":
		return &Type{Kind: Boolean}, nil
	case "int", "float64":
		return &Type{Kind: Number}, nil
	case "any":
		return &Type{Kind: Any}, nil
	}
	types, err := s.module(module)
	if err != nil {
		return nil, err
	}
	if alias, ok := types[name].(*ast.Ident); ok {
		return s.named(module, alias.Name)
	}
	fields, err := s.object(module, name)
	if err != nil {
		return nil, err
	}
	return &Type{Kind: Object, Fields: fields}, nil
}
