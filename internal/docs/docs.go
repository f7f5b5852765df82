// Package docs keeps the parts of documentation pages that repeat the code equal to what the code says. A page has a pair of
// marks around each such part; a test generates the part and compares or rewrites the page.
package docs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/golden"
)

// Check compares the generated parts of a page with sections, by name, and rewrites them with -update. A part called x
// stands between the lines "<!-- generated: x -->" and "<!-- end of x -->".
func Check(t testing.TB, page string, sections map[string]string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatalf("read the page: %v", err)
	}
	for name, body := range sections {
		begin, end := "<!-- generated: "+name+" -->\n", "<!-- end of "+name+" -->"
		from, to := bytes.Index(text, []byte(begin)), bytes.Index(text, []byte(end))
		if from < 0 || to < from {
			t.Fatalf("%s has no place for %s: it needs the lines %q and %q", page, name, strings.TrimSpace(begin), end)
		}
		text = slices.Concat(text[:from+len(begin)], []byte(body), text[to:])
	}
	golden.File(t, page, text)
}

// Field is a documented field of a struct.
type Field struct {
	// Name is the field's name in its pulumi tag, GoType its type as written, Text its comment on one line.
	Name, GoType, Text string
}

// Structs returns the fields with a pulumi tag of every struct in the Go files, by struct.
func Structs(t testing.TB, files ...string) map[string][]Field {
	t.Helper()
	structs := map[string][]Field{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatalf("parse %s: %v", file, err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				structs[spec.Name.Name] = fields(t, s)
			}
			return true
		})
	}
	return structs
}

func fields(t testing.TB, s *ast.StructType) []Field {
	t.Helper()
	var list []Field
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("pulumi"), ",")
		var goType bytes.Buffer
		if err := format.Node(&goType, token.NewFileSet(), f.Type); err != nil {
			t.Fatalf("print the type of %s: %v", name, err)
		}
		var parser comment.Parser
		text := (&comment.Printer{TextWidth: -1}).Text(parser.Parse(f.Doc.Text()))
		list = append(list, Field{Name: name, GoType: goType.String(), Text: strings.Join(strings.Fields(string(text)), " ")})
	}
	return list
}

// FieldTable documents fields in a Markdown table whose first column has the heading given.
func FieldTable(heading string, list []Field) string {
	rows := make([][]string, len(list))
	for i, f := range list {
		rows[i] = []string{"`" + f.Name + "`", "`" + f.GoType + "`", f.Text}
	}
	return Table([]string{heading, "Go type", "Meaning"}, rows)
}

// Table returns a Markdown table.
func Table(headings []string, rows [][]string) string {
	var text strings.Builder
	line := func(cells []string) {
		for _, cell := range cells {
			fmt.Fprintf(&text, "| %s ", strings.ReplaceAll(cell, "|", `\|`))
		}
		text.WriteString("|\n")
	}
	line(headings)
	line(slices.Repeat([]string{"---"}, len(headings)))
	for _, row := range rows {
		line(row)
	}
	return text.String()
}

// Read returns the text of a file that a page repeats.
func Read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read %s: %v", file, err)
	}
	return string(text)
}

// ExampleBody returns the program within the example function of a file.
func ExampleBody(t testing.TB, file string) string {
	t.Helper()
	source := Read(t, file)
	from := strings.Index(source, "\tpulumi.Run(")
	to := strings.LastIndex(source, "}")
	return strings.ReplaceAll(strings.TrimPrefix(source[from:to], "\t"), "\n\t", "\n")
}
