package pack

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// recorder is a manager as Pulumi's own server has it: it takes violations and nothing else.
type recorder struct{ reported []string }

func (r *recorder) ReportViolation(_, urn string) { r.reported = append(r.reported, urn) }

func TestThePackWorksUnderPulumisOwnServerToo(t *testing.T) {
	t.Parallel()
	hosted := must(New(nil))(t, "make the pack")
	gateway := policyx.AnalyzerResource{Type: "aws:ec2/internetGateway:InternetGateway", URN: urn("aws:ec2/internetGateway:InternetGateway", "gateway"), Name: "gateway"}
	address := policyx.AnalyzerResource{Type: "aws:ec2/eip:Eip", URN: urn("aws:ec2/eip:Eip", "address"), Name: "address"}
	seen := &recorder{}
	for _, p := range hosted.Policies() {
		if p, ok := p.(policyx.ResourceValidationPolicy); ok {
			if err := p.Validate(t.Context(), policyx.ResourceValidationArgs{Manager: seen, Resource: gateway}); err != nil {
				t.Errorf("policy %s: %v", p.Name(), err)
			}
		}
	}
	if diff := cmp.Diff([]string{gateway.URN}, seen.reported); diff != "" {
		t.Errorf("resource pass reports (-want +got):\n%s", diff)
	}
	resources := []policyx.AnalyzerResource{gateway, address}
	for _, p := range hosted.Policies() {
		if p, ok := p.(policyx.StackValidationPolicy); ok {
			if err := p.Validate(t.Context(), policyx.StackValidationArgs{Manager: seen, Resources: resources}); err != nil {
				t.Errorf("policy %s: %v", p.Name(), err)
			}
		}
	}
	if diff := cmp.Diff([]string{gateway.URN, address.URN}, seen.reported); diff != "" {
		t.Errorf("both passes report (-want +got):\n%s", diff)
	}
}
