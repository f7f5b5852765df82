package endpoints

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/doctor"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
)

// stackOf returns the resources of a stack with the set alone, as its state would hold them.
func stackOf(t *testing.T, args *EndpointSetArgs) []resource.Resource {
	t.Helper()
	var mu sync.Mutex
	var outputs any
	r, err := run(args, false, func(_ *pulumi.Context, s *EndpointSet) error {
		s.outputs().ToMapOutput().ApplyT(func(m map[string]any) error {
			mu.Lock()
			defer mu.Unlock()
			outputs = m
			return nil
		})
		return nil
	})
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	mu.Lock()
	defer mu.Unlock()
	component := "urn:pulumi:stack::project::" + TypeToken + "::dev"
	var resources []resource.Resource
	for _, res := range r.resources() {
		d := resource.Resource{URN: component, Type: res.Type, Inputs: plain(t, res.Inputs)}
		if res.Type == TypeToken {
			d.Outputs = plain(t, outputs)
		} else {
			d.URN, d.Parent = component+"$"+res.Type+"::"+res.Name, component
			d.Outputs = map[string]any{"id": res.Name + "-id"}
		}
		resources = append(resources, d)
	}
	return resources
}

func plain(t *testing.T, v any) map[string]any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("marshal: %v", err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatalf("unmarshal: %v", err)
	}
	return m
}

// servedArgs has what every capability needs beside its endpoints.
func servedArgs(list ...capability.Capability) *EndpointSetArgs {
	args := devArgs(append(list, capability.PodIdentity)...)
	args.Buckets = map[string]Bucket{"own": {Name: pulumi.String("acme-own"), Access: policy.ReadWrite}}
	return args
}

func examine(t *testing.T, resources []resource.Resource) doctor.Report {
	t.Helper()
	report, err := doctor.Check(resources)
	if err != nil {
		t.Fatalf("Check: %v", err)
	}
	return report
}

func TestDoctorFindsAWayForEveryCapabilityThatTheSetServes(t *testing.T) {
	t.Parallel()
	for _, spec := range capability.All() {
		if gaps := examine(t, stackOf(t, servedArgs(spec.Capability))).Gaps(); len(gaps) > 0 {
			t.Errorf("%s has gaps:\n%s", spec.Capability, strings.Join(gaps, "\n"))
		}
	}
}

func TestDoctorMissesEveryEndpointThatIsTakenAway(t *testing.T) {
	t.Parallel()
	for _, spec := range capability.All() {
		whole := stackOf(t, servedArgs(spec.Capability))
		for _, need := range spec.Required {
			e, _ := catalog.Lookup(need.Service)
			var rest []resource.Resource
			for _, r := range whole {
				if !strings.HasSuffix(r.URN, "::dev-"+strings.ToLower(string(e.Kind()))+"-"+e.Key()) {
					rest = append(rest, r)
				}
			}
			if len(rest) != len(whole)-1 {
				t.Fatalf("%s: took away %d resources, want the endpoint of %s", spec.Capability, len(whole)-len(rest), need.Service)
			}
			gaps := strings.Join(examine(t, rest).Gaps(), "\n")
			if want := need.Breaks + ": there is no endpoint of " + string(need.Service); !strings.Contains(gaps, want) {
				t.Errorf("%s without %s: gaps lack %q:\n%s", spec.Capability, need.Service, want, gaps)
			}
		}
	}
}

func TestDoctorNamesWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	change := func(name string, f func(r *resource.Resource)) func([]resource.Resource) []resource.Resource {
		return func(list []resource.Resource) []resource.Resource {
			for i := range list {
				if strings.HasSuffix(list[i].URN, "::"+name) {
					f(&list[i])
				}
			}
			return list
		}
	}
	deny := `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}`
	for want, damage := range map[string]func([]resource.Resource) []resource.Resource{
		"the policy of logs denies logs:PutLogEvents":                  change("dev-interface-logs", func(r *resource.Resource) { r.Inputs["policy"] = deny }),
		"the policy of logs cannot be judged: the policy is not known": change("dev-interface-logs", func(r *resource.Resource) { delete(r.Inputs, "policy") }),
		"the policy of logs cannot be judged: statement": change("dev-interface-logs", func(r *resource.Resource) {
			r.Inputs["policy"] = strings.Replace(deny, `"Principal":"*"`, `"Principal":{"AWS":"1"}`, 1)
		}),
		"nothing answers logs.eu-central-1.amazonaws.com":                  change("dev-interface-logs", func(r *resource.Resource) { r.Inputs["privateDnsEnabled"] = false }),
		"no ingress rule of the endpoints' security group admits port 443": change("dev-ingress-10-0-0-0-16-443", func(r *resource.Resource) { r.Inputs["fromPort"] = 80.0 }),
		"the gateway endpoint of s3 has no route table":                    change("dev-gateway-s3", func(r *resource.Resource) { r.Inputs["routeTableIds"] = []any{} }),
		"denies s3:GetObject on arn:aws:s3:::prod-eu-central-1-starport": change("dev-gateway-s3", func(r *resource.Resource) {
			r.Inputs["policy"] = strings.Replace(r.Inputs["policy"].(string), "starport", "elsewhere", 1)
		}),
		"the DNS firewall blocks logs.eu-central-1.amazonaws.com": func(list []resource.Resource) []resource.Resource {
			return append(list,
				resource.Resource{URN: "u::all", Type: "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList", Inputs: map[string]any{"domains": []any{"*."}}, Outputs: map[string]any{"id": "l1"}},
				resource.Resource{URN: "u::some", Type: "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList", Inputs: map[string]any{"domains": []any{"*.ecr.eu-central-1.amazonaws.com."}}, Outputs: map[string]any{"id": "l2"}},
				resource.Resource{URN: "u::block", Type: "aws:route53/resolverFirewallRule:ResolverFirewallRule", Inputs: map[string]any{"action": "BLOCK", "firewallDomainListId": "l1"}},
				resource.Resource{URN: "u::allow", Type: "aws:route53/resolverFirewallRule:ResolverFirewallRule", Inputs: map[string]any{"action": "ALLOW", "firewallDomainListId": "l2"}},
			)
		},
		"while the VPC has DNS host names off": func(list []resource.Resource) []resource.Resource {
			return append(list, resource.Resource{URN: "u::vpc", Type: "aws:ec2/vpc:Vpc", Inputs: map[string]any{"enableDnsHostnames": false}, Outputs: map[string]any{"id": "vpc-1"}})
		},
		"nodes cannot join: there is no endpoint of sts": func(list []resource.Resource) []resource.Resource {
			return append(list, resource.Resource{URN: "u::cluster", Type: "cloudgap:index:PrivateEksCluster", Outputs: map[string]any{capability.RequiredOutput: []any{"eksNodes"}}})
		},
		`unknown capability "teleport"`: func(list []resource.Resource) []resource.Resource {
			return append(list, resource.Resource{URN: "u::cluster", Type: "cloudgap:index:PrivateEksCluster", Outputs: map[string]any{capability.RequiredOutput: []any{"teleport"}}})
		},
	} {
		whole := stackOf(t, servedArgs(capability.CloudWatchLogs, capability.EcrPull))
		report := examine(t, damage(whole))
		if gaps := strings.Join(report.Gaps(), "\n"); !strings.Contains(gaps, want) || !strings.Contains(report.Table(), want) {
			t.Errorf("gaps lack %q:\n%s", want, gaps)
		}
	}
}

func TestDoctorAcceptsCentralEndpoints(t *testing.T) {
	t.Parallel()
	if gaps := examine(t, stackOf(t, centralArgs())).Gaps(); len(gaps) > 0 {
		t.Errorf("the central set has gaps: %q", gaps)
	}
	args := servedArgs(capability.CloudWatchLogs)
	args.UseCentralEndpoints = &UseCentralEndpoints{Services: []catalog.Service{catalog.Logs}, Cidrs: []string{"10.9.0.0/24"}, ProfileID: pulumi.String("rp-1")}
	report := examine(t, stackOf(t, args))
	if gaps := report.Gaps(); len(gaps) > 0 {
		t.Errorf("the consumer has gaps: %q", gaps)
	}
	if !strings.Contains(report.Table(), "central") {
		t.Errorf("the table does not say that logs is central:\n%s", report.Table())
	}
}

func TestDoctorRefusesAStackWithoutASet(t *testing.T) {
	t.Parallel()
	if report, err := doctor.Check(nil); err == nil {
		t.Errorf("report is %+v, want an error", report)
	}
}

func TestDoctorWarnsOfRegions(t *testing.T) {
	t.Parallel()
	for regionName, want := range map[string]string{
		"mx-central-1": "eks: it is not offered in mx-central-1",
		"eu-central-1": "route53: is reached in us-east-1",
		"eu-west-1":    "eks: its private DNS also answers for oidc.eks",
		"us-west-1":    "route53: is missing from usw1-az2",
		"eu-south-1":   "bedrock-runtime: Amazon Bedrock and its models are not offered in every region",
	} {
		warnings, err := doctor.Region(regionName, []capability.Capability{capability.EksAPI, capability.ExternalDns, capability.Bedrock})
		if err != nil || !strings.Contains(strings.Join(warnings, "\n"), want) {
			t.Errorf("%s: warnings are %q with error %v, want %q", regionName, warnings, err, want)
		}
	}
	if _, err := doctor.Region("middle-earth-1", nil); err == nil {
		t.Error("an unknown region was accepted")
	}
}
