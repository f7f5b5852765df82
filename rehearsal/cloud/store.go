package cloud

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// storeVersion is the format of the file.
const storeVersion = 2

// store holds all objects, in memory and in one file that grows by a line with every change: writing it as a whole each time
// would make a stack of hundreds of resources slow.
type store struct {
	mu      sync.Mutex
	path    string
	exists  bool
	objects map[Key]*Object
	serial  int
	// generations counts the objects that each URN has had.
	generations map[string]int
}

// storeHeader is the first line of the file.
type storeHeader struct {
	Version int `json:"version"`
}

// storeChange is each further line: what one transaction did.
type storeChange struct {
	Serial      int            `json:"serial"`
	Generations map[string]int `json:"generations,omitempty"`
	Removed     []Key          `json:"removed,omitempty"`
	Put         []*Object      `json:"put,omitempty"`
}

// ErrCorrupt is wrapped by the error for a file that is not a cloud's.
var ErrCorrupt = errors.New("the file of the simulated cloud cannot be read")

// openStore reads the file; none is an empty cloud. With an empty path the cloud lives in memory alone.
func openStore(path string) (*store, error) {
	s := &store{path: path, objects: map[Key]*Object{}, generations: map[string]int{}}
	if path == "" {
		return s, nil
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the simulated cloud: %w", err)
	}
	err = s.replay(json.NewDecoder(bufio.NewReader(file)))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	if err := s.compact(); err != nil {
		return nil, err
	}
	return s, nil
}

// replay does again what the lines of the file say.
func (s *store) replay(lines *json.Decoder) error {
	var header storeHeader
	if err := lines.Decode(&header); err != nil {
		return err
	}
	if header.Version != storeVersion {
		return fmt.Errorf("it has format version %d and this program reads %d", header.Version, storeVersion)
	}
	for {
		var change storeChange
		err := lines.Decode(&change)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if slices.Contains(change.Put, nil) {
			return errors.New("an object is null")
		}
		s.apply(change)
	}
}

func (s *store) apply(change storeChange) {
	for _, key := range change.Removed {
		delete(s.objects, key)
	}
	for _, o := range change.Put {
		s.objects[o.key()] = o
	}
	for urn, n := range change.Generations {
		s.generations[urn] += n
	}
	s.serial = change.Serial
}

// compact writes the file anew with what there is now, in one step, so that a process that dies leaves the old or the new content.
func (s *store) compact() error {
	var content bytes.Buffer
	if err := errors.Join(encodeLine(&content, storeHeader{Version: storeVersion}),
		encodeLine(&content, storeChange{Serial: s.serial, Generations: s.generations, Put: s.sorted()})); err != nil {
		return err
	}
	if err := replaceFile(s.path, content.Bytes()); err != nil {
		return err
	}
	s.exists = true
	return nil
}

// write adds a line to the file. A line that could not be written whole is taken back.
func (s *store) write(change storeChange) error {
	if s.path == "" {
		return nil
	}
	if !s.exists {
		if err := s.compact(); err != nil {
			return err
		}
	}
	var line bytes.Buffer
	if err := encodeLine(&line, change); err != nil {
		return err
	}
	file, err := os.OpenFile(s.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("write the simulated cloud: %w", err)
	}
	written, err := file.Write(line.Bytes())
	if err != nil && written > 0 {
		if info, statErr := file.Stat(); statErr == nil {
			err = errors.Join(err, file.Truncate(info.Size()-int64(written)))
		}
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write the simulated cloud: %w", err)
	}
	return nil
}

func encodeLine(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("encode the simulated cloud: %w", err)
	}
	return nil
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

// commit writes the change before the objects in memory change, so that what could not be written has not happened.
func (t *transaction) commit() error {
	if len(t.changed) == 0 && len(t.generations) == 0 {
		return nil
	}
	change := storeChange{Serial: t.serial, Generations: t.generations}
	for key, o := range t.changed {
		if o == nil {
			change.Removed = append(change.Removed, key)
			continue
		}
		change.Put = append(change.Put, o)
	}
	if err := t.store.write(change); err != nil {
		return err
	}
	t.store.apply(change)
	return nil
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
