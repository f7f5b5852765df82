package cloud

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// digits makes the digits of ids. The same seed and label give the same digits in every run.
type digits struct{ seed, label string }

var alphabets = map[string]string{
	"hex":    "0123456789abcdef",
	"digits": "0123456789",
	"upper":  "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
}

func (d digits) take(alphabet string, n int) string {
	letters := alphabets[alphabet]
	result := make([]byte, 0, n)
	for block := 0; len(result) < n; block++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", d.seed, d.label, block))
		for _, b := range sum {
			result = append(result, letters[int(b)%len(letters)])
		}
	}
	return string(result[:n])
}

func (d digits) uuid() string {
	sum := sha256.Sum256([]byte(d.seed + "\x00" + d.label + "\x00uuid"))
	b := sum[:16]
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
