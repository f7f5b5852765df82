package orphans

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/internal/golden"
	"github.com/cloudgap/cloudgap/policy/isolation"
)

// fakeAccount answers from lists.
type fakeAccount struct {
	objects []Object
	// untagged are ids by type and the name that the inputs have.
	untagged map[string]string
	asked    map[string]string
}

func (a *fakeAccount) Tagged(_ context.Context, tags map[string]string) ([]Object, error) {
	a.asked = tags
	return a.objects, nil
}

func (a *fakeAccount) Lookup(_ context.Context, token string, inputs map[string]any) (string, error) {
	return a.untagged[fmt.Sprintf("%s %v", token, inputs["name"])], nil
}

const (
	stackURN    = "urn:pulumi:dev::cloudgap::pulumi:pulumi:Stack::cloudgap-dev"
	networkURN  = "urn:pulumi:dev::cloudgap::cloudgap:network:ZeroEgressVpc::dev-vpc"
	providerURN = "urn:pulumi:dev::cloudgap::pulumi:providers:aws::default_6_83_2"
)

func component(urn, parent string) isolation.Resource {
	parts := strings.Split(urn, "::")
	return isolation.Resource{URN: urn, Type: parts[2], Name: parts[3], Parent: parent}
}

// resource is one with a tag Name that is its name, in the component.
func resource(token, name string, inputs map[string]string) isolation.Resource {
	tags := map[string]property.Value{"Name": property.New(name), "environment": property.New("dev")}
	values := map[string]property.Value{}
	for key, value := range inputs {
		values[key] = property.New(value)
	}
	switch token {
	case "aws:ec2/route:Route", "aws:kms/alias:Alias":
	case "aws:autoscaling/group:Group":
		var list []property.Value
		for key, value := range tags {
			list = append(list, property.New(map[string]property.Value{"key": property.New(key), "value": value, "propagateAtLaunch": property.New(true)}))
		}
		values["tags"] = property.New(list)
	default:
		values["tags"] = property.New(tags)
	}
	return isolation.Resource{
		URN: "urn:pulumi:dev::cloudgap::cloudgap:network:ZeroEgressVpc$" + token + "::" + name, Type: token, Name: name, Parent: networkURN,
		Provider: providerURN + "::0c0c", Inputs: property.NewMap(values), Custom: true,
	}
}

// made is a resource that the state has, with outputs beside its id.
func made(r isolation.Resource, id string, outputs map[string]string) isolation.Resource {
	values := map[string]property.Value{"id": property.New(id)}
	for key, value := range outputs {
		values[key] = property.New(value)
	}
	r.Outputs = property.NewMap(values)
	return r
}

func object(name, tagged string) Object {
	return Object{ARN: name, Tags: map[string]string{"Name": tagged, "environment": "dev"}}
}

const ec2 = "arn:aws:ec2:eu-central-1:111122223333:"

func TestFindSortsWhatIsInTheAccount(t *testing.T) {
	vpc := resource("aws:ec2/vpc:Vpc", "dev-vpc", nil)
	subnet := resource("aws:ec2/subnet:Subnet", "dev-vpc-subnet-nodes-a", nil)
	key := resource("aws:kms/key:Key", "dev-vpc-key", nil)
	group := resource("aws:autoscaling/group:Group", "dev-connectors", nil)
	rule := resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "dev-https", nil)
	entry := resource("aws:eks/accessEntry:AccessEntry", "dev-eks-access-admin", map[string]string{"clusterName": "dev-eks", "principalArn": "arn:aws:iam::111122223333:role/admin"})
	alias := resource("aws:kms/alias:Alias", "dev-alias", map[string]string{"name": "alias/dev"})
	program := []isolation.Resource{
		component(stackURN, ""), component(networkURN, stackURN), vpc, subnet, key, group, rule, entry, alias,
	}
	state := []isolation.Resource{
		component(stackURN, ""), component(networkURN, stackURN),
		made(vpc, "vpc-1", map[string]string{"arn": ec2 + "vpc/vpc-1", "mainRouteTableId": "rtb-main"}),
		made(key, "key-1", map[string]string{"arn": "arn:aws:kms:eu-central-1:111122223333:key/key-1"}),
		{URN: subnet.URN, Type: subnet.Type, Custom: true}, // Begun and not ended: without an id.
	}
	account := &fakeAccount{
		objects: []Object{
			object(ec2+"vpc/vpc-1", "dev-vpc"),
			object(ec2+"vpc/vpc-2", "dev-vpc"),
			object(ec2+"route-table/rtb-main", ""),
			object(ec2+"subnet/subnet-1", "dev-vpc-subnet-nodes-a"),
			object(ec2+"subnet/subnet-2", "dev-vpc-subnet-nodes-a"),
			object(ec2+"instance/i-1", "dev-connectors"),
			object(ec2+"instance/i-2", "dev-connectors"),
			object(ec2+"security-group-rule/sgr-1", "dev-https"),
			object("arn:aws:kms:eu-central-1:111122223333:key/key-1", "dev-vpc-key"),
			object("arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:0c-1:autoScalingGroupName/dev-connectors-1a2b3c4", "dev-connectors"),
			object("arn:aws:eks:eu-central-1:111122223333:access-entry/dev-eks/role/111122223333/admin/8ac0", "dev-eks-access-admin"),
			object("arn:aws:sns:eu-central-1:111122223333:pager", "their-pager"),
		},
		untagged: map[string]string{"aws:kms/alias:Alias alias/dev": "alias/dev"},
	}
	report, err := Find(t.Context(), account, program, [][]isolation.Resource{state}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &Report{
		Tags: map[string]string{"environment": "dev"},
		Begun: []Orphan{
			{Type: subnet.Type, ID: "subnet-1", ARN: ec2 + "subnet/subnet-1", Name: subnet.Name, URN: subnet.URN},
			{Type: rule.Type, ID: "sgr-1", ARN: ec2 + "security-group-rule/sgr-1", Name: rule.Name, URN: rule.URN},
			{Type: group.Type, ID: "dev-connectors-1a2b3c4", ARN: account.objects[9].ARN, Name: group.Name, URN: group.URN},
			{Type: entry.Type, ID: "dev-eks:arn:aws:iam::111122223333:role/admin", ARN: account.objects[10].ARN, Name: entry.Name, URN: entry.URN},
			{Type: alias.Type, ID: "alias/dev", Name: alias.Name, URN: alias.URN},
		},
		Copies: []Orphan{
			{Type: vpc.Type, ID: "vpc-2", ARN: ec2 + "vpc/vpc-2", Name: vpc.Name, URN: vpc.URN},
			{Type: subnet.Type, ID: "subnet-2", ARN: ec2 + "subnet/subnet-2", Name: subnet.Name, URN: subnet.URN},
		},
		Strangers: []Orphan{{Type: "aws:sns/topic:Topic", ID: "arn:aws:sns:eu-central-1:111122223333:pager", ARN: "arn:aws:sns:eu-central-1:111122223333:pager", Name: "their-pager"}},
		Ignored:   map[string]int{"ec2 instance": 2},
	}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("the report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"environment": "dev"}, account.asked); diff != "" {
		t.Errorf("asked for other tags (-want +got):\n%s", diff)
	}
	if report.Clean() {
		t.Error("a report with orphans is called clean")
	}
	file, err := report.ImportFile(program, state, true)
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "import.json", file)
}

func TestFindRefusesWhatItCannotTell(t *testing.T) {
	vpc := resource("aws:ec2/vpc:Vpc", "dev-vpc", nil)
	bare := vpc
	bare.Inputs = property.NewMap(map[string]property.Value{"tags": property.New(map[string]property.Value{"Name": property.New("dev-vpc")})})
	for _, c := range []struct {
		name    string
		program []isolation.Resource
		state   []isolation.Resource
		objects []Object
		want    error
	}{
		{"no tags but Name", []isolation.Resource{bare}, nil, nil, ErrNoTags},
		{"no tags at all", nil, nil, nil, ErrNoTags},
		{"another account", []isolation.Resource{vpc}, []isolation.Resource{made(vpc, "vpc-1", nil)}, []Object{object(ec2+"vpc/vpc-9", "dev-vpc")}, ErrElsewhere},
		{"an account with nothing", []isolation.Resource{vpc}, []isolation.Resource{made(vpc, "vpc-1", nil)}, nil, ErrElsewhere},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Find(t.Context(), &fakeAccount{objects: c.objects}, c.program, [][]isolation.Resource{c.state}, nil); !errors.Is(err, c.want) {
				t.Errorf("want %v, got %v", c.want, err)
			}
		})
	}
	_, err := Find(t.Context(), &fakeAccount{objects: []Object{{ARN: "vpc-1"}}}, []isolation.Resource{vpc}, nil, nil)
	if err == nil || !strings.Contains(err.Error(), `"vpc-1"`) {
		t.Errorf("an object without a name: %v", err)
	}
}

func TestResourcesOfOneNameAreNotGuessed(t *testing.T) {
	first, second := resource("aws:ec2/subnet:Subnet", "dev-nodes", nil), resource("aws:ec2/subnet:Subnet", "dev-nodes", nil)
	second.URN += "-b"
	report, err := Find(t.Context(), &fakeAccount{objects: []Object{object(ec2+"subnet/subnet-1", "dev-nodes")}}, []isolation.Resource{first, second}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Begun) != 0 || len(report.Copies) != 0 || len(report.Strangers) != 1 {
		t.Errorf("want one that cannot be told, got %+v", report)
	}
}

func TestWhatAnotherStackHasIsNoOrphan(t *testing.T) {
	vpc, hub := resource("aws:ec2/vpc:Vpc", "dev-vpc", nil), resource("aws:ec2/transitGateway:TransitGateway", "hub", nil)
	hub.Type = "aws:ec2transitgateway/transitGateway:TransitGateway"
	account := &fakeAccount{objects: []Object{object(ec2+"transit-gateway/tgw-1", "hub")}}
	states := [][]isolation.Resource{nil, {made(hub, "tgw-1", nil)}}
	report, err := Find(t.Context(), account, []isolation.Resource{vpc}, states, nil)
	if err != nil || !report.Clean() {
		t.Errorf("want nothing, got %+v, %v", report, err)
	}
}

// TestEveryObjectIsSortedOnce holds for any account: what the state knows is left alone, and of the rest each is reported once, none as
// the beginning of two resources, none of a resource that the state has.
func TestEveryObjectIsSortedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 8).Draw(t, "resources")
		var program, state []isolation.Resource
		var objects []Object
		knownCount := 0
		for i := range count {
			r := resource("aws:ec2/subnet:Subnet", fmt.Sprintf("dev-%d", i), nil)
			program = append(program, r)
			copies := rapid.IntRange(0, 3).Draw(t, "objects")
			for n := range copies {
				id := fmt.Sprintf("subnet-%d%d", i, n)
				objects = append(objects, object(ec2+"subnet/"+id, r.Name))
				if n == 0 && rapid.Bool().Draw(t, "known") {
					state = append(state, made(r, id, nil))
					knownCount++
				}
			}
		}
		objects = rapid.Permutation(objects).Draw(t, "order")
		report, err := Find(context.Background(), &fakeAccount{objects: objects}, program, [][]isolation.Resource{state}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(report.Begun) + len(report.Copies); got != len(objects)-knownCount || len(report.Strangers) != 0 {
			t.Fatalf("%d objects, %d known, %d reported, %d strangers", len(objects), knownCount, got, len(report.Strangers))
		}
		var begun []string
		for _, o := range report.Begun {
			if slices.Contains(begun, o.URN) || slices.ContainsFunc(state, func(r isolation.Resource) bool { return r.URN == o.URN }) {
				t.Fatalf("%s is to be gone on with, and has an object already", o.URN)
			}
			begun = append(begun, o.URN)
		}
	})
}

func TestIdsAreThoseThatPulumiImportTakes(t *testing.T) {
	for name, want := range map[string]string{
		"arn:aws:cloudwatch:eu-central-1:111122223333:alarm:dev-few-connectors":                                   "dev-few-connectors",
		"arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/fl-1":                                                 "fl-1",
		"arn:aws:eks:eu-central-1:111122223333:addon/dev-eks/coredns/90c8":                                        "dev-eks:coredns",
		"arn:aws:eks:eu-central-1:111122223333:cluster/dev-eks":                                                   "dev-eks",
		"arn:aws:eks:eu-central-1:111122223333:nodegroup/dev-eks/general/90c8":                                    "dev-eks:general",
		"arn:aws:eks:eu-central-1:111122223333:podidentityassociation/dev-eks/a-1":                                "dev-eks,a-1",
		"arn:aws:eks:eu-central-1:111122223333:access-entry/dev-eks/role/111122223333/admin/8ac0":                 "",
		"arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/net/dev-rke2-lb/825a/5967":               "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/net/dev-rke2-lb/825a/5967",
		"arn:aws:events:eu-central-1:111122223333:rule/dev-sessions":                                              "dev-sessions",
		"arn:aws:iam::111122223333:role/platform/dev-nodes":                                                       "dev-nodes",
		"arn:aws:kms:eu-central-1:111122223333:key/1234abcd":                                                      "1234abcd",
		"arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/dev/flow:*":                             "/aws/vendedlogs/dev/flow",
		"arn:aws:route53:::hostedzone/Z1":                                                                         "Z1",
		"arn:aws:route53resolver:eu-central-1:111122223333:firewall-rule-group-association/rslvr-frgassoc-1":      "rslvr-frgassoc-1",
		"arn:aws:s3:::dev-artifacts":                                                                              "dev-artifacts",
		"arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev-token-1a2b":                                  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev-token-1a2b",
		"arn:aws:ssm:eu-central-1:111122223333:parameter/dev/facts":                                               "/dev/facts",
		"arn:aws:ssm:eu-central-1:111122223333:parameter/dev-facts":                                               "dev-facts",
		"arn:aws-us-gov:autoscaling:us-gov-west-1:111122223333:autoScalingGroup:0c:autoScalingGroupName/dev-pool": "dev-pool",
	} {
		parsed, err := arn.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		k, ok := kindOf(parsed)
		if !ok {
			t.Errorf("%s is of no kind", name)
			continue
		}
		if got := k.id(parsed, func(string) string { return "" }); got != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
	for _, name := range []string{"arn:aws:ec2:eu-central-1:111122223333:instance/i-1", "arn:aws:ec2:eu-central-1:111122223333:vpc/", "arn:aws:kms:eu-central-1:111122223333:alias/dev"} {
		if parsed, err := arn.Parse(name); err != nil {
			t.Fatal(err)
		} else if k, ok := kindOf(parsed); ok {
			t.Errorf("%s is taken for %v", name, k.tokens)
		}
	}
}

func TestInputsAreLookedForAsJSONHasThem(t *testing.T) {
	r := isolation.Resource{Inputs: property.NewMap(map[string]property.Value{
		"name": property.New("a"), "ttl": property.New(300.0), "private": property.New(true), "zoneId": property.New(property.Computed),
		"token": property.New("x").WithSecret(true), "none": {},
		"vpcs": property.New([]property.Value{property.New(map[string]property.Value{"vpcId": property.New("vpc-1"), "vpcRegion": property.New(property.Computed)})}),
	})}
	want := map[string]any{
		"name": "a", "ttl": 300.0, "private": true, "zoneId": Unknown, "token": Unknown, "none": nil,
		"vpcs": []any{map[string]any{"vpcId": "vpc-1", "vpcRegion": Unknown}},
	}
	if diff := cmp.Diff(want, plain(r)); diff != "" {
		t.Errorf("the inputs (-want +got):\n%s", diff)
	}
}

func TestImportFileOfALostState(t *testing.T) {
	explicit := "urn:pulumi:dev::cloudgap::pulumi:providers:aws::hub"
	vpc, subnet := resource("aws:ec2/vpc:Vpc", "dev-vpc", nil), resource("aws:ec2/subnet:Subnet", "dev-nodes", nil)
	subnet.Provider = explicit + "::0c0c"
	program := []isolation.Resource{component(stackURN, ""), component(networkURN, stackURN), vpc, subnet}
	account := &fakeAccount{objects: []Object{object(ec2+"vpc/vpc-1", "dev-vpc"), object(ec2+"subnet/subnet-1", "dev-nodes")}}
	report, err := Find(t.Context(), account, program, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := report.ImportFile(program, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "import_lost_state.json", file)
	if file, err := (&Report{}).ImportFile(program, nil, true); file != nil || err != nil {
		t.Errorf("an import of nothing: %s, %v", file, err)
	}
}
