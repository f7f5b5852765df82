package rules_test

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/policy/rules"
)

func TestTheDefaultGroupThatAWSAnswersForAnEndpointIsNoGroupFromElsewhere(t *testing.T) {
	t.Parallel()
	written := property.NewMap(map[string]property.Value{
		"vpcId":             property.New("vpc-0123456789abcdef0"),
		"serviceName":       property.New("com.amazonaws.eu-central-1.sts"),
		"vpcEndpointType":   property.New("Interface"),
		"privateDnsEnabled": property.New(true),
	})
	group := property.New([]property.Value{property.New("sg-0123456789abcdef0")})
	endpoint := isolation.Resource{
		URN: "urn:pulumi:dev::cloudgap::aws:ec2/vpcEndpoint:VpcEndpoint::sts", Type: "aws:ec2/vpcEndpoint:VpcEndpoint", Name: "sts", Custom: true,
		Inputs: written, Outputs: written.Set("securityGroupIds", group),
	}
	rule, _ := rules.ByID("EP-SUBNET")
	judge := func() []rules.Finding {
		return rule.JudgeStack(rules.NewStack([]isolation.Resource{endpoint}, rules.Settings{}, rules.NewLedger(nil, time.Now)))
	}
	if found := judge(); len(found) > 0 {
		t.Errorf("a group that only AWS answers: want no finding, got %s", rule.Message(found[0]))
	}
	endpoint.Inputs = written.Set("securityGroupIds", group)
	if found := judge(); len(found) != 1 {
		t.Errorf("a group from elsewhere that the program names: want one finding, got %d", len(found))
	}
}
