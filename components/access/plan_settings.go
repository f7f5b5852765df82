package access

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// maxNameLength leaves room for the longest suffix of a child and for the random part of its physical name within the 64
// characters that IAM allows.
const maxNameLength = 24

var (
	namePattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]*$`)
	// keyPattern is what the keys of maps look like: they become part of names.
	keyPattern = regexp.MustCompile(`^[a-z][a-z0-9-]{0,29}$`)
)

func checkName(list *problems.List, name string) {
	if len(name) > maxNameLength || !namePattern.MatchString(name) {
		list.Add("name", fmt.Sprintf("the component's name begins the names of its children, so it needs a letter first, then letters, digits and dashes, %d characters at most", maxNameLength),
			name, "choose a shorter or simpler name")
	}
}

// checkKey reports a key that cannot be part of a name.
func checkKey(list *problems.List, path, key string) {
	if !keyPattern.MatchString(key) {
		list.Add(path, "the key becomes part of names, so it needs a small letter first, then small letters, digits and dashes, 30 characters at most", key,
			"choose another key")
	}
}

// maxUserTags is AWS's limit of 50 tags less the ones that the component adds.
const maxUserTags, maxTagKey = 46, 128

func checkTags[V any](list *problems.List, tags map[string]V) {
	if len(tags) > maxUserTags {
		list.Add("tags", fmt.Sprintf("AWS allows 50 tags, of which the component needs %d", 50-maxUserTags), len(tags), "drop some")
	}
	for _, key := range sortedKeys(tags) {
		if key == "" || len(key) > maxTagKey || strings.HasPrefix(strings.ToLower(key), "aws:") {
			list.Add("tags", fmt.Sprintf("a tag's key has 1 to %d characters and does not begin with aws:", maxTagKey), key, "choose another key")
		}
	}
}

// retentionPeriods are the periods, in days, that CloudWatch Logs offers, without the one that never ends.
var retentionPeriods = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

const defaultRetentionInDays = 365

func retention(list *problems.List, days int) int {
	if days != 0 && !slices.Contains(retentionPeriods, days) {
		list.Add("logRetentionInDays", "not a period that CloudWatch Logs offers", days, "use one of "+strings.Trim(fmt.Sprint(retentionPeriods), "[]"))
	}
	return or(days, defaultRetentionInDays)
}

// privateSpace is the IPv4 space that is not routed on the internet and that AWS accepts for private networks.
var privateSpace = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
}

// privateRange parses a private IPv4 range.
func privateRange(list *problems.List, path, text string) (netip.Prefix, bool) {
	block, err := netip.ParsePrefix(text)
	within := func(space netip.Prefix) bool { return space.Bits() <= block.Bits() && space.Contains(block.Addr()) }
	switch {
	case text == "":
		list.Add(path, "an IPv4 CIDR block is required", problems.Missing, `write one such as "10.21.0.0/24"`)
	case err != nil || !block.Addr().Is4() || block != block.Masked():
		list.Add(path, "not an IPv4 CIDR block", text, `write the first address and a prefix length, such as "10.21.0.0/24"`)
	case !slices.ContainsFunc(privateSpace, within):
		list.Add(path, "not a private range", text, "use a range of RFC 1918 or 100.64.0.0/10")
	default:
		return block, true
	}
	return netip.Prefix{}, false
}

func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// or returns a value, or the default where it is the zero value.
func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
