package instancetype

import "testing"

func TestProcessorsFollowFromTheName(t *testing.T) {
	t.Parallel()
	for name, arm := range map[string]bool{
		"m7i.large": false, "m7g.large": true, "c6gn.xlarge": true, "a1.large": true, "g5.xlarge": false, "g5g.xlarge": true,
		"im4gn.large": true, "u-6tb1.metal": false, "t4g.small": true, "m7i-flex.large": false, "x2gd.metal": true, "t3.nano": false, "m7i.metal-24xl": false, "u7i-12tb.224xlarge": false,
	} {
		if got, ok := IsARM(name); !ok || got != arm {
			t.Errorf("%s: expected a type with ARM %t, got %t (a type: %t)", name, arm, got, ok)
		}
	}
	for _, name := range []string{"", "large", "m7i", "m7i.", "M7I.large", "m7i large", "m7i.lage", "m7i.2large", "m7i.metal-24xlarge"} {
		if _, ok := IsARM(name); ok {
			t.Errorf("%q: expected no type", name)
		}
	}
}
