package rke2

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// podRolePlan lends a role to an account. The role of the volume driver is made by the component, and has no ARN yet.
type podRolePlan struct {
	namespace, account string
	arn                pulumi.StringInput
}

// maxPodRoles is how many roles are lent at most: user data name them.
const maxPodRoles = 20

// planVolumes checks the volume driver, and lends its role.
func planVolumes(list *problems.List, p *plan, given VolumeDriver) {
	p.volumes = given
	if given.None {
		if given.Chart != "" || given.Registry != "" || len(given.Tags) > 0 {
			list.Add("volumes.none", "leaves out a driver that is described", given.Chart, "leave out none, or everything else")
		}
		return
	}
	if !fileForm.MatchString(given.Chart) {
		list.Add("volumes.chart", "not a plain name", given.Chart, "write the file name of the chart, or set none")
	}
	if !repository.MatchString(given.Registry + "/image") {
		list.Add("volumes.registry", "not a registry with or without a folder", given.Registry, "name where the driver's images are in ECR")
	}
	names := map[string]bool{}
	for _, name := range documents.VolumeImages() {
		names[name] = true
		if !fileForm.MatchString(given.Tags[name]) {
			list.Add("volumes.tags."+name, "not the tag of an image", given.Tags[name], "write it as it stands in the registry")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given.Tags)) {
		if !names[name] {
			list.Add("volumes.tags."+name, "no image of the driver", name, "remove the entry")
		}
	}
	p.podRoles = append(p.podRoles, podRolePlan{namespace: documents.VolumeNamespace, account: documents.VolumeServiceAccount})
}

// planPodRoles checks the roles that users lend.
func planPodRoles(list *problems.List, p *plan, given map[string]PodRole) {
	taken := map[[2]string]string{}
	if len(p.podRoles) > 0 {
		taken[[2]string{p.podRoles[0].namespace, p.podRoles[0].account}] = "volumes"
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		path, role := "podRoles."+key, given[key]
		check.Key(list, path, key, maxKeyLength)
		account := [2]string{role.Namespace, role.ServiceAccount}
		if !documents.ValidAccount(role.Namespace, role.ServiceAccount) {
			list.Add(path, "names no service account", role.Namespace+"/"+role.ServiceAccount, "write the names of its namespace and of itself")
		} else if other, ok := taken[account]; ok {
			list.Add(path, "names an account that has the role of "+other, role.Namespace+"/"+role.ServiceAccount, "give each account one role")
		}
		taken[account] = path
		if role.RoleArn == nil {
			list.Add(path+".roleArn", "the role is required", problems.Missing, "pass the ARN of the role that the pods get")
		}
		p.podRoles = append(p.podRoles, podRolePlan{role.Namespace, role.ServiceAccount, role.RoleArn})
	}
	if len(p.podRoles) > maxPodRoles {
		list.Add("podRoles", "more roles than user data have room for", len(given), "lend fewer")
	}
}
