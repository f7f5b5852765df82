package pack

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/cloudgap/cloudgap/policy/rules"
)

// server puts the pack before the engine. It hosts policyx policies, as Pulumi's own server does, and adds what that one
// lacks, see docs/adr/0003-own-analyzer-server.md.
type server struct {
	pulumirpc.UnimplementedAnalyzerServer

	now func() time.Time

	mu   sync.Mutex
	pack *Pack
}

// newServer makes a server with a pack ready to answer, because the engine may ask for the pack's policies without ever
// naming a stack.
func newServer(now func() time.Time) (*server, error) {
	p, err := newPack(now)
	if err != nil {
		return nil, err
	}
	return &server{now: now, pack: p}, nil
}

func (s *server) current() *Pack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pack
}

// Handshake accepts the engine.
func (s *server) Handshake(context.Context, *pulumirpc.AnalyzerHandshakeRequest) (*pulumirpc.AnalyzerHandshakeResponse, error) {
	return &pulumirpc.AnalyzerHandshakeResponse{}, nil
}

// ConfigureStack starts a deployment: whatever an earlier one left behind is forgotten.
func (s *server) ConfigureStack(
	_ context.Context, req *pulumirpc.AnalyzerStackConfigureRequest,
) (*pulumirpc.AnalyzerStackConfigureResponse, error) {
	p, err := newPack(s.now)
	if err != nil {
		return nil, err
	}
	p.session.preview = req.GetDryRun()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pack = p
	return &pulumirpc.AnalyzerStackConfigureResponse{}, nil
}

// Configure takes the pack's configuration, or refuses it.
func (s *server) Configure(_ context.Context, req *pulumirpc.ConfigureAnalyzerRequest) (*emptypb.Empty, error) {
	settings, err := readConfig(req.GetPolicyConfig())
	if err != nil {
		return nil, err
	}
	s.current().session.configure(settings)
	return &emptypb.Empty{}, nil
}

// GetPluginInfo answers the version.
func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// GetAnalyzerInfo describes the pack: each rule once, although it is a policy in both passes.
func (s *server) GetAnalyzerInfo(context.Context, *emptypb.Empty) (*pulumirpc.AnalyzerInfo, error) {
	info := &pulumirpc.AnalyzerInfo{
		Name:           Name,
		DisplayName:    "cloudgap isolation",
		Version:        Version,
		Description:    "Proves that the subnets of a stack have no path to or from anything outside the declared private ranges.",
		Repository:     repository,
		SupportsConfig: true,
	}
	for _, rule := range rules.All() {
		described, err := describeRule(rule)
		if err != nil {
			return nil, err
		}
		info.Policies = append(info.Policies, described)
	}
	return info, nil
}

// repository is where the pack and the pages of its rules are published.
const repository = "https://github.com/cloudgap/cloudgap"

func describeRule(rule rules.Rule) (*pulumirpc.PolicyInfo, error) {
	info := &pulumirpc.PolicyInfo{
		Name:             rule.ID,
		DisplayName:      rule.Title,
		Description:      rule.Title,
		Message:          rule.Why,
		EnforcementLevel: pulumirpc.EnforcementLevel_MANDATORY,
		PolicyType:       pulumirpc.PolicyType_POLICY_TYPE_STACK,
		Severity:         severities[rule.Severity],
		RemediationSteps: rule.Fix,
		Url:              repository + "/blob/main/docs/policies/" + rule.ID + ".md",
	}
	schema := rule.Schema()
	if schema == nil {
		return info, nil
	}
	properties := make(map[string]any, len(schema))
	for key, definition := range schema {
		properties[key] = definition
	}
	encoded, err := structpb.NewStruct(properties)
	if err != nil {
		return nil, fmt.Errorf("encode the settings of rule %s: %w", rule.ID, err)
	}
	info.ConfigSchema = &pulumirpc.PolicyConfigSchema{Properties: encoded}
	return info, nil
}

var severities = map[rules.Severity]pulumirpc.PolicySeverity{
	rules.Low:      pulumirpc.PolicySeverity_POLICY_SEVERITY_LOW,
	rules.Medium:   pulumirpc.PolicySeverity_POLICY_SEVERITY_MEDIUM,
	rules.High:     pulumirpc.PolicySeverity_POLICY_SEVERITY_HIGH,
	rules.Critical: pulumirpc.PolicySeverity_POLICY_SEVERITY_CRITICAL,
}

// Remediate changes nothing: for isolation the pack refuses rather than rewrites.
func (s *server) Remediate(context.Context, *pulumirpc.AnalyzeRequest) (*pulumirpc.RemediateResponse, error) {
	return &pulumirpc.RemediateResponse{}, nil
}

// Analyze judges one resource before it is created.
func (s *server) Analyze(ctx context.Context, req *pulumirpc.AnalyzeRequest) (*pulumirpc.AnalyzeResponse, error) {
	resource, err := decodeInputs(req)
	if err != nil {
		return nil, fmt.Errorf("resource %q: %w", req.GetUrn(), err)
	}
	current := s.current()
	current.session.remember(resource)
	pass := &pass{defaultURN: req.GetUrn()}
	for _, p := range current.Policies() {
		if p, ok := p.(policyx.ResourceValidationPolicy); ok {
			pass.run(p, func(m policyx.PolicyManager) error {
				return p.Validate(ctx, policyx.ResourceValidationArgs{Manager: m, Resource: resource})
			})
		}
	}
	return &pulumirpc.AnalyzeResponse{Diagnostics: pass.diagnostics}, nil
}

// AnalyzeStack judges the whole stack.
func (s *server) AnalyzeStack(ctx context.Context, req *pulumirpc.AnalyzeStackRequest) (*pulumirpc.AnalyzeResponse, error) {
	resources := make([]policyx.AnalyzerResource, 0, len(req.GetResources()))
	for _, r := range req.GetResources() {
		resource, err := decodeOutputs(r)
		if err != nil {
			return nil, fmt.Errorf("resource %q: %w", r.GetUrn(), err)
		}
		resources = append(resources, resource)
	}
	pass := &pass{}
	for _, p := range s.current().Policies() {
		if p, ok := p.(policyx.StackValidationPolicy); ok {
			pass.run(p, func(m policyx.PolicyManager) error {
				return p.Validate(ctx, policyx.StackValidationArgs{Manager: m, Resources: resources})
			})
		}
	}
	return &pulumirpc.AnalyzeResponse{Diagnostics: pass.diagnostics}, nil
}

// Cancel has nothing to stop: every judgement is short.
func (s *server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}
