package server

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// AuthorityFiles are the files that make the cluster's certificate authorities and its signing key for service accounts
// known before the first start, below RKE2's TLS folder.
func AuthorityFiles() []string {
	return []string{
		"server-ca.crt", "server-ca.key", "client-ca.crt", "client-ca.key", "request-header-ca.crt", "request-header-ca.key",
		"etcd/server-ca.crt", "etcd/server-ca.key", "etcd/peer-ca.crt", "etcd/peer-ca.key", "service.key",
	}
}

// writeAuthorities puts certificate authorities in place: on every server the certificate by which it recognises its peers, and
// all of RKE2's files on the one that initialises the cluster. The others get those from etcd when they join. A file of RKE2
// that exists is left alone: it may have been renewed.
func (s Server) writeAuthorities(ctx context.Context, found bool) error {
	if known, err := s.Host.Exists(documents.AuthorityPath); err != nil || known && !found {
		return err
	}
	text, err := s.Secrets.Read(ctx, s.Settings.Secrets.CA)
	if err != nil {
		return fmt.Errorf("fetch the cluster's certificate authorities: %w", err)
	}
	authorities, err := parseAuthorities(text)
	if err != nil {
		return err
	}
	own := documents.File{Path: documents.AuthorityPath, Mode: 0o644, Content: authorities["server-ca.crt"]}
	if _, err := s.Host.Write(own); err != nil || !found {
		return err
	}
	for _, name := range AuthorityFiles() {
		file := documents.File{Path: documents.TLSDir + "/" + name, Mode: 0o600, Content: authorities[name]}
		exists, err := s.Host.Exists(file.Path)
		if err == nil && !exists {
			_, err = s.Host.Write(file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseAuthorities reads the secret: a JSON object from file name to PEM. The error never holds the content.
func parseAuthorities(text string) (map[string]string, error) {
	var authorities map[string]string
	if err := json.Unmarshal([]byte(text), &authorities); err != nil {
		return nil, fmt.Errorf("the secret of the certificate authorities is no JSON object of strings (%d bytes)", len(text))
	}
	var found problems.List
	for _, name := range AuthorityFiles() {
		if !strings.HasPrefix(authorities[name], "-----BEGIN ") {
			found.Add(name, "is not in PEM form", problems.Missing, "store the file's content under its name")
		}
	}
	for name := range authorities {
		if !slices.Contains(AuthorityFiles(), name) {
			found.Add(name, "is no file that RKE2 reads", name, "leave it out")
		}
	}
	return authorities, found.Err("the secret of the certificate authorities is incomplete")
}
