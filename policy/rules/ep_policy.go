package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
)

const (
	vpcEndpoint       = "aws:ec2/vpcEndpoint:VpcEndpoint"
	vpcEndpointPolicy = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
)

var endpointPolicy = Rule{
	ID:       "EP-POLICY",
	Title:    "every endpoint has a policy for own principals and own resources only",
	Severity: High,
	Types:    []string{vpcEndpoint, vpcEndpointPolicy},
	Why: "An endpoint without a policy lets every principal reach every resource of the service: a workload with credentials " +
		"of another account can copy data into that account's bucket, over a private address.",
	Fix: "give the endpoint a policy whose statements demand aws:PrincipalOrgID or aws:PrincipalAccount and aws:ResourceOrgID or " +
		"aws:ResourceAccount; name AWS's own buckets in full",
	Controls: exfiltration,
	Resource: judgePolicy,
	Stack:    endpointsWithoutPolicy,
}

// judgePolicy judges the policy of an endpoint, where there is one.
func judgePolicy(r *isolation.Resource, _ Settings) []Finding {
	text, state := r.Value("policy").Text()
	switch state {
	case isolation.Absent:
		return nil
	case isolation.Unknown:
		return []Finding{{Property: "policy", Reason: "the policy is not known before the deployment: something in it, such as the name of a bucket, is completed when it is made; write the name out", Missing: []string{"policy"}}}
	}
	parsed, err := parseDocument(text)
	if err != nil {
		return []Finding{{Property: "policy", Reason: "the policy cannot be read"}}
	}
	var findings []Finding
	for i, reasons := range parsed.unbounded() {
		if len(reasons) > 0 {
			findings = append(findings, Finding{
				Property: fmt.Sprintf("policy.Statement[%d]", i),
				Reason:   parsed.Statement[i].label(i) + " of the policy " + strings.Join(reasons, ", and "),
			})
		}
	}
	return findings
}

// endpointsWithoutPolicy finds endpoints that have no policy of their own and none by a separate resource.
func endpointsWithoutPolicy(s *Stack) []Finding {
	var findings []Finding
	for _, r := range s.OfTypes(vpcEndpoint) {
		separate := slices.ContainsFunc(s.OfTypes(vpcEndpointPolicy), func(p *isolation.Resource) bool {
			return p.Value("policy").State() != isolation.Absent && names(p.Value("vpcEndpointId"), r)
		})
		if r.Value("policy").State() == isolation.Absent && takesPolicy(r) && !separate && !r.External {
			findings = append(findings, Finding{URN: r.URN, Property: "policy", Reason: "the endpoint has the default policy, which is full access"})
		}
	}
	return findings
}

// takesPolicy tells whether an endpoint can have a policy at all.
func takesPolicy(r *isolation.Resource) bool {
	if kind, state := r.Value("vpcEndpointType").Text(); state == isolation.Known && kind != "Interface" && kind != "Gateway" {
		return false
	}
	name, state := r.Value("serviceName").Text()
	return state != isolation.Known || !slices.Contains(withoutPolicy, shortService(name))
}

// withoutPolicy are the services whose endpoints take no policy, by the name that follows the region.
// Source: the AWS PrivateLink guide, and the service tables of AWS's data perimeter policy examples.
var withoutPolicy = []string{
	"acm", "acm-fips", "appmesh-envoy-management", "appsync", "appsync-api", "artifact", "cloudfront-keyvaluestore", "glacier", "oidc-eks",
	"route53", "transfer.server",
}
