package pack

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/policy/rules"
)

// serveInstead makes the test binary behave as the pack's executable.
const serveInstead = "CLOUDGAP_TEST_SERVE_PACK"

func TestMain(m *testing.M) {
	if os.Getenv(serveInstead) != "" {
		if err := Main(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// startPack runs the test binary as the pack and connects to it as the engine would.
func startPack(t *testing.T) pulumirpc.AnalyzerClient {
	t.Helper()
	_, connection := startPackFor(t, serveEngine(t).Addr().String())
	return pulumirpc.NewAnalyzerClient(connection)
}

// startPackFor runs the test binary as the pack of the engine at an address.
func startPackFor(t *testing.T, engine string) (*exec.Cmd, *grpc.ClientConn) {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatalf("find the test binary: %v", err)
	}
	command := exec.Command(executable, engine)
	command.Env = append(os.Environ(), serveInstead+"=1")
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatalf("connect to the pack's output: %v", err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("start the pack: %v", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("read the port, which must be the first line: %v", err)
	}
	connection, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(line), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatalf("connect to the pack at %q: %v", line, err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return command, connection
}

func TestPackSpeaksTheEnginesProtocolFromHandshakeToStack(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	client := startPack(t)
	folder := t.TempDir()

	must(client.Handshake(ctx, &pulumirpc.AnalyzerHandshakeRequest{EngineAddress: "127.0.0.1:1", RootDirectory: &folder}))(t, "handshake")
	must(client.ConfigureStack(ctx, &pulumirpc.AnalyzerStackConfigureRequest{
		Stack: "dev", Project: "cloudgap", Organization: "organization", DryRun: true,
	}))(t, "configure the stack")
	info := must(client.GetAnalyzerInfo(ctx, &emptypb.Empty{}))(t, "describe the pack")
	if info.GetName() != Name || info.GetVersion() != Version || len(info.GetPolicies()) != RuleCount() {
		t.Fatalf("pack describes itself as %s %s with %d policies, want %s %s with %d",
			info.GetName(), info.GetVersion(), len(info.GetPolicies()), Name, Version, RuleCount())
	}
	must(client.Configure(ctx, &pulumirpc.ConfigureAnalyzerRequest{PolicyConfig: engineConfig(info, nil)}))(t, "configure")

	gateway := urn("aws:ec2/internetGateway:InternetGateway", "gateway")
	first := must(client.Analyze(ctx, &pulumirpc.AnalyzeRequest{
		Urn: gateway, Type: "aws:ec2/internetGateway:InternetGateway", Name: "gateway", Properties: properties(t, nil),
	}))(t, "analyze the gateway")
	if diff := cmp.Diff([]string{"GW-IGW " + gateway}, summary(first)); diff != "" {
		t.Errorf("resource pass reports (-want +got):\n%s", diff)
	}
	route := urn("aws:ec2/route:Route", "route")
	second := must(client.Analyze(ctx, &pulumirpc.AnalyzeRequest{
		Urn: route, Type: "aws:ec2/route:Route", Name: "route", Properties: properties(t, resource.PropertyMap{
			"routeTableId":         resource.NewStringProperty("rtb-0123456789abcdef0"),
			"destinationCidrBlock": resource.NewStringProperty("0.0.0.0/0"),
			"gatewayId":            resource.MakeComputed(resource.NewStringProperty("")),
		}),
	}))(t, "analyze the route")
	third := must(client.AnalyzeStack(ctx, &pulumirpc.AnalyzeStackRequest{Resources: []*pulumirpc.AnalyzerResource{
		{
			Urn: route, Type: "aws:ec2/route:Route", Name: "route",
			// The provider's preview drops what it does not know yet: only the dependency says that there is a gateway.
			Properties:           properties(t, resource.PropertyMap{"destinationCidrBlock": resource.NewStringProperty("0.0.0.0/0")}),
			PropertyDependencies: map[string]*pulumirpc.AnalyzerPropertyDependencies{"gatewayId": {Urns: []string{gateway}}},
		},
		{Urn: gateway, Type: "aws:ec2/internetGateway:InternetGateway", Name: "gateway", Properties: properties(t, nil)},
	}}))(t, "analyze the stack")
	both := append(summary(second), summary(third)...)
	if !slices.Contains(both, "ROUTE-IGW "+route) {
		t.Errorf("a route to a gateway that does not exist yet is not reported, got %q", both)
	}
	if slices.Contains(both, "GW-IGW "+gateway) {
		t.Errorf("the gateway is reported again in the stack pass: %q", both)
	}
	must(client.Cancel(ctx, &emptypb.Empty{}))(t, "cancel")
}

func TestPackDescribesItselfBeforeAnyStackIsConfigured(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	client := startPack(t)
	if info := must(client.GetPluginInfo(ctx, &emptypb.Empty{}))(t, "describe the plugin"); info.GetVersion() != Version {
		t.Errorf("plugin version is %q, want %q", info.GetVersion(), Version)
	}
	if info := must(client.GetAnalyzerInfo(ctx, &emptypb.Empty{}))(t, "describe the pack"); len(info.GetPolicies()) != RuleCount() {
		t.Errorf("pack describes %d policies, want %d", len(info.GetPolicies()), RuleCount())
	}
}

// engineConfig is what the engine sends: the levels of the pack itself, then the user's configuration over them.
func engineConfig(info *pulumirpc.AnalyzerInfo, user map[string]*pulumirpc.PolicyConfig) map[string]*pulumirpc.PolicyConfig {
	config := map[string]*pulumirpc.PolicyConfig{}
	for _, p := range info.GetPolicies() {
		config[p.GetName()] = &pulumirpc.PolicyConfig{EnforcementLevel: p.GetEnforcementLevel()}
	}
	for name, c := range user {
		config[name] = c
	}
	return config
}

// must gives the value of a call that may not fail.
func must[T any](value T, err error) func(t *testing.T, what string) T {
	return func(t *testing.T, what string) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return value
	}
}

func properties(t *testing.T, values resource.PropertyMap) *structpb.Struct {
	t.Helper()
	return must(encodeProperties(values))(t, "encode properties")
}

func encodeProperties(values resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(values, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepOutputValues: true})
}

func urn(token, name string) string { return "urn:pulumi:dev::cloudgap::" + token + "::" + name }

// summary is what a response reports, as "rule urn".
func summary(response *pulumirpc.AnalyzeResponse) []string {
	var lines []string
	for _, d := range response.GetDiagnostics() {
		lines = append(lines, d.GetPolicyName()+" "+d.GetUrn())
	}
	return lines
}

func TestEveryPolicyIsMandatoryInItsDescriptionAndInItsDiagnostics(t *testing.T) {
	t.Parallel()
	s := must(newServer(time.Now))(t, "make a server")
	info := must(s.GetAnalyzerInfo(t.Context(), &emptypb.Empty{}))(t, "describe the pack")
	for _, p := range info.GetPolicies() {
		if p.GetEnforcementLevel() != pulumirpc.EnforcementLevel_MANDATORY {
			t.Errorf("policy %s is %s, want mandatory", p.GetName(), p.GetEnforcementLevel())
		}
		if p.GetSeverity() == pulumirpc.PolicySeverity_POLICY_SEVERITY_UNSPECIFIED {
			t.Errorf("policy %s has no severity", p.GetName())
		}
	}
	for _, p := range s.current().Policies() {
		if p.EnforcementLevel() != 1 {
			t.Errorf("policy value %s is at level %d, want mandatory, which is 1", p.Name(), p.EnforcementLevel())
		}
	}
	response := must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
		Urn: urn("aws:ec2/natGateway:NatGateway", "nat"), Type: "aws:ec2/natGateway:NatGateway", Name: "nat",
	}))(t, "analyze")
	if len(response.GetDiagnostics()) == 0 {
		t.Fatal("a NAT gateway is not reported")
	}
	for _, d := range response.GetDiagnostics() {
		if d.GetEnforcementLevel() != pulumirpc.EnforcementLevel_MANDATORY || d.GetSeverity() != severities[rules.Critical] {
			t.Errorf("diagnostic of %s is %s with severity %s, want mandatory and critical", d.GetPolicyName(), d.GetEnforcementLevel(), d.GetSeverity())
		}
	}
}
