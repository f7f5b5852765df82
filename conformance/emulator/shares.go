package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// shares plays associations, permissions and tags of AWS RAM resource shares; moto has the shares.
type shares struct{ store *store }

func newShares() *shares { return &shares{store: newStore()} }

const shareAssociations = "association"

func (s *shares) handle(c *call) (*answer, bool) {
	if c.service != "ram" {
		return nil, false
	}
	play := map[string]func(region string, in document) document{
		"POST /associateresourceshare":       s.associate,
		"POST /disassociateresourceshare":    s.disassociate,
		"POST /getresourceshareassociations": s.get,
		"POST /listresourcesharepermissions": func(string, document) document { return document{"permissions": []any{}} },
		"POST /tagresource":                  s.tag,
		"POST /untagresource":                s.untag,
	}[c.operation]
	if play == nil {
		return s.withTags(c)
	}
	in := document{}
	if err := json.Unmarshal(c.body, &in); err != nil {
		return refusal(c, http.StatusBadRequest, "MalformedInputException", err.Error()), true
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return jsonAnswer(http.StatusOK, play(c.region, in)), true
}

// each calls do for every pair of share and entity in a request.
func (s *shares) each(in document, do func(share, kind, entity string)) {
	for key, kind := range map[string]string{"resourceArns": "RESOURCE", "principals": "PRINCIPAL"} {
		entities, _ := in[key].([]any)
		for _, entity := range entities {
			do(text(in, "resourceShareArn"), kind, entity.(string))
		}
	}
}

func (s *shares) associate(region string, in document) document {
	made := []document{}
	s.each(in, func(share, kind, entity string) {
		d := document{"resourceShareArn": share, "associationType": kind, "associatedEntity": entity, "status": "ASSOCIATED", "external": false}
		s.store.put(region, shareAssociations, share+" "+entity, d)
		made = append(made, d)
	})
	return document{"resourceShareAssociations": made}
}

func (s *shares) disassociate(region string, in document) document {
	gone := []document{}
	s.each(in, func(share, kind, entity string) {
		if d, ok := s.store.get(region, shareAssociations, share+" "+entity); ok {
			s.store.remove(region, shareAssociations, share+" "+entity)
			d["status"] = "DISASSOCIATED"
			gone = append(gone, d)
		}
	})
	return document{"resourceShareAssociations": gone}
}

func (s *shares) get(region string, in document) document {
	found := []document{}
	wanted, _ := in["resourceShareArns"].([]any)
	for _, d := range s.store.list(region, shareAssociations) {
		switch {
		case d["associationType"] != in["associationType"]:
		case len(wanted) > 0 && !slices.Contains(wanted, d["resourceShareArn"]):
		case in["resourceArn"] != nil && d["associatedEntity"] != in["resourceArn"]:
		case in["principal"] != nil && d["associatedEntity"] != in["principal"]:
		default:
			found = append(found, d)
		}
	}
	return document{"resourceShareAssociations": found}
}

// withTags lets moto answer about shares and adds their tags. A new share has the tags that the call gives it.
func (s *shares) withTags(c *call) (*answer, bool) {
	if c.operation != "POST /createresourceshare" && c.operation != "POST /getresourceshares" {
		return nil, false
	}
	a, err := c.forward()
	if err != nil {
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	}
	var in, out document
	if a.status != http.StatusOK || json.Unmarshal(a.body, &out) != nil || json.Unmarshal(c.body, &in) != nil {
		return a, true
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if share, ok := out["resourceShare"].(document); ok {
		s.store.put(c.region, shareTags, text(share, "resourceShareArn"), document{"Tags": in["tags"]})
		share["tags"] = in["tags"]
	}
	list, _ := out["resourceShares"].([]any)
	for _, share := range list {
		if tags, ok := s.store.get(c.region, shareTags, text(share.(document), "resourceShareArn")); ok {
			share.(document)["tags"] = tags["Tags"]
		}
	}
	return jsonAnswer(http.StatusOK, out), true
}

const shareTags = "tags"

func (s *shares) tag(region string, in document) document {
	d, _ := s.store.get(region, shareTags, text(in, "resourceShareArn"))
	given, _ := in["tags"].([]any)
	var names []any
	for _, tag := range given {
		names = append(names, tag.(document)["key"])
	}
	s.store.put(region, shareTags, text(in, "resourceShareArn"), document{"Tags": append(withoutTags(d["Tags"], "key", names), given...)})
	return document{}
}

func (s *shares) untag(region string, in document) document {
	d, _ := s.store.get(region, shareTags, text(in, "resourceShareArn"))
	names, _ := in["tagKeys"].([]any)
	s.store.put(region, shareTags, text(in, "resourceShareArn"), document{"Tags": withoutTags(d["Tags"], "key", names)})
	return document{}
}
