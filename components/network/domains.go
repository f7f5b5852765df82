package network

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/problems"
)

// everyDomain matches every name.
const everyDomain = "*."

// stored returns domains as Route 53 Resolver stores and answers them, with the dot of the root: written without it, every
// refresh reports a change.
func stored(domains []string) []string {
	dotted := make([]string, len(domains))
	for i, domain := range domains {
		dotted[i] = strings.TrimSuffix(domain, ".") + "."
	}
	return dotted
}

// serviceSubdomains are services whose names put the Region before the service, such as
// "<id>.<zone>.<region>.eks.amazonaws.com". Most services do it the other way round and share one wildcard.
var serviceSubdomains = []string{"docdb", "eks", "elb", "es", "neptune", "rds", "redshift", "vpce"}

// AwsServiceDomains returns the domains of AWS services in a Region. Global names such as "sts.amazonaws.com" are not among
// them: nothing in a VPC without egress answers them.
func AwsServiceDomains(region string) []string {
	p := partitionOf(region)
	domains := []string{
		"*." + region + "." + p.dnsSuffix,
		"*." + region + "." + p.dualStackSuffix,
		"*.cache." + p.dnsSuffix,
	}
	for _, service := range serviceSubdomains {
		domains = append(domains, "*."+region+"."+service+"."+p.dnsSuffix)
	}
	slices.Sort(domains)
	return domains
}

// privateDomains returns the domains of the VPC itself, for names and for reverse look-ups, and those that the user
// adds.
func privateDomains(region string, blocks []netip.Prefix, added []string) []string {
	domains := []string{"*." + instanceDomain(region)}
	for _, block := range blocks {
		domains = append(domains, reverseDomain(block))
	}
	for _, domain := range added {
		domains = append(domains, strings.ToLower(domain))
	}
	slices.Sort(domains)
	return slices.Compact(domains)
}

// reverseDomain returns the domain of the PTR records of a block, widened to whole octets.
func reverseDomain(block netip.Prefix) string {
	octets := block.Addr().As4()
	labels := []string{"*"}
	for i := block.Bits()/8 - 1; i >= 0; i-- {
		labels = append(labels, fmt.Sprint(octets[i]))
	}
	return strings.Join(append(labels, "in-addr", "arpa"), ".")
}

// domainPattern is what DNS Firewall accepts in a domain list, without the trailing dot.
var domainPattern = regexp.MustCompile(`^(\*\.)?([a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$`)

// privateTopLevels are top-level names that are not delegated on the internet, so that admitting all of one opens nothing.
var privateTopLevels = []string{"corp", "home", "internal", "intranet", "lan", "local", "private", "test"}

const maxDomainLength = 255

// checkDomains reports the domains that a firewall list cannot take or that would admit a whole public top-level domain.
func checkDomains(list *problems.List, path string, domains []string) {
	for i, domain := range domains {
		at := fmt.Sprintf("%s[%d]", path, i)
		bare := strings.TrimPrefix(strings.ToLower(domain), "*.")
		switch {
		case domain == "*" || domain == everyDomain:
			list.Add(at, "admits every name on the internet", domain, "name the private domains one by one")
		case len(domain) > maxDomainLength || !domainPattern.MatchString(strings.ToLower(domain)):
			list.Add(at, "not a domain", domain, `write "corp.example" or "*.corp.example", without a trailing dot`)
		case !strings.Contains(bare, ".") && !slices.Contains(privateTopLevels, bare):
			list.Add(at, "admits a whole top-level domain", domain, "name a domain below it, or one of the private top-level names "+strings.Join(privateTopLevels, ", "))
		}
	}
}
