package check

import (
	"net/netip"
	"testing"
)

func TestOnlyRangesThatAreWhollyPrivateArePrivate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"10.0.0.0/8": true, "10.0.0.0/7": false, "172.31.255.0/24": true, "172.32.0.0/16": false, "192.168.0.0/16": true, "192.0.0.0/8": false,
		"100.127.0.0/16": true, "100.128.0.0/16": false, "0.0.0.0/0": false, "::/0": false, "fd00::/8": false,
	} {
		if got := Within(PrivateSpace, netip.MustParsePrefix(text)); got != want {
			t.Errorf("%s: expected %t, got %t", text, want, got)
		}
	}
}
