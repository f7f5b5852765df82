package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// summary is the result of a rehearsal as it is printed.
type summary struct {
	Stack      string             `json:"stack"`
	CLI        string             `json:"pulumi"`
	Components []componentSummary `json:"components"`
	Policy     policySummary      `json:"policy"`
	Subnets    []subnetSummary    `json:"subnets"`
	// ControlPlanes say of each EKS cluster where its control plane can go.
	ControlPlanes []string `json:"controlPlanes,omitempty"`
	// Concessions say what the way in for people gives up.
	Concessions []string          `json:"concessions,omitempty"`
	Endpoints   []endpointSummary `json:"endpoints"`
	Steps       []stepSummary     `json:"steps"`
	Seconds     float64           `json:"seconds"`
	Notices     []string          `json:"notices,omitempty"`
}

type componentSummary struct {
	Name      string   `json:"name"`
	Type      string   `json:"type"`
	Resources int      `json:"resources"`
	Services  []string `json:"services"`
}

type policySummary struct {
	Pack       string `json:"pack"`
	Version    string `json:"version"`
	Rules      int    `json:"rules"`
	Violations int    `json:"violations"`
}

type subnetSummary struct {
	Name         string   `json:"name"`
	Tier         string   `json:"tier"`
	Cidr         string   `json:"cidr"`
	RouteTable   string   `json:"routeTable"`
	Destinations []string `json:"destinations"`
	Verdict      string   `json:"verdict"`
	verdict      isolation.Verdict
	// within is the name of the component that the subnet belongs to.
	within string
}

type endpointSummary struct {
	Service string `json:"service"`
	Type    string `json:"type"`
	// Within is the name of the component that the endpoint belongs to.
	Within     string `json:"within"`
	PrivateDNS bool   `json:"privateDns"`
	Policy     string `json:"policy"`
	Places     int    `json:"places"`
}

type stepSummary struct {
	Step    string         `json:"step"`
	Seconds float64        `json:"seconds"`
	Changes map[string]int `json:"changes,omitempty"`
}

// newSummary derives what is printed from what the rehearsal reports and from what the project declares about its network. It
// fails where the isolation of a subnet that was deployed cannot be judged.
func newSummary(report *rehearsal.Report, declared isolation.Config) (*summary, error) {
	resources, err := isolation.ReadState(bytes.NewReader(report.State))
	if err != nil {
		return nil, fmt.Errorf("read the deployed state: %w", err)
	}
	model := isolation.Build(resources, declared)
	s := &summary{
		Stack:      report.Stack,
		CLI:        report.CLI,
		Components: componentsOf(report.Resources),
		Policy:     policyOf(report.Packs),
		Subnets:    subnetsOf(model),
		Endpoints:  endpointsOf(report.Resources),
		Seconds:    report.Duration.Seconds(),
		Notices:    report.Notices,
	}
	for _, plane := range model.ControlPlanes() {
		s.ControlPlanes = append(s.ControlPlanes, plane.String())
	}
	for _, concession := range model.Concessions() {
		s.Concessions = append(s.Concessions, concession.String())
	}
	for _, step := range report.Steps {
		s.Steps = append(s.Steps, stepSummary{Step: string(step.Step), Seconds: step.Duration.Seconds(), Changes: step.Changes})
	}
	return s, nil
}

// engineCount is the number of resources that the engine knows after the deployment.
func (s *summary) engineCount() int {
	count := 0
	for _, step := range s.Steps {
		if step.Step == string(rehearsal.StepUpAgain) {
			for _, n := range step.Changes {
				count += n
			}
		}
	}
	return count
}

// componentsOf counts the provider resources under each top-level component, with the services they belong to.
func componentsOf(resources []rehearsal.Resource) []componentSummary {
	parents := map[string]string{}
	var stack string
	for _, r := range resources {
		parents[r.URN] = r.Parent
		if r.Type == "pulumi:pulumi:Stack" {
			stack = r.URN
		}
	}
	found := map[string]*componentSummary{}
	services := map[string]map[string]bool{}
	for _, r := range resources {
		// Neither the stack nor a default provider, which may come before it, belongs to a component.
		if r.Parent == "" {
			continue
		}
		top := r.URN
		for parents[top] != stack && parents[top] != "" {
			top = parents[top]
		}
		if !r.Custom || strings.HasPrefix(r.Type, "pulumi:providers:") {
			continue
		}
		if found[top] == nil {
			found[top] = &componentSummary{Name: nameOf(top), Type: typeOf(top)}
			services[top] = map[string]bool{}
		}
		found[top].Resources++
		services[top][serviceOf(r.Type)] = true
	}
	var result []componentSummary
	for urn, c := range found {
		for service := range services[urn] {
			c.Services = append(c.Services, service)
		}
		slices.Sort(c.Services)
		result = append(result, *c)
	}
	slices.SortFunc(result, func(a, b componentSummary) int { return cmp.Compare(a.Name, b.Name) })
	return result
}

func policyOf(packs []rehearsal.PackResult) policySummary {
	for _, p := range packs {
		if p.Name == pack.Name {
			return policySummary{Pack: p.Name, Version: p.Version, Rules: len(p.Rules), Violations: len(p.Violations)}
		}
	}
	return policySummary{Pack: "none ran"}
}

func subnetsOf(model *isolation.Model) []subnetSummary {
	var result []subnetSummary
	for _, row := range model.Subnets() {
		subnet := subnetSummary{
			Name: row.Name, Tier: row.Tier, Cidr: row.CIDR, RouteTable: row.Table, within: componentName(model, row.URN),
			Verdict: row.Verdict.String(), verdict: row.Verdict,
		}
		for _, d := range row.Destinations {
			subnet.Destinations = append(subnet.Destinations, d.String())
		}
		result = append(result, subnet)
	}
	return result
}

// componentName is the logical name of a resource's parent, with which the names of its children begin.
func componentName(model *isolation.Model, urn string) string {
	if r := model.Resource(urn); r != nil && r.Parent != "" {
		return nameOf(r.Parent)
	}
	return ""
}

// endpointsOf lists the VPC endpoints that were deployed.
func endpointsOf(resources []rehearsal.Resource) []endpointSummary {
	var result []endpointSummary
	for _, r := range resources {
		if r.Type != "aws:ec2/vpcEndpoint:VpcEndpoint" {
			continue
		}
		subnets, _ := r.Outputs["subnetIds"].([]any)
		tables, _ := r.Outputs["routeTableIds"].([]any)
		name, _ := r.Outputs["serviceName"].(string)
		kind, _ := r.Outputs["vpcEndpointType"].(string)
		dns, _ := r.Outputs["privateDnsEnabled"].(bool)
		policy := "full access"
		if document, ok := r.Inputs["policy"].(string); ok && document != "" {
			policy = "own"
		}
		result = append(result, endpointSummary{
			Service: name, Type: kind, Within: nameOf(r.Parent), PrivateDNS: dns, Policy: policy, Places: max(len(subnets), len(tables)),
		})
	}
	slices.SortFunc(result, func(a, b endpointSummary) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Within, b.Within))
	})
	return result
}

// typeOf is the type within a URN, without the types of the parents.
func typeOf(urn string) string {
	parts := strings.Split(urn, "::")
	if len(parts) < 4 {
		return ""
	}
	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}

// serviceOf is the module of a type token, and for a package of one module its name: "ec2" for aws:ec2/vpc:Vpc, "cloudflare" for
// cloudflare:index/record:Record.
func serviceOf(token string) string {
	pkg, rest, _ := strings.Cut(token, ":")
	module, _, _ := strings.Cut(rest, "/")
	if module == "index" {
		return pkg
	}
	return module
}
