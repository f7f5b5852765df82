package aws

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"strings"
)

// digest returns the first n hexadecimal digits that belong to the parts: the same in every run.
func digest(n int, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])[:n]
}

// pick returns a number below limit that belongs to the parts: the same in every run.
func pick(limit int, parts ...string) int {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return int(binary.BigEndian.Uint32(sum[:]) % uint32(limit))
}

// hashcode is the checksum that the provider puts into ids which it makes up itself.
func hashcode(text string) uint32 { return crc32.ChecksumIEEE([]byte(text)) }
