package addons_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/components/eks/addons"
	"github.com/cloudgap/cloudgap/components/internal/recording"
)

// recorder stands in for the engine.
type recorder struct{ recording.Recorder }

// NewResource implements pulumi.MockResourceMonitor.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return r.Answer(args, false, nil)
}

// Call implements pulumi.MockResourceMonitor.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return r.Lookup(args, nil)
}

// cluster stands for a cluster that is prepared for two controllers.
func cluster(ctx *pulumi.Context) (*eks.PrivateEksCluster, error) {
	c := &eks.PrivateEksCluster{}
	if err := ctx.RegisterComponentResource(eks.TypeToken, "main", c); err != nil {
		return nil, err
	}
	// A child, because to depend on a component is to depend on its children.
	if _, err := kubernetes.NewProvider(ctx, "main-child", &kubernetes.ProviderArgs{}, pulumi.Parent(c)); err != nil {
		return nil, err
	}
	c.ControllerNamespaces = map[eks.Controller]string{eks.Karpenter: "kube-system", eks.ExternalSecrets: "external-secrets"}
	c.Kubeconfig = pulumi.String("{}").ToStringOutput()
	c.HelmValues = pulumi.StringMap{
		"karpenter":        pulumi.String(`{"settings":{"isolatedVPC":true,"clusterName":"main"}}`),
		"external-secrets": pulumi.String(`{"image":{"repository":"private"}}`),
	}.ToStringMapOutput()
	return c, nil
}

// install runs a program that installs charts.
func install(charts map[eks.Controller]addons.Chart) (recording.Registrations, error) {
	r := &recorder{}
	err := recording.Run(r, false, func(ctx *pulumi.Context) error {
		c, err := cluster(ctx)
		if err != nil {
			return err
		}
		_, err = addons.NewClusterControllers(ctx, "platform", &addons.ClusterControllersArgs{Cluster: c, Charts: charts})
		return err
	})
	return r.Registered, err
}

const location = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/karpenter"

func TestOnlyTheChartsThatAreNamedAreInstalled(t *testing.T) {
	t.Parallel()
	registered, err := install(map[eks.Controller]addons.Chart{eks.Karpenter: {Location: location, Version: "1.8.2"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"helm.sh.Chart platform-chart-karpenter", "index.ClusterControllers platform", "index.PrivateEksCluster main",
		"providers.kubernetes main-child", "providers.kubernetes platform-api",
	}
	if diff := cmp.Diff(want, registered.Names()); diff != "" {
		t.Errorf("other resources are registered (-want +got):\n%s", diff)
	}
}

func TestAChartTakesThePresetsOfItsClusterFromAPrivateRegistry(t *testing.T) {
	t.Parallel()
	registered, err := install(map[eks.Controller]addons.Chart{eks.Karpenter: {
		Location: location, Version: "1.8.2", Username: "AWS", Password: pulumi.String("hush"),
		Values: map[string]any{"replicas": 3, "settings": map[string]any{"isolatedVPC": false, "featureGates": map[string]any{"spotToSpotConsolidation": true}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	chart := registered.Find(t, "helm.sh.Chart", "platform-chart-karpenter")
	credentials := chart.Inputs["repositoryOpts"].ObjectValue()
	if !credentials["password"].IsSecret() || credentials["password"].SecretValue().Element.StringValue() != "hush" {
		t.Errorf("the password is %v, want a secret", credentials["password"])
	}
	delete(chart.Inputs, "repositoryOpts")
	want := map[string]any{
		"chart": location, "version": "1.8.2", "name": "karpenter", "namespace": "kube-system",
		"values": map[string]any{"replicas": 3.0, "settings": map[string]any{
			"isolatedVPC": true, "clusterName": "main", "featureGates": map[string]any{"spotToSpotConsolidation": true},
		}},
	}
	if diff := cmp.Diff(want, chart.Inputs.Mappable()); diff != "" {
		t.Errorf("the chart has other inputs (-want +got):\n%s", diff)
	}
	if !strings.Contains(chart.Parent, addons.TypeToken) || !strings.Contains(chart.Provider, "platform-api") {
		t.Errorf("the chart has parent %q and provider %q", chart.Parent, chart.Provider)
	}
	if !registered.Find(t, "providers.kubernetes", "platform-api").WaitsFor("main-child") {
		t.Error("the provider does not wait for the cluster")
	}
}

func TestEveryMistakeIsReportedBeforeAnythingIsInstalled(t *testing.T) {
	t.Parallel()
	registered, err := install(map[eks.Controller]addons.Chart{
		eks.Karpenter:         {Location: "oci://public.ecr.aws/karpenter/karpenter", Version: "latest"},
		eks.ExternalSecrets:   {Location: "https://charts.external-secrets.io", Version: "1.0.0", Username: "someone"},
		eks.ClusterAutoscaler: {Location: "oci://registry.corp.example/charts/autoscaler", Version: "9.50.1"},
	})
	if err == nil {
		t.Fatal("rejects nothing, expected an error")
	}
	for _, want := range []string{
		"charts.cluster-autoscaler: the cluster is not prepared for it", "charts.external-secrets.location: not a chart in an OCI registry",
		"charts.external-secrets.username: a registry takes a name and a password", "charts.karpenter.location: a public registry", "charts.karpenter.version: not the version",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got: %v", want, err)
		}
	}
	for _, reg := range registered {
		if strings.Contains(reg.Token, "helm.sh") || reg.Token == addons.TypeToken {
			t.Errorf("%s is registered in spite of the mistakes", reg.Name)
		}
	}
	var missing *addons.ClusterControllersArgs
	if err := missing.Validate("Platform"); err == nil || !strings.Contains(err.Error(), "cluster: the cluster is required") ||
		!strings.Contains(err.Error(), "charts: there is nothing to install") || !strings.Contains(err.Error(), `got "Platform"`) {
		t.Errorf("without arguments the error is %v", err)
	}
}
