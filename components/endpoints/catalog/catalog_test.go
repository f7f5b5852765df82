package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func region(t testing.TB, name string) Region {
	t.Helper()
	r, err := ParseRegion(name)
	if err != nil {
		t.Fatalf("ParseRegion(%q): %v", name, err)
	}
	return r
}

func entry(t testing.TB, s Service) Entry {
	t.Helper()
	e, ok := Lookup(s)
	if !ok {
		t.Fatalf("the catalog has no service %q", s)
	}
	return e
}

func TestServiceNamesFollowThePartitionAndItsExceptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service Service
		region  string
		want    string
	}{
		{ECRAPI, "eu-central-1", "com.amazonaws.eu-central-1.ecr.api"},
		{ECRAPI, "us-gov-west-1", "com.amazonaws.us-gov-west-1.ecr.api"},
		{ECRAPI, "cn-north-1", "cn.com.amazonaws.cn-north-1.ecr.api"},
		{Logs, "cn-north-1", "com.amazonaws.cn-north-1.logs"},
		{S3, "cn-north-1", "com.amazonaws.cn-north-1.s3"},
		{S3Interface, "cn-north-1", "cn.com.amazonaws.cn-north-1.s3"},
		{Transcribe, "cn-northwest-1", "cn.com.amazonaws.cn-northwest-1.transcribe.cn"},
		{Polly, "cn-north-1", "com.amazonaws.cn-north-1.polly"},
		{Polly, "cn-northwest-1", "cn.com.amazonaws.cn-northwest-1.polly"},
		{EC2, "us-iso-east-1", "gov.ic.c2s.us-iso-east-1.ec2"},
		{STS, "us-iso-east-1", "com.amazonaws.us-iso-east-1.sts"},
		{EC2, "us-isob-east-1", "gov.sgov.sc2s.us-isob-east-1.ec2"},
		{EC2, "us-isob-west-1", "com.amazonaws.us-isob-west-1.ec2"},
		{ECRDkr, "us-isof-south-1", "gov.ic.hci.csp.us-isof-south-1.ecr.dkr"},
		{ECRDkr, "eu-isoe-west-1", "uk.adc-e.cloud.eu-isoe-west-1.ecr.dkr"},
		{ECRDkr, "eusc-de-east-1", "eu.amazonaws.eusc-de-east-1.ecr.dkr"},
		{EC2, "eusc-de-east-1", "com.amazonaws.eusc-de-east-1.ec2"},
		{SageMakerNotebook, "eu-west-1", "aws.sagemaker.eu-west-1.notebook"},
		{IAM, "eu-central-1", "com.amazonaws.iam"},
		{Route53, "eu-central-1", "com.amazonaws.route53"},
		{Pricing, "eu-central-1", "com.amazonaws.eu-central-1.pricing.api"},
		{S3Interface, "eu-central-1", "com.amazonaws.eu-central-1.s3"},
		{DynamoDBInterface, "eu-central-1", "com.amazonaws.eu-central-1.dynamodb"},
	} {
		if got := entry(t, c.service).ServiceName(region(t, c.region)); got != c.want {
			t.Errorf("service name of %s in %s is %q, want %q", c.service, c.region, got, c.want)
		}
	}
}

func TestPrivateDNSNamesFollowTheRuleAndItsExceptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service Service
		region  string
		want    []string
	}{
		{STS, "eu-central-1", []string{"sts.eu-central-1.amazonaws.com"}},
		{STS, "cn-north-1", []string{"sts.cn-north-1.amazonaws.com.cn"}},
		{STS, "eusc-de-east-1", []string{"sts.eusc-de-east-1.amazonaws.eu"}},
		{ECRAPI, "eu-central-1", []string{"api.ecr.eu-central-1.amazonaws.com"}},
		{ECRDkr, "eu-central-1", []string{"dkr.ecr.eu-central-1.amazonaws.com", "*.dkr.ecr.eu-central-1.amazonaws.com"}},
		{EKSAuth, "eu-central-1", []string{"eks-auth.eu-central-1.api.aws"}},
		{EKSAuth, "cn-north-1", []string{"eks-auth.cn-north-1.api.amazonwebservices.com.cn"}},
		{OIDCEKS, "eu-central-1", []string{"oidc.eks.eu-central-1.amazonaws.com", "oidc-eks.eu-central-1.api.aws"}},
		{ECSAgent, "eu-central-1", []string{"ecs-a.eu-central-1.amazonaws.com"}},
		{ECSTelemetry, "eu-central-1", []string{"ecs-t.eu-central-1.amazonaws.com"}},
		{CodeArtifactAPI, "eu-central-1", []string{"codeartifact.eu-central-1.amazonaws.com"}},
		{RUMDataplane, "eu-central-1", []string{"dataplane.rum.eu-central-1.amazonaws.com"}},
		{SageMakerRuntime, "eu-central-1", []string{"runtime.sagemaker.eu-central-1.amazonaws.com"}},
		{KinesisStreams, "eu-central-1", []string{"kinesis.eu-central-1.amazonaws.com"}},
		{IAM, "eu-central-1", []string{"iam.amazonaws.com"}},
		{Pricing, "eu-central-1", []string{"api.pricing.eu-central-1.amazonaws.com"}},
		{DynamoDBInterface, "eu-central-1", nil},
	} {
		if diff := cmp.Diff(c.want, entry(t, c.service).PrivateDNSNames(region(t, c.region))); diff != "" {
			t.Errorf("private DNS names of %s in %s (-want +got):\n%s", c.service, c.region, diff)
		}
	}
}

func TestHomeRegionServicesAreReachedAcrossRegionsAndPricedSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service Service
		region  string
		home    string
		price   PriceClass
	}{
		{IAM, "eu-central-1", "us-east-1", PerZoneCrossRegion},
		{IAM, "us-east-1", "", PerZone},
		{Route53, "ap-south-1", "us-east-1", PerZoneCrossRegion},
		{Pricing, "eu-central-1", "", PerZone},
		{STS, "eu-central-1", "", PerZone},
		{S3, "eu-central-1", "", Free},
	} {
		home, _ := entry(t, c.service).HomeRegion(region(t, c.region))
		if home != c.home {
			t.Errorf("home region of %s for %s is %q, want %q", c.service, c.region, home, c.home)
		}
		if got := entry(t, c.service).Price(region(t, c.region)); got != c.price {
			t.Errorf("price class of %s in %s is %q, want %q", c.service, c.region, got, c.price)
		}
	}
}

func TestOddServicesHaveTheirPortsAndTakeNoPolicy(t *testing.T) {
	t.Parallel()
	for service, want := range map[Service][]int{
		STS: {443}, Keyspaces: {9142}, EmailSMTP: {465, 587, 2465, 2587}, TranscribeStreaming: {443, 8443}, S3: nil,
	} {
		if diff := cmp.Diff(want, entry(t, service).TCPPorts()); diff != "" {
			t.Errorf("ports of %s (-want +got):\n%s", service, diff)
		}
	}
	for _, service := range []Service{ACM, ACMFips, AppSync, Artifact, KeyValueStore, Route53, OIDCEKS, TransferServer} {
		if entry(t, service).TakesPolicy() {
			t.Errorf("%s is said to take a policy, want none", service)
		}
	}
}

func TestRefusalNamesTheGapAndTheWorkaround(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service Service
		region  string
		what    string
		remedy  string
	}{
		{STS, "eu-central-1", "", ""},
		{EKS, "mx-central-1", "not offered in mx-central-1", "deploy time"},
		{IAM, "cn-north-1", "aws-cn", "deploy time"},
		{Shield, "eu-central-1", "not offered", "enable-shield=false"},
		{Pricing, "eu-west-1", "not offered in eu-west-1, only in us-east-1, eu-central-1", "isolatedVPC"},
		{"ecr-public", "us-east-1", "public content network", "private ECR"},
		{"waf-regional", "us-east-1", "no PrivateLink", "enable-waf=false"},
		{"ecr_api", "us-east-1", "unknown service", `"ecr.api"`},
		{"com.amazonaws.eu-central-1.sts", "us-east-1", "unknown service", `"sts"`},
		{"quantum", "us-east-1", "unknown service", "catalog"},
	} {
		what, remedy := Refusal(c.service, region(t, c.region))
		if (what == "") != (c.what == "") || !strings.Contains(what, c.what) || !strings.Contains(remedy, c.remedy) {
			t.Errorf("Refusal(%q, %s) = %q, %q; want %q and %q in them", c.service, c.region, what, remedy, c.what, c.remedy)
		}
	}
}

func TestMissingZonesAreThoseOfTheRegionOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		service Service
		region  string
		want    []string
	}{
		{EmailSMTP, "us-east-1", []string{"use1-az2", "use1-az3", "use1-az5"}},
		{EmailSMTP, "ca-central-1", []string{"cac1-az3", "cac1-az4"}},
		{EmailSMTP, "eu-central-1", nil},
		{STS, "us-east-1", nil},
		{IAM, "us-east-1", nil},
		{IAM, "us-west-2", nil},
		{IAM, "ap-northeast-2", []string{"apne2-az2", "apne2-az4"}},
	} {
		if diff := cmp.Diff(c.want, entry(t, c.service).MissingZoneIDs(region(t, c.region)), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("missing zones of %s in %s (-want +got):\n%s", c.service, c.region, diff)
		}
	}
}

func TestParseRegionRefusesWhatIsNoRegion(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "eu", "eu-central", "eu-central-1a", "central-1", "xx-east-1", "us--1", "eu-central-"} {
		if r, err := ParseRegion(name); err == nil {
			t.Errorf("ParseRegion(%q) = %+v, want an error", name, r)
		}
	}
}

func TestCatalogIsConsistent(t *testing.T) {
	t.Parallel()
	all := All()
	if len(all) < 150 {
		t.Errorf("the catalog has %d services, want at least 150", len(all))
	}
	keys := map[string]Service{}
	for _, e := range all {
		if other, taken := keys[e.Key()]; taken {
			t.Errorf("%s and %s share the resource name word %q", e.Service, other, e.Key())
		}
		keys[e.Key()] = e.Service
		if e.Title == "" {
			t.Errorf("%s has no title", e.Service)
		}
		if _, both := unreachable[e.Service]; both {
			t.Errorf("%s is both in the catalog and declared unreachable", e.Service)
		}
		for _, rule := range prefixRules {
			for _, s := range rule.services {
				if _, ok := Lookup(Service(s)); !ok {
					t.Errorf("a prefix rule names %q, which is not in the catalog", s)
				}
			}
		}
	}
	total := 0
	for _, table := range [][]Entry{containers, identity, detection, observability, operations, delivery, storage, databases, integration, network, intelligence} {
		total += len(table)
	}
	if total != len(all) {
		t.Errorf("the tables have %d entries but %d different services: one is listed twice", total, len(all))
	}
}

func TestNamesAreWellFormedForEveryServiceAndRegion(t *testing.T) {
	t.Parallel()
	regions := []string{"eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1"}
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(All()).Draw(t, "entry")
		r, err := ParseRegion(rapid.SampledFrom(regions).Draw(t, "region"))
		if err != nil {
			t.Fatalf("ParseRegion: %v", err)
		}
		name := e.ServiceName(r)
		if strings.ContainsAny(name, " {}") || strings.Contains(name, "..") {
			t.Errorf("service name %q is malformed", name)
		}
		if !e.Global && !slices.Contains(strings.Split(name, "."), e.servedFrom(r).Name) {
			t.Errorf("service name %q lacks the region %s", name, e.servedFrom(r).Name)
		}
		for _, dns := range e.PrivateDNSNames(r) {
			if strings.ContainsAny(dns, " {}") || strings.Contains(dns, "..") {
				t.Errorf("private DNS name %q is malformed", dns)
			}
		}
	})
}
