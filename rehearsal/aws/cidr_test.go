package aws

import (
	"net/netip"
	"strings"
	"testing"
)

func TestAVpcTakesBlocksFrom16To28OutsideReservedRanges(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"10.0.0.0/16": "", "192.168.1.0/28": "", "100.64.0.0/16": "", "203.0.113.0/24": "",
		"10.0.0.0/15": "InvalidVpc.Range", "10.0.0.0/29": "InvalidVpc.Range", "169.254.0.0/24": "InvalidVpc.Range", "127.0.0.0/16": "InvalidVpc.Range",
		"10.0.0.1/16": "InvalidParameterValue", "10.0.0.0": "InvalidParameterValue", "2001:db8::/56": "InvalidParameterValue",
	} {
		_, err := vpcBlock(text)
		expectCode(t, text, err, code)
	}
}

func TestASecondaryBlockStaysWithinTheDocumentedAssociations(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text     string
		existing []string
		code     string
	}{
		{"100.64.0.0/16", []string{"10.20.0.0/16"}, ""},
		{"10.21.0.0/16", []string{"10.20.0.0/16"}, ""},
		{"10.20.128.0/17", []string{"10.20.0.0/16"}, "InvalidVpc.Range"},
		{"192.168.0.0/20", []string{"10.20.0.0/16"}, "InvalidVpc.Range"},
		{"172.31.0.0/20", []string{"172.16.0.0/16"}, "InvalidVpc.Range"},
		{"198.19.0.0/20", []string{"10.20.0.0/16"}, "InvalidVpc.Range"},
		{"10.0.0.0/20", []string{"10.1.0.0/16"}, "InvalidVpc.Range"},
		{"10.0.0.0/20", []string{"100.64.0.0/16"}, "InvalidVpc.Range"},
		{"100.64.0.0/10", []string{"10.20.0.0/16"}, "InvalidVpc.Range"},
	} {
		expectCode(t, test.text, secondaryBlock(test.text, prefixes(test.existing...)), test.code)
	}
}

func TestASubnetLiesInItsVpcBesideTheOthers(t *testing.T) {
	t.Parallel()
	vpc, siblings := prefixes("10.20.0.0/16", "100.64.0.0/16"), prefixes("10.20.0.0/20")
	for text, code := range map[string]string{
		"10.20.16.0/20": "", "100.64.0.0/18": "", "10.20.255.240/28": "",
		"10.21.0.0/20": "InvalidSubnet.Range", "10.20.16.0/29": "InvalidSubnet.Range", "10.0.0.0/8": "InvalidSubnet.Range",
		"10.20.8.0/24": "InvalidSubnet.Conflict", "10.20.0.0/16": "InvalidSubnet.Conflict",
	} {
		expectCode(t, text, subnetBlock(text, vpc, siblings), code)
	}
}

func TestASubnetHandsOutAllButFiveAddressesFromTheFifthOn(t *testing.T) {
	t.Parallel()
	block := netip.MustParsePrefix("10.20.0.0/28")
	if got := usableAddresses(block); got != 11 {
		t.Errorf("a /28 has 11 usable addresses, got %d", got)
	}
	if got := address(block, 0).String(); got != "10.20.0.4" {
		t.Errorf("the first address is 10.20.0.4, got %s", got)
	}
}

// expectCode fails unless err carries the AWS error code given; an empty code means no error.
func expectCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	switch {
	case code == "" && err != nil:
		t.Errorf("%s: accepted expected, got %v", what, err)
	case code != "" && (err == nil || !strings.Contains(err.Error(), code+":")):
		t.Errorf("%s: refusal with %s expected, got %v", what, code, err)
	}
}
