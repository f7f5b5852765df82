package emulator

import (
	"net/http"
	"net/http/httptest"
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

func TestAnAnswerNamesNoChangeThatIsDone(t *testing.T) {
	t.Parallel()
	const pending = "<R><ChangeInfo>\n <Id>/change/C1</Id>\n <Status>PENDING</Status></ChangeInfo></R>"
	for text, want := range map[string]string{
		"<R><ChangeInfo>\n <Id>/change/C1</Id>\n <Status>INSYNC</Status>\n <SubmittedAt>x</SubmittedAt></ChangeInfo><VPC/></R>": "<R><VPC/></R>",
		pending: pending,
	} {
		c := &call{service: "route53", operation: "POST /2013-04-01/hostedzone/Z1/rrset", request: httptest.NewRequest(http.MethodPost, "/2013-04-01/hostedzone/Z1/rrset", nil)}
		c.forward = func() (*answer, error) {
			return &answer{status: http.StatusOK, header: http.Header{}, body: []byte(text)}, nil
		}
		a, ok := zones{}.handle(c)
		if !ok || string(a.body) != want {
			t.Errorf("%q became %q (%t), want %q", text, a.body, ok, want)
		}
	}
	asked := &call{service: "route53", operation: "GET /2013-04-01/change/C1", request: httptest.NewRequest(http.MethodGet, "/2013-04-01/change/C1", nil)}
	if _, ok := (zones{}).handle(asked); ok {
		t.Error("the answer to how a change stands was taken from moto")
	}
}

func TestAZoneWithAVPCIsPrivate(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		"<CreateHostedZoneRequest><HostedZoneConfig><Comment>c</Comment></HostedZoneConfig><VPC><VPCId>vpc-1</VPCId></VPC></CreateHostedZoneRequest>": true,
		"<CreateHostedZoneRequest><VPC><VPCId>vpc-1</VPCId></VPC></CreateHostedZoneRequest>":                                                          true,
		"<CreateHostedZoneRequest><Name>a.example</Name></CreateHostedZoneRequest>":                                                                   false,
	} {
		c := &call{service: "route53", operation: "POST /2013-04-01/hostedzone", body: []byte(body), request: httptest.NewRequest(http.MethodPost, "/2013-04-01/hostedzone", nil)}
		c.forward = func() (*answer, error) { return &answer{status: http.StatusCreated, header: http.Header{}}, nil }
		zones{}.handle(c)
		if got := strings.Contains(string(c.body), "<PrivateZone>true</PrivateZone></HostedZoneConfig>"); got != want {
			t.Errorf("%s is made a private zone: %t, want %t", body, got, want)
		}
	}
}
