package orphans

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// importFile is the form that `pulumi import --file` reads. Names within the file are URNs where there are some: they are
// unique.
// Source: https://www.pulumi.com/docs/iac/guides/migration/import/, "Bulk import operations".
type importFile struct {
	NameTable map[string]string `json:"nameTable,omitempty"`
	Resources []importResource  `json:"resources"`
}

type importResource struct {
	Type        string `json:"type"`
	Name        string `json:"name"`
	LogicalName string `json:"logicalName"`
	ID          string `json:"id,omitempty"`
	Parent      string `json:"parent,omitempty"`
	Provider    string `json:"provider,omitempty"`
	Version     string `json:"version,omitempty"`
	Component   bool   `json:"component,omitempty"`
}

// discarded begins the name of an imported copy. No program registers it, so that the next deployment deletes the object.
const discarded = "orphan-"

// ImportFile returns the file by which `pulumi import` takes what was begun into the state, each object as the resource that makes it.
// With copies, it takes those as well, under names that no program registers: the next deployment deletes them. What has no
// id is left out. It returns nil where nothing is to be imported.
func (r *Report) ImportFile(program []isolation.Resource, state []isolation.Resource, copies bool) ([]byte, error) {
	w := importWriter{program: byURN(program), state: byURN(state), named: map[string]bool{}, file: importFile{NameTable: map[string]string{}}}
	for _, o := range r.Begun {
		w.add(o, o.URN, o.Name, w.program[o.URN].Parent)
	}
	if copies {
		for _, o := range r.Copies {
			name := discarded + o.ID[strings.LastIndexAny(o.ID, "/:")+1:]
			w.add(o, o.Type+"::"+name, name, "")
		}
	}
	if len(w.file.Resources) == 0 {
		return nil, nil
	}
	data, err := json.MarshalIndent(w.file, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the import file: %w", err)
	}
	return append(data, '\n'), nil
}

type importWriter struct {
	program, state map[string]isolation.Resource
	// named are the parents that the file has already.
	named map[string]bool
	file  importFile
}

func byURN(resources []isolation.Resource) map[string]isolation.Resource {
	result := map[string]isolation.Resource{}
	for _, r := range resources {
		result[r.URN] = r
	}
	return result
}

func (w *importWriter) add(o Orphan, name, logicalName, parent string) {
	if o.ID == "" {
		return
	}
	entry := importResource{Type: o.Type, Name: name, LogicalName: logicalName, ID: o.ID, Parent: w.parent(parent)}
	entry.Provider, entry.Version = w.provider(w.program[o.URN].Provider)
	w.file.Resources = append(w.file.Resources, entry)
}

// parent names the parent of an object, and adds components to the file that the state has not.
func (w *importWriter) parent(of string) string {
	component := w.program[of]
	switch {
	case of == "" || component.Type == "pulumi:pulumi:Stack":
		return ""
	case w.named[of]:
		return of
	}
	w.named[of] = true
	if _, there := w.state[of]; there {
		w.file.NameTable[of] = of
		return of
	}
	if component.Custom {
		return of // An object of its own, which is imported as well or has to be.
	}
	w.file.Resources = append(w.file.Resources, importResource{
		Type: component.Type, Name: of, LogicalName: component.Name, Parent: w.parent(component.Parent), Component: true,
	})
	return of
}

// provider names a provider of the program's own, or the version of a default one.
func (w *importWriter) provider(reference string) (name, version string) {
	of := reference
	if i := strings.LastIndex(reference, "::"); strings.Count(reference, "::") > 3 {
		of = reference[:i] // A reference is a URN and an id.
	}
	if of == "" {
		return "", ""
	}
	if numbers, ok := strings.CutPrefix(of[strings.LastIndex(of, "::")+2:], "default"); ok {
		return "", strings.ReplaceAll(strings.TrimPrefix(numbers, "_"), "_", ".")
	}
	w.file.NameTable[of] = of
	return of, ""
}
