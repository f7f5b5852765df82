package addons

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	helm "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/eks"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// ClusterControllersArgs says which controllers are installed, and from where.
type ClusterControllersArgs struct {
	// Cluster is the cluster, which has to be prepared for each of the controllers. Required.
	Cluster *eks.PrivateEksCluster
	// Charts are the charts by controller. Required; nothing is installed that is not named.
	Charts map[eks.Controller]Chart `pulumi:"charts"`
}

// Chart is a Helm chart in a private registry.
type Chart struct {
	// Location is the chart in an OCI registry, for example
	// "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/karpenter". Required: public registries are out of reach.
	Location string `pulumi:"location"`
	// Version is the chart's version, for example "1.8.2". Required.
	Version string `pulumi:"version"`
	// Values are further values of the chart. Those that the cluster's HelmValues set cannot be changed. Nil adds none.
	Values map[string]any `pulumi:"values,optional"`
	// Username signs in to the registry, together with Password. Empty takes the sign-in of the Helm client.
	Username string `pulumi:"username,optional"`
	// Password belongs to Username. It is kept as a secret.
	Password pulumi.StringInput
}

// Locations and versions of charts.
var (
	locationPattern = regexp.MustCompile(`^oci://[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+$`)
	versionPattern  = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$`)
	namePattern     = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
)

// Validate reports everything that is wrong with the arguments of a component with the given name, without registering
// anything.
func (args *ClusterControllersArgs) Validate(name string) error {
	var list problems.List
	if args == nil {
		args = &ClusterControllersArgs{}
	}
	if !namePattern.MatchString(name) {
		list.Add("name", "the component's name begins the names of its children, so it needs a small letter first, then small letters, digits and dashes, 40 at most",
			name, "choose another name")
	}
	if args.Cluster == nil {
		list.Add("cluster", "the cluster is required", problems.Missing, "pass the PrivateEksCluster")
	}
	if len(args.Charts) == 0 {
		list.Add("charts", "there is nothing to install", problems.Missing, "name the charts, or leave the component out")
	}
	for _, controller := range slices.Sorted(maps.Keys(args.Charts)) {
		path, chart := "charts."+string(controller), args.Charts[controller]
		if args.Cluster != nil && args.Cluster.ControllerNamespaces[controller] == "" {
			list.Add(path, "the cluster is not prepared for it: it has no role, no endpoints and no values", string(controller), "name it in the cluster's controllers")
		}
		if !locationPattern.MatchString(chart.Location) {
			list.Add(path+".location", "not a chart in an OCI registry", chart.Location, `write one such as "oci://registry.corp.example/charts/karpenter"`)
		} else if eks.PublicRegistry(strings.TrimPrefix(chart.Location, "oci://")) {
			list.Add(path+".location", "a public registry, which a private network does not reach", chart.Location, "copy the chart to a private one")
		}
		if !versionPattern.MatchString(chart.Version) {
			list.Add(path+".version", "not the version of a chart", chart.Version, `pin one such as "1.8.2"`)
		}
		if (chart.Username == "") != (chart.Password == nil) {
			list.Add(path+".username", "a registry takes a name and a password", chart.Username, "set both, or neither")
		}
	}
	return list.Err("addons: invalid ClusterControllersArgs")
}

// credentials are those for the registry, nil where the Helm client signs in by itself.
func (c Chart) credentials() helm.RepositoryOptsPtrInput {
	if c.Password == nil {
		return nil
	}
	return helm.RepositoryOptsArgs{
		Username: pulumi.String(c.Username), Password: pulumi.ToSecret(c.Password).(pulumi.StringOutput),
	}
}
