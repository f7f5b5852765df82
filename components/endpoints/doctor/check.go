// Package doctor checks offline whether the calls that a stack's workloads must make have a way: an endpoint, a policy
// statement, a domain name and a security group rule. It reads the resources of the stack as the engine describes them and
// calls nobody.
package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/components/endpoints/capability"
	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/components/endpoints/resource"
	"github.com/cloudgap/cloudgap/components/internal/evaluator"
)

// Check examines the resources of a stack. It fails when there is nothing that could be judged; gaps are in the report.
func Check(resources []resource.Resource) (Report, error) {
	sets, needs, err := observe(resources)
	if err != nil {
		return Report{}, err
	}
	if len(sets) == 0 {
		return Report{}, fmt.Errorf("the stack has no EndpointSet")
	}
	walls := observeFirewall(resources)
	var report Report
	for _, need := range needs {
		spec, known := capability.Lookup(need.capability)
		if !known {
			report.Rows = append(report.Rows, Row{Owner: need.owner, Capability: need.capability, Problems: []string{fmt.Sprintf("unknown capability %q", need.capability)}})
			continue
		}
		report.Rows = append(report.Rows, bestRows(sets, walls, need.owner, spec)...)
	}
	for _, s := range sets {
		report.Warnings = append(report.Warnings, regionWarnings(s.region, s.capabilities)...)
	}
	report.Warnings = slices.Compact(slices.Sorted(slices.Values(report.Warnings)))
	return report, nil
}

// bestRows judges a capability by the set that serves it with the fewest problems: its own, or one of another VPC that the
// stack has.
func bestRows(sets []*set, walls firewall, owner string, spec capability.Spec) []Row {
	var best []Row
	fewest := -1
	for _, s := range sets {
		if owner != s.name && slices.ContainsFunc(sets, func(other *set) bool { return other.name == owner }) {
			continue
		}
		rows := s.rows(walls, owner, spec)
		problems := 0
		for _, row := range rows {
			problems += len(row.Problems)
		}
		if fewest < 0 || problems < fewest {
			best, fewest = rows, problems
		}
	}
	return best
}

// rows judges each service that a capability requires.
func (s *set) rows(walls firewall, owner string, spec capability.Spec) []Row {
	var rows []Row
	for _, need := range spec.Required {
		row := Row{Set: s.name, Owner: owner, Capability: spec.Capability, Service: need.Service, Calls: len(need.Calls)}
		e, _ := catalog.Lookup(need.Service)
		s.judge(&row, e, need, spec.Exceptions, walls)
		for i, problem := range row.Problems {
			row.Problems[i] = fmt.Sprintf("%s: %s", need.Breaks, problem)
		}
		rows = append(rows, row)
	}
	return rows
}

// judge fills in the four ways of a row: endpoint, policy, domain name and security group rule.
func (s *set) judge(row *Row, e catalog.Entry, need capability.Need, exceptions []policy.Exception, walls firewall) {
	row.Endpoint, row.Policy, row.Name, row.Access = Missing, NotApplicable, NotApplicable, NotApplicable
	if slices.Contains(s.central, e.Service) {
		row.Endpoint, row.Policy, row.Access = Central, Central, Central
		row.Name = s.judgeNames(row, e, walls)
		return
	}
	endpoint, ok := s.endpoint(e)
	if !ok {
		row.fail("there is no endpoint of %s (%s)", e.Service, e.ServiceName(s.region))
		return
	}
	row.Endpoint = Present
	if e.TakesPolicy() {
		row.Policy = s.judgePolicy(row, endpoint, e, need, exceptions)
	}
	if e.Gateway {
		row.Access = Present
		if len(endpoint.Texts("routeTableIds")) == 0 {
			row.Access = Missing
			row.fail("the gateway endpoint of %s has no route table", e.Service)
		}
	} else {
		row.Access = s.judgePorts(row, e)
		if !endpoint.Flag("privateDnsEnabled") && !s.answers(e) && !e.NoPrivateDNS {
			row.Name = Missing
			row.fail("nothing answers %s: private DNS is off and no hosted zone stands in", strings.Join(e.PrivateDNSNames(s.region), ", "))
			return
		}
	}
	row.Name = s.judgeNames(row, e, walls)
}

// answers tells whether records of a central set stand in for the private DNS names.
func (s *set) answers(e catalog.Entry) bool {
	names := e.PrivateDNSNames(s.region)
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(s.records, name) })
}

func (s *set) judgeNames(row *Row, e catalog.Entry, walls firewall) Way {
	names := e.PrivateDNSNames(s.region)
	if len(names) == 0 {
		return NotApplicable
	}
	if !s.hostnames && !e.Gateway {
		row.fail("private DNS does not work while the VPC has DNS host names off")
		return Missing
	}
	for _, name := range names {
		if !walls.resolves(name) {
			row.fail("the DNS firewall blocks %s", name)
			return Missing
		}
	}
	return Present
}

func (s *set) judgePorts(row *Row, e catalog.Entry) Way {
	for _, port := range e.TCPPorts() {
		if !slices.Contains(s.ports, port) {
			row.fail("no ingress rule of the endpoints' security group admits port %d", port)
			return Missing
		}
	}
	return Present
}

// judgePolicy tells whether the endpoint's policy lets the calls and the exceptions of a capability through.
func (s *set) judgePolicy(row *Row, endpoint resource.Resource, e catalog.Entry, need capability.Need, exceptions []policy.Exception) Way {
	d, err := document(endpoint)
	if err != nil {
		row.fail("the policy of %s cannot be judged: %v", e.Service, err)
		return Unknown
	}
	allowed := func(c evaluator.Call) bool {
		ok, evalErr := evaluator.Allowed(d, c)
		if evalErr != nil && err == nil {
			err = evalErr
		}
		return ok
	}
	way := Present
	for _, exception := range exceptions {
		for _, probe := range policy.Probes(exception, s.request) {
			if slices.Contains(probe.Services, e.Service) && !allowed(probe.Call) {
				row.fail("the policy of %s denies %s on %s", e.Service, probe.Call.Action, probe.Call.Resource)
				way = Missing
			}
		}
	}
	examples := []string{"*"}
	for _, statement := range d.Statement {
		for _, arn := range statement.Resource {
			examples = append(examples, policy.Example(arn))
		}
	}
	for _, action := range need.Calls {
		permits := func(context map[string]string) func(string) bool {
			return func(arn string) bool {
				return allowed(evaluator.Call{Action: action, Resource: arn, Context: context})
			}
		}
		if !slices.ContainsFunc(examples, permits(s.request.Trust.Own())) && !slices.ContainsFunc(examples, permits(nil)) {
			row.fail("the policy of %s denies %s", e.Service, action)
			way = Missing
		}
	}
	if err != nil {
		row.fail("the policy of %s cannot be judged: %v", e.Service, err)
		return Unknown
	}
	return way
}
