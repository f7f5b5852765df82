package eks

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/components/internal/object"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// addOnPlan is an add-on to make.
type addOnPlan struct {
	addOnSpec
	version string
	// configuration is the user's part of the configuration values; settings is the component's.
	configuration, settings map[string]any
}

var addOnVersion = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$`)

// planAddOns checks the add-ons and puts them in order.
func planAddOns(list *problems.List, p *plan, args *PrivateEksClusterArgs) {
	for _, name := range slices.Sorted(maps.Keys(args.AddOns)) {
		if !slices.Contains(AddOns(), name) {
			list.Add("addOns."+string(name), "not an add-on that the component knows", string(name), fmt.Sprintf("use one of %s", AddOns()))
		}
	}
	for _, spec := range addOnTable {
		path := "addOns." + string(spec.name)
		given, ok := args.AddOns[spec.name]
		if !ok {
			if spec.required {
				list.Add(path, "a cluster that starts without self-managed add-ons does not work without it", problems.Missing, "name its version")
			}
			continue
		}
		if !addOnVersion.MatchString(given.Version) {
			list.Add(path+".version", "not the version of an add-on", given.Version, `write one such as "v1.20.4-eksbuild.2"`)
		}
		a := addOnPlan{addOnSpec: spec, version: given.Version, configuration: parseConfiguration(list, path+".configuration", given.Configuration)}
		if spec.name == VpcCni {
			a.settings = cniSettings(args.PodNetwork)
		}
		if spec.name == KubeProxy {
			checkKubeProxy(list, path+".version", given.Version, p.version)
		}
		for _, conflict := range overlap("", a.configuration, reserved(a, args.PodNetwork)) {
			list.Add(path+".configuration", "the component sets this itself", conflict, "remove the key, or use podNetwork")
		}
		p.addOns = append(p.addOns, a)
	}
}

// checkKubeProxy reports a kube-proxy that is newer than the control plane, or too old for it.
func checkKubeProxy(list *problems.List, path, version, controlPlane string) {
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) > 1 {
		checkSkew(list, path, strings.Join(parts[:2], "."), controlPlane)
	}
}

// parseConfiguration reads the user's configuration values.
func parseConfiguration(list *problems.List, path, text string) map[string]any {
	if text == "" {
		return nil
	}
	var values map[string]any
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		list.Add(path, fmt.Sprintf("not a JSON object (%v)", err), text, `write one such as {"replicaCount": 2}`)
	}
	return values
}

// cniSettings are the environment variables of the VPC CNI that follow from the pods' network.
// Source: the README of aws/amazon-vpc-cni-k8s.
func cniSettings(pods *PodNetwork) map[string]any {
	env := map[string]any{}
	if pods == nil {
		return nil
	}
	if pods.Subnets != nil {
		env["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] = "true"
		env["ENI_CONFIG_LABEL_DEF"] = "topology.kubernetes.io/zone"
	}
	if pods.PrefixDelegation {
		env["ENABLE_PREFIX_DELEGATION"] = strconv.FormatBool(true)
		env["WARM_PREFIX_TARGET"] = "1"
	}
	if pods.SecurityGroupsForPods {
		env["ENABLE_POD_ENI"] = strconv.FormatBool(true)
		// Strict mode would send the traffic of such pods past the node's security group, kubelet probes included.
		env["POD_SECURITY_GROUP_ENFORCING_MODE"] = "standard"
	}
	if len(env) == 0 {
		return nil
	}
	return map[string]any{"env": env}
}

// reserved are the keys that the component sets in an add-on's configuration.
func reserved(a addOnPlan, pods *PodNetwork) map[string]any {
	result := object.Merged(a.settings, nil)
	if a.name == VpcCni && pods != nil && pods.Subnets != nil {
		result["eniConfig"] = "subnets of podNetwork"
	}
	return result
}

// overlap lists the paths at which both objects have a value that is not an object in both.
func overlap(path string, a, b map[string]any) []string {
	var paths []string
	for _, key := range slices.Sorted(maps.Keys(a)) {
		other, both := b[key]
		if !both {
			continue
		}
		at := strings.TrimPrefix(path+"."+key, ".")
		inner, isObject := a[key].(map[string]any)
		otherInner, otherIsObject := other.(map[string]any)
		if isObject && otherIsObject {
			paths = append(paths, overlap(at, inner, otherInner)...)
		} else {
			paths = append(paths, at)
		}
	}
	return paths
}
