// Package credentials derives everything secret of an RKE2 cluster from one seed: certificate authorities, tokens and the
// administrator's client certificate. The same seed always gives the same bytes, so that a program that runs again changes
// nothing, and a seed that was kept outside restores the cluster elsewhere. It is pure.
package credentials

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// keySize is the size of a seed's key in bytes.
const keySize = 32

// validity is how long authorities and the administrator's certificate are valid. It is what RKE2 gives its own authorities.
const validity = 10 * 365 * 24 * time.Hour

// Seed is what all credentials of a cluster are derived from. Whoever has it has the cluster.
type Seed struct {
	// Created begins the validity of the certificates, in UTC and whole seconds.
	Created time.Time `json:"created"`
	// Key is random.
	Key []byte `json:"key"`
}

// New makes a seed. The reader is a source of randomness that is good enough for keys.
func New(now time.Time, random io.Reader) (Seed, error) {
	seed := Seed{Created: now.UTC().Truncate(time.Second), Key: make([]byte, keySize)}
	if _, err := io.ReadFull(random, seed.Key); err != nil {
		return Seed{}, fmt.Errorf("make the seed of the cluster's credentials: %w", err)
	}
	return seed, nil
}

// Parse reads a seed as Text writes it. The error never holds any of it.
func Parse(text string) (Seed, error) {
	var seed Seed
	if err := json.Unmarshal([]byte(text), &seed); err != nil || len(seed.Key) != keySize || seed.Created.IsZero() {
		return Seed{}, fmt.Errorf("the seed of the cluster's credentials is not one: expected a JSON object with created and key "+
			"(%d bytes in base64), got %d characters", keySize, len(text))
	}
	seed.Created = seed.Created.UTC()
	return seed, nil
}

// Text writes the seed for a secret.
func (s Seed) Text() string {
	return fmt.Sprintf(`{"created":%q,"key":%q}`, s.Created.Format(time.RFC3339), base64.StdEncoding.EncodeToString(s.Key))
}

// Ends is when the authorities and the administrator's certificate end.
func (s Seed) Ends() time.Time { return s.Created.Add(validity) }

// derive returns bytes for one purpose. Bytes for one purpose tell nothing about those for another.
func (s Seed) derive(purpose string, size int) ([]byte, error) {
	bytes, err := hkdf.Key(sha256.New, s.Key, nil, "cloudgap rke2 "+purpose, size)
	if err != nil {
		return nil, fmt.Errorf("derive the %s: %w", purpose, err)
	}
	return bytes, nil
}
