package server

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"time"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// operatorValidity is how long an operator's certificate is valid: a working day. Nothing can revoke it before.
const operatorValidity = 8 * time.Hour

// clockSkew is how far behind a client's clock may be.
const clockSkew = 5 * time.Minute

// operatorForm is what an operator may be called. A name of Kubernetes' own has a colon in it.
var operatorForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$`)

// Certify issues a client certificate for a request in DER form, in PEM form. Of the request it takes the key and the name;
// group and validity are the same for all operators, so that nobody who may ask can ask for more.
func (s Server) Certify(now time.Time, request []byte) (string, error) {
	asked, err := x509.ParseCertificateRequest(request)
	if err != nil {
		return "", fmt.Errorf("read the certificate signing request: %w", err)
	}
	if err := asked.CheckSignature(); err != nil {
		return "", fmt.Errorf("the request is not signed by its own key: %w", err)
	}
	if !operatorForm.MatchString(asked.Subject.CommonName) {
		return "", fmt.Errorf("the request has the common name %q; use letters, digits and . _ @ + -, 64 at most", asked.Subject.CommonName)
	}
	return s.issue(pkix.Name{
		CommonName: "cloudgap:operator:" + asked.Subject.CommonName, Organization: []string{documents.OperatorGroup},
	}, asked.PublicKey, now, operatorValidity)
}

// issue signs a client certificate, in PEM form.
func (s Server) issue(subject pkix.Name, key any, now time.Time, validity time.Duration) (string, error) {
	authority, err := s.clientAuthority()
	if err != nil {
		return "", err
	}
	issuer, err := x509.ParseCertificate(authority.Certificate[0])
	if err != nil {
		return "", fmt.Errorf("read the client authority: %w", err)
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return "", fmt.Errorf("choose a serial number: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: serial, Subject: subject, NotBefore: now.Add(-clockSkew), NotAfter: now.Add(validity),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, BasicConstraintsValid: true,
	}, issuer, key, authority.PrivateKey)
	if err != nil {
		return "", fmt.Errorf("issue the certificate: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), nil
}

func (s Server) clientAuthority() (tls.Certificate, error) {
	certificate, err := s.Host.Read(documents.TLSDir + "/client-ca.crt")
	key, keyErr := s.Host.Read(documents.TLSDir + "/client-ca.key")
	if err := errors.Join(err, keyErr); err != nil {
		return tls.Certificate{}, fmt.Errorf("this node issues no certificates: %w", err)
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("read the client authority: %w", err)
	}
	return pair, nil
}
