package access

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/cloudgap/cloudgap/components/access/edge"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func TestEachPlacementRegistersExactlyTheChildrenOfItsContract(t *testing.T) {
	t.Parallel()
	cases := map[string]*ZeroTrustAccessArgs{
		"everything": everything(),
		"ipv4":       with(func(args *ZeroTrustAccessArgs) { args.EdgeFamily = edge.IPv4 }),
		"own_key_and_topic": with(func(args *ZeroTrustAccessArgs) {
			args.KmsKeyArn, args.AlarmTopicArn = pulumi.String("arn:aws:kms:::key/a"), pulumi.String("arn:aws:sns:::topic")
		}),
	}
	for _, p := range Placements() {
		cases[string(p)] = placed(p)
	}
	for name, args := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{}
			r.mustDeploy(t, args)
			golden.Equal(t, "children/"+name+".txt", []byte(strings.Join(r.children(), "\n")+"\n"))
			if r.OutputsCalled < 2 {
				t.Error("expected the outputs of the component to be registered")
			}
		})
	}
}

func TestEveryChildHasTheComponentAboveItItsNameAsPrefixAndItsTags(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for _, reg := range r.own() {
		if !strings.HasPrefix(reg.Name, testName+"-") {
			t.Errorf("%s does not begin with the component's name", reg.Name)
		}
		if !reg.Inputs.HasValue("tags") || strings.HasPrefix(reg.Token, "cloudgap:") {
			continue
		}
		text := reg.Inputs["tags"].String()
		if !strings.Contains(text, "platform") {
			t.Errorf("%s has the tags %s, want those of the user among them", reg.Name, text)
		}
	}
	for _, short := range []string{"ec2.Subnet", "ec2.LaunchTemplate", "autoscaling.Group", "secretsmanager.Secret", "cloudwatch.MetricAlarm", "iam.Role", "ssm.Document"} {
		for _, reg := range r.ofType(short) {
			if !reg.Inputs.HasValue("tags") {
				t.Errorf("%s %s has no tags", short, reg.Name)
			}
		}
	}
}

func TestTheWorkloadGainsOneRoutePerTableToTheConnectorsOnly(t *testing.T) {
	t.Parallel()
	for _, p := range []Placement{PlacementAccessVpc, PlacementTransitGateway} {
		r := &recorder{}
		r.mustDeploy(t, placed(p))
		got := map[string][]string{}
		for _, reg := range r.ofType("ec2.Route") {
			table := reg.Inputs["routeTableId"].StringValue()
			if strings.HasPrefix(table, "rtb-") {
				got[table] = append(got[table], reg.Inputs["destinationCidrBlock"].StringValue())
			}
		}
		want := map[string][]string{"rtb-a": {"10.21.0.0/25"}, "rtb-b": {"10.21.0.0/25"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: routes of the workload differ (-want +got):\n%s", p, diff)
		}
	}
	for _, p := range []Placement{PlacementPrivateLink, PlacementConnectorSubnet} {
		r := &recorder{}
		r.mustDeploy(t, placed(p))
		for _, reg := range r.ofType("ec2.Route") {
			if !strings.Contains(reg.Name, "-edge-") {
				t.Errorf("%s: rejects route %s beside those to the edge", p, reg.Name)
			}
		}
	}
}

func TestPrivateLinkJoinsTheTwoVpcsByNothingButResources(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, placed(PlacementPrivateLink))
	for _, short := range []string{"ec2.VpcPeeringConnection", "ec2transitgateway.VpcAttachment", "route53.ZoneAssociation"} {
		if found := r.ofType(short); len(found) > 0 {
			t.Errorf("rejects %s %s with PrivateLink", short, found[0].Name)
		}
	}
	definition := r.find(t, "vpclattice.ResourceConfiguration", "resource-kubernetes").Inputs
	if got := definition["portRanges"].ArrayValue()[0].StringValue(); got != "443" || definition["protocol"].StringValue() != "TCP" {
		t.Errorf("the resource configuration offers %v by %v, want port 443 by TCP", definition["portRanges"], definition["protocol"])
	}
	endpoint := r.find(t, "ec2.VpcEndpoint", "endpoint-kubernetes").Inputs
	if endpoint["vpcEndpointType"].StringValue() != "Resource" || endpoint["vpcId"].StringValue() != "gate-vpc-vpc-id" {
		t.Errorf("the resource endpoint is not in the access VPC: %v", endpoint)
	}
}

func TestTheRoutesOfTheTunnelComeLast(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	routes := r.ofType("index.ZeroTrustTunnelRoute")
	if len(routes) == 0 {
		t.Fatal("no tunnel route is registered")
	}
	for _, route := range routes {
		if !dependsOn(route, "autoscaling.Group", "connectors") {
			t.Errorf("%s does not wait for the connectors; it waits for %v", route.Name, route.Dependencies)
		}
	}
	group := r.find(t, "autoscaling.Group", "connectors")
	for short, role := range map[string]string{"secretsmanager.SecretVersion": "token", "iam.RolePolicy": "connector-role", "cloudwatch.LogGroup": "logs-connectors", "ec2.Route": "route-connectors-a-edge-2606-4700-a0-48"} {
		if !dependsOn(group, short, role) {
			t.Errorf("the connectors do not wait for %s %s; they wait for %v", short, role, group.Dependencies)
		}
	}
}

func TestHostsAreReplacedWithoutGoingBelowTheWantedNumber(t *testing.T) {
	t.Parallel()
	for replicas, want := range map[int][2]int{2: {100, 150}, 3: {100, 134}, 24: {100, 105}, 25: {96, 100}} {
		minHealthy, maxHealthy := refresh(replicas)
		if got := [2]int{minHealthy, maxHealthy}; got != want {
			t.Errorf("%d connectors: percentages %v, want %v", replicas, got, want)
		}
		if surge := replicas * maxHealthy / 100; surge > maxReplicas || replicas < maxReplicas && surge != replicas+1 {
			t.Errorf("%d connectors grow to %d during a refresh, want one more and at most %d", replicas, surge, maxReplicas)
		}
	}
	r := &recorder{}
	r.mustDeploy(t, everything())
	group := r.find(t, "autoscaling.Group", "connectors").Inputs
	hooks := map[string]float64{}
	for _, h := range group["initialLifecycleHooks"].ArrayValue() {
		hooks[h.ObjectValue()["name"].StringValue()+" "+h.ObjectValue()["defaultResult"].StringValue()] = h.ObjectValue()["heartbeatTimeout"].NumberValue()
	}
	if diff := cmp.Diff(map[string]float64{"ready ABANDON": 900, "drain CONTINUE": 120}, hooks); diff != "" {
		t.Errorf("lifecycle hooks differ (-want +got):\n%s", diff)
	}
	for key, want := range map[resource.PropertyKey]float64{"minSize": 3, "desiredCapacity": 3, "maxSize": 4} {
		if got := group[key].NumberValue(); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if zones := len(group["vpcZoneIdentifiers"].ArrayValue()); zones != 2 {
		t.Errorf("connectors are in %d zones, want 2", zones)
	}
}

func TestTheTokenTravelsAsASecretAndNeverInUserData(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	component := r.mustDeploy(t, everything())
	version := r.find(t, "secretsmanager.SecretVersion", "token").Inputs["secretString"]
	if !version.IsSecret() || version.SecretValue().Element.StringValue() != testToken {
		t.Errorf("the token is kept as %v, want a secret", version)
	}
	text, err := base64.StdEncoding.DecodeString(r.find(t, "ec2.LaunchTemplate", "connectors").Inputs["userData"].StringValue())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), testToken) || !strings.Contains(string(text), "arn:aws:test:::gate-token") {
		t.Errorf("user data name the secret and hold no token, got:\n%s", text)
	}
	if !secretOutput(component.ServiceTokenSecrets) {
		t.Error("the secrets of service tokens are a plain output")
	}
}

func TestConnectorsGoOutToTheEdgeEndpointsAndApplicationsOnly(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	var got []string
	for _, reg := range r.ofType("vpc.SecurityGroupEgressRule") {
		if reg.Inputs["securityGroupId"].StringValue() != "gate-connectors-id" {
			continue
		}
		to := ""
		for _, key := range []resource.PropertyKey{"cidrIpv4", "prefixListId", "referencedSecurityGroupId"} {
			if v := reg.Inputs[key]; v.IsString() {
				to += v.StringValue()
			}
		}
		got = append(got, reg.Inputs["ipProtocol"].StringValue()+" "+fmt.Sprint(reg.Inputs["fromPort"].NumberValue())+" "+to)
	}
	slices.Sort(got)
	golden.Equal(t, "egress.txt", []byte(strings.Join(got, "\n")+"\n"))
}

func TestPoliciesAreWhatWasReviewed(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	r.mustDeploy(t, everything())
	for file, at := range map[string][3]string{
		"key": {"kms.Key", "key", "policy"}, "connector": {"iam.RolePolicy", "connector-role", "policy"}, "break-glass": {"iam.RolePolicy", "break-glass", "policy"},
		"break-glass-trust": {"iam.Role", "break-glass", "assumeRolePolicy"}, "topic": {"sns.TopicPolicy", "alarms", "policy"},
		"session-document": {"ssm.Document", "session", "content"}, "session-pattern": {"cloudwatch.EventRule", "sessions", "eventPattern"},
	} {
		golden.Equal(t, "policies/"+file+".json", []byte(indent(t, r.find(t, at[0], at[1]).Inputs[resource.PropertyKey(at[2])].StringValue())))
	}
}

func TestPreviewNamesEveryChildWithoutAnId(t *testing.T) {
	t.Parallel()
	for _, p := range Placements() {
		up, preview := &recorder{}, &recorder{preview: true}
		up.mustDeploy(t, placed(p))
		preview.mustDeploy(t, placed(p))
		if diff := cmp.Diff(up.children(), preview.children()); diff != "" {
			t.Errorf("%s: preview differs from up (-up +preview):\n%s", p, diff)
		}
	}
}

func TestUsersAreToldTheExactSteps(t *testing.T) {
	t.Parallel()
	golden.Equal(t, "steps/eks.txt", []byte(strings.Join(clusterSteps("example", testRegion, "dev-eks", "", detour{}), "\n")+"\n"))
	golden.Equal(t, "steps/private-link.txt", []byte(strings.Join(clusterSteps("example", testRegion, "dev-eks", "", detour{
		"vpce-0abc.example", "ABC.gr7.eu-central-1.eks.amazonaws.com",
	}), "\n")+"\n"))
	golden.Equal(t, "steps/rke2.txt", []byte(strings.Join(clusterSteps("example", testRegion, "", "rke2.dev.corp.example:6443", detour{}), "\n")+"\n"))
	golden.Equal(t, "steps/private-link-rke2.txt", []byte(strings.Join(clusterSteps("example", testRegion, "", "rke2.dev.corp.example:6443", detour{
		endpoint: "vpce-0abc.example",
	}), "\n")+"\n"))
	golden.Equal(t, "steps/break-glass.txt", []byte(strings.Join(breakGlassSteps(testRegion, testName, "arn:aws:iam::111122223333:role/gate-break-glass", "gate-session"), "\n")+"\n"))
}

func TestPlacementsOtherThanTheDefaultSayWhatTheyGiveUp(t *testing.T) {
	t.Parallel()
	for _, p := range Placements() {
		if got, want := len(Concessions(p)) > 0, p != PlacementAccessVpc; got != want {
			t.Errorf("%s gives something up: %t, want %t", p, got, want)
		}
	}
}

func TestUsersOfPrivateLinkAreSentToTheResourceEndpoint(t *testing.T) {
	t.Parallel()
	args := placed(PlacementPrivateLink)
	args.Clusters = map[string]ClusterArgs{"kubernetes": {EksName: pulumi.String("dev-eks")}}
	r := &recorder{}
	result, err := internals.UnsafeAwaitOutput(t.Context(), r.mustDeploy(t, args).ClusterSteps)
	if err != nil {
		t.Fatal(err)
	}
	steps := strings.Join(result.Value.(map[string][]string)["kubernetes"], "\n")
	if want := "--server https://kubernetes.vpce.example --tls-server-name ABC.gr7.eu-central-1.eks.amazonaws.com"; !strings.Contains(steps, want) {
		t.Errorf("steps lack %q:\n%s", want, steps)
	}
}
