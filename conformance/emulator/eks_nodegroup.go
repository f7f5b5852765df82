package emulator

import (
	"net/http"
)

// nodeGroup plays the managed node groups of a cluster.
func (e *eksCall) nodeGroup(cluster document, rest []string) (document, *refused) {
	name := text(cluster, "name")
	if len(rest) == 0 {
		if e.request.Method == http.MethodGet {
			return document{"nodegroups": names(e.inCluster(nodeGroups, name), "nodegroupName")}, nil
		}
		return e.createNodeGroup(cluster)
	}
	group, ok := e.store.get(e.region, nodeGroups, name+"/"+rest[0])
	if !ok {
		return nil, eksMissing("No node group found for name: %s.", rest[0])
	}
	switch {
	case len(rest) == 1 && e.request.Method == http.MethodDelete:
		e.store.remove(e.region, nodeGroups, name+"/"+rest[0])
	case len(rest) == 2:
		return e.updateNodeGroup(group, rest[1])
	}
	return document{"nodegroup": group}, nil
}

func (e *eksCall) createNodeGroup(cluster document) (document, *refused) {
	name, groupName := text(cluster, "name"), text(e.in, "nodegroupName")
	if other, ok := e.store.get(e.region, nodeGroups, name+"/"+groupName); ok {
		if token := text(e.in, "clientRequestToken"); token != "" && token == text(other, "clientRequestToken") {
			return document{"nodegroup": other}, nil
		}
		return nil, eksInUse("NodeGroup already exists with name %s and cluster name %s", groupName, name)
	}
	subnets, _ := e.in["subnets"].([]any)
	vpc, _, no := e.lookUpSubnets(subnets)
	if no != nil {
		return nil, no
	}
	if network := cluster["resourcesVpcConfig"].(document); vpc != text(network, "vpcId") {
		return nil, eksInvalid("Subnets are not in the cluster's VPC %s", text(network, "vpcId"))
	}
	group := clone(e.in)
	id := e.store.id("ng")
	group["id"] = groupName
	group["clusterName"], group["nodegroupName"] = name, groupName
	group["nodegroupArn"] = e.arn("nodegroup", name+"/"+groupName+"/"+id)
	group["createdAt"], group["status"], group["tags"] = created(), "ACTIVE", orEmpty(e.in["tags"])
	group["health"] = document{"issues": []any{}}
	group["resources"] = document{"autoScalingGroups": []any{document{"name": "eks-" + groupName + "-" + id}}}
	defaults := document{
		"capacityType": "ON_DEMAND", "amiType": "AL2023_x86_64_STANDARD", "version": cluster["version"],
		"releaseVersion": text(cluster, "version") + "-20250101", "updateConfig": document{"maxUnavailable": 1}, "labels": document{},
	}
	for key, value := range defaults {
		if group[key] == nil {
			group[key] = value
		}
	}
	e.store.put(e.region, nodeGroups, name+"/"+groupName, group)
	return document{"nodegroup": group}, nil
}

func (e *eksCall) updateNodeGroup(group document, what string) (document, *refused) {
	switch what {
	case "update-config":
		merge(group["scalingConfig"].(document), e.in["scalingConfig"])
		if e.in["updateConfig"] != nil {
			group["updateConfig"] = e.in["updateConfig"]
		}
		if e.in["nodeRepairConfig"] != nil {
			group["nodeRepairConfig"] = e.in["nodeRepairConfig"]
		}
		if labels, ok := e.in["labels"].(document); ok {
			current := clone(group["labels"].(document))
			merge(current, labels["addOrUpdateLabels"])
			removed, _ := labels["removeLabels"].([]any)
			for _, label := range removed {
				delete(current, label.(string))
			}
			group["labels"] = current
		}
		if taints, ok := e.in["taints"].(document); ok {
			group["taints"] = changedTaints(group["taints"], taints)
		}
	case "update-version":
		for _, key := range []string{"version", "releaseVersion", "launchTemplate"} {
			if e.in[key] != nil {
				group[key] = e.in[key]
			}
		}
	default:
		return nil, eksMissing("no %s of a node group", what)
	}
	return document{"update": finishedUpdate(e.store.id("update"), "ConfigUpdate")}, nil
}

func changedTaints(current any, change document) []any {
	removed, _ := change["removeTaints"].([]any)
	added, _ := change["addOrUpdateTaints"].([]any)
	gone := map[string]bool{}
	for _, list := range [][]any{removed, added} {
		for _, taint := range list {
			gone[taintKey(taint)] = true
		}
	}
	taints := []any{}
	before, _ := current.([]any)
	for _, taint := range before {
		if !gone[taintKey(taint)] {
			taints = append(taints, taint)
		}
	}
	return append(taints, added...)
}

func taintKey(taint any) string {
	d, _ := taint.(document)
	return text(d, "key") + "=" + text(d, "effect")
}

func names(list []document, key string) []string {
	result := []string{}
	for _, d := range list {
		result = append(result, text(d, key))
	}
	return result
}
