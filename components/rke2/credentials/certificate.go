package credentials

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
)

// identity is a certificate with its key.
type identity struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// key derives a key on P-256, the curve of RKE2's own keys. Sixteen bytes more than the scalar needs make the bias of the
// reduction negligible.
// Source: FIPS 186-5, A.2.1.
func (s Seed) key(purpose string) (*ecdsa.PrivateKey, error) {
	curve := elliptic.P256()
	size := (curve.Params().BitSize + 7) / 8
	raw, err := s.derive("key of "+purpose, size+16)
	if err != nil {
		return nil, err
	}
	one := big.NewInt(1)
	scalar := new(big.Int).Mod(new(big.Int).SetBytes(raw), new(big.Int).Sub(curve.Params().N, one))
	key, err := ecdsa.ParseRawPrivateKey(curve, scalar.Add(scalar, one).FillBytes(make([]byte, size)))
	if err != nil {
		return nil, fmt.Errorf("derive the key of %s: %w", purpose, err)
	}
	return key, nil
}

// authority makes a certificate authority that signs itself.
func (s Seed) authority(name string) (identity, error) {
	return s.issue(name, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
	}, nil)
}

// issue signs a certificate, by itself where no issuer is given. Without a source of randomness the signature follows from
// key and content alone (RFC 6979), so that the bytes are the same every time.
func (s Seed) issue(purpose string, template *x509.Certificate, issuer *identity) (identity, error) {
	key, err := s.key(purpose)
	if err != nil {
		return identity{}, err
	}
	serial, err := s.derive("serial number of "+purpose, 16)
	if err != nil {
		return identity{}, err
	}
	// A serial number is positive and has no more than 20 octets.
	serial[0] = serial[0]&0x7f | 0x40
	template.SerialNumber = new(big.Int).SetBytes(serial)
	template.NotBefore, template.NotAfter = s.Created, s.Ends()
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.certificate, issuer.key
	}
	der, err := x509.CreateCertificate(nil, template, parent, key.Public(), signer)
	if err != nil {
		return identity{}, fmt.Errorf("issue the certificate of %s: %w", purpose, err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return identity{}, fmt.Errorf("issue the certificate of %s: %w", purpose, err)
	}
	return identity{certificate, key}, nil
}

func (i identity) certificatePEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw}))
}

func keyPEM(key *ecdsa.PrivateKey) (string, error) {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("write a private key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})), nil
}
