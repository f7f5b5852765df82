package check

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/internal/problems"
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

func TestWhatIsNoPrivateRangeIsToldWithItsRemedy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":              `a.b: an IPv4 CIDR block is required, got nothing; write one such as "10.20.0.0/16"`,
		"x":             `a.b: not an IPv4 CIDR block, got "x"; write an address and a prefix length such as "10.20.0.0/16"`,
		"10.0.0.1":      `a.b: not an IPv4 CIDR block, got "10.0.0.1"; write an address and a prefix length such as "10.20.0.0/16"`,
		"fd00::/8":      `a.b: not an IPv4 CIDR block, got "fd00::/8"; write an address and a prefix length such as "10.20.0.0/16"`,
		"10.20.1.0/16":  `a.b: the address has bits beyond the prefix length, got "10.20.1.0/16"; write "10.20.0.0/16"`,
		"8.8.0.0/16":    `a.b: not a private range, got "8.8.0.0/16"; use a range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10`,
		"100.64.0.0/16": "",
	} {
		var list problems.List
		r, ok := PrivateRange(&list, "a.b", text)
		if got := message(list); ok != (want == "") || ok && r.String() != text || !strings.Contains(got, want) {
			t.Errorf("%q: expected %q, got %t %s %q", text, want, ok, r, got)
		}
	}
	var list problems.List
	if _, ok := PrivateRange(&list, "a", "10.0.0.0/16", SharedSpace); ok || !strings.Contains(message(list), "use a range in 100.64.0.0/10") {
		t.Errorf("expected a range outside the given space to be refused, got %q", message(list))
	}
}

func message(list problems.List) string {
	if err := list.Err("test"); err != nil {
		return err.Error()
	}
	return ""
}
