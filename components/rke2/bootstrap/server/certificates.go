package server

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// renewWithin is how long before their end certificates are due. RKE2 renews those that end within 120 days at each start;
// a month less makes sure that the restart has its effect, and leaves three months in which an alarm can be answered.
// https://docs.rke2.io/security/certificates
const renewWithin = 90 * 24 * time.Hour

// startedPath is a file whose time of modification is that of RKE2's last start.
const startedPath = "/var/lib/cloudgap/rke2-started"

// restartAfter is how long RKE2 must have run until it is restarted to renew certificates. What a start of less than a day ago
// did not renew, another one will not renew either; that is for an alarm and a person.
const restartAfter = 24 * time.Hour

// Expiring tells whether a certificate that RKE2 issued to itself is due for renewal and a restart would help. Certificate
// authorities are not looked at: a restart does not renew them.
func (s Server) Expiring(now time.Time) (bool, error) {
	started, err := os.Stat(s.Host.Path(startedPath))
	if errors.Is(err, fs.ErrNotExist) || err == nil && now.Sub(started.ModTime()) < restartAfter {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	end, err := s.CertificatesEnd()
	if err != nil || end.IsZero() {
		return false, err
	}
	return end.Sub(now) < renewWithin, nil
}

// started notes that RKE2 is started now.
func (s Server) started() error {
	return s.Host.WriteFrom(startedPath, 0o600, func(io.Writer) error { return nil })
}

// CertificatesEnd is when the first of RKE2's certificates ends, and the zero time if there is none yet.
func (s Server) CertificatesEnd() (time.Time, error) {
	var first time.Time
	for _, pattern := range []string{"/*.crt", "/*/*.crt"} {
		files, err := filepath.Glob(s.Host.Path(documents.TLSDir) + pattern)
		if err != nil {
			return first, err
		}
		for _, file := range files {
			end, err := leafEnd(s, file)
			if err != nil {
				return first, err
			}
			if !end.IsZero() && (first.IsZero() || end.Before(first)) {
				first = end
			}
		}
	}
	return first, nil
}

// leafEnd is when the certificate in a file ends, and the zero time for an authority or for a file that just went.
func leafEnd(s Server, path string) (time.Time, error) {
	relative, err := filepath.Rel(s.Host.Path("/"), path)
	if err != nil {
		return time.Time{}, err
	}
	data, err := s.Host.Read("/" + relative)
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return time.Time{}, nil
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the certificate /%s: %w", relative, err)
	}
	if certificate.IsCA {
		return time.Time{}, nil
	}
	return certificate.NotAfter, nil
}
