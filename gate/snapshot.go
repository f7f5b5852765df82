package gate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

// Snapshot is what a stack consists of, as far as two versions of it are compared.
type Snapshot struct {
	// Stack is the stack's name.
	Stack string `json:"stack"`
	// Resources are all resources but the stack itself and providers, sorted by URN.
	Resources []Resource `json:"resources"`
	// Subnets are the subnets in the order of VPC and name.
	Subnets []Subnet `json:"subnets"`
	// ControlPlanes say of each EKS cluster, sorted by name, where its control plane can go.
	ControlPlanes []string `json:"controlPlanes,omitempty"`
	// Concessions say what the way in for people gives up, sorted by what gives it up.
	Concessions []string `json:"concessions,omitempty"`
	// Ways are the ways out and in that violate isolation, in the model's order.
	Ways []Way `json:"ways"`
	// Endpoints are the VPC endpoints, sorted by service.
	Endpoints []Endpoint `json:"endpoints"`
}

// Resource is a resource of a snapshot.
type Resource struct {
	// URN identifies it.
	URN string `json:"urn"`
	// Inputs are digests of the inputs by name: enough to see that one changed, too little to leak a value.
	Inputs map[string]string `json:"inputs,omitempty"`
}

// Subnet is a subnet of a snapshot.
type Subnet struct {
	URN   string `json:"urn"`
	Name  string `json:"name"`
	Tier  string `json:"tier,omitempty"`
	Cidr  string `json:"cidr"`
	Table string `json:"routeTable"`
	// Destinations say where traffic can go, as "10.0.0.0/16 via local".
	Destinations []string `json:"destinations"`
	// Verdict is "isolated", "reaches" or "cannot tell".
	Verdict string `json:"verdict"`
}

// Isolated tells whether the subnet is proven to be isolated.
func (s Subnet) Isolated() bool { return s.Verdict == isolation.Isolated.String() }

// Way is a way out or in of a snapshot.
type Way struct {
	// Rule is the rule that it violates, URN the resource that has to change and Property the property that decides.
	Rule     string `json:"rule"`
	URN      string `json:"urn"`
	Property string `json:"property,omitempty"`
	// Text is the path and the reason.
	Text string `json:"text"`
}

// Endpoint is a VPC endpoint of a snapshot.
type Endpoint struct {
	URN     string `json:"urn"`
	Service string `json:"service"`
	Type    string `json:"type"`
	// PrivateDNS is "on", "off" or "not known".
	PrivateDNS string `json:"privateDns"`
	// Policy is "own" for an endpoint with a policy of its own, and "full access" otherwise.
	Policy string `json:"policy"`
}

// snapshotOf takes the snapshot of a document whose network is the model.
func snapshotOf(d *document, model *isolation.Model) Snapshot {
	s := Snapshot{Stack: d.stackName()}
	for _, r := range d.resources {
		if r.Type == stackType || strings.HasPrefix(r.Type, "pulumi:providers:") {
			continue
		}
		s.Resources = append(s.Resources, Resource{URN: r.URN, Inputs: digests(d.entries[r.URN].Inputs)})
	}
	slices.SortFunc(s.Resources, func(a, b Resource) int { return strings.Compare(a.URN, b.URN) })
	if model == nil {
		return s
	}
	for _, row := range model.Subnets() {
		subnet := Subnet{URN: row.URN, Name: row.Name, Tier: row.Tier, Cidr: row.CIDR, Table: row.Table, Verdict: row.Verdict.String()}
		for _, destination := range row.Destinations {
			subnet.Destinations = append(subnet.Destinations, destination.String())
		}
		s.Subnets = append(s.Subnets, subnet)
	}
	for _, plane := range model.ControlPlanes() {
		s.ControlPlanes = append(s.ControlPlanes, plane.String())
	}
	for _, concession := range model.Concessions() {
		s.Concessions = append(s.Concessions, concession.String())
	}
	for _, w := range model.Ways() {
		s.Ways = append(s.Ways, Way{Rule: string(w.Kind), URN: w.Offender, Property: w.Property, Text: w.String()})
	}
	s.Endpoints = endpointsOf(model.Resources("aws:ec2/vpcEndpoint:VpcEndpoint"))
	return s
}

// redacted takes secrets out of every text of the snapshot that comes from a property.
func (s Snapshot) redacted(redact func(string) string) Snapshot {
	for i := range s.Subnets {
		n := &s.Subnets[i]
		n.Tier, n.Cidr, n.Table = redact(n.Tier), redact(n.Cidr), redact(n.Table)
		for j, d := range n.Destinations {
			n.Destinations[j] = redact(d)
		}
	}
	for i := range s.ControlPlanes {
		s.ControlPlanes[i] = redact(s.ControlPlanes[i])
	}
	for i := range s.Concessions {
		s.Concessions[i] = redact(s.Concessions[i])
	}
	for i := range s.Ways {
		s.Ways[i].Text = redact(s.Ways[i].Text)
	}
	for i := range s.Endpoints {
		s.Endpoints[i].Service, s.Endpoints[i].Type = redact(s.Endpoints[i].Service), redact(s.Endpoints[i].Type)
	}
	return s
}

func endpointsOf(resources []*isolation.Resource) []Endpoint {
	var endpoints []Endpoint
	for _, r := range resources {
		e := Endpoint{URN: r.URN, Type: "Gateway", PrivateDNS: "off", Policy: "full access"}
		e.Service = "a service that is not known yet"
		if service, state := r.Value("serviceName").Text(); state == isolation.Known {
			e.Service = service
		}
		if endpointType, state := r.Value("vpcEndpointType").Text(); state == isolation.Known {
			e.Type = endpointType
		}
		switch on, state := r.Value("privateDnsEnabled").Bool(); {
		case state == isolation.Unknown:
			e.PrivateDNS = "not known"
		case on:
			e.PrivateDNS = "on"
		}
		if policy := r.Inputs.Get("policy"); !policy.IsNull() {
			e.Policy = "own"
		}
		endpoints = append(endpoints, e)
	}
	slices.SortFunc(endpoints, func(a, b Endpoint) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.Service, b.Service), strings.Compare(a.URN, b.URN))
	})
	return endpoints
}

// digestLength is the number of bytes of a digest: enough that two values of one property never look the same by chance.
const digestLength = 8

// digests returns the digest of each input, without the engine's own.
func digests(inputs map[string]any) map[string]string {
	result := map[string]string{}
	for key, value := range inputs {
		if strings.HasPrefix(key, "__") {
			continue
		}
		encoded, err := json.Marshal(withoutSecrets(value))
		if err != nil {
			encoded = fmt.Append(nil, err)
		}
		sum := sha256.Sum256(encoded)
		result[key] = hex.EncodeToString(sum[:digestLength])
	}
	return result
}

// withoutSecrets replaces every secret, because its encrypted form is another one in each export and the digest of a plain
// one could be guessed.
func withoutSecrets(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if value[sig.Key] == sig.Secret {
			return "[secret]"
		}
		result := make(map[string]any, len(value))
		for k, v := range value {
			result[k] = withoutSecrets(v)
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, v := range value {
			result[i] = withoutSecrets(v)
		}
		return result
	default:
		return value
	}
}

// stackOf is the name of the stack in a URN.
func stackOf(urn string) string {
	parts := strings.SplitN(strings.TrimPrefix(urn, "urn:pulumi:"), "::", 2)
	return parts[0]
}
