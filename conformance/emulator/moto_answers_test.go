package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// ask is a call of the query protocol, as the repairs see it.
func ask(service, operation, form string) *call {
	return &call{service: service, operation: operation, region: "eu-central-1", body: []byte("Action=" + operation + "&" + form)}
}

func TestAutoScalingGroupsKeepWhatMotoForgets(t *testing.T) {
	t.Parallel()
	r := newRepairs()
	rememberGroup(r, ask("autoscaling", "CreateAutoScalingGroup", "AutoScalingGroupName=a&InstanceMaintenancePolicy.MinHealthyPercentage=100&InstanceMaintenancePolicy.MaxHealthyPercentage=200"), nil)
	a := &answer{body: []byte("<member><AutoScalingGroupName>a</AutoScalingGroupName></member><member><AutoScalingGroupName>b</AutoScalingGroupName></member>")}
	describeGroups(r, nil, a)
	const reserved = "<CapacityReservationSpecification><CapacityReservationPreference>default</CapacityReservationPreference></CapacityReservationSpecification>"
	want := "<member><AutoScalingGroupName>a</AutoScalingGroupName><InstanceMaintenancePolicy><MinHealthyPercentage>100</MinHealthyPercentage>" +
		"<MaxHealthyPercentage>200</MaxHealthyPercentage></InstanceMaintenancePolicy>" + reserved + "</member>" +
		"<member><AutoScalingGroupName>b</AutoScalingGroupName>" + reserved + "</member>"
	if got := string(a.body); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnUpdateLeavesAMixedInstancesPolicyAsItIs(t *testing.T) {
	t.Parallel()
	const policy = "MixedInstancesPolicy.LaunchTemplate.Overrides.member.1.InstanceType"
	r := newRepairs()
	sent := func(operation, form string) url.Values {
		c := ask("autoscaling", operation, "AutoScalingGroupName=a&"+form)
		c.forward = func() (*answer, error) { return &answer{status: http.StatusOK, header: http.Header{}}, nil }
		if _, ok := r.handle(c); !ok {
			t.Fatalf("%s was left to moto as it is", operation)
		}
		return c.form()
	}
	sent("CreateAutoScalingGroup", policy+"=m7i.large")
	for _, step := range []struct{ operation, form, want string }{
		{"UpdateAutoScalingGroup", "MinSize=3", "m7i.large"},
		{"UpdateAutoScalingGroup", policy + "=m7a.large", "m7a.large"},
		{"UpdateAutoScalingGroup", "MinSize=0", "m7a.large"},
		{"UpdateAutoScalingGroup", "LaunchTemplate.Version=2", ""},
		{"UpdateAutoScalingGroup", "MinSize=3", ""},
		{"UpdateAutoScalingGroup", policy + "=m7i.large", "m7i.large"},
		{"DeleteAutoScalingGroup", "", ""},
		{"UpdateAutoScalingGroup", "MinSize=3", ""},
	} {
		if got := sent(step.operation, step.form).Get(policy); got != step.want {
			t.Errorf("%s %s: moto is told of %q, want %q", step.operation, step.form, got, step.want)
		}
	}
}

func TestTheStateOfAnIPv6BlockIsAWord(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"<state>{'State': 'associated'}</state>", "<state>{&#x27;State&#x27;: &#x27;associated&#x27;}</state>"} {
		if got := string(blockState.ReplaceAll([]byte(text), []byte("<state>$1</state>"))); got != "<state>associated</state>" {
			t.Errorf("%s became %s", text, got)
		}
	}
	if plain := "<state>available</state>"; blockState.MatchString(plain) {
		t.Errorf("%s was changed", plain)
	}
}

func TestExclusionsFromBlockPublicAccessLiveAndAreDeleted(t *testing.T) {
	t.Parallel()
	e := &exclusions{}
	for _, step := range []struct{ operation, form, want string }{
		{"CreateVpcBlockPublicAccessExclusion", "VpcId=vpc-1&InternetGatewayExclusionMode=allow-egress&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=v", "create-complete"},
		{"DescribeVpcBlockPublicAccessExclusions", "", "vpc/vpc-1</resourceArn>"},
		{"ModifyVpcBlockPublicAccessExclusion", "ExclusionId=vpcbpa-exclude-00000000000000001&InternetGatewayExclusionMode=allow-bidirectional", "allow-bidirectional"},
		{"DeleteVpcBlockPublicAccessExclusion", "ExclusionId=vpcbpa-exclude-00000000000000001", "delete-complete"},
		{"DeleteVpcBlockPublicAccessExclusion", "ExclusionId=none", "NotFound"},
	} {
		a, ok := e.handle(ask("ec2", step.operation, step.form))
		if !ok || !strings.Contains(string(a.body), step.want) || (a.status == http.StatusOK) != (step.want != "NotFound") {
			t.Errorf("%s: want %q, got %t %s", step.operation, step.want, ok, a.body)
		}
	}
}
