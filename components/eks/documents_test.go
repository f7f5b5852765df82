package eks

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
	"github.com/cloudgap/cloudgap/internal/golden"
)

func testPlace(t testing.TB, name string) place {
	t.Helper()
	region, err := catalog.ParseRegion(name)
	if err != nil {
		t.Fatal(err)
	}
	return place{region: region, account: testAccount, cluster: testName}
}

func TestUserDataCarriesTheClusterDataAndOwnAmisTheirLabelsToo(t *testing.T) {
	t.Parallel()
	p, err := newPlan(testName, everything())
	if err != nil {
		t.Fatal(err)
	}
	data := clusterData{testName, "https://ABC.gr7.eu-central-1.eks.amazonaws.com", "Q0E=", netip.MustParsePrefix("172.20.0.0/16")}
	for _, pool := range p.pools {
		text, err := userData(data, pool, pool.key == "own")
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, "user-data/"+pool.key+".txt", decoded)
	}
}

func TestBottlerocketWithAnAmiOfTheUsersGetsEveryTaintOnceByKey(t *testing.T) {
	t.Parallel()
	pool := poolPlan{system: Bottlerocket, ami: pulumi.String("ami-1"), labels: map[string]string{"team": "shop"}, taints: []Taint{
		{Key: "dedicated", Value: "shop", Effect: NoSchedule}, {Key: "dedicated", Value: "shop", Effect: NoExecute},
	}}
	text := bottlerocketSettings(clusterData{serviceCidr: netip.MustParsePrefix("172.20.0.0/16")}, pool)
	for _, want := range []string{`"dedicated" = ["shop:NoSchedule", "shop:NoExecute"]`, `"team" = "shop"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from:\n%s", want, text)
		}
	}
}

func TestUserDataBeyondTheLimitOfEc2IsRefused(t *testing.T) {
	t.Parallel()
	if _, err := encoded(strings.Repeat("x", maxUserData)); err != nil {
		t.Errorf("%d bytes are refused: %v", maxUserData, err)
	}
	if _, err := encoded(strings.Repeat("x", maxUserData+1)); err == nil {
		t.Errorf("%d bytes are accepted, and EC2 refuses them", maxUserData+1)
	}
}

// documents are all policies by name.
func documents(p place) map[string]iamdoc.Document {
	list := map[string]iamdoc.Document{
		"secrets-key": secretsKeyPolicy(p), "data-key": dataKeyPolicy(p, "/aws/eks/main/cluster", true), "cluster-trust": clusterTrust(p),
		"cluster-secrets": secretsAccess("arn:aws:kms:::key/secrets"), "node-trust": nodeTrust(p), "pod-trust": podTrust(p, "kube-system", "aws-node"),
		"volumes": volumeAccess(p, "arn:aws:kms:::key/data"), "person-trust": personTrust([]string{"arn:aws:iam::111122223333:role/people"}), "describe": describeCluster(p),
	}
	for _, spec := range controllerTable {
		scope := controllerScope{place: p, vpcID: "vpc-1", nodeRoleArn: "arn:aws:iam::111122223333:role/node", controllerPlan: controllerPlan{
			controllerSpec: spec, secretArns: []string{"arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/*"},
		}}
		list["controller-"+string(spec.name)] = spec.policy(scope)
	}
	return list
}

func TestPoliciesAreThoseThatWereReviewed(t *testing.T) {
	t.Parallel()
	for name, document := range documents(testPlace(t, testRegion)) {
		text, err := document.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, "policies/"+name+".json", append(indented.Bytes(), '\n'))
	}
	scp, err := ControlPlaneEgressScp()
	if err != nil {
		t.Fatal(err)
	}
	golden.Equal(t, "policies/control-plane-egress-scp.json", []byte(scp+"\n"))
}

// wholeService are policies that may do everything with a resource: those of keys, which the account's own policies limit.
var wholeService = []string{"secrets-key", "data-key"}

func TestNoRoleMayDoEverythingOrChangeWhatIsNotItsClusters(t *testing.T) {
	t.Parallel()
	for name, document := range documents(testPlace(t, testRegion)) {
		for _, s := range document.Statement {
			for _, action := range s.Action {
				if (action == "*" || strings.HasSuffix(action, ":*")) && !slices.Contains(wholeService, name) {
					t.Errorf("%s: %s allows %s", name, s.Sid, action)
				}
			}
			reads := !slices.ContainsFunc(s.Action, func(action string) bool {
				_, verb, _ := strings.Cut(action, ":")
				return !strings.HasPrefix(verb, "Describe") && !strings.HasPrefix(verb, "Get") && !strings.HasPrefix(verb, "List")
			})
			if slices.Contains(s.Resource, "*") && len(s.Condition) == 0 && !reads && !slices.Contains(wholeService, name) {
				t.Errorf("%s: %s changes every resource without a condition", name, s.Sid)
			}
			if s.Principal["*"] != nil && len(s.Condition["ArnEquals"]) == 0 {
				t.Errorf("%s: %s admits everyone", name, s.Sid)
			}
		}
	}
}

func TestPoliciesNameThePartitionOfTheirRegion(t *testing.T) {
	t.Parallel()
	for region, foreign := range map[string]string{"cn-north-1": "arn:aws:", "us-gov-west-1": "arn:aws:"} {
		p := testPlace(t, region)
		for _, document := range []iamdoc.Document{clusterTrust(p), nodeTrust(p), dataKeyPolicy(p, "g", false), autoscalerPolicy(controllerScope{place: p}), karpenterPolicy(controllerScope{place: p})} {
			text, err := document.JSON()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, foreign) {
				t.Errorf("%s: a policy names another partition: %s", region, text)
			}
		}
	}
}

func TestTheCommandRoutesTheControlPlaneThroughTheVpc(t *testing.T) {
	t.Parallel()
	want := "aws eks update-cluster-config --region eu-central-1 --name main --resources-vpc-config controlPlaneEgressMode=CUSTOMER_ROUTED"
	if got := ControlPlaneEgressCommand(testRegion, testName); got != want {
		t.Errorf("the command is %q, want %q", got, want)
	}
}
