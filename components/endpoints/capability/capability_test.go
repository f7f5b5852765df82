package capability

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/endpoints/policy"
	"github.com/cloudgap/cloudgap/internal/problems"
)

var frankfurt = func() catalog.Region {
	r, err := catalog.ParseRegion("eu-central-1")
	if err != nil {
		panic(err)
	}
	return r
}()

func drawCapabilities(t *rapid.T) []Capability {
	var list []Capability
	for _, s := range rapid.SliceOf(rapid.SampledFrom(All())).Draw(t, "capabilities") {
		list = append(list, s.Capability)
	}
	return append(list, PodIdentity)
}

func clean(t testing.TB, found problems.List) {
	t.Helper()
	if err := found.Err("resolve"); err != nil {
		t.Fatal(err)
	}
}

func TestEveryCapabilityIsCompleteAndUsesKnownServicesAndActions(t *testing.T) {
	t.Parallel()
	total := 0
	for _, table := range [][]Spec{clusters, operation, applications} {
		total += len(table)
	}
	if total != len(All()) {
		t.Errorf("the tables have %d rows for %d capabilities: one is listed twice", total, len(All()))
	}
	for _, s := range All() {
		if s.Title == "" || (len(s.Required) == 0 && s.Identity != GivesIdentity) {
			t.Errorf("%s has no title or needs nothing", s.Capability)
		}
		for _, n := range slices.Concat(s.Required, s.Optional) {
			e, ok := catalog.Lookup(n.Service)
			if !ok || n.Reason == "" || n.Breaks == "" {
				t.Errorf("%s: need %q is unknown or says not why", s.Capability, n.Service)
			}
			for _, call := range n.Calls {
				prefix, _, _ := strings.Cut(call, ":")
				if !slices.Contains(e.ActionPrefixes(), prefix) {
					t.Errorf("%s: %s is no action of %s, whose actions begin with %q", s.Capability, call, n.Service, e.ActionPrefixes())
				}
			}
		}
		for _, e := range s.Exceptions {
			if !slices.Contains(policy.Exceptions(), e) {
				t.Errorf("%s: unknown exception %q", s.Capability, e)
			}
		}
	}
}

func TestWhoeverPullsImagesMayDownloadLayers(t *testing.T) {
	t.Parallel()
	for _, s := range All() {
		pulls := slices.ContainsFunc(s.Required, func(n Need) bool { return n.Service == catalog.ECRDkr })
		if pulls && !slices.Contains(s.Exceptions, policy.EcrLayers) {
			t.Errorf("%s pulls images but may not download their layers", s.Capability)
		}
	}
}

func TestSetIsMinimalDeterministicAndExplained(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := drawCapabilities(t)
		set, found := Resolve(frankfurt, list, nil)
		if err := found.Err("resolve"); err != nil {
			t.Fatal(err)
		}
		again, _ := Resolve(frankfurt, append(rapid.Permutation(list).Draw(t, "shuffled"), list...), nil)
		if diff := cmp.Diff(set, again); diff != "" {
			t.Errorf("the set depends on order or repetition:\n%s", diff)
		}
		for _, service := range set.Services {
			if service == catalog.S3 || service == catalog.DynamoDB {
				continue
			}
			asked := slices.ContainsFunc(list, func(c Capability) bool {
				return slices.ContainsFunc(index[c].Required, func(n Need) bool { return n.Service == service })
			})
			if !asked {
				t.Errorf("%s is in the set but no capability requires it", service)
			}
		}
		for _, c := range list {
			for _, n := range index[c].Required {
				explained := slices.ContainsFunc(set.Derivation, func(d Derivation) bool { return d.Service == n.Service && d.Capability == c && d.Reason == n.Reason })
				if !slices.Contains(set.Services, n.Service) || !explained {
					t.Errorf("%s requires %s, which is missing or unexplained", c, n.Service)
				}
			}
		}
		if missing := Missing(set.Services, list); len(missing) > 0 {
			t.Errorf("the set lacks %q", missing)
		}
	})
}

func TestEksNodesNeedWhatNodesCallBeforeTheyJoin(t *testing.T) {
	t.Parallel()
	set, found := Resolve(frankfurt, []Capability{EksNodes}, nil)
	clean(t, found)
	want := []catalog.Service{catalog.DynamoDB, catalog.EC2, catalog.ECRAPI, catalog.ECRDkr, catalog.S3, catalog.STS}
	if diff := cmp.Diff(want, set.Services); diff != "" {
		t.Errorf("services of eksNodes (-want +got):\n%s", diff)
	}
}

func TestExtraServicesAreExplainedByTheCapabilityThatCanUseThem(t *testing.T) {
	t.Parallel()
	set, found := Resolve(frankfurt, []Capability{EksNodes}, []catalog.Service{catalog.EKS, catalog.Glue})
	clean(t, found)
	for service, want := range map[catalog.Service]Capability{catalog.EKS: EksNodes, catalog.Glue: ""} {
		i := slices.IndexFunc(set.Derivation, func(d Derivation) bool { return d.Service == service })
		if i < 0 || set.Derivation[i].Capability != want {
			t.Errorf("%s is explained by %+v, want capability %q", service, set.Derivation, want)
		}
	}
}

func TestProblemsNameTheCapabilityWhatBreaksAndTheRemedy(t *testing.T) {
	t.Parallel()
	kualaLumpur, err := catalog.ParseRegion("ap-southeast-5")
	if err != nil {
		t.Fatal(err)
	}
	_, found := Resolve(kualaLumpur, []Capability{"teleport", EksAPI, EbsCsi}, []catalog.Service{"ecr-public"})
	text := found.Err("resolve").Error()
	for _, want := range []string{
		`unknown capability, got "teleport"`,
		"eksApi: the EKS API is out of reach: eks: it is not offered in ap-southeast-5",
		"workloads get no credentials", `["ebsCsi"]`, "podIdentity or irsa",
		"extraServices:", "copy the images to private ECR repositories",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("problems lack %q:\n%s", want, text)
		}
	}
}

func TestMissingServicesSayWhatBreaks(t *testing.T) {
	t.Parallel()
	got := Missing([]catalog.Service{catalog.EC2, catalog.ECRAPI, catalog.ECRDkr, catalog.S3}, []Capability{EksNodes, "teleport"})
	want := []string{"eksNodes: nodes cannot join: sts", `unknown capability "teleport"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

func TestDomainNamesAreThoseThatWorkloadsResolve(t *testing.T) {
	t.Parallel()
	set, found := Resolve(frankfurt, []Capability{ExternalDns, PodIdentity}, nil)
	clean(t, found)
	want := []string{
		"*.s3.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.amazonaws.com", "eks-auth.eu-central-1.api.aws", "route53.amazonaws.com", "s3.eu-central-1.amazonaws.com",
	}
	if diff := cmp.Diff(want, set.DomainNames(frankfurt)); diff != "" {
		t.Errorf("domain names (-want +got):\n%s", diff)
	}
}
