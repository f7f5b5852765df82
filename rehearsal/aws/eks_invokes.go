package aws

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// recentAddOns are the versions that the simulation offers as the most recent ones. What is recent changes every few weeks: a
// rehearsal tells that a version is looked up, not which one it will be.
var recentAddOns = map[string]string{"coredns": "v1.13.2-eksbuild.1", "kube-proxy": "v1.34.3-eksbuild.2", "vpc-cni": "v1.21.1-eksbuild.3"}

func eksInvokes() []cloud.Invoke {
	return []cloud.Invoke{{
		Token: "aws:eks/getAddonVersion:getAddonVersion", Args: eks.GetAddonVersionArgs{}, Result: eks.GetAddonVersionResult{},
		Answer: func(c *cloud.Call) (cloud.Values, error) {
			name := c.Inputs.String("addonName")
			version, known := recentAddOns[name]
			if !known {
				return nil, fmt.Errorf("function %s: no version of %q is simulated, only of %s", c.Name, name, strings.Join(slices.Sorted(maps.Keys(recentAddOns)), ", "))
			}
			return cloud.Values{
				"id": name, "addonName": name, "kubernetesVersion": c.Inputs.String("kubernetesVersion"), "mostRecent": c.Inputs.Bool("mostRecent"), "version": version,
			}, nil
		},
	}}
}
