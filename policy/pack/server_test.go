package pack

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/cloudgap/cloudgap/policy/internal/casefile"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func TestAPolicyThatPanicsIsAMandatoryViolationWithItsName(t *testing.T) {
	t.Parallel()
	failures := map[string]func(context.Context, policyx.ResourceValidationArgs) error{
		"panic": func(context.Context, policyx.ResourceValidationArgs) error { panic("secret of the resource") },
		"error": func(context.Context, policyx.ResourceValidationArgs) error { return errors.New("no verdict") },
	}
	for name, judge := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policy := policyx.NewResourceValidationPolicy("GW-NAT", policyx.ResourceValidationPolicyArgs{ValidateResource: judge})
			p := &pass{defaultURN: "urn"}
			p.run(policy, func(m policyx.PolicyManager) error {
				return policy.Validate(t.Context(), policyx.ResourceValidationArgs{Manager: m})
			})
			if len(p.diagnostics) != 1 {
				t.Fatalf("got %d violations, want one", len(p.diagnostics))
			}
			d := p.diagnostics[0]
			if d.GetPolicyName() != "GW-NAT" || d.GetEnforcementLevel() != mandatory || d.GetUrn() != "urn" {
				t.Errorf("violation is %v, want a mandatory one of GW-NAT on the resource", d)
			}
			if strings.Contains(d.GetMessage(), "secret") {
				t.Errorf("the message repeats what the policy panicked with: %s", d.GetMessage())
			}
		})
	}
}

func TestTheOrderOfTheStackDoesNotChangeTheReport(t *testing.T) {
	t.Parallel()
	resources := leakyStack(t)
	want := analyzeStack(t, resources)
	if len(want) < 3 {
		t.Fatalf("the stack yields %q, want several violations for an order to matter", want)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(resources), func(i, j int) { resources[i], resources[j] = resources[j], resources[i] })
		if diff := cmp.Diff(want, analyzeStack(t, resources)); diff != "" {
			t.Fatalf("another order reports differently (-first +shuffled):\n%s", diff)
		}
	}
}

func analyzeStack(t *testing.T, resources []*pulumirpc.AnalyzerResource) []string {
	t.Helper()
	s := must(newServer(time.Now))(t, "make a server")
	return summary(must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: resources}))(t, "analyze the stack"))
}

// leakyStack repeats the bad cases of some rules, so that each rule has several violations.
func leakyStack(t *testing.T) []*pulumirpc.AnalyzerResource {
	t.Helper()
	var all []*pulumirpc.AnalyzerResource
	for _, id := range []string{"ROUTE-IGW", "GW-NAT", "EP-POLICY"} {
		cases := must(casefile.Read("../rules/testdata/cases/"+id+".yaml"))(t, "read cases")
		described := must(cases.Bad[0].Stack(casefile.Deployed))(t, "build the stack")
		for _, suffix := range []string{"-3", "-1", "-2"} {
			for _, r := range described {
				all = append(all, renamed(t, r, suffix+id))
			}
		}
	}
	return all
}

// renamed encodes a resource under another name, and the names of what it depends on with it.
func renamed(t *testing.T, r isolation.Resource, suffix string) *pulumirpc.AnalyzerResource {
	t.Helper()
	encoded := &pulumirpc.AnalyzerResource{
		Urn: r.URN + suffix, Type: r.Type, Name: r.Name,
		Properties:           properties(t, resource.ToResourcePropertyMap(r.Outputs)),
		PropertyDependencies: map[string]*pulumirpc.AnalyzerPropertyDependencies{},
	}
	for key, urns := range r.PropertyDependencies {
		var names []string
		for _, u := range urns {
			names = append(names, u+suffix)
		}
		encoded.PropertyDependencies[key] = &pulumirpc.AnalyzerPropertyDependencies{Urns: names}
	}
	return encoded
}

func TestInputsOfTheResourcePassCountInTheStackPass(t *testing.T) {
	t.Parallel()
	table := urn("aws:ec2/routeTable:RouteTable", "table")
	s := must(newServer(time.Now))(t, "make a server")
	must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
		Urn: table, Type: "aws:ec2/routeTable:RouteTable", Name: "table", Properties: properties(t, resource.PropertyMap{
			"vpcId": resource.NewStringProperty("vpc-1"), "routes": resource.MakeComputed(resource.NewStringProperty("")),
		}),
	}))(t, "analyze")
	// The provider's preview leaves the routes out, so that the table looks empty.
	response := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: []*pulumirpc.AnalyzerResource{{
		Urn: table, Type: "aws:ec2/routeTable:RouteTable", Name: "table",
		Properties: properties(t, resource.PropertyMap{"vpcId": resource.NewStringProperty("vpc-1")}),
	}}}))(t, "analyze the stack")
	if diff := cmp.Diff([]string{"ROUTE-UNKNOWN " + table}, summary(response)); diff != "" {
		t.Errorf("report of a table with routes that nobody knows (-want +got):\n%s", diff)
	}
}

// openRoute is a route to a gateway that exists already, so that the route alone proves a way out.
func openRoute(t *testing.T) *pulumirpc.AnalyzeRequest {
	t.Helper()
	return &pulumirpc.AnalyzeRequest{
		Urn: urn("aws:ec2/route:Route", "out"), Type: "aws:ec2/route:Route", Name: "out",
		Properties: properties(t, resource.PropertyMap{
			"routeTableId":         resource.NewStringProperty("rtb-1"),
			"destinationCidrBlock": resource.NewStringProperty("0.0.0.0/0"),
			"gatewayId":            resource.NewStringProperty("igw-1"),
		}),
	}
}

// aroundRoute is the rest of the stack of openRoute: two subnets that follow the route's table.
func aroundRoute(t *testing.T) []*pulumirpc.AnalyzerResource {
	t.Helper()
	text := resource.NewStringProperty
	describe := func(token, name string, values resource.PropertyMap) *pulumirpc.AnalyzerResource {
		return &pulumirpc.AnalyzerResource{Urn: urn(token, name), Type: token, Name: name, Properties: properties(t, values)}
	}
	all := []*pulumirpc.AnalyzerResource{
		describe("aws:ec2/vpc:Vpc", "vpc", resource.PropertyMap{"id": text("vpc-1"), "cidrBlock": text("10.0.0.0/16")}),
		describe("aws:ec2/routeTable:RouteTable", "table", resource.PropertyMap{"id": text("rtb-1"), "vpcId": text("vpc-1")}),
	}
	for _, name := range []string{"a", "b"} {
		all = append(all,
			describe("aws:ec2/subnet:Subnet", name, resource.PropertyMap{"id": text("subnet-" + name), "vpcId": text("vpc-1")}),
			describe("aws:ec2/routeTableAssociation:RouteTableAssociation", name, resource.PropertyMap{
				"subnetId": text("subnet-" + name), "routeTableId": text("rtb-1"),
			}),
		)
	}
	return all
}

func TestAPreviewReportsARouteOnceWithTheSubnetsAndAnUpdateBeforeTheRouteIsMade(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		preview     bool
		first, then []string
		path        string
	}{
		"preview": {
			true, nil, []string{"ROUTE-IGW " + openRoute(t).GetUrn()},
			`path: subnet "a" (subnet-a) → route table "table" (rtb-1) → route 0.0.0.0/0 "out" → internet gateway (igw-1)` +
				"\n  subnets: \"a\", \"b\"\n",
		},
		"update": {
			false, []string{"ROUTE-IGW " + openRoute(t).GetUrn()}, nil,
			`path: route 0.0.0.0/0 "out" → internet gateway (igw-1)` + "\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := must(newServer(time.Now))(t, "make a server")
			must(s.ConfigureStack(t.Context(), &pulumirpc.AnalyzerStackConfigureRequest{Stack: "dev", DryRun: test.preview}))(t, "configure the stack")
			route := openRoute(t)
			first := must(s.Analyze(t.Context(), route))(t, "analyze")
			second := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: append(aroundRoute(t), &pulumirpc.AnalyzerResource{
				Urn: route.GetUrn(), Type: route.GetType(), Name: route.GetName(), Properties: route.GetProperties(),
			})}))(t, "analyze the stack")
			if diff := cmp.Diff(test.first, about(first, route.GetUrn())); diff != "" {
				t.Errorf("resource pass reports of the route (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.then, about(second, route.GetUrn())); diff != "" {
				t.Errorf("stack pass reports of the route (-want +got):\n%s", diff)
			}
			for _, d := range append(first.GetDiagnostics(), second.GetDiagnostics()...) {
				if d.GetUrn() == route.GetUrn() && !strings.Contains(d.GetMessage(), test.path) {
					t.Errorf("message lacks %q:\n%s", test.path, d.GetMessage())
				}
			}
		})
	}
}

func TestWhatAPreviewKeepsBackIsReportedEvenIfTheStackPassDoesNotSeeTheResource(t *testing.T) {
	t.Parallel()
	s := must(newServer(time.Now))(t, "make a server")
	must(s.ConfigureStack(t.Context(), &pulumirpc.AnalyzerStackConfigureRequest{Stack: "dev", DryRun: true}))(t, "configure the stack")
	must(s.Analyze(t.Context(), openRoute(t)))(t, "analyze")
	response := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{}))(t, "analyze the stack")
	if diff := cmp.Diff([]string{"ROUTE-IGW " + openRoute(t).GetUrn()}, summary(response)); diff != "" {
		t.Errorf("stack pass reports (-want +got):\n%s", diff)
	}
}

// about is the summary of what a response says of one resource.
func about(response *pulumirpc.AnalyzeResponse, urn string) []string {
	var lines []string
	for _, line := range summary(response) {
		if strings.HasSuffix(line, " "+urn) {
			lines = append(lines, line)
		}
	}
	return lines
}

func TestAResourceThatOnlyTheStackPassSeesIsJudgedByItself(t *testing.T) {
	t.Parallel()
	got := analyzeStack(t, []*pulumirpc.AnalyzerResource{{
		Urn: urn("aws:ec2/eip:Eip", "address"), Type: "aws:ec2/eip:Eip", Name: "address", Properties: properties(t, nil),
	}})
	if diff := cmp.Diff([]string{"ADDR-EIP " + urn("aws:ec2/eip:Eip", "address")}, got); diff != "" {
		t.Errorf("report of an untargeted resource (-want +got):\n%s", diff)
	}
}

func TestSecretsNeverReachAMessage(t *testing.T) {
	t.Parallel()
	secret := func(text string) resource.PropertyValue {
		return resource.MakeSecret(resource.NewStringProperty(text))
	}
	route := urn("aws:ec2/route:Route", "route")
	s := must(newServer(time.Now))(t, "make a server")
	inputs := resource.PropertyMap{
		"routeTableId":         secret("rtb-hushhush"),
		"destinationCidrBlock": secret("198.51.100.0/24"),
		"gatewayId":            secret("igw-hushhush"),
	}
	first := must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
		Urn: route, Type: "aws:ec2/route:Route", Name: "route", Properties: properties(t, inputs),
	}))(t, "analyze")
	// Another server sees the outputs only.
	s = must(newServer(time.Now))(t, "make a server")
	second := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: []*pulumirpc.AnalyzerResource{
		{Urn: route, Type: "aws:ec2/route:Route", Name: "route", Properties: properties(t, inputs)},
	}}))(t, "analyze the stack")
	if len(first.GetDiagnostics()) == 0 || len(second.GetDiagnostics()) == 0 {
		t.Fatal("a pass does not report the route, so nothing is proved about its messages")
	}
	diagnostics := append(first.GetDiagnostics(), second.GetDiagnostics()...)
	for _, d := range diagnostics {
		for _, text := range []string{"hushhush", "198.51.100"} {
			if strings.Contains(d.GetMessage(), text) {
				t.Errorf("message of %s contains the secret %q:\n%s", d.GetPolicyName(), text, d.GetMessage())
			}
		}
	}
}

func TestRedactTakesOutShortSecretsOnlyAsWords(t *testing.T) {
	t.Parallel()
	s := newSecrets()
	s.known = map[string]bool{"a": true, "long secret": true, "long secret indeed": true}
	got := s.redact(`route "a" has a table: long secret indeed, long secret`)
	if want := `route "[secret]" has [secret] table: [secret], [secret]`; got != want {
		t.Errorf("redacted text is %q, want %q", got, want)
	}
}

func TestAUsedWaiverIsShownWithoutBlocking(t *testing.T) {
	t.Parallel()
	gateway := urn("edge:index:Vpc$aws:ec2/internetGateway:InternetGateway", "gateway")
	s := must(newServer(func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }))(t, "make a server")
	must(s.Configure(t.Context(), &pulumirpc.ConfigureAnalyzerRequest{PolicyConfig: map[string]*pulumirpc.PolicyConfig{
		rules.PackSelf: policyConfig(t, mandatory, map[string]any{"waivers": []any{map[string]any{
			"rule": "GW-IGW", "component": "edge:index:Vpc", "reason": "edge VPC", "owner": "network team", "expires": "2026-06-01",
		}}}),
	}}))(t, "configure")
	response := must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
		Urn: gateway, Type: "aws:ec2/internetGateway:InternetGateway", Name: "gateway", Properties: properties(t, nil),
	}))(t, "analyze")
	if len(response.GetDiagnostics()) != 1 {
		t.Fatalf("got %d diagnostics, want the waiver alone", len(response.GetDiagnostics()))
	}
	d := response.GetDiagnostics()[0]
	if d.GetEnforcementLevel() != advisory || !strings.Contains(d.GetMessage(), "waived: GW-IGW") || !strings.Contains(d.GetMessage(), "network team") {
		t.Errorf("diagnostic is %s: %s, want an advisory that shows the waiver", d.GetEnforcementLevel(), d.GetMessage())
	}
	stack := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: []*pulumirpc.AnalyzerResource{
		{Urn: gateway, Type: "aws:ec2/internetGateway:InternetGateway", Name: "gateway", Properties: properties(t, nil)},
	}}))(t, "analyze the stack")
	if got := summary(stack); len(got) > 0 {
		t.Errorf("stack pass reports %q, want nothing: the waiver is in force, used, and already shown", got)
	}
}

func TestANewDeploymentForgetsWhatTheLastOneReported(t *testing.T) {
	t.Parallel()
	s := must(newServer(time.Now))(t, "make a server")
	for deployment := range 2 {
		must(s.ConfigureStack(t.Context(), &pulumirpc.AnalyzerStackConfigureRequest{Stack: "dev"}))(t, "configure the stack")
		response := must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
			Urn: urn("aws:ec2/eip:Eip", "address"), Type: "aws:ec2/eip:Eip", Name: "address",
		}))(t, "analyze")
		if len(response.GetDiagnostics()) != 1 {
			t.Errorf("deployment %d reports %d violations, want one", deployment+1, len(response.GetDiagnostics()))
		}
	}
}

func TestResourcesAnalyzedAtTheSameTimeAreEachReportedOnce(t *testing.T) {
	t.Parallel()
	s := must(newServer(time.Now))(t, "make a server")
	reported := make(chan []string, 40)
	for i := range cap(reported) {
		go func() {
			address := urn("aws:ec2/eip:Eip", fmt.Sprint("address", i%20))
			response, err := s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{Urn: address, Type: "aws:ec2/eip:Eip", Name: "address"})
			if err != nil {
				t.Errorf("analyze: %v", err)
			}
			reported <- summary(response)
		}()
	}
	count := 0
	for range cap(reported) {
		count += len(<-reported)
	}
	if count != 20 {
		t.Errorf("20 addresses, each analyzed twice, are reported %d times, want once each", count)
	}
}
