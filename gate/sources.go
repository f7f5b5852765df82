package gate

import (
	"bufio"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// Sources finds the files of a program that the engine names in its source positions. The zero value takes relative
// positions as they are and knows no others.
type Sources struct {
	// Root is the directory that positions in reports are relative to: the root of the repository.
	Root string
	// Module and ModuleDir are the path of the program's Go module and its directory. Go programs are compiled without the
	// paths of the machine, so that the engine knows their files by the module's path only. Empty for other programs.
	Module, ModuleDir string
}

// FindSources returns the sources of the program in dir: the repository is the nearest directory above with a .git, or
// dir itself where there is none.
func FindSources(dir string) (Sources, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return Sources{}, err
	}
	s := Sources{Root: absolute}
	if root, found := above(absolute, ".git"); found {
		s.Root = root
	}
	if moduleDir, found := above(absolute, "go.mod"); found {
		s.Module, s.ModuleDir = modulePath(filepath.Join(moduleDir, "go.mod")), moduleDir
	}
	return s, nil
}

// Relative is a file's path from the root of the repository, with slashes. A file outside keeps its base name only, so that
// a report never shows where a machine keeps its files.
func (s Sources) Relative(file string) string {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return filepath.Base(file)
	}
	if within, ok := inside(s.Root, absolute); ok {
		return within
	}
	return filepath.Base(file)
}

// locate finds the first position of a resource, from the registration outwards through its callers, that is a file of the
// repository. Positions are relative to engineRoot, or of another machine where that is empty.
func (s Sources) locate(e entry, engineRoot string) (Position, bool) {
	if p, ok := s.position(e.SourcePosition, engineRoot); ok {
		return p, true
	}
	for _, frame := range e.StackTrace {
		if p, ok := s.position(frame.SourcePosition, engineRoot); ok {
			return p, true
		}
	}
	return Position{}, false
}

// position reads "project:///file#line,column".
func (s Sources) position(text, engineRoot string) (Position, bool) {
	file, place, _ := strings.Cut(text, "#")
	file, isProject := strings.CutPrefix(file, "project:///")
	if !isProject || file == "" {
		return Position{}, false
	}
	if unescaped, err := url.PathUnescape(file); err == nil {
		file = unescaped
	}
	number, _, _ := strings.Cut(place, ",")
	line, err := strconv.Atoi(number)
	if err != nil || line < 0 {
		line = 0
	}
	if engineRoot == "" {
		return Position{File: path.Clean(file), Line: line}, !strings.HasPrefix(path.Clean(file), "../")
	}
	found, ok := s.file(filepath.Join(engineRoot, filepath.FromSlash(file)))
	return Position{File: found, Line: line}, ok
}

// file maps the absolute path of a compiler to the repository.
func (s Sources) file(absolute string) (string, bool) {
	if within, ok := inside(s.Root, absolute); ok {
		return within, true
	}
	rest, ok := strings.CutPrefix(filepath.ToSlash(absolute), "/"+s.Module+"/")
	if !ok || s.Module == "" {
		return "", false
	}
	candidate := filepath.Join(s.ModuleDir, filepath.FromSlash(rest))
	if _, err := os.Stat(candidate); err != nil {
		return "", false
	}
	return inside(s.Root, candidate)
}

// inside is the path from root to file where the file is below root.
func inside(root, file string) (string, bool) {
	if root == "" {
		return "", false
	}
	rel, err := filepath.Rel(root, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// above is the nearest directory from dir upwards that has an entry of the name.
func above(dir, name string) (string, bool) {
	for {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// modulePath reads the path of a Go module; empty where the file has none.
func modulePath(file string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) >= 2 && fields[0] == "module" {
			return strings.Trim(fields[1], `"`)
		}
	}
	return ""
}
