package gate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	vpcURN    = "urn:pulumi:dev::app::aws:ec2/vpc:Vpc::main"
	routeURN  = "urn:pulumi:dev::app::aws:ec2/route:Route::out"
	subnetURN = "urn:pulumi:dev::app::aws:ec2/subnet:Subnet::a"
	s3URN     = "urn:pulumi:dev::app::aws:ec2/vpcEndpoint:VpcEndpoint::s3"
)

func TestTheDifferenceNamesWhatIsAddedRemovedAndChanged(t *testing.T) {
	t.Parallel()
	private := Subnet{URN: subnetURN, Name: "a", Cidr: "10.0.0.0/24", Table: "a", Destinations: []string{"10.0.0.0/16 via local"}, Verdict: "isolated"}
	open := private
	open.Verdict, open.Table = "reaches", "main"
	open.Destinations = []string{"10.0.0.0/16 via local", `0.0.0.0/0 via internet gateway "igw"`}
	way := Way{Rule: "ROUTE-IGW", URN: routeURN, Property: "gatewayId", Text: "subnet → internet gateway"}
	endpoint := Endpoint{URN: s3URN, Service: "com.amazonaws.eu-central-1.s3", Type: "Gateway", PrivateDNS: "off", Policy: "own"}
	opened := endpoint
	opened.Policy = "full access"
	vpc := Resource{URN: vpcURN, Inputs: map[string]string{"cidrBlock": "1", "tags": "2"}}
	tagged := Resource{URN: vpcURN, Inputs: map[string]string{"cidrBlock": "1", "tags": "3", "enableDnsSupport": "4"}}
	route := Resource{URN: routeURN, Inputs: map[string]string{"gatewayId": "5"}}

	for name, test := range map[string]struct {
		base, head Snapshot
		want       Difference
	}{
		"nothing": {
			Snapshot{Subnets: []Subnet{private}, Resources: []Resource{vpc}}, Snapshot{Subnets: []Subnet{private}, Resources: []Resource{vpc}}, Difference{},
		},
		"a way out is opened": {
			Snapshot{Subnets: []Subnet{private}, Resources: []Resource{vpc}},
			Snapshot{Subnets: []Subnet{open}, Resources: []Resource{vpc, route}, Ways: []Way{way}},
			Difference{
				Resources: []Change{{Kind: Added, Subject: "out (aws:ec2/route:Route)"}},
				Subnets: []Change{{Kind: Changed, Subject: "a 10.0.0.0/24", Details: []string{
					"isolated → reaches", "route table a → main", `can go to 0.0.0.0/0 via internet gateway "igw"`,
				}}},
				Ways: []Change{{Kind: Added, Subject: "ROUTE-IGW subnet → internet gateway"}},
			},
		},
		"a way out is closed": {
			Snapshot{Subnets: []Subnet{open}, Resources: []Resource{route}, Ways: []Way{way}}, Snapshot{Subnets: []Subnet{private}},
			Difference{
				Resources: []Change{{Kind: Removed, Subject: "out (aws:ec2/route:Route)"}},
				Subnets: []Change{{Kind: Changed, Subject: "a 10.0.0.0/24", Details: []string{
					"reaches → isolated", "route table main → a", `can no longer go to 0.0.0.0/0 via internet gateway "igw"`,
				}}},
				Ways: []Change{{Kind: Removed, Subject: "ROUTE-IGW subnet → internet gateway"}},
			},
		},
		"inputs change": {
			Snapshot{Resources: []Resource{vpc}}, Snapshot{Resources: []Resource{tagged}},
			Difference{Resources: []Change{{Kind: Changed, Subject: "main (aws:ec2/vpc:Vpc)", Details: []string{"enableDnsSupport", "tags"}}}},
		},
		"an endpoint loses its policy": {
			Snapshot{Endpoints: []Endpoint{endpoint}}, Snapshot{Endpoints: []Endpoint{opened}},
			Difference{Endpoints: []Change{{Kind: Changed, Subject: "com.amazonaws.eu-central-1.s3 (Gateway)", Details: []string{"policy: own → full access"}}}},
		},
		"everything is new": {
			Snapshot{}, Snapshot{Subnets: []Subnet{private}, Endpoints: []Endpoint{endpoint}},
			Difference{
				Subnets:   []Change{{Kind: Added, Subject: "a 10.0.0.0/24", Details: []string{"isolated", "can go to 10.0.0.0/16 via local"}}},
				Endpoints: []Change{{Kind: Added, Subject: "com.amazonaws.eu-central-1.s3 (Gateway)", Details: []string{"private DNS off", "policy: own"}}},
			},
		},
	} {
		got := Compare(test.base, test.head)
		if diff := cmp.Diff(test.want, *got); diff != "" {
			t.Errorf("%s: difference differs (-want +got):\n%s", name, diff)
		}
		if got.Empty() != (name == "nothing") {
			t.Errorf("%s: Empty answers %t", name, got.Empty())
		}
	}
}

func TestStacksAreComparedByNameAndOneThatWasNotJudgedIsNotCompared(t *testing.T) {
	t.Parallel()
	resource := []Resource{{URN: vpcURN}}
	judged := []Stack{
		{Name: "dev", Snapshot: Snapshot{Stack: "dev", Resources: resource}},
		{Name: "new", Snapshot: Snapshot{Stack: "new", Resources: resource}},
		{Name: "broken", Problem: "the program failed"},
	}
	CompareAll([]Snapshot{{Stack: "other"}, {Stack: "dev", Resources: resource}}, judged)
	if !judged[0].Difference.Empty() {
		t.Errorf("expected no difference of a stack from its own base, got %+v", judged[0].Difference)
	}
	if len(judged[1].Difference.Resources) != 1 || judged[1].Difference.Resources[0].Kind != Added {
		t.Errorf("expected everything in a new stack to be added, got %+v", judged[1].Difference)
	}
	if judged[2].Difference.Problem == "" {
		t.Errorf("expected a stack that was not judged not to be compared, got %+v", judged[2].Difference)
	}
}

func TestDigestsFollowTheValueAndNeverASecret(t *testing.T) {
	t.Parallel()
	secret := func(ciphertext string) any {
		return map[string]any{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": ciphertext}
	}
	a := digests(map[string]any{"tags": map[string]any{"x": 1.0, "y": []any{secret("one")}}, "cidr": "10.0.0.0/16", "__defaults": []any{"x"}})
	b := digests(map[string]any{"tags": map[string]any{"y": []any{secret("two")}, "x": 1.0}, "cidr": "10.1.0.0/16"})
	if _, found := a["__defaults"]; found {
		t.Error("expected the engine's own keys to be left out")
	}
	if a["tags"] != b["tags"] {
		t.Error("expected the same digest for another encryption of a secret and another order of keys")
	}
	if a["cidr"] == b["cidr"] {
		t.Error("expected another digest for another value")
	}
}

func TestAPlanFileIsReadAsItWasWrittenAndNothingElseIsTakenForOne(t *testing.T) {
	t.Parallel()
	want := []Snapshot{{
		Stack: "dev", Resources: []Resource{{URN: vpcURN, Inputs: map[string]string{"a": "b"}}},
		Subnets: []Subnet{{URN: subnetURN, Destinations: []string{"x via y"}}}, Ways: []Way{{Rule: "GW-IGW"}}, Endpoints: []Endpoint{{URN: s3URN}},
	}}
	data, err := WritePlan(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadPlanFile(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs (-written +read):\n%s", diff)
	}
	for name, text := range map[string]string{
		"empty": "", "a state": `{"version":3,"deployment":{}}`, "another format": `{"cloudgapPlan":2,"stacks":[]}`, "no format": `{"stacks":[]}`,
		"two": string(data) + string(data),
	} {
		if _, err := ReadPlanFile([]byte(text)); err == nil {
			t.Errorf("rejects nothing: expected an error for %s", name)
		}
	}
}
