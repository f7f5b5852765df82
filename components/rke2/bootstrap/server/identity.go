package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// serviceValidity is twice as long as the service that lends roles runs before systemd starts it again with a new certificate.
const serviceValidity = 24 * time.Hour

// IdentifyPodRoles gives the service that lends roles a key and a certificate of its own for the API server. It fails until this
// server has the cluster's authorities.
func (s Server) IdentifyPodRoles(now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("write a key: %w", err)
	}
	certificate, err := s.issue(pkix.Name{CommonName: documents.PodRolesUser}, key.Public(), now, serviceValidity)
	if err != nil {
		return err
	}
	content := certificate + string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if _, err := s.Host.Write(documents.File{Path: documents.PodRolesIdentity, Mode: 0o600, Content: content}); err != nil {
		return err
	}
	return s.Host.Give(documents.PodRolesIdentity)
}
