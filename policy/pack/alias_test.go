package pack

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func TestAnAliasOfAnotherTypeIsReportedOnceInBothPasses(t *testing.T) {
	t.Parallel()
	table := urn("aws:ec2/routeTable:RouteTable", "table")
	options := &pulumirpc.AnalyzerResourceOptions{Aliases: []string{
		urn("aws:ec2/routeTable:RouteTable", "before"), urn("aws:ec2/internetGateway:InternetGateway", "gateway"),
	}}
	given := properties(t, resource.PropertyMap{"vpcId": resource.NewStringProperty("vpc-1")})
	s := must(newServer(time.Now))(t, "make a server")
	first := must(s.Analyze(t.Context(), &pulumirpc.AnalyzeRequest{
		Urn: table, Type: "aws:ec2/routeTable:RouteTable", Name: "table", Properties: given, Options: options,
	}))(t, "analyze")
	second := must(s.AnalyzeStack(t.Context(), &pulumirpc.AnalyzeStackRequest{Resources: []*pulumirpc.AnalyzerResource{{
		Urn: table, Type: "aws:ec2/routeTable:RouteTable", Name: "table", Properties: given, Options: options,
	}}}))(t, "analyze the stack")
	var messages []string
	for _, d := range append(first.GetDiagnostics(), second.GetDiagnostics()...) {
		if d.GetPolicyName() == "OPTS" {
			messages = append(messages, d.GetMessage())
		}
	}
	if len(messages) != 1 || !strings.Contains(messages[0], "aws:ec2/internetGateway:InternetGateway") {
		t.Errorf("OPTS reports %q, want once that the alias takes over an internet gateway", messages)
	}
}
