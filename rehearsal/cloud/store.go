package cloud

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// storeVersion is the format of the file.
const storeVersion = 1

// store holds all objects, in memory and in one file that is replaced as a whole with every change.
type store struct {
	mu      sync.Mutex
	path    string
	objects map[Key]*Object
	encoded map[Key]json.RawMessage
	serial  int
	// generations counts the objects that each URN has had.
	generations map[string]int
}

type storeFile struct {
	Version     int               `json:"version"`
	Serial      int               `json:"serial"`
	Generations map[string]int    `json:"generations"`
	Objects     []json.RawMessage `json:"objects"`
}

// ErrCorrupt is wrapped by the error for a file that is not a cloud's.
var ErrCorrupt = errors.New("the file of the simulated cloud cannot be read")

// openStore reads the file; none is an empty cloud. With an empty path the cloud lives in memory alone.
func openStore(path string) (*store, error) {
	s := &store{path: path, objects: map[Key]*Object{}, encoded: map[Key]json.RawMessage{}, generations: map[string]int{}}
	if path == "" {
		return s, nil
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the simulated cloud: %w", err)
	}
	var file storeFile
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	if file.Version != storeVersion {
		return nil, fmt.Errorf("%w: %s has format version %d and this program reads %d", ErrCorrupt, path, file.Version, storeVersion)
	}
	for i, raw := range file.Objects {
		var o Object
		if err := json.Unmarshal(raw, &o); err != nil {
			return nil, fmt.Errorf("%w: %s: object %d: %w", ErrCorrupt, path, i, err)
		}
		s.objects[o.key()] = &o
		s.encoded[o.key()] = raw
	}
	s.serial = file.Serial
	if file.Generations != nil {
		s.generations = file.Generations
	}
	return s, nil
}

// transaction runs f and keeps what it did only if it succeeds and could be written.
func (s *store) transaction(f func(*transaction) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tx := &transaction{store: s, changed: map[Key]*Object{}, generations: map[string]int{}, serial: s.serial}
	if err := f(tx); err != nil {
		return err
	}
	return tx.commit()
}

// transaction collects changes. A nil in changed is a deletion.
type transaction struct {
	store       *store
	changed     map[Key]*Object
	generations map[string]int
	serial      int
}

func (t *transaction) get(key Key) (*Object, bool) {
	if o, ok := t.changed[key]; ok {
		return o, o != nil
	}
	o, ok := t.store.objects[key]
	return o, ok
}

func (t *transaction) find(where func(*Object) bool) []*Object {
	var result []*Object
	for key, o := range t.store.objects {
		if _, overlaid := t.changed[key]; !overlaid && where(o) {
			result = append(result, o)
		}
	}
	for _, o := range t.changed {
		if o != nil && where(o) {
			result = append(result, o)
		}
	}
	slices.SortFunc(result, func(a, b *Object) int { return cmp.Compare(a.Serial, b.Serial) })
	return result
}

func (t *transaction) change(o *Object) *Object {
	if mine, ok := t.changed[o.key()]; ok && mine != nil {
		return mine
	}
	c := o.clone()
	t.changed[o.key()] = c
	return c
}

// put adds a new object and numbers it.
func (t *transaction) put(o *Object) {
	t.serial++
	o.Serial = t.serial
	t.changed[o.key()] = o
}

func (t *transaction) remove(key Key) { t.changed[key] = nil }

func (t *transaction) generation(urn string) int {
	return t.store.generations[urn] + t.generations[urn]
}

func (t *transaction) commit() error {
	if len(t.changed) == 0 && len(t.generations) == 0 {
		return nil
	}
	encoded := make(map[Key]json.RawMessage, len(t.changed))
	for key, o := range t.changed {
		if o == nil {
			continue
		}
		raw, err := json.Marshal(o)
		if err != nil {
			return fmt.Errorf("encode %s of the simulated cloud: %w", key, err)
		}
		encoded[key] = raw
	}
	if err := t.write(encoded); err != nil {
		return err
	}
	s := t.store
	for key, o := range t.changed {
		if o == nil {
			delete(s.objects, key)
			delete(s.encoded, key)
			continue
		}
		s.objects[key], s.encoded[key] = o, encoded[key]
	}
	for urn, n := range t.generations {
		s.generations[urn] += n
	}
	s.serial = t.serial
	return nil
}

// write replaces the file in one step, so that a process that dies leaves the old or the new content. It is done before the
// objects in memory change, so that what could not be written has not happened.
func (t *transaction) write(encoded map[Key]json.RawMessage) error {
	if t.store.path == "" {
		return nil
	}
	file := storeFile{Version: storeVersion, Serial: t.serial, Generations: map[string]int{}}
	maps.Copy(file.Generations, t.store.generations)
	for urn, n := range t.generations {
		file.Generations[urn] += n
	}
	for _, o := range t.find(func(*Object) bool { return true }) {
		raw, changed := encoded[o.key()]
		if !changed {
			raw = t.store.encoded[o.key()]
		}
		file.Objects = append(file.Objects, raw)
	}
	var content bytes.Buffer
	encoder := json.NewEncoder(&content)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(file); err != nil {
		return fmt.Errorf("encode the simulated cloud: %w", err)
	}
	return replaceFile(t.store.path, content.Bytes())
}

func (s *store) sorted() []*Object {
	result := make([]*Object, 0, len(s.objects))
	for _, o := range s.objects {
		result = append(result, o)
	}
	slices.SortFunc(result, func(a, b *Object) int { return cmp.Compare(a.Serial, b.Serial) })
	return result
}

func replaceFile(path string, content []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write the simulated cloud: %w", err)
	}
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the simulated cloud: %w", errors.Join(err, os.Remove(temporary.Name())))
	}
	return nil
}
