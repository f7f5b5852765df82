package problems_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cloudgap/cloudgap/internal/problems"
)

func TestAnEmptyListIsNoError(t *testing.T) {
	t.Parallel()
	var l problems.List
	if err := l.Err("network: invalid args"); err != nil {
		t.Fatalf("expected no error, got %v", err)
	}
}

func TestEveryProblemIsListedWithPathValueAndRemedy(t *testing.T) {
	t.Parallel()
	var inner, l problems.List
	inner.Add("cidrBlock", "overlaps the VPC", netip.MustParsePrefix("10.0.0.0/8"), "choose a free range")
	l.Add("region", "is required", problems.Missing, "name an AWS region")
	l.Merge("pods", inner)
	l.Add("zones", "are too few", []string{"a"}, "give two to six")
	l.Add("count", "is out of range", 9, "give 2 to 6")

	want := "stack: invalid spec:\n" +
		"  region: is required, got nothing; name an AWS region\n" +
		"  pods.cidrBlock: overlaps the VPC, got 10.0.0.0/8; choose a free range\n" +
		"  zones: are too few, got [\"a\"]; give two to six\n" +
		"  count: is out of range, got 9; give 2 to 6"
	if diff := cmp.Diff(want, l.Err("stack: invalid spec").Error()); diff != "" {
		t.Errorf("error text differs (-want +got):\n%s", diff)
	}
}
