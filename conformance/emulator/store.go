package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"sync"
)

// account is the emulated account's number, moto's own.
const account = "123456789012"

// store keeps the objects of one service that the front plays, by region, kind and id.
type store struct {
	mu      sync.Mutex
	objects map[string]document
	next    int
}

func newStore() *store { return &store{objects: map[string]document{}} }

func (s *store) key(region, kind, id string) string { return region + "\x00" + kind + "\x00" + id }

// id makes a new identifier with AWS's prefix for the kind.
func (s *store) id(prefix string) string {
	s.next++
	return fmt.Sprintf("%s-%017x", prefix, s.next)
}

func (s *store) get(region, kind, id string) (document, bool) {
	d, ok := s.objects[s.key(region, kind, id)]
	return d, ok
}

func (s *store) put(region, kind, id string, d document) { s.objects[s.key(region, kind, id)] = d }

func (s *store) remove(region, kind, id string) { delete(s.objects, s.key(region, kind, id)) }

// list returns the objects of a kind in order of their ids.
func (s *store) list(region, kind string) []document {
	prefix := s.key(region, kind, "")
	var keys []string
	for key := range s.objects {
		if len(key) > len(prefix) && key[:len(prefix)] == prefix {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	list := make([]document, len(keys))
	for i, key := range keys {
		list[i] = s.objects[key]
	}
	return list
}

// refused is an error of a service.
type refused struct {
	status        int
	code, message string
}

func refuse(status int, code, format string, args ...any) *refused {
	return &refused{status, code, fmt.Sprintf(format, args...)}
}

func notFound(what, id string) *refused {
	return refuse(http.StatusBadRequest, "ResourceNotFoundException", "%s %s not found", what, id)
}

// operation is one call of a JSON service that the front plays.
type operation func(s *store, region string, in document) (document, *refused)

// jsonService plays operations of a service with the JSON protocol and leaves the others to moto.
type jsonService struct {
	service    string
	operations map[string]operation
	store      *store
}

func (j *jsonService) handle(c *call) (*answer, bool) {
	play, ok := j.operations[c.operation]
	if c.service != j.service || !ok {
		return nil, false
	}
	in := document{}
	if len(c.body) > 0 {
		if err := json.Unmarshal(c.body, &in); err != nil {
			return refusal(c, http.StatusBadRequest, "SerializationException", err.Error()), true
		}
	}
	j.store.mu.Lock()
	defer j.store.mu.Unlock()
	out, no := play(j.store, c.region, in)
	if no != nil {
		if no.code == leaveToMoto {
			return nil, false
		}
		return refusal(c, no.status, no.code, no.message), true
	}
	return jsonAnswer(http.StatusOK, out), true
}

// leaveToMoto is the code with which an operation says that the object is moto's.
const leaveToMoto = "leave to moto"

func text(in document, key string) string {
	s, _ := in[key].(string)
	return s
}

// clone copies a document one level deep, so that an answer is not the stored object itself.
func clone(d document) document {
	c := make(document, len(d))
	for key, value := range d {
		c[key] = value
	}
	return c
}

func without(d document, keys ...string) document {
	c := clone(d)
	for _, key := range keys {
		delete(c, key)
	}
	return c
}
