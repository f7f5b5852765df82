package capability

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// Derivation says why a service is in a set: service, because of capability, for reason. Capability is empty for the
// gateway endpoints, which every set has, and for services that the caller named.
type Derivation struct {
	// Service is what is explained.
	Service catalog.Service `json:"service"`
	// Capability is what needs the service.
	Capability Capability `json:"capability,omitempty"`
	// Reason says what the service is used for.
	Reason string `json:"reason"`
	// Breaks says what does not work without it.
	Breaks string `json:"breaks,omitempty"`
}

// Set is the smallest set of services that serves some capabilities.
type Set struct {
	// Capabilities are the ones served, sorted, each once.
	Capabilities []Capability
	// Services are sorted, each once.
	Services []catalog.Service
	// Derivation gives every reason for every service, sorted by service and capability.
	Derivation []Derivation
	// Exceptions are the policy statements that the capabilities need, sorted, each once.
	Exceptions []policy.Exception
}

// Reasons of services that no capability asks for.
const (
	reasonGateway = "every set has it: it costs nothing and keeps the traffic on the network of AWS"
	reasonExtra   = "named by the caller"
)

// Resolve returns the smallest set of services for the capabilities in the region, and the extra ones. It reports unknown
// capabilities and services, services that the region does not offer, and workloads that nothing gives credentials to.
func Resolve(region catalog.Region, capabilities []Capability, extra []catalog.Service) (Set, problems.List) {
	var found problems.List
	set := Set{Capabilities: sorted(capabilities)}
	for _, gateway := range []catalog.Service{catalog.S3, catalog.DynamoDB} {
		set.Derivation = append(set.Derivation, Derivation{Service: gateway, Reason: reasonGateway})
	}
	for _, c := range set.Capabilities {
		spec, ok := Lookup(c)
		if !ok {
			found.Add("capabilities", "unknown capability", string(c), "use one of those listed in docs/components/endpoint-set.md")
			continue
		}
		for _, need := range spec.Required {
			set.Derivation = append(set.Derivation, Derivation{Service: need.Service, Capability: c, Reason: need.Reason, Breaks: need.Breaks})
			if what, remedy := catalog.Refusal(need.Service, region); what != "" {
				found.Add("capabilities", fmt.Sprintf("%s: %s: %s: %s", c, need.Breaks, need.Service, what), string(c), remedy)
			}
		}
		set.Exceptions = append(set.Exceptions, spec.Exceptions...)
	}
	for _, service := range sorted(extra) {
		set.Derivation = append(set.Derivation, deriveExtra(set.Capabilities, service)...)
		if what, remedy := catalog.Refusal(service, region); what != "" {
			found.Add("extraServices", what, string(service), remedy)
		}
	}
	checkIdentity(set.Capabilities, &found)
	slices.SortFunc(set.Derivation, func(a, b Derivation) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), cmp.Compare(a.Capability, b.Capability), cmp.Compare(a.Reason, b.Reason))
	})
	for _, d := range set.Derivation {
		set.Services = append(set.Services, d.Service)
	}
	set.Services = slices.Compact(set.Services)
	set.Exceptions = policy.SortExceptions(set.Exceptions)
	return set, found
}

// deriveExtra explains an extra service: by the capabilities that can use it, or else by the caller's wish.
func deriveExtra(capabilities []Capability, service catalog.Service) []Derivation {
	var reasons []Derivation
	for _, c := range capabilities {
		for _, need := range index[c].Optional {
			if need.Service == service {
				reasons = append(reasons, Derivation{Service: service, Capability: c, Reason: need.Reason, Breaks: need.Breaks})
			}
		}
	}
	if len(reasons) == 0 {
		return []Derivation{{Service: service, Reason: reasonExtra}}
	}
	return reasons
}

// checkIdentity reports the capabilities that run as workloads while nothing gives workloads credentials.
func checkIdentity(capabilities []Capability, found *problems.List) {
	var needy []string
	for _, c := range capabilities {
		switch index[c].Identity {
		case GivesIdentity:
			return
		case NeedsIdentity:
			needy = append(needy, string(c))
		case NoIdentity:
		}
	}
	if len(needy) > 0 {
		found.Add("capabilities", "workloads get no credentials", needy,
			fmt.Sprintf("add %s or %s, or %s where the instance's role is meant", PodIdentity, Irsa, InstanceRole))
	}
}

// Missing compares what a component needs with what a set serves, and returns one line for each service that would be
// missing: what breaks, and the service. Capabilities that are unknown are reported by name.
func Missing(have []catalog.Service, need []Capability) []string {
	lines := map[string]bool{}
	for _, c := range need {
		spec, ok := Lookup(c)
		if !ok {
			lines[fmt.Sprintf("unknown capability %q", c)] = true
		}
		for _, n := range spec.Required {
			if !slices.Contains(have, n.Service) {
				lines[fmt.Sprintf("%s: %s: %s", c, n.Breaks, n.Service)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(lines))
}

func sorted[T ~string](list []T) []T { return slices.Compact(slices.Sorted(slices.Values(list))) }

// DomainNames returns the private DNS names of the set's services in the region, sorted; "*." stands for one more label. A DNS
// firewall that blocks the rest has to let them be resolved.
func (s Set) DomainNames(region catalog.Region) []string {
	var names []string
	for _, service := range s.Services {
		if e, ok := catalog.Lookup(service); ok {
			names = append(names, e.PrivateDNSNames(region)...)
		}
	}
	return sorted(names)
}
